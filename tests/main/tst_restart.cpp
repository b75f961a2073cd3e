// SPDX-License-Identifier: MIT
#include "actionjournal.h"
#include "instancestore.h"
#include "journaljson.h"
#include "virtualprogram.h"

#include <QTest>

using namespace leasekeeper;
using namespace leasekeeper::test;
using namespace Qt::StringLiterals;
using End = ActionOutcome::End;
using Fault = SimulatedAccessManager::Fault;
using State = RowActivity::State;

namespace
{

QByteArray effectOf(InstanceVerb verb)
{
    switch (verb) {
    case InstanceVerb::Start:
        return "start";
    case InstanceVerb::Stop:
        return "stop";
    case InstanceVerb::Prolong:
        return "renew";
    case InstanceVerb::Delete:
    case InstanceVerb::Open:
        break;
    }
    return "delete";
}

} // namespace

/// The program ends in the middle of its work, in every way there is, and is started again.
class TestRestart : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void F70_killedAtEveryStep_data();
    void F70_killedAtEveryStep();
    void F70_notedBeforeItIsSent();
    void F70_killedAgainWhileItLooks();
    void F70_rowsAreBusyWhileTheyAreLookedInto();
    void F70_whatStaysUnknownIsTakenUpAgain();
    void F70_lettingGo();
    void F70_lookedIntoOnceConnectedAgain();
    void F70_aDayLater();
    void F70_whatWasCalledOffIsNoDeleteAnyMore();
    void F70_onlyReadWhateverTheFileSays();
    void F70_whatSendsNothingSupersedesNothing();
    void F70_whatIsLookedIntoWhileLeavingStaysOpen();
    void F70_whatIsFoundAmongOthersIsNotLost_data();
    void F70_whatIsFoundAmongOthersIsNotLost();
    void F70_overtakenByALaterWrite();
    void F68_hundredsAreAllToldAfterACrash();
    void F68_whatHadFailedBeforeIsToldNextTime();
    void F68_whatHadFailedBeforeACrashIsToldNextTime();
    void F69_whatWasCalledOffIsToldNextTime();
    void F69_whatFailsWhileLeavingIsToldNextTime();
    void F69_calledOffIsOnDiskAtOnce();
    void F69_nothingIsSentAfterCalledOff();
    void F71_signedOutMeanwhile();
    void F71_retryOfBeforeTheSignOutSaysSo();
    void F71_anotherAccountLooksIntoNothing();
    void F72_theSecondProgramLeavesTheFirstAlone();
    void F83_withoutADiskEverythingGoesOn();
    void F83_signedOutWithoutADisk();
    void F72_anotherProgramWhileSignedOut();
    void theDemoNotesNothing();

private:
    QString folder(const QString &name) const
    {
        QDir(m_home->path()).mkpath(name);
        return m_home->filePath(name);
    }
    std::unique_ptr<QTemporaryDir> m_home;
};

void TestRestart::init()
{
    m_home = std::make_unique<QTemporaryDir>();
    QVERIFY(m_home->isValid());
}

void TestRestart::F70_killedAtEveryStep_data()
{
    QTest::addColumn<InstanceVerb>("verb");
    QTest::addColumn<QString>("status");
    QTest::addColumn<int>("fault");
    const QList<std::pair<const char *, Fault>> faults{{"answered", Fault::None},
                                                       {"lost after", Fault::LostAfter},
                                                       {"lost before", Fault::LostBefore},
                                                       {"silent after", Fault::HangAfter}};
    const struct {
        const char *name;
        InstanceVerb verb;
        QString status;
    } verbs[]{{"start", InstanceVerb::Start, u"STOPPED"_s},
              {"stop", InstanceVerb::Stop, u"RUNNING"_s},
              {"prolong", InstanceVerb::Prolong, u"RUNNING"_s},
              {"delete", InstanceVerb::Delete, u"STOPPED"_s},
              {"stop and delete", InstanceVerb::Delete, u"RUNNING"_s}};
    for (const auto &verb : verbs) {
        for (const auto &[name, fault] : faults)
            QTest::addRow("%s, %s", verb.name, name) << verb.verb << verb.status << int(fault);
    }
}

/// Killed at each stage of an action: before its write is out, on its way there and back, while an answer is
/// missed, while the instance stops and goes. The files that are there at that moment are all that the next
/// program knows.
void TestRestart::F70_killedAtEveryStep()
{
    QFETCH(const InstanceVerb, verb);
    QFETCH(const QString, status);
    QFETCH(const int, fault);
    int taken = 0;
    for (const int step : {0, 50, 150, 250, 500, 2'250, 2'350, 2'500, 3'500, 5'000}) {
        VirtualService service;
        const QString id = service.place(u"lab"_s, status);
        service.network.setFaults([fault](const QByteArray &method, const QUrl &) {
            return method == "GET" ? Fault::None : Fault(fault);
        });
        const QString home = folder(u"first-%1"_s.arg(step));
        auto first = std::make_unique<VirtualProgram>(service, home);
        QVERIFY(first->open());
        first->submit(verb, {id});
        service.time.advance(step);
        const bool ended = !first->told().isEmpty();
        const auto files = VirtualProgram::journal(home);
        const bool noted = !files.isEmpty();
        const int sent = service.writesSeen();
        first.reset();
        // What has been sent is noted, until it is known what came of it.
        QVERIFY(noted || ended || sent == 0);

        const QString next = folder(u"next-%1"_s.arg(step));
        VirtualProgram::leaveBehind(next, files);
        VirtualProgram second(service, next);
        service.time.advance(30'000); // it was not started again at once
        QVERIFY(second.open());
        if (noted) {
            QVERIFY(second.waitForTold(1));
            const ActionOutcome &outcome = second.told().constFirst();
            const QByteArray said = QByteArray::number(step) + " ms: " + outcome.text.toUtf8();
            QCOMPARE(outcome.id, id);
            QCOMPARE(outcome.verb, verb);
            QVERIFY2(outcome.end == End::Confirmed || outcome.end == End::Failed, said.constData());
            QVERIFY2((outcome.end == End::Confirmed) == (service.effects(effectOf(verb), id) == 1),
                     said.constData());
            QVERIFY2(outcome.text.contains("left open"_L1), said.constData());
            QVERIFY(second.reports().constFirst().leftOpen);
        }
        service.time.advance(600'000);
        QCOMPARE(second.told().size(), noted ? 1 : 0);
        QCOMPARE(service.writesSeen(), sent); // nothing is ever sent again by itself
        QVERIFY(service.effects(effectOf(verb), id) <= 1);
        QVERIFY(!second.activity(id).isActive());
        QVERIFY(VirtualProgram::journal(next).isEmpty());
        QCOMPARE(second.notices(), QStringList());
        taken += noted ? 1 : 0;
        if (ended && !noted)
            break;
    }
    QVERIFY(taken > 1);
}

void TestRestart::F70_notedBeforeItIsSent()
{
    VirtualService service;
    QStringList ids;
    for (int n = 0; n < 20; ++n)
        ids.append(service.place(u"n%1"_s.arg(n), n % 2 == 0 ? u"RUNNING"_s : u"STOPPED"_s));
    const QString home = folder(u"home"_s);
    VirtualProgram program(service, home);
    QVERIFY(program.open());
    int checked = 0;
    QStringList missing;
    service.network.setFaults([&](const QByteArray &method, const QUrl &url) {
        if (method != "GET") {
            const QString id = url.path().section(u"/notebooks/"_s, 1).section(u'/', 0, 0);
            const QByteArray noted = VirtualProgram::journal(home).values().join();
            ++checked;
            if (!noted.contains(id.toUtf8()))
                missing.append(id);
        }
        return Fault::None;
    });
    program.submit(InstanceVerb::Delete, ids);
    QVERIFY(program.waitForTold(20));
    QCOMPARE(checked, 30); // ten were to be stopped first
    QCOMPARE(missing, QStringList());
    service.time.advance(1'000);
    QVERIFY(VirtualProgram::journal(home).isEmpty());
}

void TestRestart::F70_killedAgainWhileItLooks()
{
    VirtualService service;
    const QString id = service.place(u"lab"_s, u"RUNNING"_s);
    service.network.setFaults([](const QByteArray &method, const QUrl &) {
        return method == "GET" ? Fault::None : Fault::HangAfter;
    });
    const QString home = folder(u"home"_s);
    auto program = std::make_unique<VirtualProgram>(service, home);
    QVERIFY(program->open());
    program->submit(InstanceVerb::Prolong, {id});
    service.time.advance(300);
    const QString next = folder(u"next"_s);
    VirtualProgram::leaveBehind(next, VirtualProgram::journal(home));
    program.reset();
    // Three more that are killed before they can read anything.
    for (int n = 0; n < 3; ++n) {
        auto brief = std::make_unique<VirtualProgram>(service, next);
        brief->session->start();
        service.time.advance(50);
        QVERIFY(brief->told().isEmpty());
    }
    VirtualProgram last(service, next);
    QVERIFY(last.open());
    QVERIFY(last.waitForTold(1));
    QCOMPARE(last.told().constFirst().end, End::Confirmed);
    QCOMPARE(service.writesSeen(), 1);
}

void TestRestart::F70_rowsAreBusyWhileTheyAreLookedInto()
{
    VirtualService service;
    const QString id = service.place(u"lab"_s, u"STOPPED"_s);
    service.network.setFaults(
        [](const QByteArray &method, const QUrl &) { return method == "GET" ? Fault::None : Fault::Hang; });
    const QString home = folder(u"home"_s);
    auto first = std::make_unique<VirtualProgram>(service, home);
    QVERIFY(first->open());
    first->submit(InstanceVerb::Delete, {id});
    service.time.advance(300);
    first.reset();
    service.network.setFaults({});
    VirtualProgram second(service, home);
    QVERIFY(second.open());
    service.time.advance(100);
    QCOMPARE(second.activity(id).state, State::Checking);
    QVERIFY(second.activity(id).cancellable);
    second.submit(InstanceVerb::Start, {id});
    QVERIFY(second.waitForTold(1));
    QCOMPARE(second.told().constFirst().end, End::Failed); // busy
    QCOMPARE(second.told().constFirst().verb, InstanceVerb::Start);
    QVERIFY(second.waitForTold(2));
    QCOMPARE(second.told().at(1).verb, InstanceVerb::Delete);
    QCOMPARE(second.told().at(1).end, End::Failed);
    QVERIFY2(second.told().at(1).text.contains("It was not."_L1), qPrintable(second.told().at(1).text));
    QVERIFY(second.reports().last().leftOpen);
    // And now it may be done anew, by the person alone.
    QCOMPARE(service.writesSeen(), 1);
    second.submit(InstanceVerb::Delete, {id});
    QVERIFY(second.waitForTold(3));
    QCOMPARE(second.told().at(2).end, End::Confirmed);
}

void TestRestart::F70_whatStaysUnknownIsTakenUpAgain()
{
    VirtualService service;
    const QString id = service.place(u"lab"_s, u"STOPPED"_s);
    // The listing works, but the instance cannot be read alone, and its state says nothing.
    service.network.setFaults([&id](const QByteArray &method, const QUrl &url) {
        if (method != "GET")
            return Fault::LostAfter;
        return url.path().endsWith(id) ? Fault::LostBefore : Fault::None;
    });
    const QString home = folder(u"home"_s);
    {
        VirtualProgram first(service, home);
        QVERIFY(first.open());
        first.submit(InstanceVerb::Start, {id});
        service.time.advance(100);
        auto odd = *service.cloud.record(id);
        service.time.advance(200);
        odd.status = u"POLISHING"_s;
        service.cloud.place(odd);
        QVERIFY(first.waitForTold(1));
        QCOMPARE(first.told().constFirst().end, End::Unresolved);
    }
    for (int n = 0; n < 2; ++n) {
        VirtualProgram again(service, home);
        QVERIFY(again.open());
        QVERIFY(again.waitForTold(1));
        QCOMPARE(again.told().constFirst().end, End::Unresolved);
        QVERIFY2(again.told().constFirst().text.contains("still not known"_L1),
                 qPrintable(again.told().constFirst().text));
        QVERIFY(again.told().constFirst().staysOpen);
        QCOMPARE(again.activity(id).state, State::Unresolved);
    }
    QVERIFY(!VirtualProgram::journal(home).isEmpty());
    auto clear = *service.cloud.record(id);
    clear.status = u"RUNNING"_s;
    service.cloud.place(clear);
    VirtualProgram last(service, home);
    QVERIFY(last.open());
    QVERIFY(last.waitForTold(1));
    QCOMPARE(last.told().constFirst().end, End::Confirmed);
    QCOMPARE(last.activity(id), RowActivity());
    QCOMPARE(service.writesSeen(), 1);
}

void TestRestart::F70_lettingGo()
{
    VirtualService service;
    const QStringList ids{service.place(u"a"_s, u"STOPPED"_s), service.place(u"b"_s, u"STOPPED"_s)};
    service.network.setFaults(
        [](const QByteArray &method, const QUrl &) { return method == "GET" ? Fault::None : Fault::Hang; });
    const QString home = folder(u"home"_s);
    {
        VirtualProgram first(service, home);
        QVERIFY(first.open());
        first.submit(InstanceVerb::Start, ids);
        service.time.advance(300);
    }
    VirtualProgram second(service, home);
    QVERIFY(second.open());
    service.time.advance(100);
    second.session->cancel(ids.at(0)); // as "call off" in its row does
    QCOMPARE(second.activity(ids.at(0)), RowActivity());
    second.session->letGo({ids.at(1)});
    QCOMPARE(second.activity(ids.at(1)), RowActivity());
    QVERIFY(second.waitForTold(2));
    for (const ActionOutcome &outcome : second.told()) {
        QCOMPARE(outcome.end, End::Cancelled);
        QVERIFY2(outcome.text.contains("not looked into any more"_L1), qPrintable(outcome.text));
    }
    service.time.advance(1'000);
    QVERIFY(VirtualProgram::journal(home).isEmpty());
}

void TestRestart::F70_lookedIntoOnceConnectedAgain()
{
    // Not the program ends, but the line, for longer than an action may take.
    VirtualService service;
    const QString id = service.place(u"lab"_s, u"RUNNING"_s);
    bool dark = false;
    service.network.setFaults([&dark](const QByteArray &method, const QUrl &) {
        if (method != "GET") {
            dark = true;
            return Fault::LostAfter;
        }
        return dark ? Fault::LostBefore : Fault::None;
    });
    VirtualProgram program(service, folder(u"home"_s));
    QVERIFY(program.open());
    program.submit(InstanceVerb::Prolong, {id});
    QVERIFY(program.waitForTold(1));
    QCOMPARE(program.told().constFirst().end, End::Unresolved);
    QCOMPARE(program.activity(id).state, State::Unresolved);
    service.network.setFaults({});
    QVERIFY(program.waitForTold(2));
    QCOMPARE(program.told().at(1).end, End::Confirmed);
    QCOMPARE(program.activity(id), RowActivity());
    QCOMPARE(service.writesSeen(), 1);
}

void TestRestart::F70_aDayLater()
{
    VirtualService service;
    const QStringList ids{service.place(u"prolonged"_s, u"RUNNING"_s),
                          service.place(u"started"_s, u"STOPPED"_s),
                          service.place(u"deleted"_s, u"STOPPED"_s)};
    service.network.setFaults([](const QByteArray &method, const QUrl &) {
        return method == "GET" ? Fault::None : Fault::HangAfter;
    });
    const QString home = folder(u"home"_s);
    {
        VirtualProgram first(service, home);
        QVERIFY(first.open());
        first.submit(InstanceVerb::Prolong, {ids.at(0)});
        first.submit(InstanceVerb::Start, {ids.at(1)});
        first.submit(InstanceVerb::Delete, {ids.at(2)});
        service.time.advance(300);
    }
    service.time.advance(86'400'000);
    QCOMPARE(service.statusOf(ids.at(0)), u"STOPPED"_s); // by itself, when its time had come
    VirtualProgram second(service, home);
    QVERIFY(second.open());
    QVERIFY(second.waitForTold(3));
    for (const ActionOutcome &outcome : second.told()) {
        // Never "it was not": all three were done.
        QVERIFY2(outcome.end != End::Failed, qPrintable(outcome.text));
        QVERIFY2(outcome.id != ids.at(2) || outcome.end == End::Confirmed, qPrintable(outcome.text));
        QVERIFY(!outcome.staysOpen);
    }
    service.time.advance(1'000);
    QVERIFY(VirtualProgram::journal(home).isEmpty()); // nothing is looked into for ever
    QCOMPARE(service.writesSeen(), 3);
}

void TestRestart::F70_whatWasCalledOffIsNoDeleteAnyMore()
{
    // The stop before a delete is out, and the delete is called off: what a next start finds is a stop.
    VirtualService service;
    const QString id = service.place(u"lab"_s, u"RUNNING"_s);
    service.network.setFaults([](const QByteArray &method, const QUrl &) {
        return method == "GET" ? Fault::None : Fault::HangAfter;
    });
    const QString home = folder(u"home"_s);
    const QString next = folder(u"next"_s);
    {
        VirtualProgram first(service, home);
        QVERIFY(first.open());
        first.submit(InstanceVerb::Delete, {id});
        service.time.advance(300);
        first.session->cancel(id);
        service.time.advance(2'000);
        QVERIFY(first.told().isEmpty());
        VirtualProgram::leaveBehind(next, VirtualProgram::journal(home));
    }
    VirtualProgram second(service, next);
    QVERIFY(second.open());
    QVERIFY(second.waitForTold(1));
    QCOMPARE(second.told().constFirst().verb, InstanceVerb::Stop);
    QCOMPARE(second.told().constFirst().end, End::Confirmed);
    QCOMPARE(service.writesSeen(), 1);
    QCOMPARE(service.effects("delete", id), 0);
}

void TestRestart::F70_onlyReadWhateverTheFileSays()
{
    VirtualService service;
    const QString id = service.place(u"lab"_s, u"RUNNING"_s);
    const QString home = folder(u"home"_s);
    {
        VirtualProgram first(service, home);
        QVERIFY(first.open());
        service.network.setFaults([](const QByteArray &method, const QUrl &) {
            return method == "GET" ? Fault::None : Fault::Hang;
        });
        first.submit(InstanceVerb::Delete, {id});
        service.time.advance(300);
    }
    service.network.setFaults({});
    auto files = VirtualProgram::journal(home);
    QCOMPARE(files.size(), 1);
    const JournalContents contents = *journalFromJson(files.first());
    ActionIntent intent = contents.intents.constFirst();
    QByteArrayList entries{intentToJson(intent)};
    for (const char *odd : {"a/b", "../../v3/auth/tokens", "a?b", "x#y", "%2e%2e", "a b"}) {
        intent.instanceId = QString::fromLatin1(odd);
        entries.append(intentToJson(intent));
    }
    files.first() = journalToJson(contents.account, entries);
    VirtualProgram::leaveBehind(home, files);
    const auto before = service.network.seen().size();
    const int sent = service.writesSeen();
    VirtualProgram second(service, home);
    QVERIFY(second.open());
    QVERIFY(second.waitForTold(7));
    QCOMPARE(second.notices(), QStringList());
    QCOMPARE(service.writesSeen(), sent);
    const QString root = u"/v1/%1/notebooks"_s.arg(service.profile.projectId);
    for (auto n = before; n < service.network.seen().size(); ++n) {
        const QString path = service.network.seen().at(n).url.path(QUrl::FullyEncoded);
        QVERIFY2(path.startsWith(root) && path.count(u'/') <= 4, qPrintable(path));
    }
}

void TestRestart::F70_whatSendsNothingSupersedesNothing()
{
    VirtualService service;
    const QString id = service.place(u"lab"_s, u"STOPPED"_s);
    Fault fault = Fault::LostAfter;
    service.network.setFaults([&id, &fault](const QByteArray &method, const QUrl &url) {
        if (method != "GET")
            return fault;
        return url.path().endsWith(id) ? Fault::LostBefore : Fault::None;
    });
    const auto become = [&service, &id](const QString &status) {
        SimulatedCloud::Record record = *service.cloud.record(id);
        record.status = status;
        service.cloud.place(record);
    };
    const QString home = folder(u"home"_s);
    const auto noted = [&home] {
        QList<InstanceVerb> verbs;
        for (const QByteArray &file : VirtualProgram::journal(home)) {
            const std::optional<JournalContents> contents = journalFromJson(file);
            for (const ActionIntent &intent : contents->intents)
                verbs.append(intent.verb);
        }
        return verbs;
    };
    VirtualProgram program(service, home);
    QVERIFY(program.open());
    program.submit(InstanceVerb::Start, {id});
    service.time.advance(300);
    become(u"POLISHING"_s);
    QVERIFY(program.waitForTold(1));
    QCOMPARE(program.told().last().end, End::Unresolved);
    program.submit(InstanceVerb::Stop, {id}); // of what is in such a state nothing can be asked
    QVERIFY(program.waitForTold(2));
    QCOMPARE(program.told().last().end, End::Failed);
    service.time.advance(1'000);
    QCOMPARE(service.writesSeen(), 1);
    QCOMPARE(noted(), QList<InstanceVerb>{InstanceVerb::Start});
    become(u"RUNNING"_s);
    service.time.advance(120'000);
    // Handed to the network, and never sent.
    fault = Fault::Refused;
    program.submit(InstanceVerb::Stop, {id});
    QVERIFY(program.waitForTold(3));
    QVERIFY2(program.told().last().end == End::Failed, qPrintable(program.told().last().text));
    service.time.advance(1'000);
    QCOMPARE(noted(), QList<InstanceVerb>{InstanceVerb::Start});
    fault = Fault::LostAfter;
    program.submit(InstanceVerb::Stop, {id});
    service.time.advance(1'000);
    QCOMPARE(service.effects("stop", id), 1);
    QCOMPARE(noted(), QList<InstanceVerb>{InstanceVerb::Stop});
}

void TestRestart::F70_whatIsLookedIntoWhileLeavingStaysOpen()
{
    VirtualService service;
    const QString id = service.place(u"lab"_s, u"STOPPED"_s);
    service.network.setFaults([](const QByteArray &method, const QUrl &) {
        return method == "GET" ? Fault::None : Fault::HangAfter;
    });
    const QString home = folder(u"home"_s);
    {
        VirtualProgram first(service, home);
        QVERIFY(first.open());
        first.submit(InstanceVerb::Start, {id});
        service.time.advance(300);
    }
    const SimulatedCloud::Record record = *service.cloud.record(id);
    SimulatedCloud::Record odd = record;
    odd.status = u"POLISHING"_s;
    service.cloud.place(odd);
    {
        VirtualProgram second(service, home);
        QVERIFY(second.open());
        QCOMPARE(second.activity(id).state, State::Checking);
        service.cloud.place(record);
        second.session->leave();
        service.time.advance(5'000);
        QCOMPARE(second.told().size(), 0); // whoever would hear it is about to go
    }
    VirtualProgram third(service, home);
    QVERIFY(third.open());
    QVERIFY(third.waitForTold(1));
    QCOMPARE(third.told().constFirst().end, End::Confirmed);
}

void TestRestart::F70_whatIsFoundAmongOthersIsNotLost_data()
{
    QTest::addColumn<bool>("killed");
    QTest::newRow("left") << false;
    QTest::newRow("killed") << true;
}

void TestRestart::F70_whatIsFoundAmongOthersIsNotLost()
{
    // Of several that are looked into together two are decided, and all are told once the third is.
    QFETCH(const bool, killed);
    VirtualService service;
    const QStringList ids{service.place(u"done"_s, u"STOPPED"_s), service.place(u"not"_s, u"STOPPED"_s),
                          service.place(u"open"_s, u"STOPPED"_s)};
    service.network.setFaults([&ids](const QByteArray &method, const QUrl &url) {
        if (method == "GET")
            return Fault::None;
        return url.path().contains(ids.at(1)) ? Fault::Hang : Fault::HangAfter;
    });
    const QString home = folder(u"home"_s);
    {
        VirtualProgram first(service, home);
        QVERIFY(first.open());
        first.submit(InstanceVerb::Start, ids);
        service.time.advance(2'000);
    }
    const SimulatedCloud::Record record = *service.cloud.record(ids.at(2));
    SimulatedCloud::Record odd = record;
    odd.status = u"POLISHING"_s;
    service.cloud.place(odd);
    {
        VirtualProgram second(service, home);
        QVERIFY(second.open());
        service.time.advance(100'000);
        QVERIFY(!second.activity(ids.at(0)).isActive());
        QVERIFY(!second.activity(ids.at(1)).isActive());
        QCOMPARE(second.activity(ids.at(2)).state, State::Checking);
        QCOMPARE(second.told().size(), 0);
        if (!killed)
            second.session->leave();
        VirtualProgram::leaveBehind(folder(u"next"_s), VirtualProgram::journal(home));
    }
    service.cloud.place(record);
    const QString next = killed ? folder(u"next"_s) : home;
    VirtualProgram third(service, next);
    QVERIFY(third.open());
    QVERIFY(third.waitForTold(3));
    QMap<QString, End> told;
    for (const ActionOutcome &outcome : third.told())
        told.insert(outcome.id, outcome.end);
    QCOMPARE(told.value(ids.at(0)), End::Confirmed);
    QCOMPARE(told.value(ids.at(1)), End::Failed);
    QCOMPARE(told.value(ids.at(2)), End::Confirmed);
    service.time.advance(1'000);
    QVERIFY(VirtualProgram::journal(next).isEmpty());
}

void TestRestart::F70_overtakenByALaterWrite()
{
    // Killed with two open: what is read now is the work of the second.
    VirtualService service;
    const QString id = service.place(u"lab"_s, u"STOPPED"_s);
    const QString home = folder(u"home"_s);
    ActionIntent start;
    start.instanceId = id;
    start.name = u"lab"_s;
    start.verb = start.write = InstanceVerb::Start;
    start.before = InstanceStatus::Stopped;
    start.state = ActionIntent::State::Unresolved;
    start.atMs = service.cloud.nowMs() - 600'000;
    ActionIntent stop = start;
    stop.verb = stop.write = InstanceVerb::Stop;
    stop.before = InstanceStatus::Running;
    stop.state = ActionIntent::State::Sent;
    stop.atMs += 300'000;
    {
        ActionJournal journal(home, service.profile, service.time);
        (void)journal.add({start, stop});
    }
    VirtualProgram program(service, home);
    QVERIFY(program.open());
    QVERIFY(program.waitForTold(2));
    QCOMPARE(program.told().at(0).verb, InstanceVerb::Start);
    QCOMPARE(program.told().at(0).end, End::Unresolved);
    QCOMPARE(program.told().at(0).text,
             u"Whether lab was started can no longer be told: it has been changed since."_s);
    QVERIFY(!program.told().at(0).staysOpen);
    QCOMPARE(program.told().at(1).verb, InstanceVerb::Stop);
    QCOMPARE(program.told().at(1).end, End::Confirmed);
    service.time.advance(1'000);
    QVERIFY(VirtualProgram::journal(home).isEmpty());
}

void TestRestart::F68_whatHadFailedBeforeIsToldNextTime()
{
    // A decision is told when the last of it has ended, and this one is left before.
    VirtualService service;
    const QString refused = service.place(u"refused"_s, u"RUNNING"_s);
    const QString busy = service.place(u"busy"_s, u"RUNNING"_s);
    const QString waits = service.place(u"waits"_s, u"RUNNING"_s);
    service.cloud.answerNext("POST", refused.toUtf8(), {403, {}, R"({"error_code":"ModelArts.0112"})"});
    service.network.setFaults([](const QByteArray &method, const QUrl &) {
        return method == "PATCH" ? Fault::HangAfter : Fault::None;
    });
    const QString home = folder(u"home"_s);
    {
        VirtualProgram first(service, home);
        QVERIFY(first.open());
        first.submit(InstanceVerb::Prolong, {waits});
        first.submit(InstanceVerb::Delete, {busy});
        service.time.advance(300);
        first.submit(InstanceVerb::Stop, {refused, waits, busy});
        service.time.advance(1'000);
        first.session->leave();
        QStringList failed;
        for (const ActionOutcome &outcome : first.session->lastOutcomes()) {
            if (outcome.end == End::Failed)
                failed.append(outcome.id);
        }
        QCOMPARE(failed, (QStringList{refused, busy}));
    }
    // What is known is told at once, whatever else has to be looked into and cannot be.
    service.network.setFaults([](const QByteArray &, const QUrl &) { return Fault::Refused; });
    VirtualProgram second(service, home);
    second.session->start();
    QVERIFY(second.waitForTold(4));
    QStringList told;
    for (const ActionOutcome &outcome : second.told())
        told.append(outcome.text);
    told.sort();
    QCOMPARE(told, (QStringList{u"Called off when Leasekeeper left: busy was stopped, and was not deleted."_s,
                                u"Called off when Leasekeeper left: waits was not stopped."_s,
                                u"When Leasekeeper left, one more request about busy had been refused, since "
                                "something was being done to it."_s,
                                u"When Leasekeeper left, refused had not been stopped."_s}));
    service.network.setFaults({});
    QVERIFY(second.waitForTold(5));
    QCOMPARE(second.told().last().id, waits);
    QCOMPARE(second.told().last().end, End::Confirmed);
}

void TestRestart::F68_whatHadFailedBeforeACrashIsToldNextTime()
{
    VirtualService service;
    const QStringList ids{service.place(u"refused"_s, u"RUNNING"_s), service.place(u"waits"_s, u"RUNNING"_s)};
    service.cloud.answerNext("POST", ids.at(0).toUtf8(), {403, {}, R"({"error_code":"ModelArts.0112"})"});
    service.network.setFaults([&ids](const QByteArray &method, const QUrl &url) {
        return method != "GET" && url.path().contains(ids.at(1)) ? Fault::HangAfter : Fault::None;
    });
    const QString home = folder(u"home"_s);
    const QString next = folder(u"next"_s);
    {
        VirtualProgram first(service, home);
        QVERIFY(first.open());
        first.submit(InstanceVerb::Stop, ids);
        service.time.advance(1'000);
        QCOMPARE(first.activity(ids.at(0)).state, State::Failed);
        QCOMPARE(first.reports().size(), 0);
        VirtualProgram::leaveBehind(next, VirtualProgram::journal(home));
        // Where it lives on, it is told with the rest, once.
        service.network.setFaults({});
        service.time.advance(60'000);
        QCOMPARE(first.reports().size(), 1);
        QVERIFY(VirtualProgram::journal(home).isEmpty());
    }
    VirtualProgram second(service, next);
    QVERIFY(second.open());
    QVERIFY(second.waitForTold(2));
    service.time.advance(1'000);
    QCOMPARE(second.told().size(), 2);
    QCOMPARE(second.told().at(0).text, u"When Leasekeeper left, refused had not been stopped."_s);
    QCOMPARE(second.told().at(1).id, ids.at(1));
    QCOMPARE(second.told().at(1).end, End::Confirmed);
    QVERIFY(VirtualProgram::journal(next).isEmpty());
}

void TestRestart::F68_hundredsAreAllToldAfterACrash()
{
    constexpr int Many = 300;
    VirtualService service;
    QStringList ids;
    for (int n = 0; n < Many; ++n)
        ids.append(service.place(u"n%1"_s.arg(n), u"RUNNING"_s));
    const QString home = folder(u"home"_s);
    const QString next = folder(u"next"_s);
    auto first = std::make_unique<VirtualProgram>(service, home);
    QVERIFY(first->open());
    first->submit(InstanceVerb::Prolong, ids);
    service.time.advance(3'000); // some of them
    VirtualProgram::leaveBehind(next, VirtualProgram::journal(home));
    const int sent = service.writesSeen();
    first.reset();
    QVERIFY2(sent > 20 && sent < Many, QByteArray::number(sent).constData());
    VirtualProgram second(service, next);
    QVERIFY(second.open());
    service.time.advance(300'000);
    QCOMPARE(service.writesSeen(), sent);
    int done = 0;
    for (const ActionOutcome &outcome : second.told()) {
        const int effects = service.effects("renew", outcome.id);
        QVERIFY2((outcome.end == End::Confirmed) == (effects == 1), qPrintable(outcome.text));
        QVERIFY(outcome.end == End::Confirmed || outcome.end == End::Failed);
        done += effects;
    }
    // Those that are not told of had been told of before.
    int all = 0;
    for (const QString &id : ids)
        all += service.effects("renew", id);
    QCOMPARE(second.told().size(), Many - (all - done));
    QCOMPARE(second.reports().size(), 1);
}

void TestRestart::F69_whatWasCalledOffIsToldNextTime()
{
    VirtualService service;
    const QString inGrace = service.place(u"grace"_s, u"STOPPED"_s);
    const QString stops = service.place(u"stops"_s, u"RUNNING"_s);
    QStringList queued;
    for (int n = 0; n < 6; ++n)
        queued.append(service.place(u"q%1"_s.arg(n), u"RUNNING"_s));
    const QString home = folder(u"home"_s);
    int calledOff = 0;
    int sent = 0;
    {
        VirtualProgram first(service, home);
        QVERIFY(first.open());
        first.submit(InstanceVerb::Delete, {stops});
        service.time.advance(500); // its stop is accepted
        first.setGraceMs(5'000);
        first.submit(InstanceVerb::Delete, {inGrace});
        first.submit(InstanceVerb::Prolong, queued);
        service.time.advance(50); // some are on the wire, some wait
        first.session->leave();
        calledOff = int(first.session->lastOutcomes().size());
        sent = service.writesSeen();
        service.time.advance(5'000);
        QCOMPARE(service.writesSeen(), sent);
        QCOMPARE(first.session->inFlight(), 0);
    }
    QVERIFY(calledOff > 2);
    VirtualProgram second(service, home);
    QVERIFY(second.open());
    QVERIFY(second.waitForTold(calledOff));
    service.time.advance(60'000);
    QCOMPARE(second.told().size(), calledOff);
    QStringList texts;
    for (const ActionOutcome &outcome : second.told()) {
        QCOMPARE(outcome.end, End::Cancelled);
        QCOMPARE(service.effects("renew", outcome.id) + service.effects("delete", outcome.id), 0);
        texts.append(outcome.text);
    }
    QVERIFY(texts.contains(u"Called off when Leasekeeper left: grace was not deleted."_s));
    QVERIFY(texts.contains(u"Called off when Leasekeeper left: stops was stopped, and was not deleted."_s));
    QCOMPARE(service.writesSeen(), sent);
    QVERIFY(VirtualProgram::journal(home).isEmpty());
}

void TestRestart::F69_whatFailsWhileLeavingIsToldNextTime()
{
    VirtualService service;
    const QString id = service.place(u"lab"_s, u"RUNNING"_s);
    const QString home = folder(u"home"_s);
    service.cloud.answerNext("PATCH", id.toUtf8(), {403, {}, R"({"error_code":"ModelArts.0112"})"});
    {
        VirtualProgram first(service, home);
        QVERIFY(first.open());
        first.submit(InstanceVerb::Prolong, {id});
        service.time.advance(10); // on the wire
        first.session->leave();
        QCOMPARE(first.session->lastOutcomes().size(), 0);
        QCOMPARE(first.session->inFlight(), 1);
        service.time.advance(5'000);
        QCOMPARE(first.session->inFlight(), 0);
        QCOMPARE(first.told().size(), 1);
        QCOMPARE(first.told().first().end, End::Failed); // to a window that is hidden
    }
    // A colleague does what was wanted: that is not ours.
    SimulatedCloud::Record record = *service.cloud.record(id);
    record.leaseUpdateAtMs = service.cloud.nowMs();
    record.leaseDurationMs = record.leaseUpdateAtMs + 3 * 3'600'000 - record.leaseCreateAtMs;
    service.cloud.place(record);
    VirtualProgram second(service, home);
    QVERIFY(second.open());
    QVERIFY(second.waitForTold(1));
    QCOMPARE(second.told().first().id, id);
    QCOMPARE(second.told().first().end, End::Failed);
    QCOMPARE(second.told().first().text, u"When Leasekeeper left, lab had not been prolonged as asked."_s);
    service.time.advance(60'000);
    QCOMPARE(second.told().size(), 1);
    QCOMPARE(service.writesSeen(), 1);
    QVERIFY(VirtualProgram::journal(home).isEmpty());
}

void TestRestart::F69_calledOffIsOnDiskAtOnce()
{
    // Leaving, and killed in the same moment: nothing of it is looked into as if it might have been sent.
    VirtualService service;
    const QString id = service.place(u"lab"_s, u"RUNNING"_s);
    service.cloud.answerNext("POST", id.toUtf8(), {429, {{"Retry-After", "60"}}, "{}"});
    const QString home = folder(u"home"_s);
    const QString next = folder(u"next"_s);
    {
        VirtualProgram first(service, home);
        QVERIFY(first.open());
        first.submit(InstanceVerb::Stop, {id});
        service.time.advance(10'000); // it waits for the busy service
        first.session->leave();
        QCOMPARE(first.session->lastOutcomes().size(), 1);
        VirtualProgram::leaveBehind(next, VirtualProgram::journal(home));
    }
    VirtualProgram second(service, next);
    QVERIFY(second.open());
    QVERIFY(second.waitForTold(1));
    QCOMPARE(second.told().constFirst().end, End::Cancelled);
    service.time.advance(60'000);
    QCOMPARE(second.told().size(), 1);
    QCOMPARE(service.effects("stop", id), 0);
}

void TestRestart::F69_nothingIsSentAfterCalledOff()
{
    // A busy service makes writes wait: the pause must not let them go after all.
    VirtualService service;
    const QStringList ids{service.place(u"a"_s, u"RUNNING"_s), service.place(u"b"_s, u"RUNNING"_s)};
    service.cloud.answerNext("PATCH", "", {429, {{"Retry-After", "3"}}, "{}"}, 2);
    VirtualProgram program(service, folder(u"home"_s));
    QVERIFY(program.open());
    program.submit(InstanceVerb::Prolong, ids);
    service.time.advance(500);
    QCOMPARE(service.writesSeen(), 2);
    program.session->leave();
    QCOMPARE(program.session->lastOutcomes().size(), 2);
    service.time.advance(600'000);
    QCOMPARE(service.writesSeen(), 2);
    QCOMPARE(program.session->lastOutcomes().size(), 2);
}

void TestRestart::F71_signedOutMeanwhile()
{
    VirtualService service;
    const QString id = service.place(u"viz"_s, u"RUNNING"_s);
    service.network.setFaults([](const QByteArray &method, const QUrl &) {
        return method == "GET" ? Fault::None : Fault::HangAfter;
    });
    const QString home = folder(u"home"_s);
    VirtualProgram program(service, home);
    QVERIFY(program.open());
    program.submit(InstanceVerb::Prolong, {id});
    service.time.advance(150);
    program.session->signOut();
    QCOMPARE(program.activity(id).state, State::Unresolved);
    QVERIFY(!VirtualProgram::journal(home).isEmpty());
    const auto asked = service.network.seen().size();
    service.time.advance(600'000);
    QCOMPARE(service.network.seen().size(), asked);
    program.session->signIn({});
    QVERIFY(program.waitForTold(1));
    QCOMPARE(program.told().constFirst().end, End::Confirmed);
    QVERIFY(program.reports().constFirst().leftOpen);
    // Messages go by the batch's number: those of before the sign-out must not come again.
    QCOMPARE(program.reports().constFirst().batch, BatchId(2));
    QCOMPARE(program.activity(id), RowActivity());
    QCOMPARE(service.writesSeen(), 1);
}

void TestRestart::F71_retryOfBeforeTheSignOutSaysSo()
{
    VirtualService service;
    const QString id = service.place(u"viz"_s, u"RUNNING"_s);
    service.network.setFaults([](const QByteArray &method, const QUrl &) {
        return method == "GET" ? Fault::None : Fault::Refused;
    });
    VirtualProgram program(service, folder(u"home"_s));
    QVERIFY(program.open());
    program.submit(InstanceVerb::Stop, {id});
    QVERIFY(program.waitForTold(1));
    QCOMPARE(program.told().constFirst().end, End::Failed);
    const BatchId failed = program.reports().constFirst().batch;
    program.session->signOut();
    const auto writes = service.writesSeen();
    // Its message still stands, with its button: nobody may press that in vain without a word.
    program.session->retryFailed(failed);
    QCOMPARE(program.notices().size(), 1);
    program.session->signIn({});
    service.time.advance(10'000);
    program.session->retryFailed(failed);
    QCOMPARE(program.notices().size(), 2);
    QVERIFY(program.notices().constLast().contains(u"Nothing was sent"_s));
    service.time.advance(10'000);
    QCOMPARE(service.writesSeen(), writes);
}

void TestRestart::F71_anotherAccountLooksIntoNothing()
{
    VirtualService service;
    const QString id = service.place(u"viz"_s, u"RUNNING"_s);
    service.network.setFaults([](const QByteArray &method, const QUrl &) {
        return method == "GET" ? Fault::None : Fault::HangAfter;
    });
    const QString home = folder(u"home"_s);
    {
        VirtualProgram first(service, home);
        QVERIFY(first.open());
        first.submit(InstanceVerb::Prolong, {id});
        service.time.advance(150);
    }
    const Profile own = service.profile;
    service.profile.endpoint = QUrl(u"https://modelarts.other.example"_s);
    {
        VirtualProgram other(service, home);
        QVERIFY(other.open());
        service.time.advance(120'000);
        QVERIFY(other.told().isEmpty());
    }
    service.profile = own;
    VirtualProgram back(service, home);
    QVERIFY(back.open());
    QVERIFY(back.waitForTold(1));
    QCOMPARE(back.told().constFirst().end, End::Confirmed);
}

void TestRestart::F72_theSecondProgramLeavesTheFirstAlone()
{
    VirtualService service;
    const QString one = service.place(u"one"_s, u"RUNNING"_s);
    const QString two = service.place(u"two"_s, u"RUNNING"_s);
    service.network.setFaults([](const QByteArray &method, const QUrl &) {
        return method == "GET" ? Fault::None : Fault::HangAfter;
    });
    const QString home = folder(u"home"_s);
    VirtualProgram first(service, home);
    QVERIFY(first.open());
    first.submit(InstanceVerb::Prolong, {one});
    service.time.advance(100);
    auto second = std::make_unique<VirtualProgram>(service, home);
    QVERIFY(second->open());
    QVERIFY(!second->activity(one).isActive());
    second->submit(InstanceVerb::Prolong, {two});
    service.time.advance(300);
    QCOMPARE(VirtualProgram::journal(home).size(), 2);
    QVERIFY(second->told().isEmpty());
    second.reset(); // in the middle of it
    QVERIFY(first.waitForTold(1));
    QCOMPARE(first.told().constFirst().id, one);
    QCOMPARE(first.told().constFirst().end, End::Confirmed);
    QVERIFY(!first.reports().constFirst().leftOpen);
    VirtualProgram third(service, home);
    QVERIFY(third.open());
    QVERIFY(third.waitForTold(1));
    service.time.advance(60'000);
    QCOMPARE(third.told().size(), 1);
    QCOMPARE(third.told().constFirst().id, two);
    QCOMPARE(third.told().constFirst().end, End::Confirmed);
    QCOMPARE(service.writesSeen(), 2);
}

void TestRestart::F83_signedOutWithoutADisk()
{
    // What cannot be noted down is known for as long as the account is open.
    VirtualService service;
    const QString id = service.place(u"viz"_s, u"RUNNING"_s);
    service.network.setFaults([](const QByteArray &method, const QUrl &) {
        return method == "GET" ? Fault::None : Fault::HangAfter;
    });
    QFile file(m_home->filePath(u"file"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    VirtualProgram program(service, m_home->filePath(u"file/inside"_s));
    QVERIFY(program.open());
    program.submit(InstanceVerb::Prolong, {id});
    service.time.advance(150);
    program.session->signOut();
    QCOMPARE(program.activity(id).state, State::Unresolved);
    program.session->signIn({});
    QVERIFY(program.waitForTold(1));
    QCOMPARE(program.told().constFirst().end, End::Confirmed);
    QCOMPARE(program.activity(id), RowActivity());
    QCOMPARE(service.writesSeen(), 1);
}

void TestRestart::F72_anotherProgramWhileSignedOut()
{
    // Signed out is not gone: what is open stays with whoever will sign in again.
    VirtualService service;
    const QString id = service.place(u"viz"_s, u"RUNNING"_s);
    service.network.setFaults([](const QByteArray &method, const QUrl &) {
        return method == "GET" ? Fault::None : Fault::HangAfter;
    });
    const QString home = folder(u"home"_s);
    VirtualProgram first(service, home);
    QVERIFY(first.open());
    first.submit(InstanceVerb::Prolong, {id});
    service.time.advance(150);
    first.session->signOut();
    VirtualProgram second(service, home);
    QVERIFY(second.open());
    service.time.advance(120'000);
    QCOMPARE(second.told().size(), 0);
    first.session->signIn({});
    QVERIFY(first.waitForTold(1));
    QCOMPARE(first.told().constFirst().end, End::Confirmed);
    QCOMPARE(service.writesSeen(), 1);
}

void TestRestart::F83_withoutADiskEverythingGoesOn()
{
    VirtualService service;
    const QStringList ids{service.place(u"a"_s, u"RUNNING"_s), service.place(u"b"_s, u"RUNNING"_s)};
    QFile file(m_home->filePath(u"file"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    VirtualProgram program(service, m_home->filePath(u"file/inside"_s));
    QVERIFY(program.open());
    QCOMPARE(program.notices(), QStringList());
    for (const QString &id : ids) {
        program.submit(InstanceVerb::Prolong, {id});
        QVERIFY(program.waitForTold(1));
    }
    QVERIFY(program.waitForTold(2));
    QCOMPARE(program.told().at(1).end, End::Confirmed);
    QCOMPARE(program.notices().size(), 1);
    QVERIFY2(program.notices().at(0).contains("cannot be noted down"_L1),
             qPrintable(program.notices().at(0)));
}

void TestRestart::theDemoNotesNothing()
{
    VirtualService service;
    service.profile.isDemo = true;
    const QString id = service.place(u"a"_s, u"RUNNING"_s);
    const QString home = m_home->filePath(u"none"_s);
    VirtualProgram program(service, home);
    QVERIFY(program.open());
    program.submit(InstanceVerb::Prolong, {id});
    service.time.advance(100);
    QVERIFY(!QFileInfo::exists(home));
    QVERIFY(program.waitForTold(1));
    program.session->leave();
    QVERIFY(!QFileInfo::exists(home));
}

QTEST_GUILESS_MAIN(TestRestart)
#include "tst_restart.moc"

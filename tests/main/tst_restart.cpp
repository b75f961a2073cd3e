// SPDX-License-Identifier: MIT
#include "instancestore.h"
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
                                                       {"silent after", Fault::HangAfter},
                                                       {"silent before", Fault::Hang}};
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
        first.reset();
        const int sent = service.writesSeen();
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

QTEST_GUILESS_MAIN(TestRestart)
#include "tst_restart.moc"

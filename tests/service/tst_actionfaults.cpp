// SPDX-License-Identifier: MIT
#include "servicefixture.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QSignalSpy>
#include <QTest>

using namespace leasekeeper;
using namespace leasekeeper::test;
using namespace Qt::StringLiterals;
using End = ActionOutcome::End;
using State = RowActivity::State;
using Fault = ServiceFixture::Fault;

namespace
{

struct VerbCase {
    const char *name;
    InstanceVerb verb;
    const char *status;
    QByteArray method;
    QByteArray effect;
};

const QList<VerbCase> &verbs()
{
    static const QList<VerbCase> all{
        {"start", InstanceVerb::Start, "STOPPED", "POST", "start"},
        {"stop", InstanceVerb::Stop, "RUNNING", "POST", "stop"},
        {"prolong", InstanceVerb::Prolong, "RUNNING", "PATCH", "renew"},
        {"delete", InstanceVerb::Delete, "STOPPED", "DELETE", "delete"},
    };
    return all;
}

void verbRows()
{
    QTest::addColumn<int>("index");
    for (int i = 0; i < verbs().size(); ++i)
        QTest::newRow(verbs().at(i).name) << i;
}

/// Moments, in ms after the first write, at which the instance was read.
struct ReadTimes {
    explicit ReadTimes(ServiceFixture &service)
    {
        service.network.setFaults([this, &service](const QByteArray &method, const QUrl &) {
            if (method != "GET") {
                writeAt = service.time.monotonicMs();
                return Fault::LostBefore;
            }
            if (writeAt >= 0)
                reads.append(service.time.monotonicMs() - writeAt);
            return answer;
        });
    }
    qint64 writeAt = -1;
    Fault answer = Fault::None;
    QList<qint64> reads;
};

} // namespace

class TestActionFaults : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void N1_undoingKeepsAnEarlierMark();
    void N2_oneWriteAndTheRightEnd_data();
    void N2_oneWriteAndTheRightEnd();
    void F11_carriedOutWithoutAnAnswerInTime_data();
    void F11_carriedOutWithoutAnAnswerInTime();
    void N1_nothingCanBeRead_data();
    void N1_nothingCanBeRead();
    void readsWhileChecking();
    void unchangedForLongEnough();
    void checkingIsShown();
    void signedOutWhileChecking();
    void F36_unchangedAfterAnAnswer();
    void F36_stopOfADeleteUnknown_data();
    void F36_stopOfADeleteUnknown();
    void deleteUnknownThenDeleting();
    void F37_emptyAnswers_data();
    void F37_emptyAnswers();
    void N3_heldUpBySleepAndReadTooEarly();
    void F18_whatSleptOnItsWayHasTimeToShow();
    void N3_asleepUntilItStoppedAgain_data();
    void N3_asleepUntilItStoppedAgain();
    void prolongedOtherwise();
    void prolongAnswerWrongLeaseRight();
    void prolongAcceptedButUnreadable();
    void F60_prolongedWithoutWordsWhileReadsLag();
    void F67_prolongedElsewhereMeanwhile();
    void F79_prolongMissesTheEnd();
    void F79_prolongLostAtTheEnd_data();
    void F79_prolongLostAtTheEnd();
    void F79_stopSeenBeforeSendingOffersToStart_data();
    void F79_stopSeenBeforeSendingOffersToStart();
    void F79_onlyAProlongThatMissedOffersToStart();
    void F74_afterASleepReadsBeginAnew();
    void N3_aRefusedProlongingIsNone();
};

void TestActionFaults::N2_oneWriteAndTheRightEnd_data()
{
    QTest::addColumn<int>("index");
    QTest::addColumn<Fault>("fault");
    QTest::addColumn<int>("status");
    QTest::addColumn<bool>("carriedOut");
    for (int i = 0; i < verbs().size(); ++i) {
        const char *name = verbs().at(i).name;
        QTest::addRow("%s: lost before", name) << i << Fault::LostBefore << 0 << false;
        QTest::addRow("%s: lost after", name) << i << Fault::LostAfter << 0 << true;
        QTest::addRow("%s: hangs", name) << i << Fault::Hang << 0 << false;
        QTest::addRow("%s: hangs after", name) << i << Fault::HangAfter << 0 << true;
        QTest::addRow("%s: refused", name) << i << Fault::Refused << 0 << false;
        QTest::addRow("%s: no host", name) << i << Fault::HostNotFound << 0 << false;
        QTest::addRow("%s: portal", name) << i << Fault::Html << 0 << false;
        for (const int status : {500, 502, 503, 504}) {
            QTest::addRow("%s: F36 %d with effect", name, status) << i << Fault::None << status << true;
            QTest::addRow("%s: F36 %d without", name, status) << i << Fault::None << status << false;
        }
        QTest::addRow("%s: broken answer", name) << i << Fault::None << 200 << true;
        QTest::addRow("%s: redirect", name) << i << Fault::None << 307 << false;
    }
}

void TestActionFaults::N2_oneWriteAndTheRightEnd()
{
    QFETCH(const int, index);
    QFETCH(const Fault, fault);
    QFETCH(const int, status);
    QFETCH(const bool, carriedOut);
    const VerbCase &verb = verbs().at(index);
    ServiceFixture fixture;
    fixture.acting.setGraceMs(0);
    const QString id = fixture.place(u"lab"_s, QString::fromLatin1(verb.status));
    fixture.readAll();
    if (status == 0)
        fixture.faultOnce(verb.method, id, fault);
    else if (status == 200)
        fixture.cloud.answerNext(verb.method, id.toUtf8(), ServiceFixture::json("{\"id\":"), 1, true);
    else if (status == 307)
        fixture.cloud.answerNext(verb.method, id.toUtf8(),
                                 {307, {{"Location", "https://elsewhere.example/"}}, {}});
    else
        fixture.cloud.answerNext(verb.method, id.toUtf8(),
                                 ServiceFixture::refusal(status, u"ModelArts.0010"_s), 1, carriedOut);
    const qint64 before = fixture.time.monotonicMs();
    const ActionOutcome outcome = fixture.run(fixture.decision(verb.verb, {id}));
    QCOMPARE(outcome.end, carriedOut ? End::Confirmed : End::Failed);
    QVERIFY(!outcome.text.isEmpty());
    QVERIFY(fixture.time.monotonicMs() - before <= 5 * 60'000);
    fixture.time.advance(10 * 60'000);
    QCOMPARE(fixture.writesSeen(), 1);
    QCOMPARE(fixture.effects(verb.effect, id), carriedOut ? 1 : 0);
    const bool neverLeft = fault == Fault::Refused || fault == Fault::HostNotFound;
    // The simulated line takes a body as soon as it is given one, so only a request without shows it.
    if (neverLeft && verb.verb == InstanceVerb::Delete)
        QVERIFY(outcome.text.contains(u"Nothing was sent"_s));
    else if (!neverLeft)
        QVERIFY(!outcome.text.contains(u"Nothing was sent"_s));
}

void TestActionFaults::F11_carriedOutWithoutAnAnswerInTime_data()
{
    verbRows();
}

void TestActionFaults::F11_carriedOutWithoutAnAnswerInTime()
{
    QFETCH(const int, index);
    const VerbCase &verb = verbs().at(index);
    ServiceFixture fixture;
    fixture.acting.setGraceMs(0);
    const QString id = fixture.place(u"lab"_s, QString::fromLatin1(verb.status));
    fixture.readAll();
    fixture.network.setFaults([&verb](const QByteArray &method, const QUrl &) {
        return method == verb.method ? Fault::HangAfter : Fault::None;
    });
    const BatchId batch = fixture.acting.submit(fixture.decision(verb.verb, {id}));
    // Until our own deadline nothing is known; then the service is asked, and says that it was done.
    fixture.time.advance(14'000);
    QCOMPARE(fixture.effects(verb.effect, id), 1);
    QCOMPARE(fixture.row(id)->activity.state, State::Working);
    QVERIFY(fixture.waitForBatch(batch));
    QCOMPARE(fixture.onlyOutcome(batch).end, End::Confirmed);
    QCOMPARE(fixture.writesSeen(), 1);
    QCOMPARE(fixture.effects(verb.effect, id), 1);
}

void TestActionFaults::N1_nothingCanBeRead_data()
{
    verbRows();
}

void TestActionFaults::N1_nothingCanBeRead()
{
    QFETCH(const int, index);
    const VerbCase &verb = verbs().at(index);
    ServiceFixture fixture;
    fixture.acting.setGraceMs(0);
    const QString id = fixture.place(u"lab"_s, QString::fromLatin1(verb.status));
    fixture.readAll();
    fixture.network.setFaults([](const QByteArray &, const QUrl &) { return Fault::LostBefore; });
    const BatchId batch = fixture.acting.submit(fixture.decision(verb.verb, {id}));
    fixture.time.advance(299'000);
    QCOMPARE(fixture.row(id)->activity.state, State::Checking);
    fixture.time.advance(2'000);
    QCOMPARE(fixture.onlyOutcome(batch).end, End::Unresolved);
    QCOMPARE(fixture.row(id)->activity.state, State::Unresolved);
    QVERIFY(fixture.row(id)->activity.text.contains(u"not known"_s));
    QCOMPARE(fixture.writesSeen(), 1);
    const int requests = int(fixture.network.seen().size());
    fixture.time.advance(3'600'000);
    QCOMPARE(int(fixture.network.seen().size()), requests); // and nothing goes on behind the back
    QCOMPARE(fixture.acting.inFlight(), 0);
}

void TestActionFaults::readsWhileChecking()
{
    ServiceFixture fixture;
    const QString id = fixture.place(u"lab"_s);
    fixture.readAll();
    ReadTimes times(fixture);
    times.answer = Fault::Html; // no answer of use, and no retry by itself
    const BatchId batch = fixture.acting.submit(fixture.decision(InstanceVerb::Stop, {id}));
    QVERIFY(fixture.waitForBatch(batch));
    QCOMPARE(times.reads,
             (QList<qint64>{2'000, 4'000, 8'000, 16'000, 30'000, 60'000, 120'000, 180'000, 240'000}));
}

void TestActionFaults::unchangedForLongEnough()
{
    ServiceFixture fixture;
    const QString id = fixture.place(u"lab"_s);
    fixture.readAll();
    ReadTimes times(fixture);
    const BatchId batch = fixture.acting.submit(fixture.decision(InstanceVerb::Stop, {id}));
    fixture.time.advance(59'000);
    QCOMPARE(fixture.row(id)->activity.state, State::Checking); // 45 s have not passed at any read
    fixture.time.advance(2'000);
    QCOMPARE(fixture.onlyOutcome(batch).end, End::Failed);
    QVERIFY(fixture.onlyOutcome(batch).text.contains(u"not carried out"_s));
}

void TestActionFaults::F36_unchangedAfterAnAnswer()
{
    ServiceFixture fixture;
    const QString id = fixture.place(u"lab"_s);
    fixture.readAll();
    fixture.cloud.answerNext("POST", id.toUtf8(), ServiceFixture::refusal(500, u"X.1"_s));
    const ActionOutcome outcome = fixture.run(fixture.decision(InstanceVerb::Stop, {id}));
    QCOMPARE(outcome.end, End::Failed);
    QVERIFY2(outcome.text.contains(u"not carried out"_s), qPrintable(outcome.text));
    QVERIFY2(outcome.text.contains(u"X.1"_s), qPrintable(outcome.text));
    QVERIFY2(!outcome.text.contains(u"did not answer"_s), qPrintable(outcome.text));
}

void TestActionFaults::checkingIsShown()
{
    ServiceFixture fixture;
    const QString id = fixture.place(u"lab"_s);
    fixture.readAll();
    fixture.faultOnce("PATCH", id, Fault::LostAfter);
    const BatchId batch = fixture.acting.submit(fixture.decision(InstanceVerb::Prolong, {id}));
    fixture.time.advance(500);
    QCOMPARE(fixture.row(id)->activity.state, State::Checking);
    QVERIFY(!fixture.row(id)->activity.cancellable);
    QVERIFY(!fixture.acting.cancel(id));
    QCOMPARE(fixture.acting.inFlight(), 1);
    QVERIFY(fixture.waitForBatch(batch));
    QCOMPARE(fixture.onlyOutcome(batch).end, End::Confirmed);
    QVERIFY(fixture.time.monotonicMs() < 5'000); // the first read settled it
}

void TestActionFaults::signedOutWhileChecking()
{
    ServiceFixture fixture;
    const QString id = fixture.place(u"lab"_s);
    fixture.readAll();
    fixture.faultOnce("POST", id, Fault::LostAfter);
    fixture.cloud.answerNext("GET", id.toUtf8(), ServiceFixture::refusal(401, u"APIG.0301"_s), 1'000);
    const BatchId batch = fixture.acting.submit(fixture.decision(InstanceVerb::Stop, {id}));
    fixture.time.advance(3'000);
    QCOMPARE(fixture.onlyOutcome(batch).end, End::Unresolved);
    QCOMPARE(fixture.onlyOutcome(batch).error->kind, ApiError::Kind::Unauthorised);
    QCOMPARE(fixture.seen("GET", id), 1);
}

void TestActionFaults::F36_stopOfADeleteUnknown_data()
{
    QTest::addColumn<bool>("carriedOut");
    QTest::newRow("carried out") << true;
    QTest::newRow("not carried out") << false;
}

void TestActionFaults::F36_stopOfADeleteUnknown()
{
    QFETCH(const bool, carriedOut);
    ServiceFixture fixture;
    fixture.acting.setGraceMs(0);
    const QString id = fixture.place(u"lab"_s);
    fixture.readAll();
    fixture.cloud.answerNext("POST", id.toUtf8(), ServiceFixture::refusal(503, u"ModelArts.0010"_s), 1,
                             carriedOut);
    const BatchId batch = fixture.acting.submit(fixture.decision(InstanceVerb::Delete, {id}));
    fixture.time.advance(500);
    QCOMPARE(fixture.row(id)->activity.state, State::Checking);
    QVERIFY(fixture.row(id)->activity.cancellable); // the delete can still be called off
    QVERIFY(fixture.waitForBatch(batch));
    QCOMPARE(fixture.onlyOutcome(batch).end, carriedOut ? End::Confirmed : End::Failed);
    QCOMPARE(fixture.effects("stop", id), carriedOut ? 1 : 0);
    QCOMPARE(fixture.effects("delete", id), carriedOut ? 1 : 0);
    QCOMPARE(fixture.writesSeen(), carriedOut ? 2 : 1);
}

void TestActionFaults::deleteUnknownThenDeleting()
{
    ServiceFixture fixture;
    fixture.acting.setGraceMs(0);
    fixture.cloud.setTransitionMs(90'000);
    const QString id = fixture.place(u"lab"_s, u"STOPPED"_s);
    fixture.readAll();
    fixture.faultOnce("DELETE", id, Fault::LostAfter);
    const BatchId batch = fixture.acting.submit(fixture.decision(InstanceVerb::Delete, {id}));
    fixture.time.advance(3'000);
    QCOMPARE(fixture.row(id)->activity.state, State::Working); // known to be under way now
    QCOMPARE(fixture.row(id)->instance.status, InstanceStatus::Deleting);
    QVERIFY(fixture.waitForBatch(batch));
    QCOMPARE(fixture.onlyOutcome(batch).end, End::Confirmed);
    QVERIFY(fixture.onlyOutcome(batch).text.contains(u"was deleted"_s));
}

void TestActionFaults::F37_emptyAnswers_data()
{
    QTest::addColumn<int>("index");
    QTest::addColumn<int>("status");
    QTest::addColumn<bool>("carriedOut");
    for (int i = 0; i < verbs().size(); ++i) {
        const char *name = verbs().at(i).name;
        QTest::addRow("%s: 204", name) << i << 204 << true;
        QTest::addRow("%s: empty 200", name) << i << 200 << true;
        QTest::addRow("%s: 204 but nothing done", name) << i << 204 << false;
    }
}

void TestActionFaults::F37_emptyAnswers()
{
    QFETCH(const int, index);
    QFETCH(const int, status);
    QFETCH(const bool, carriedOut);
    const VerbCase &verb = verbs().at(index);
    ServiceFixture fixture;
    fixture.acting.setGraceMs(0);
    const QString id = fixture.place(u"lab"_s, QString::fromLatin1(verb.status));
    fixture.readAll();
    fixture.cloud.answerNext(verb.method, id.toUtf8(), {status, {}, {}}, 1, carriedOut);
    const ActionOutcome outcome = fixture.run(fixture.decision(verb.verb, {id}));
    QCOMPARE(outcome.end, carriedOut ? End::Confirmed : End::Failed); // never cheered before a read agrees
    QCOMPARE(fixture.writesSeen(), 1);
}

void TestActionFaults::N3_heldUpBySleepAndReadTooEarly()
{
    // The computer falls asleep while a prolonging is on its way: it arrives after that, and for half a
    // minute reads do not show it yet.
    ServiceFixture fixture;
    const QString id = fixture.place(u"one"_s, u"RUNNING"_s);
    fixture.readAll();
    const SimulatedCloud::Record old = *fixture.cloud.record(id);
    const QJsonObject lease{{u"create_at"_s, old.leaseCreateAtMs},
                            {u"update_at"_s, old.leaseUpdateAtMs},
                            {u"duration"_s, old.leaseDurationMs},
                            {u"enable"_s, true},
                            {u"type"_s, u"timing"_s}};
    const QJsonObject instance{{u"id"_s, id}, {u"status"_s, u"RUNNING"_s}, {u"lease"_s, lease}};
    const BatchId batch = fixture.acting.submit(fixture.decision(InstanceVerb::Prolong, {id}));
    fixture.time.advance(10);
    fixture.time.sleep(240'000);
    const qint64 wokeAtMs = fixture.time.monotonicMs();
    fixture.network.setFaults([&](const QByteArray &method, const QUrl &url) {
        if (method == "GET" && url.path().contains(id) && fixture.time.monotonicMs() < wokeAtMs + 30'000)
            fixture.cloud.answerNext(
                "GET", id.toUtf8(),
                ServiceFixture::json(
                    QJsonDocument(url.path().endsWith("/lease"_L1) ? lease : instance).toJson()));
        return Fault::None;
    });
    QVERIFY(fixture.waitForBatch(batch));
    QCOMPARE(fixture.effects("renew", id), 1);
    // Later than was wanted, and said so: not "was not carried out".
    const SimulatedCloud::Record now = *fixture.cloud.record(id);
    const ActionOutcome outcome = fixture.onlyOutcome(batch);
    QVERIFY2(outcome.saidStopMs == now.leaseCreateAtMs + now.leaseDurationMs, qPrintable(outcome.text));
}

void TestActionFaults::F18_whatSleptOnItsWayHasTimeToShow()
{
    // A stop that reaches the service only after half a minute of sleep, whose answer is lost, and which
    // reads show as late as they may.
    ServiceFixture fixture;
    const QString id = fixture.place(u"one"_s, u"RUNNING"_s);
    fixture.readAll();
    std::optional<qint64> wokeAtMs;
    fixture.network.setFaults([&](const QByteArray &method, const QUrl &url) {
        if (method != "GET")
            return Fault::LostAfter;
        if (wokeAtMs && url.path().contains(id) && fixture.time.monotonicMs() < *wokeAtMs + 35'000)
            fixture.cloud.answerNext(
                "GET", id.toUtf8(),
                ServiceFixture::json(R"({"id":")" + id.toUtf8() + R"(","status":"RUNNING"})"));
        return Fault::None;
    });
    const BatchId batch = fixture.acting.submit(fixture.decision(InstanceVerb::Stop, {id}));
    fixture.time.advance(10);
    fixture.time.sleep(30'000);
    wokeAtMs = fixture.time.monotonicMs();
    QVERIFY(fixture.waitForBatch(batch));
    QCOMPARE(fixture.effects("stop", id), 1);
    QVERIFY2(fixture.onlyOutcome(batch).end == End::Confirmed, qPrintable(fixture.onlyOutcome(batch).text));
}

void TestActionFaults::N3_asleepUntilItStoppedAgain_data()
{
    QTest::addColumn<InstanceVerb>("verb");
    QTest::addColumn<QString>("before");
    QTest::addColumn<End>("end");
    // Its lease still tells what it was prolonged to.
    QTest::newRow("prolonged") << InstanceVerb::Prolong << u"RUNNING"_s << End::Confirmed;
    // Somebody has started it, who can have been another one as well.
    QTest::newRow("started") << InstanceVerb::Start << u"STOPPED"_s << End::Unresolved;
}

void TestActionFaults::N3_asleepUntilItStoppedAgain()
{
    QFETCH(const InstanceVerb, verb);
    QFETCH(const QString, before);
    QFETCH(const End, end);
    ServiceFixture fixture;
    const QString id = fixture.place(u"one"_s, before);
    fixture.readAll();
    fixture.faultOnce(verb == InstanceVerb::Prolong ? "PATCH" : "POST", id, Fault::LostAfter);
    const BatchId batch = fixture.acting.submit(fixture.decision(verb, {id}));
    fixture.time.advance(500);
    fixture.time.sleep(8 * 3'600'000);
    QVERIFY(fixture.waitForBatch(batch));
    QCOMPARE(fixture.cloud.record(id)->status, u"STOPPED"_s);
    QCOMPARE(fixture.onlyOutcome(batch).end, end);
    QVERIFY(!fixture.onlyOutcome(batch).text.isEmpty());
}

void TestActionFaults::prolongedOtherwise()
{
    ServiceFixture fixture;
    const QString id = fixture.place(u"lab"_s);
    fixture.readAll();
    const auto before = *fixture.cloud.record(id);
    const QByteArray lease = R"({"create_at":)" + QByteArray::number(before.leaseCreateAtMs) +
                             R"(,"duration":3700000,"enable":true,"type":"TIMING"})";
    fixture.cloud.answerNext("PATCH", id.toUtf8(), ServiceFixture::json(lease));
    fixture.cloud.answerNext("GET", "/lease", ServiceFixture::json(lease));
    const ActionOutcome outcome = fixture.run(fixture.decision(InstanceVerb::Prolong, {id}));
    QCOMPARE(outcome.end, End::Failed);
    QVERIFY2(outcome.text.contains(u"the service says that it stops"_s), qPrintable(outcome.text));
    QCOMPARE(*leaseEndMs(fixture.row(id)->instance.lease), before.leaseCreateAtMs + 3'700'000);
    QVERIFY(!fixture.row(id)->note.isEmpty());
    QCOMPARE(fixture.seen("GET", u"/lease"_s), 1);
    QCOMPARE(fixture.writesSeen(), 1);
    // A later prolonging that goes well takes the warning away.
    QCOMPARE(fixture.run(fixture.decision(InstanceVerb::Prolong, {id})).end, End::Confirmed);
    QVERIFY(fixture.row(id)->note.isEmpty());
}

void TestActionFaults::prolongAnswerWrongLeaseRight()
{
    ServiceFixture fixture;
    const QString id = fixture.place(u"lab"_s);
    fixture.readAll();
    const auto before = *fixture.cloud.record(id);
    const QByteArray lease =
        R"({"create_at":)" + QByteArray::number(before.leaseCreateAtMs) +
        R"(,"duration":3600000,"enable":true,"type":"TIMING"})"; // as the example page has it
    fixture.cloud.answerNext("PATCH", id.toUtf8(), ServiceFixture::json(lease), 1, true);
    const ActionOutcome outcome = fixture.run(fixture.decision(InstanceVerb::Prolong, {id}));
    QCOMPARE(outcome.end, End::Confirmed);
    QCOMPARE(fixture.seen("GET", u"/lease"_s), 1);
    const auto after = *fixture.cloud.record(id);
    QCOMPARE(*leaseEndMs(fixture.row(id)->instance.lease), after.leaseCreateAtMs + after.leaseDurationMs);
}

void TestActionFaults::prolongAcceptedButUnreadable()
{
    // Accepted, but neither the answer nor the lease can be read: reading the instance decides.
    ServiceFixture fixture;
    const QString id = fixture.place(u"lab"_s);
    fixture.readAll();
    fixture.cloud.answerNext("PATCH", id.toUtf8(), {204, {}, {}}, 1, true);
    fixture.cloud.answerNext("GET", "/lease", ServiceFixture::refusal(403, u"ModelArts.0112"_s), 10);
    const ActionOutcome outcome = fixture.run(fixture.decision(InstanceVerb::Prolong, {id}));
    QCOMPARE(outcome.end, End::Confirmed);
    QCOMPARE(fixture.writesSeen(), 1);
}

void TestActionFaults::F60_prolongedWithoutWordsWhileReadsLag()
{
    // 204 tells no stop time, and the first read of the lease still shows the old one.
    ServiceFixture fixture;
    const QString id = fixture.place(u"lab"_s);
    fixture.readAll();
    const auto before = *fixture.cloud.record(id);
    const QByteArray lease = R"({"create_at":)" + QByteArray::number(before.leaseCreateAtMs) +
                             R"(,"duration":)" + QByteArray::number(before.leaseDurationMs) +
                             R"(,"enable":true,"type":"TIMING"})";
    fixture.cloud.answerNext("PATCH", id.toUtf8(), {204, {}, {}}, 1, true);
    fixture.cloud.answerNext("GET", "/lease", ServiceFixture::json(lease));
    const ActionOutcome outcome = fixture.run(fixture.decision(InstanceVerb::Prolong, {id}));
    QVERIFY2(outcome.end == End::Confirmed, qPrintable(outcome.text));
    QVERIFY(fixture.row(id)->note.isEmpty());
    QCOMPARE(fixture.writesSeen(), 1);
}

void TestActionFaults::F67_prolongedElsewhereMeanwhile()
{
    ServiceFixture fixture;
    const QString id = fixture.place(u"lab"_s);
    fixture.readAll();
    fixture.faultOnce("PATCH", id, Fault::LostBefore);
    const BatchId batch = fixture.acting.submit(fixture.decision(InstanceVerb::Prolong, {id}));
    fixture.time.advance(5'000);
    auto record = *fixture.cloud.record(id);
    record.leaseDurationMs += 1'800'000; // a colleague
    record.leaseUpdateAtMs = fixture.cloud.nowMs();
    fixture.cloud.place(record);
    QVERIFY(fixture.waitForBatch(batch));
    QCOMPARE(fixture.onlyOutcome(batch).end, End::Failed);
    QVERIFY2(fixture.onlyOutcome(batch).text.contains(u"the service says that it stops"_s),
             qPrintable(fixture.onlyOutcome(batch).text));
    QCOMPARE(*leaseEndMs(fixture.row(id)->instance.lease), record.leaseCreateAtMs + record.leaseDurationMs);
}

void TestActionFaults::F79_prolongMissesTheEnd()
{
    ServiceFixture fixture;
    SimulatedCloud::Record record;
    record.name = u"lab"_s;
    record.leaseCreateAtMs = fixture.cloud.nowMs() - 3'600'000 + 1'000; // ends in a second
    record.leaseUpdateAtMs = record.leaseCreateAtMs;
    record.leaseDurationMs = 3'600'000;
    const QString id = fixture.cloud.place(record);
    fixture.readAll();
    QCOMPARE(fixture.row(id)->instance.status, InstanceStatus::Running);
    fixture.network.setRoundTripMs(4'000); // it arrives after two
    const ActionOutcome outcome = fixture.run(fixture.decision(InstanceVerb::Prolong, {id}));
    QCOMPARE(outcome.end, End::Failed);
    QCOMPARE(outcome.error->codeNumber(), u"6327"_s);
    QVERIFY(outcome.offersStart);
    QVERIFY(!outcome.mayRetry);
    fixture.time.advance(10'000);
    QVERIFY(fixture.row(id)->instance.status != InstanceStatus::Running); // read again at once
    QCOMPARE(fixture.writesSeen(), 1);
}

void TestActionFaults::F79_prolongLostAtTheEnd_data()
{
    QTest::addColumn<QString>("now");
    QTest::addColumn<bool>("offers");
    QTest::newRow("stops by itself") << QString() << true;
    QTest::newRow("frozen") << u"FROZEN"_s << false;
}

void TestActionFaults::F79_prolongLostAtTheEnd()
{
    QFETCH(const QString, now);
    QFETCH(const bool, offers);
    ServiceFixture fixture;
    SimulatedCloud::Record record;
    record.name = u"lab"_s;
    record.leaseCreateAtMs = fixture.cloud.nowMs() - 3'600'000 + 1'000;
    record.leaseUpdateAtMs = record.leaseCreateAtMs;
    record.leaseDurationMs = 3'600'000;
    const QString id = fixture.cloud.place(record);
    fixture.readAll();
    fixture.faultOnce("PATCH", id, Fault::LostBefore);
    const BatchId batch = fixture.acting.submit(fixture.decision(InstanceVerb::Prolong, {id}));
    fixture.time.advance(500);
    if (!now.isEmpty()) {
        record = *fixture.cloud.record(id);
        record.status = now;
        fixture.cloud.place(record);
    }
    QVERIFY(fixture.waitForBatch(batch));
    const ActionOutcome outcome = fixture.onlyOutcome(batch);
    QCOMPARE(outcome.end, End::Failed);
    QVERIFY2(outcome.text.contains(u"Start it"_s) == offers, qPrintable(outcome.text));
    QCOMPARE(outcome.offersStart, offers);
    QCOMPARE(outcome.mayRetry, !offers);
}

void TestActionFaults::F79_stopSeenBeforeSendingOffersToStart_data()
{
    QTest::addColumn<QString>("status");
    QTest::addColumn<bool>("offers");
    QTest::newRow("stopped") << u"STOPPED"_s << true;
    QTest::newRow("stopping") << u"STOPPING"_s << true;
    QTest::newRow("frozen") << u"FROZEN"_s << false;
    QTest::newRow("started again") << u"STARTING"_s << false;
}

void TestActionFaults::F79_stopSeenBeforeSendingOffersToStart()
{
    QFETCH(const QString, status);
    QFETCH(const bool, offers);
    ServiceFixture fixture;
    fixture.cloud.setTransitionMs(100'000'000);
    const QString id = fixture.place(u"lab"_s);
    fixture.readAll();
    const Decision decision = fixture.decision(InstanceVerb::Prolong, {id});
    auto record = *fixture.cloud.record(id);
    record.status = status;
    fixture.cloud.place(record);
    fixture.readAll();
    const ActionOutcome outcome = fixture.run(decision);
    QCOMPARE(outcome.end, End::Failed);
    QCOMPARE(outcome.offersStart, offers);
    QCOMPARE(fixture.writesSeen(), 0);
}

void TestActionFaults::F79_onlyAProlongThatMissedOffersToStart()
{
    ServiceFixture fixture;
    const QString id = fixture.place(u"lab"_s);
    fixture.readAll();
    const auto refused = [&](InstanceVerb verb, const QByteArray &method, const QString &code) {
        fixture.cloud.answerNext(method, id.toUtf8(), ServiceFixture::refusal(400, code));
        return fixture.run(fixture.decision(verb, {id}));
    };
    const ActionOutcome other = refused(InstanceVerb::Prolong, "PATCH", u"ModelArts.6355"_s);
    QCOMPARE(other.end, End::Failed);
    QVERIFY(!other.offersStart);
    // Said not to be running, but it is.
    const ActionOutcome running = refused(InstanceVerb::Prolong, "PATCH", u"ModelArts.6327"_s);
    QCOMPARE(running.end, End::Failed);
    QVERIFY(!running.offersStart);
    QVERIFY(running.mayRetry);
    const ActionOutcome stop = refused(InstanceVerb::Stop, "POST", u"ModelArts.6327"_s);
    QCOMPARE(stop.end, End::Failed);
    QVERIFY(!stop.offersStart);
}

void TestActionFaults::N1_undoingKeepsAnEarlierMark()
{
    ServiceFixture fixture;
    const QString id = fixture.place(u"lab"_s);
    fixture.readAll();
    bool isCut = true;
    fixture.network.setFaults([&isCut](const QByteArray &method, const QUrl &) {
        return method == "PATCH" ? Fault::HangAfter : isCut ? Fault::LostBefore : Fault::None;
    });
    QCOMPARE(fixture.run(fixture.decision(InstanceVerb::Prolong, {id})).end, End::Unresolved);
    const RowActivity mark = fixture.row(id)->activity;
    QCOMPARE(mark.state, State::Unresolved);
    const BatchId first = fixture.acting.submit(fixture.decision(InstanceVerb::Delete, {id}));
    QCOMPARE(fixture.row(id)->activity.state, State::Grace);
    QVERIFY(fixture.acting.undo(first));
    QCOMPARE(fixture.row(id)->activity, mark);

    // The service can be read again while another one is held: looked into as soon as that is called off.
    const BatchId second = fixture.acting.submit(fixture.decision(InstanceVerb::Delete, {id}));
    isCut = false;
    fixture.acting.takeUpLeftOpen();
    fixture.acting.lookIntoLeftOpen();
    fixture.time.advance(1'000);
    QSignalSpy ended(&fixture.acting, &ActionService::actionEnded);
    QVERIFY(fixture.acting.undo(second));
    fixture.time.advance(120'000);
    QCOMPARE(ended.size(), 2);
    QCOMPARE(ended.last().at(1).value<ActionOutcome>().end, End::Confirmed);
    QCOMPARE(fixture.row(id)->activity, RowActivity());
    QCOMPARE(fixture.writesSeen(), 1);
}

void TestActionFaults::F74_afterASleepReadsBeginAnew()
{
    ServiceFixture fixture;
    fixture.acting.setGraceMs(0);
    const QString id = fixture.place(u"lab"_s, u"STOPPED"_s);
    fixture.readAll();
    fixture.faultOnce("DELETE", id, ServiceFixture::Fault::HangAfter);
    const BatchId batch = fixture.acting.submit(fixture.decision(InstanceVerb::Delete, {id}));
    fixture.time.advance(100);
    QCOMPARE(fixture.effects("delete", id), 1);
    fixture.time.sleep(40 * 60'000);
    fixture.http.dropConnections();
    // The first read after it says nothing of use: the next one follows soon, not on the rhythm of the
    // fortieth minute.
    SimulatedCloud::Record odd;
    odd.id = id;
    odd.name = u"lab"_s;
    odd.status = u"POLISHING"_s;
    fixture.cloud.place(odd);
    QVERIFY(fixture.time.advanceUntil([&] { return fixture.seen("GET", id) >= 1; }, 10'000));
    fixture.time.advance(200);
    fixture.cloud.erase(id);
    const int before = fixture.seen("GET", id);
    QVERIFY(fixture.time.advanceUntil([&] { return fixture.seen("GET", id) > before; }, 5'000));
    QVERIFY(fixture.waitForBatch(batch));
    QCOMPARE(fixture.onlyOutcome(batch).end, End::Confirmed);
}

void TestActionFaults::N3_aRefusedProlongingIsNone()
{
    // It stops when it was asked to, but not because it was asked.
    ServiceFixture fixture;
    const QString id = fixture.place(u"lab"_s);
    fixture.readAll();
    Decision decision = fixture.decision(InstanceVerb::Prolong, {id});
    decision.targets[0].stopAtMs = *leaseEndMs(fixture.row(id)->instance.lease) + 1'000;
    fixture.cloud.answerNext("PATCH", id.toUtf8(), ServiceFixture::refusal(409, u"ModelArts.6391"_s));
    const ActionOutcome outcome = fixture.run(decision);
    QCOMPARE(outcome.end, End::Failed);
    QVERIFY2(outcome.text.startsWith(u"Could not prolong lab."_s), qPrintable(outcome.text));
    QCOMPARE(fixture.writesSeen(), 1);
}

QTEST_GUILESS_MAIN(TestActionFaults)
#include "tst_actionfaults.moc"

// SPDX-License-Identifier: MIT
#include "servicefixture.h"

#include <QDebug>
#include <QRandomGenerator>
#include <QTest>

using namespace leasekeeper;
using namespace leasekeeper::test;
using namespace Qt::StringLiterals;
using End = ActionOutcome::End;
using Fault = ServiceFixture::Fault;

namespace
{

constexpr int DefaultSeeds = 60;
constexpr qint64 HourMs = 3'600'000;

/// One seeded run: a person who clicks at random, a line and a service that fail at random, perhaps a
/// colleague who works beside. Afterwards everything is well again, and the promises are checked.
class Journey
{
public:
    Journey(quint32 seed, bool withColleague) : m_random(seed), m_colleague(withColleague)
    {
        m_fixture.cloud.setTransitionMs(m_random.bounded(500, 40'000));
        static const QStringList states{u"RUNNING"_s, u"STOPPED"_s, u"STOPPING"_s, u"STARTING"_s, u"ERROR"_s};
        for (int i = 0; i < 8; ++i)
            m_ids.append(m_fixture.place(u"n%1"_s.arg(i), states.at(m_random.bounded(int(states.size())))));
        m_fixture.acting.setGraceMs(m_random.bounded(2) * 5'000);
        m_fixture.startReading();
        QObject::connect(&m_fixture.acting, &ActionService::actionEnded, &m_context,
                         [this](BatchId batch, const ActionOutcome &outcome) { ended(batch, outcome); });
        m_fixture.network.setFaults(
            [this](const QByteArray &method, const QUrl &url) { return fate(method, url); });
    }

    void run()
    {
        for (int step = 0; step < 25 && m_trouble.isEmpty(); ++step) {
            click();
            if (m_colleague && m_random.bounded(4) == 0)
                meddle();
            // Now and then the line is dead for longer than an action may take.
            if (m_random.bounded(60) == 0)
                m_darkUntilMs = m_fixture.time.monotonicMs() + 7 * 60'000;
            m_fixture.time.advance(m_random.bounded(15'000));
        }
        m_healthy = true;
        // N1: five minutes for each write, the pauses of a busy service and the grace period on top.
        m_fixture.time.advance(12 * 60'000);
        check(m_open.isEmpty(), u"an action never ended"_s);
        // N9: within one refresh period and 10 s, and the transitions have ended by then as well.
        m_fixture.time.advance(120'000);
        compareWithService();
    }
    [[nodiscard]] QString trouble() const { return m_trouble; }
    [[nodiscard]] int count(End end) const { return m_ends.value(int(end)); }

private:
    struct Open {
        InstanceVerb verb = InstanceVerb::Stop;
        int effectsBefore = 0;
    };

    void check(bool holds, const QString &what)
    {
        if (!holds && m_trouble.isEmpty())
            m_trouble = what;
    }

    static QByteArray effectOf(InstanceVerb verb)
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

    Fault fate(const QByteArray &method, const QUrl &url)
    {
        if (method != "GET")
            ++m_writes[url.path().section(u"/notebooks/"_s, 1, 1).section(u'/', 0, 0)];
        if (m_fixture.time.monotonicMs() < m_darkUntilMs)
            return Fault::LostBefore;
        if (m_healthy || m_random.bounded(100) < 60)
            return Fault::None;
        static const QList<Fault> faults{Fault::Refused,   Fault::LostBefore, Fault::LostAfter,   Fault::Hang,
                                         Fault::HangAfter, Fault::Html,       Fault::HostNotFound};
        if (m_random.bounded(3) > 0)
            return faults.at(m_random.bounded(int(faults.size())));
        static const QList<int> statuses{500, 502, 503, 429, 429};
        const int status = statuses.at(m_random.bounded(int(statuses.size())));
        // 429 is a refusal before anything is done; whether the others have an effect nobody knows.
        const bool withEffect = status != 429 && m_random.bounded(2) == 0;
        m_fixture.cloud.answerNext(method, url.path().toUtf8(), ServiceFixture::refusal(status, u"X.1"_s), 1,
                                   withEffect);
        return Fault::None;
    }

    void click()
    {
        static const QList<InstanceVerb> verbs{InstanceVerb::Start, InstanceVerb::Stop, InstanceVerb::Prolong,
                                               InstanceVerb::Delete};
        const QString id = m_ids.at(m_random.bounded(int(m_ids.size())));
        const int what = m_random.bounded(12);
        if (what == 0)
            m_fixture.reading.refresh();
        if (what == 1)
            m_fixture.acting.cancel(id);
        if (what == 2)
            m_fixture.reading.readInstance(id);
        if (what < 3 || !m_fixture.row(id))
            return;
        const InstanceVerb verb = verbs.at(m_random.bounded(int(verbs.size())));
        Decision decision = m_fixture.decision(verb, {id});
        // Each time another stop time, so that an earlier one is never taken for it.
        decision.targets[0].stopAtMs = m_fixture.serverClock.nowMs() + 2 * HourMs + (++m_clicks) * 600'000;
        const BatchId batch = m_fixture.acting.submit(decision);
        m_open.insert(batch, {verb, m_fixture.effects(effectOf(verb), id)});
        m_allowedWrites[id] += verb == InstanceVerb::Delete ? 2 : 1;
    }

    void meddle()
    {
        const QString id = m_ids.at(m_random.bounded(int(m_ids.size())));
        const auto record = m_fixture.cloud.record(id);
        if (!record)
            return;
        if (m_random.bounded(3) == 0) {
            m_fixture.cloud.erase(id);
            return;
        }
        auto changed = *record;
        changed.status = m_random.bounded(2) == 0 ? u"RUNNING"_s : u"STOPPED"_s;
        m_fixture.cloud.place(changed);
    }

    void ended(BatchId batch, const ActionOutcome &outcome)
    {
        const auto found = m_open.constFind(batch);
        check(found != m_open.constEnd(), u"an action ended twice, or one nobody asked for"_s);
        if (found == m_open.constEnd())
            return;
        const Open open = *found;
        m_open.erase(found);
        ++m_ends[int(outcome.end)];
        check(!outcome.text.isEmpty() || outcome.end == End::Cancelled, u"an end without words"_s);
        if (m_colleague)
            return;
        const int effects = m_fixture.effects(effectOf(open.verb), outcome.id) - open.effectsBefore;
        const QString name = QString::fromLatin1(effectOf(open.verb)) + u": "_s + outcome.text;
        check(effects <= 1, u"carried out twice: "_s + name);
        // N3: nobody else works here, so what is said must be what was done.
        if (outcome.end == End::Failed && open.verb != InstanceVerb::Delete)
            check(effects == 0, u"failed, but carried out: "_s + name);
        if (outcome.end == End::Cancelled)
            check(effects == 0, u"cancelled, but carried out: "_s + name);
        if (outcome.end == End::Confirmed && open.verb == InstanceVerb::Prolong)
            check(effects == 1, u"confirmed, but not carried out: "_s + name);
        if (outcome.end == End::Confirmed && open.verb == InstanceVerb::Delete)
            check(!m_fixture.row(outcome.id), u"deleted, but shown: "_s + name);
    }

    void compareWithService()
    {
        QHash<QString, QString> service;
        for (const SimulatedCloud::Record &record : m_fixture.cloud.records()) {
            if (record.status != u"DELETED"_s)
                service.insert(record.id, record.status);
        }
        for (const QString &id : std::as_const(m_ids)) {
            const TrackedInstance *row = m_fixture.row(id);
            check((row != nullptr) == service.contains(id), u"a row too many or too few"_s);
            if (row)
                check(row->instance.statusText == service.value(id), u"another state than the service's"_s);
            if (row)
                check(!row->activity.isActive(), u"still at work, with nothing to do"_s);
        }
        check(m_fixture.reading.state().phase == ReadingState::Phase::Ready, u"not recovered"_s);
        check(m_fixture.acting.inFlight() == 0, u"something is still in flight"_s);
        for (auto it = m_writes.cbegin(); it != m_writes.cend(); ++it) {
            // Up to three more for each after 429.
            check(it.value() <= 4 * m_allowedWrites.value(it.key()), u"more writes than were asked for"_s);
        }
    }

    ServiceFixture m_fixture;
    QRandomGenerator m_random;
    bool m_colleague;
    bool m_healthy = false;
    qint64 m_darkUntilMs = 0;
    int m_clicks = 0;
    QStringList m_ids;
    QHash<BatchId, Open> m_open;
    QHash<QString, int> m_writes;
    QHash<QString, int> m_allowedWrites;
    QHash<int, int> m_ends;
    QString m_trouble;
    QObject m_context;
};

int number(const char *variable, int otherwise)
{
    bool isNumber = false;
    const int value = qEnvironmentVariableIntValue(variable, &isNumber);
    return isNumber ? value : otherwise;
}

} // namespace

/// LEASEKEEPER_TEST_SEEDS journeys from LEASEKEEPER_TEST_FIRST_SEED on.
class TestRandomActions : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void PB_promises_data();
    void PB_promises();
};

void TestRandomActions::PB_promises_data()
{
    QTest::addColumn<bool>("colleague");
    QTest::newRow("alone") << false;
    QTest::newRow("with a colleague") << true;
}

void TestRandomActions::PB_promises()
{
    QFETCH(const bool, colleague);
    const int first = number("LEASEKEEPER_TEST_FIRST_SEED", 1);
    const int seeds = number("LEASEKEEPER_TEST_SEEDS", DefaultSeeds);
    const QList<End> ends{End::Confirmed, End::Failed, End::Unresolved, End::Cancelled};
    QList<int> counts(ends.size());
    for (int seed = first; seed < first + seeds; ++seed) {
        Journey journey(quint32(seed), colleague);
        journey.run();
        if (!journey.trouble().isEmpty())
            qInfo("runs %d, seeds %d to %d, findings 1", seed - first + 1, first, seed);
        QVERIFY2(journey.trouble().isEmpty(), qPrintable(u"seed %1: %2"_s.arg(seed).arg(journey.trouble())));
        for (int i = 0; i < ends.size(); ++i)
            counts[i] += journey.count(ends.at(i));
    }
    qInfo("runs %d, seeds %d to %d, findings 0", seeds, first, first + seeds - 1);
    // Otherwise the journeys have been too easy.
    if (seeds >= DefaultSeeds) {
        for (const int count : std::as_const(counts))
            QVERIFY(count > 0);
    }
    qInfo() << "confirmed, failed, unresolved, cancelled:" << counts;
}

QTEST_GUILESS_MAIN(TestRandomActions)
#include "tst_randomactions.moc"

// SPDX-License-Identifier: MIT
#include "servicefixture.h"

#include "listing.h"

#include <QUrlQuery>

namespace leasekeeper::test
{

using namespace Qt::StringLiterals;

namespace
{

constexpr qint64 LongestWaitMs = 600'000;

Profile profileFor(const SimulatedCloud &cloud, bool allUsers)
{
    Profile profile;
    profile.name = u"Test"_s;
    profile.endpoint = QUrl(u"https://modelarts.test.example"_s);
    profile.projectId = cloud.projectId();
    profile.allUsers = allUsers;
    profile.userId = cloud.userId();
    return profile;
}

SimulatedCloud::Options cloudOptions(qint64 clockAheadMs)
{
    SimulatedCloud::Options options;
    options.count = 0;
    options.clockAheadMs = clockAheadMs;
    return options;
}

} // namespace

ServiceFixture::ServiceFixture(Options options)
    : cloud(time, cloudOptions(options.clockAheadMs)),
      network(cloud, time, options.roundTripMs),
      http(network, time, time),
      authenticator(Secret(cloud.token())),
      api(http, authenticator, profileFor(cloud, options.allUsers)),
      serverClock(time),
      reading(api, store, serverClock, time, time),
      acting(api, store, serverClock, time, time)
{
    cloud.clear();
    cloud.setTransitionMs(20'000);
    // Half of every pause: neither the shortest nor the longest.
    api.setRandomness([] { return 0.5; });
    reading.setRandomSeed(1);
    QObject::connect(&http, &HttpClient::dateHeard, &serverClock, &ServerClock::observe);
    QObject::connect(&acting, &ActionService::denied, &reading, &InstanceService::readInstance);
    QObject::connect(&acting, &ActionService::batchEnded, &m_context, [this](const BatchReport &report) {
        if (m_reports.contains(report.batch))
            qFatal("A batch ended twice");
        m_reports.insert(report.batch, report);
    });
}

QString ServiceFixture::place(const QString &name, const QString &status)
{
    SimulatedCloud::Record record;
    record.name = name;
    record.status = status;
    return cloud.place(record);
}

QStringList ServiceFixture::placeMany(int count)
{
    QStringList ids;
    for (int i = 0; i < count; ++i) {
        SimulatedCloud::Record record;
        record.name = u"many-%1"_s.arg(i);
        record.status = u"STOPPED"_s;
        record.leaseCreateAtMs = cloud.nowMs() - 1'000 * (i + 1);
        record.leaseUpdateAtMs = record.leaseCreateAtMs;
        record.leaseDurationMs = 3'600'000;
        ids.append(cloud.place(record));
    }
    return ids;
}

void ServiceFixture::startReading()
{
    reading.start();
    if (!time.advanceUntil([this] { return !reading.state().listing; }, LongestWaitMs))
        qFatal("The first listing never ended");
}

void ServiceFixture::readAll()
{
    Listing listing(api, api.profile().allUsers, Patience::Person);
    bool done = false;
    QObject::connect(&listing, &Listing::pageRead, &store, &InstanceStore::observe);
    QObject::connect(&listing, &Listing::finished, &listing, [&done] { done = true; });
    listing.start();
    if (!time.advanceUntil([&done] { return done; }, LongestWaitMs))
        qFatal("The listing never ended");
}

void ServiceFixture::openGate()
{
    while (api.gate().window() < Concurrency::Most)
        readAll();
}

DecisionTarget ServiceFixture::target(const QString &id) const
{
    const TrackedInstance *known = store.find(id);
    if (!known)
        qFatal("No such row");
    return decisionTarget(known->instance);
}

Decision ServiceFixture::decision(InstanceVerb verb, const QStringList &ids) const
{
    Decision decision;
    decision.verb = verb;
    decision.firstLeaseMs = verb == InstanceVerb::Start ? 7'200'000 : 0;
    for (const QString &id : ids) {
        DecisionTarget one = target(id);
        if (verb == InstanceVerb::Prolong)
            one.stopAtMs = serverClock.nowMs() + 3 * 3'600'000;
        decision.targets.append(one);
    }
    return decision;
}

bool ServiceFixture::waitForBatch(BatchId batch)
{
    return time.advanceUntil([this, batch] { return m_reports.contains(batch); }, LongestWaitMs);
}

ActionOutcome ServiceFixture::onlyOutcome(BatchId batch) const
{
    const auto found = m_reports.constFind(batch);
    if (found == m_reports.constEnd() || found->outcomes.size() != 1)
        qFatal("Not exactly one outcome");
    return found->outcomes.constFirst();
}

ActionOutcome ServiceFixture::run(const Decision &decision)
{
    const BatchId batch = acting.submit(decision);
    if (!waitForBatch(batch))
        qFatal("The action never ended");
    return onlyOutcome(batch);
}

int ServiceFixture::seen(const QByteArray &method, const QString &pathPart) const
{
    int count = 0;
    for (const SimulatedAccessManager::Seen &request : network.seen()) {
        if (request.method == method && request.url.path().contains(pathPart))
            ++count;
    }
    return count;
}

int ServiceFixture::writesSeen() const
{
    int count = 0;
    for (const SimulatedAccessManager::Seen &request : network.seen())
        count += request.method != "GET";
    return count;
}

QList<qint64> ServiceFixture::offsetsSeen(const QString &feature) const
{
    QList<qint64> offsets;
    for (const SimulatedAccessManager::Seen &request : network.seen()) {
        const QUrlQuery query(request.url);
        if (query.queryItemValue(u"feature"_s) == feature)
            offsets.append(query.queryItemValue(u"offset"_s).toLongLong());
    }
    return offsets;
}

int ServiceFixture::effects(const QByteArray &verb, const QString &id)
{
    int count = 0;
    for (const CloudEffect &effect : cloud.effects())
        count += effect.verb == verb && effect.id == id;
    return count;
}

void ServiceFixture::faultOnce(const QByteArray &method, const QString &pathPart, Fault fault)
{
    auto used = std::make_shared<bool>(false);
    network.setFaults([method, pathPart, fault, used](const QByteArray &asked, const QUrl &url) {
        if (*used || asked != method || !url.path().contains(pathPart))
            return Fault::None;
        *used = true;
        return fault;
    });
}

CloudResponse ServiceFixture::refusal(int status, const QString &code, const QString &text)
{
    const QString body = u"{\"error_code\":\"%1\",\"error_msg\":\"%2\"}"_s.arg(code, text);
    return json(body.toUtf8(), status);
}

CloudResponse ServiceFixture::json(const QByteArray &body, int status)
{
    return {status, {{"Content-Type", "application/json"}}, body};
}

} // namespace leasekeeper::test

// SPDX-License-Identifier: MIT
#include "wirefixture.h"

#include "decisions.h"
#include "listing.h"
#include "passwordauthenticator.h"
#include "scriptedserver.h"

#include <QFile>
#include <QNetworkReply>
#include <QSslConfiguration>

#include <algorithm>

namespace leasekeeper::test
{

using namespace Qt::StringLiterals;

namespace
{

constexpr qint64 LongestWaitMs = 600'000;
constexpr qint64 TokenLifeMs = 3'600'000;
constexpr qint64 LongLeaseMs = 30 * qint64(86'400'000);

QByteArray pem(const QString &name)
{
    QFile file(QStringLiteral(LEASEKEEPER_TEST_TLS "/") + name);
    if (!file.open(QIODevice::ReadOnly))
        qFatal("A test certificate is missing.");
    return file.readAll();
}

CloudServer::Options serverOptions(const WireFixture::Options &options, const Clock &clock)
{
    CloudServer::Options made;
    made.cloud.count = 0;
    made.cloud.users = {{.name = u"ana"_s, .account = u"OTC0001"_s, .password = u"pass"_s}};
    made.clock = &clock;
    if (options.password)
        made.cloud.tokenLifeMs = TokenLifeMs;
    if (!options.certificate.isEmpty()) {
        made.certificatePem = pem(QString(options.certificate + u".crt"_s));
        made.keyPem = pem(u"localhost.key"_s);
        QSslConfiguration trusting = QSslConfiguration::defaultConfiguration();
        trusting.setCaCertificates(options.trusted ? QList{ScriptedServer::authority()}
                                                   : QList<QSslCertificate>{});
        QSslConfiguration::setDefaultConfiguration(trusting);
    }
    return made;
}

quint16 started(CloudServer &server)
{
    if (const QString wrong = server.start(); !wrong.isEmpty())
        qFatal("%s", qPrintable(wrong));
    return quint16(server.url().port());
}

Profile profileFor(CloudServer &server, FaultProxy &line, bool password)
{
    if (!line.start())
        qFatal("The line cannot listen on loopback.");
    Profile profile;
    profile.name = u"Test"_s;
    profile.endpoint = line.url(server.url());
    profile.projectId = server.cloud().projectId();
    profile.userId = server.cloud().userId();
    if (password) {
        profile.iamEndpoint = profile.endpoint;
        profile.signIn = SignInMethod::Password;
        profile.loginName = u"ana"_s;
        profile.accountName = u"OTC0001"_s;
    }
    return profile;
}

std::unique_ptr<Authenticator> authenticatorFor(const Profile &profile, WireFixture &wire)
{
    if (profile.signIn == SignInMethod::Password)
        return std::make_unique<PasswordAuthenticator>(wire.http, wire.serverClock, profile, Secret("pass"));
    return std::make_unique<TokenAuthenticator>(Secret(wire.server.cloud().token()));
}

} // namespace

QNetworkReply *CountingNetwork::createRequest(Operation operation, const QNetworkRequest &request,
                                              QIODevice *body)
{
    QNetworkReply *reply = QNetworkAccessManager::createRequest(operation, request, body);
    ++m_underWay;
    connect(reply, &QNetworkReply::finished, this, [this] { --m_underWay; });
    return reply;
}

WireFixture::WireFixture(const Options &options)
    : server(serverOptions(options, time)),
      line(started(server), &time),
      http(network, time, time),
      serverClock(time),
      profile(profileFor(server, line, options.password)),
      authenticator(authenticatorFor(profile, *this)),
      api(http, *authenticator, profile),
      reading(api, store, serverClock, time, time),
      acting(api, store, serverClock, time, time)
{
    server.cloud().setTransitionMs(options.transitionMs);
    api.setRandomness([] { return 0.5; });
    reading.setRandomSeed(1);
    acting.setGraceMs(0);
    QObject::connect(&http, &HttpClient::dateHeard, &serverClock, &ServerClock::observe);
    QObject::connect(&acting, &ActionService::batchEnded, &m_context, [this](const BatchReport &report) {
        if (m_reports.contains(report.batch))
            qFatal("A batch ended twice");
        m_reports.insert(report.batch, report);
    });
}

QString WireFixture::place(const QString &name, const QString &status)
{
    SimulatedCloud::Record record;
    record.name = name;
    record.status = status;
    record.leaseCreateAtMs = server.cloud().nowMs() - 3'600'000;
    record.leaseUpdateAtMs = record.leaseCreateAtMs;
    record.leaseDurationMs = LongLeaseMs;
    record.leaseType = u"TIMING"_s;
    return server.cloud().place(record);
}

void WireFixture::startReading()
{
    reading.start();
    if (!advanceUntil([this] { return !reading.state().listing; }, LongestWaitMs))
        qFatal("The first listing never ended");
}

void WireFixture::readAll()
{
    Listing listing(api, false, Patience::Person);
    bool done = false;
    QObject::connect(&listing, &Listing::pageRead, &store, &InstanceStore::observe);
    QObject::connect(&listing, &Listing::finished, &listing, [&done] { done = true; });
    listing.start();
    if (!advanceUntil([&done] { return done; }, LongestWaitMs))
        qFatal("The listing never ended");
}

bool WireFixture::advanceUntil(const std::function<bool()> &done, qint64 limitMs)
{
    return m_wireTime.advanceUntil(done, limitMs);
}

void WireFixture::advance(qint64 ms)
{
    m_wireTime.advance(ms);
}

Decision WireFixture::decision(InstanceVerb verb, const QString &id) const
{
    const TrackedInstance *known = store.find(id);
    if (!known)
        qFatal("No such row");
    DecisionTarget target = decisionTarget(known->instance);
    if (verb == InstanceVerb::Prolong) {
        target.stopAtMs = serverClock.nowMs() + 3 * 3'600'000;
        target.mayShorten = true; // the leases placed here are longer
    }
    Decision decision;
    decision.verb = verb;
    decision.firstLeaseMs = verb == InstanceVerb::Start ? 7'200'000 : 0;
    decision.targets = {target};
    return decision;
}

std::optional<ActionOutcome> WireFixture::run(const Decision &decision)
{
    const BatchId batch = acting.submit(decision);
    if (!advanceUntil([this, batch] { return m_reports.contains(batch); }, LongestWaitMs))
        return std::nullopt;
    const BatchReport report = m_reports.take(batch);
    return report.outcomes.size() == 1 ? std::optional(report.outcomes.constFirst()) : std::nullopt;
}

int WireFixture::arrived(const QByteArray &method, const QString &id) const
{
    const auto &all = server.seen();
    return int(std::count_if(all.begin(), all.end(), [&](const CloudServer::Seen &one) {
        return one.method == method && one.path.contains(id.toUtf8());
    }));
}

int WireFixture::writesArrived() const
{
    const auto &all = server.seen();
    return int(std::count_if(all.begin(), all.end(),
                             [](const CloudServer::Seen &one) { return one.method != "GET"; }));
}

int WireFixture::effects(const QByteArray &verb, const QString &id)
{
    const auto &all = server.cloud().effects();
    return int(std::count_if(all.begin(), all.end(), [&](const CloudEffect &one) {
        return one.verb == verb && (id.isEmpty() || one.id == id);
    }));
}

} // namespace leasekeeper::test

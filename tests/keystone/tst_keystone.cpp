// SPDX-License-Identifier: MIT
#include "apierror.h"
#include "clock.h"
#include "httpclient.h"
#include "iamapi.h"
#include "instancesapi.h"
#include "instanceservice.h"
#include "instancestore.h"
#include "passwordauthenticator.h"
#include "profile.h"
#include "secret.h"
#include "serverclock.h"
#include "timers.h"

#include <QElapsedTimer>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QNetworkRequest>
#include <QSignalSpy>
#include <QTest>
#include <QTimer>

#include <optional>

using namespace leasekeeper;
using namespace Qt::StringLiterals;

namespace
{

constexpr qint64 TokenLifeMs = 30'000;
constexpr qint64 LongRunMs = 75'000;
constexpr int PauseMs = 2'000; ///< from one listing to the next

QString variable(const char *name)
{
    return qEnvironmentVariable(name);
}

Profile profileFromEnvironment()
{
    Profile profile;
    profile.endpoint = QUrl(variable("LEASEKEEPER_SERVICE_URL"));
    profile.iamEndpoint = QUrl(variable("OS_AUTH_URL"));
    profile.signIn = SignInMethod::Password;
    profile.loginName = variable("OS_USERNAME");
    profile.accountName = variable("OS_USER_DOMAIN_NAME");
    profile.projectName = variable("OS_PROJECT_NAME");
    return profile;
}

/// Somebody at work: signs in with a password, then lists again and again. Everything is the program's own,
/// and so are the clocks; both ends of the line are real servers.
class Worker : public QObject
{
    Q_OBJECT
public:
    Worker()
        : m_http(m_network, m_clock, m_timers),
          m_serverClock(m_clock),
          m_profile(profileFromEnvironment()),
          m_authenticator(m_http, m_serverClock, m_profile, Secret(qgetenv("OS_PASSWORD")))
    {
        m_authenticator.setProjectDomain(variable("OS_PROJECT_DOMAIN_NAME"));
        connect(&m_http, &HttpClient::dateHeard, &m_serverClock, &ServerClock::observe);
        connect(&m_authenticator, &PasswordAuthenticator::signedIn, this, &Worker::onSignedIn);
        connect(&m_authenticator, &PasswordAuthenticator::signInFailed, this, &Worker::onTrouble);
        connect(&m_authenticator, &PasswordAuthenticator::signInPostponed, this, &Worker::onTrouble);
        m_pause.setSingleShot(true);
        m_pause.setInterval(PauseMs);
        m_authenticator.signIn();
    }

    /// The token every request bears at this moment.
    [[nodiscard]] Secret currentToken()
    {
        Secret token;
        m_authenticator.authorise({}, this, [&token](const Result<HttpRequest> &request) {
            if (request && !request.value().headers.isEmpty())
                token = Secret(request.value().headers.last().second);
        });
        return token;
    }

    [[nodiscard]] HttpClient &http() { return m_http; }
    [[nodiscard]] int rows() const { return m_store.count(); }
    [[nodiscard]] QNetworkAccessManager &network() { return m_network; }

    QList<IamIdentity> signIns;
    QStringList troubles; ///< whatever a user would have noticed
    int listings = 0;

private:
    void onSignedIn(const IamIdentity &identity)
    {
        signIns.append(identity);
        if (m_reading)
            return;
        m_profile.projectId = identity.projectId;
        m_api.emplace(m_http, m_authenticator, m_profile);
        m_reading.emplace(*m_api, m_store, m_serverClock, m_clock, m_timers);
        connect(&*m_reading, &InstanceService::stateChanged, this, &Worker::onStateChanged);
        connect(&*m_reading, &InstanceService::listed, this, [this] {
            ++listings;
            m_pause.start();
        });
        connect(&m_pause, &QTimer::timeout, &*m_reading, &InstanceService::refresh);
        m_reading->start();
    }
    void onTrouble(const ApiError &error) { troubles.append(error.message); }
    void onStateChanged()
    {
        const ReadingState &state = m_reading->state();
        using Phase = ReadingState::Phase;
        if (state.phase != Phase::Loading && state.phase != Phase::Ready)
            troubles.append(state.error ? state.error->message : u"phase %1"_s.arg(int(state.phase)));
    }

    SystemClock m_clock;
    SystemTimers m_timers;
    QNetworkAccessManager m_network;
    HttpClient m_http;
    ServerClock m_serverClock;
    Profile m_profile;
    PasswordAuthenticator m_authenticator;
    InstanceStore m_store;
    std::optional<InstancesApi> m_api;
    std::optional<InstanceService> m_reading;
    QTimer m_pause;
};

/// The status Keystone answers a question about this token with.
int statusOf(Worker &worker, const QByteArray &method, const Secret &token)
{
    QNetworkRequest request(QUrl(QString(variable("OS_AUTH_URL") + u"/v3/auth/tokens?nocatalog"_s)));
    request.setRawHeader("X-Auth-Token", token.reveal());
    request.setRawHeader("X-Subject-Token", token.reveal());
    QNetworkReply *const reply = worker.network().sendCustomRequest(request, method);
    QSignalSpy finished(reply, &QNetworkReply::finished);
    if (!reply->isFinished() && !finished.wait(20'000))
        return -1;
    reply->deleteLater();
    return reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
}

} // namespace

/// Against the Keystone that run.sh has started, whose tokens live 30 s, and a notebook service that asks
/// this Keystone about every token. The addresses, user and project come from the environment.
class TestKeystone : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        if (variable("OS_AUTH_URL").isEmpty() || variable("LEASEKEEPER_SERVICE_URL").isEmpty())
            QSKIP("There is no Keystone: tests/keystone/run.sh starts one.");
    }
    void listsLongerThanTokensLive();
    void F22_signsInAnewWhenTheTokenIsRevoked();
};

void TestKeystone::listsLongerThanTokensLive()
{
    QElapsedTimer time;
    time.start();
    Worker worker;
    QTRY_COMPARE_WITH_TIMEOUT(worker.listings, 1, 30'000);
    QCOMPARE(worker.rows(), variable("LEASEKEEPER_SERVICE_COUNT").toInt());
    QCOMPARE(worker.signIns.size(), 1);
    QCOMPARE(worker.signIns.first().expiresAtMs - worker.signIns.first().issuedAtMs, TokenLifeMs);
    const Secret first = worker.currentToken();
    QCOMPARE(statusOf(worker, "GET", first), 200);

    QTRY_VERIFY_WITH_TIMEOUT(time.elapsed() > LongRunMs || !worker.troubles.isEmpty(), LongRunMs + 10'000);
    QCOMPARE(worker.troubles.join(u"; "_s), QString());
    // Otherwise it would not have been the renewals that kept it going.
    QCOMPARE(statusOf(worker, "GET", first), 401);
    const int listings = worker.listings;
    QTRY_VERIFY_WITH_TIMEOUT(worker.listings > listings, 10'000);
    QVERIFY2(worker.listings >= 10, qPrintable(QString::number(worker.listings)));
    // At half their life: once every 15 s, and not more.
    QVERIFY2(worker.signIns.size() >= 4 && worker.signIns.size() <= 7,
             qPrintable(QString::number(worker.signIns.size())));
    for (qsizetype i = 1; i < worker.signIns.size(); ++i) {
        QCOMPARE_GT(worker.signIns.at(i).issuedAtMs, worker.signIns.at(i - 1).issuedAtMs);
        QCOMPARE_LT(worker.signIns.at(i).issuedAtMs, worker.signIns.at(i - 1).expiresAtMs);
    }
    QCOMPARE(worker.rows(), variable("LEASEKEEPER_SERVICE_COUNT").toInt());
    QCOMPARE(worker.troubles.join(u"; "_s), QString());
}

/// A token the service suddenly refuses costs one sign-in, and nobody sees it.
void TestKeystone::F22_signsInAnewWhenTheTokenIsRevoked()
{
    Worker worker;
    QTRY_COMPARE_WITH_TIMEOUT(worker.listings, 1, 30'000);
    const Secret token = worker.currentToken();
    QCOMPARE(statusOf(worker, "DELETE", token), 204);
    QCOMPARE(worker.signIns.size(), 1);

    const int listings = worker.listings;
    QTRY_VERIFY_WITH_TIMEOUT(worker.listings > listings, 10'000);
    QCOMPARE(worker.signIns.size(), 2);
    QVERIFY(worker.currentToken() != token);
    QCOMPARE(statusOf(worker, "GET", token), 401);
    QCOMPARE(worker.troubles.join(u"; "_s), QString());
}

QTEST_GUILESS_MAIN(TestKeystone)
#include "tst_keystone.moc"

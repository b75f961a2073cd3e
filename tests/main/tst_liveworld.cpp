// SPDX-License-Identifier: MIT
#include "askingproxy.h"
#include "cloudserver.h"
#include "instancesapi.h"
#include "liveworld.h"

#include <QFile>
#include <QSignalSpy>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTemporaryDir>
#include <QTest>

using namespace leasekeeper;
using namespace leasekeeper::test;
using namespace Qt::StringLiterals;

namespace
{

constexpr int LongMs = 20'000;

QByteArray contents(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

QString tlsFile(const QString &name)
{
    return QStringLiteral(LEASEKEEPER_TEST_TLS) + u'/' + name;
}

Credential token()
{
    return TokenCredential{Secret("CANARY-token"), std::nullopt};
}

/// A service in the distance, as far as the program knows: its name is known to the proxy alone.
struct Tunnelled {
    CloudServer server{options()};
    AskingProxy proxy;
    Profile profile;

    Tunnelled() : proxy("ana:proxy-CANARY", port(server))
    {
        if (!proxy.start())
            qFatal("the proxy does not listen");
        profile.endpoint = server.url();
        profile.endpoint.setHost(u"other.example"_s);
        profile.projectId = server.cloud().projectId();
        profile.caFile = tlsFile(u"authority.crt"_s);
        profile.proxy = {ProxySettings::Mode::Own, u"127.0.0.1"_s, proxy.serverPort(), u"ana"_s};
    }

private:
    static CloudServer::Options options()
    {
        CloudServer::Options made;
        made.cloud.acceptAnyToken = true;
        made.certificatePem = contents(tlsFile(u"othername.crt"_s));
        made.keyPem = contents(tlsFile(u"localhost.key"_s));
        return made;
    }
    static quint16 port(CloudServer &server)
    {
        if (const QString wrong = server.start(); !wrong.isEmpty())
            qFatal("%s", qPrintable(wrong));
        return quint16(server.url().port());
    }
};

} // namespace

/// How the real service is reached: through which proxy, and trusting whom.
class TestLiveWorld : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void furtherAuthoritiesAreTrusted();
    void unusableFilesOfAuthoritiesSendNothing_data();
    void unusableFilesOfAuthoritiesSendNothing();
    void ownProxiesAreUsed();
    void noProxyMeansNone();
    void F14_proxyPasswordsComeFromOutside();
    void F14_newProxyPasswordsReplaceRefusedOnes();
    void F14_twoWrongProxyPasswordsAreEnough();
    void F14_abandonedProxyPasswordsAreNotAskedForAgain();
    void F14_manyRequestsAreOneRefusal();
    void F14_aTrialThatIsCalledOffIsTakenOver();
    void F71_signingOutForgetsTheProxysPassword();
    void aCredentialOfAnotherKindIsNone();
    void aTokenTellsItsOwnerAndItsEnd();
    void aTokenNobodyKnowsTellsNothing();
    void F71_signingOutWipesAndRefuses();

private:
    /// What listing the instances comes to.
    [[nodiscard]] static Result<InstancePage> list(LiveWorld &world);
};

Result<InstancePage> TestLiveWorld::list(LiveWorld &world)
{
    InstancesApi api(world.http(), world.authenticator(), world.profile());
    Result<InstancePage> outcome = ApiError{};
    bool ended = false;
    ApiCall<InstancePage> *call = api.list(false, InstanceFeature::Notebook, 0, Patience::Person, &api);
    QObject::connect(call, &ApiCallBase::finished, &api, [&] {
        outcome = call->result();
        ended = true;
    });
    if (!QTest::qWaitFor([&] { return ended; }, LongMs))
        qFatal("the listing did not end");
    return outcome;
}

void TestLiveWorld::furtherAuthoritiesAreTrusted()
{
    CloudServer::Options options;
    options.cloud.acceptAnyToken = true;
    options.certificatePem = contents(tlsFile(u"localhost.crt"_s));
    options.keyPem = contents(tlsFile(u"localhost.key"_s));
    CloudServer server(options);
    QCOMPARE(server.start(), QString());
    Profile profile;
    profile.endpoint = server.url();
    profile.projectId = server.cloud().projectId();
    LiveWorld wary(profile, token());
    const Result<InstancePage> refused = list(wary);
    QVERIFY(!refused);
    QCOMPARE(refused.error().kind, ApiError::Kind::Tls);
    QVERIFY(server.seen().isEmpty());

    profile.caFile = tlsFile(u"authority.crt"_s);
    LiveWorld trusting(profile, token());
    const Result<InstancePage> listed = list(trusting);
    QVERIFY2(listed, listed ? "" : qPrintable(listed.error().message));
    QVERIFY(!server.seen().isEmpty());
}

void TestLiveWorld::unusableFilesOfAuthoritiesSendNothing_data()
{
    QTest::addColumn<QByteArray>("written");
    QTest::newRow("missing") << QByteArray();
    QTest::newRow("no certificate") << QByteArray("-----BEGIN NONSENSE-----\n");
    QTest::newRow("binary") << QByteArray("\x30\x82\x00\x01\xff", 5);
}

void TestLiveWorld::unusableFilesOfAuthoritiesSendNothing()
{
    QFETCH(const QByteArray, written);
    CloudServer server({});
    QCOMPARE(server.start(), QString());
    QTemporaryDir folder;
    Profile profile;
    profile.endpoint = server.url();
    profile.projectId = server.cloud().projectId();
    profile.caFile = folder.filePath(u"further.pem"_s);
    if (!written.isEmpty()) {
        QFile file(profile.caFile);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(written);
    }
    LiveWorld world(profile, token());
    QString said;
    world.complete(this,
                   [&said](const Result<Profile> &found) { said = found ? u"?"_s : found.error().message; });
    QVERIFY2(said.contains(u"further.pem"_s), qPrintable(said));
    const Result<InstancePage> refused = list(world);
    QVERIFY(!refused);
    QCOMPARE(refused.error().kind, ApiError::Kind::Tls);
    QVERIFY(server.seen().isEmpty());
}

void TestLiveWorld::ownProxiesAreUsed()
{
    QTcpServer proxy;
    QVERIFY(proxy.listen(QHostAddress::LocalHost));
    QByteArray heard;
    connect(&proxy, &QTcpServer::newConnection, &proxy, [&] {
        QTcpSocket *socket = proxy.nextPendingConnection();
        connect(socket, &QTcpSocket::readyRead, socket, [&heard, socket] {
            heard += socket->readAll();
            if (heard.contains("\r\n\r\n"))
                socket->write("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        });
    });
    Profile profile;
    profile.endpoint = QUrl(u"https://modelarts.invalid"_s);
    profile.projectId = u"p"_s;
    profile.proxy = {ProxySettings::Mode::Own, u"127.0.0.1"_s, proxy.serverPort(), {}};
    LiveWorld world(profile, token());
    QVERIFY(!list(world));
    QVERIFY2(heard.startsWith("CONNECT modelarts.invalid:443"), heard.constData());
    QVERIFY(!heard.contains("CANARY"));
}

void TestLiveWorld::F14_proxyPasswordsComeFromOutside()
{
    Tunnelled far;
    LiveWorld world(far.profile, token());
    QSignalSpy needed(&world, &Surroundings::proxyPasswordNeeded);
    QSignalSpy inUse(&world, &Surroundings::proxyPasswordInUse);
    const Result<InstancePage> refused = list(world);
    QVERIFY(!refused);
    QCOMPARE(refused.error().kind, ApiError::Kind::Proxy);
    QCOMPARE(refused.error().httpStatus, 407);
    QTRY_COMPARE(needed.size(), 1);
    QCOMPARE(needed.first().at(0).toString(), u"127.0.0.1:%1"_s.arg(far.proxy.serverPort()));
    QCOMPARE(needed.first().at(1).toString(), QString());
    // The name alone is no attempt.
    QCOMPARE(far.proxy.attempts(), QByteArrayList());

    world.provideProxyPassword(u"ana"_s, Secret("proxy-CANARY"));
    QTRY_COMPARE(inUse.size(), 1);
    const Result<InstancePage> listed = list(world);
    QVERIFY2(listed, listed ? "" : qPrintable(listed.error().message));
    QVERIFY(list(world));
    QCOMPARE(far.proxy.attempts().first(), QByteArray("ana:proxy-CANARY"));
    QCOMPARE(needed.size(), 1);
    QVERIFY(!far.server.seen().isEmpty());
    // The proxy reads nothing of the service's.
    QVERIFY(!far.proxy.heard().contains("CANARY-token"));
    QVERIFY(!far.proxy.heard().toLower().contains("x-auth-token"));
    for (const CloudServer::Seen &seen : far.server.seen()) {
        QCOMPARE(seen.headers.value("x-auth-token"), QByteArray("CANARY-token"));
        QVERIFY(!seen.headers.contains("proxy-authorization"));
    }
}

void TestLiveWorld::F14_newProxyPasswordsReplaceRefusedOnes()
{
    Tunnelled far;
    LiveWorld world(far.profile, token());
    QSignalSpy needed(&world, &Surroundings::proxyPasswordNeeded);
    world.provideProxyPassword(u"ana"_s, Secret("wrong"));
    QVERIFY(!list(world));
    QTRY_COMPARE(needed.size(), 1);
    QVERIFY(!needed.first().at(1).toString().isEmpty());
    // Once, however often it is tried.
    QVERIFY(!list(world));
    QCOMPARE(far.proxy.attempts(), QByteArrayList{"ana:wrong"});

    QSignalSpy inUse(&world, &Surroundings::proxyPasswordInUse);
    world.provideProxyPassword(u"ana"_s, Secret("proxy-CANARY"));
    QTRY_COMPARE(inUse.size(), 1);
    const Result<InstancePage> listed = list(world);
    QVERIFY2(listed, listed ? "" : qPrintable(listed.error().message));
    QCOMPARE(far.proxy.attempts().count("ana:wrong"), 1);
}

void TestLiveWorld::F14_twoWrongProxyPasswordsAreEnough()
{
    Tunnelled far;
    LiveWorld world(far.profile, token());
    QSignalSpy needed(&world, &Surroundings::proxyPasswordNeeded);
    QSignalSpy refused(&world, &Surroundings::proxyPasswordRefused);
    for (const char *password : {"wrong 1", "wrong 2"}) {
        QSignalSpy inUse(&world, &Surroundings::proxyPasswordInUse);
        world.provideProxyPassword(u"ana"_s, Secret(password));
        QTRY_COMPARE(inUse.size(), 1);
        QVERIFY(!list(world));
    }
    QTRY_COMPARE(refused.size(), 1);
    QCOMPARE(needed.size(), 1);
    QVERIFY(!list(world));
    QVERIFY(!list(world));
    QCOMPARE(needed.size(), 1);
    QCOMPARE(refused.size(), 1);
    QCOMPARE(far.proxy.attempts(), (QByteArrayList{"ana:wrong 1", "ana:wrong 2"}));
    // A person may have found the right one since.
    world.mayAskAgain();
    QVERIFY(!list(world));
    QTRY_COMPARE(needed.size(), 2);
}

void TestLiveWorld::F14_abandonedProxyPasswordsAreNotAskedForAgain()
{
    Tunnelled far;
    LiveWorld world(far.profile, token());
    QSignalSpy needed(&world, &Surroundings::proxyPasswordNeeded);
    QVERIFY(!list(world));
    QTRY_COMPARE(needed.size(), 1);
    world.abandonProxyPassword();
    QVERIFY(!list(world));
    QCoreApplication::processEvents();
    QCOMPARE(needed.size(), 1);
}

void TestLiveWorld::F14_manyRequestsAreOneRefusal()
{
    Tunnelled far;
    LiveWorld world(far.profile, token());
    QSignalSpy needed(&world, &Surroundings::proxyPasswordNeeded);
    QSignalSpy refused(&world, &Surroundings::proxyPasswordRefused);
    world.provideProxyPassword(u"ana"_s, Secret("wrong"));
    InstancesApi api(world.http(), world.authenticator(), world.profile());
    int ended = 0;
    const auto listFiveTimes = [&] {
        for (int n = 0; n < 5; ++n) {
            ApiCall<InstancePage> *call =
                api.list(false, InstanceFeature::Notebook, 0, Patience::Person, &api);
            connect(call, &ApiCallBase::finished, &api, [&ended] { ++ended; });
        }
    };
    listFiveTimes();
    QSignalSpy inUse(&world, &Surroundings::proxyPasswordInUse);
    QTRY_COMPARE_WITH_TIMEOUT(needed.size(), 1, LongMs);
    // While others are still on their way: it counts when they have ended.
    world.provideProxyPassword(u"ana"_s, Secret("proxy-CANARY"));
    QTRY_VERIFY_WITH_TIMEOUT(!inUse.isEmpty() && ended == 5, LongMs);
    // One request tried the wrong one; a proxy that counts them locks nobody out.
    QCOMPARE(far.proxy.attempts().count("ana:wrong"), 1);
    listFiveTimes();
    QTRY_COMPARE_WITH_TIMEOUT(ended, 10, LongMs);
    QVERIFY(list(world));
    QVERIFY(far.server.seen().size() >= 6);
    QCOMPARE(far.proxy.attempts().count("ana:wrong"), 1);
    QCOMPARE(needed.size(), 1);
    QCOMPARE(refused.size(), 0);
}

void TestLiveWorld::F14_aTrialThatIsCalledOffIsTakenOver()
{
    Tunnelled far;
    LiveWorld world(far.profile, token());
    world.provideProxyPassword(u"ana"_s, Secret("proxy-CANARY"));
    InstancesApi api(world.http(), world.authenticator(), world.profile());
    auto first = std::make_unique<QObject>();
    (void)api.list(false, InstanceFeature::Notebook, 0, Patience::Person, first.get());
    int ended = 0;
    for (int n = 0; n < 3; ++n) {
        ApiCall<InstancePage> *call = api.list(false, InstanceFeature::Notebook, 0, Patience::Person, &api);
        connect(call, &ApiCallBase::finished, &api, [&ended, call] {
            if (call->result())
                ++ended;
        });
    }
    first.reset();
    QTRY_COMPARE_WITH_TIMEOUT(ended, 3, LongMs);
}

void TestLiveWorld::F71_signingOutForgetsTheProxysPassword()
{
    Tunnelled far;
    LiveWorld world(far.profile, token());
    world.provideProxyPassword(u"ana"_s, Secret("proxy-CANARY"));
    QVERIFY(list(world));
    world.signOut();
    world.signIn(token());
    QSignalSpy needed(&world, &Surroundings::proxyPasswordNeeded);
    QVERIFY(!list(world));
    QTRY_COMPARE(needed.size(), 1);
    // Nothing is there to be refused.
    QCOMPARE(needed.constFirst().at(1).toString(), QString());
}

void TestLiveWorld::noProxyMeansNone()
{
    // Nothing listens there: whoever asked it would fail.
    qputenv("http_proxy", "http://127.0.0.1:9");
    CloudServer::Options options;
    options.cloud.acceptAnyToken = true;
    CloudServer server(options);
    QCOMPARE(server.start(), QString());
    for (const auto mode :
         {ProxySettings::Mode::None, ProxySettings::Mode::System, ProxySettings::Mode::Own}) {
        Profile profile;
        profile.endpoint = server.url();
        profile.projectId = server.cloud().projectId();
        profile.proxy = {mode, u"127.0.0.1"_s, 9, {}};
        LiveWorld world(profile, token());
        // This computer itself is reached directly in any case.
        QVERIFY(list(world));
    }
    qunsetenv("http_proxy");
}

void TestLiveWorld::aCredentialOfAnotherKindIsNone()
{
    CloudServer server({});
    QCOMPARE(server.start(), QString());
    Profile profile;
    profile.endpoint = server.url();
    profile.projectId = u"p"_s;
    profile.signIn = SignInMethod::AccessKey;
    LiveWorld world(profile, token());
    QVERIFY(!world.hasCredential());
    const Result<InstancePage> refused = list(world);
    QVERIFY(!refused);
    QCOMPARE(refused.error().kind, ApiError::Kind::Unauthorised);
    QVERIFY(server.seen().isEmpty());
}

void TestLiveWorld::aTokenTellsItsOwnerAndItsEnd()
{
    CloudServer server({});
    QCOMPARE(server.start(), QString());
    Profile profile;
    profile.endpoint = server.url();
    profile.iamEndpoint = server.url();
    profile.projectId = server.cloud().projectId();
    profile.allUsers = true;
    LiveWorld world(profile, TokenCredential{Secret(server.cloud().token()), std::nullopt});
    QSignalSpy told(&world, &Surroundings::profileTold);
    world.askWho();
    QVERIFY(told.wait(LongMs));
    QCOMPARE(world.profile().userId, server.cloud().userId());
    QCOMPARE(world.profile().projectId, profile.projectId);
    QVERIFY(world.profile().signInEndsAtMs.value_or(0) > server.cloud().nowMs());
    QCOMPARE(server.seen().size(), 1);
    // Known once, it is not asked again; another token is another matter.
    world.askWho();
    world.signIn(TokenCredential{Secret("CANARY-other"), std::nullopt});
    QVERIFY(!world.profile().signInEndsAtMs);
    QCOMPARE(server.seen().size(), 1);
}

void TestLiveWorld::aTokenNobodyKnowsTellsNothing()
{
    CloudServer server({});
    QCOMPARE(server.start(), QString());
    Profile profile;
    profile.endpoint = server.url();
    profile.iamEndpoint = server.url();
    profile.projectId = server.cloud().projectId();
    LiveWorld world(profile, token());
    QSignalSpy told(&world, &Surroundings::profileTold);
    world.askWho();
    QTRY_COMPARE_WITH_TIMEOUT(server.seen().size(), 1, LongMs);
    QTRY_VERIFY_WITH_TIMEOUT(server.seen().first().status == 401 || server.seen().first().status == 404,
                             LongMs);
    QVERIFY(!world.profile().signInEndsAtMs);
    QVERIFY(told.isEmpty());
    // Nowhere to ask: nothing is asked.
    profile.iamEndpoint = {};
    LiveWorld alone(profile, token());
    alone.askWho();
    QCOMPARE(server.seen().size(), 1);
}

void TestLiveWorld::F71_signingOutWipesAndRefuses()
{
    CloudServer::Options options;
    options.cloud.users = {{.name = u"ana"_s, .account = u"OTC1"_s, .password = u"right"_s}};
    CloudServer server(options);
    QCOMPARE(server.start(), QString());
    const SimulatedCloud::AccessKey key = server.cloud().accessKey();
    const QList<std::pair<SignInMethod, Credential>> ways{
        {SignInMethod::Token, TokenCredential{Secret(server.cloud().token()), std::nullopt}},
        {SignInMethod::Password, PasswordCredential{Secret("right")}},
        {SignInMethod::AccessKey,
         AccessKeyCredential{QString::fromLatin1(key.access), Secret(key.secret), Secret()}}};
    for (const auto &[way, credential] : ways) {
        Profile profile;
        profile.endpoint = server.url();
        profile.iamEndpoint = server.url();
        profile.projectId = server.cloud().projectId();
        profile.signIn = way;
        profile.loginName = u"ana"_s;
        profile.accountName = u"OTC1"_s;
        LiveWorld world(profile, credential);
        QVERIFY(list(world));
        world.signOut();
        QVERIFY(!world.hasCredential());
        const auto seen = server.seen().size();
        QVERIFY(!list(world));
        QCOMPARE(server.seen().size(), seen);
        // Another sign-in goes on where this one ended.
        world.signIn(credential);
        QVERIFY(list(world));
    }
}

QTEST_GUILESS_MAIN(TestLiveWorld)
#include "tst_liveworld.moc"

// SPDX-License-Identifier: MIT
#include "askingproxy.h"
#include "desk.h"
#include "heartbeat.h"
#include "heldproxies.h"
#include "instancesapi.h"
#include "liveworld.h"
#include "proxyteller.h"
#include "virtualtime.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QFile>
#include <QProcess>
#include <QSignalSpy>
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

QUrl away()
{
    return QUrl(u"https://other.example:8443/v1/some/path?secret=1"_s);
}

ProxyRoute through(quint16 port, const QString &user = {}, const QByteArray &password = {})
{
    return {QNetworkProxy(QNetworkProxy::HttpProxy, u"127.0.0.1"_s, port), user, Secret(password)};
}

/// A service that is reached through a proxy alone, which only the system knows.
struct Tunnelled {
    HeldProxies system;
    CloudServer server{options()};
    AskingProxy proxy;
    Profile profile;

    Tunnelled() : proxy("ana:proxy-CANARY", port(server))
    {
        if (!proxy.start())
            qFatal("the proxy does not listen");
        profile.name = u"far"_s;
        profile.endpoint = server.url();
        profile.endpoint.setHost(u"other.example"_s);
        profile.projectId = server.cloud().projectId();
        profile.caFile = tlsFile(u"authority.crt"_s);
    }
    [[nodiscard]] std::unique_ptr<LiveWorld> world() const
    {
        return std::make_unique<LiveWorld>(profile, TokenCredential{Secret("CANARY-token"), std::nullopt},
                                           QString(), system.helper());
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

Result<InstancePage> list(LiveWorld &world)
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

} // namespace

/// The system's proxies: asked for by another process, however long that takes.
class TestSystemProxies : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void routesSurviveTheWay();
    void damagedAnswersAreNone_data();
    void damagedAnswersAreNone();
    void theProgramTellsWhatTheSystemWants();
    void theProgramRefusesWhatIsNoAddress();
    void answersAreKept();
    void oldAnswersCountWhileTheyAreRenewed();
    void doubtedAnswersAreWaitedFor();
    void F15_aSlowLookUpIsSaidAndServesTheNext();
    void F15_aLookUpWithoutEndIsEnded();
    void F15_aLookUpThatFailsSaysProxy_data();
    void F15_aLookUpThatFailsSaysProxy();
    void withoutAHelperItIsAskedHere();
    void F15_answersAtOnce();
    void whoeverHasGoneIsNotCalled();
    void theSystemsProxyIsUsed();
    void anotherNetworkHasOtherProxies();
    void F14_theSystemsPasswordIsUsed();
    void F14_aRefusedPasswordOfTheSystemIsAskedFor();
    void F15_theWindowLivesWhileTheSystemIsSlow();
};

void TestSystemProxies::routesSurviveTheWay()
{
    const ProxyRoute asked = through(3128, u"ana"_s, "pass wörd \"\n");
    ProxyRoute socks = asked;
    socks.proxy = QNetworkProxy(QNetworkProxy::Socks5Proxy, u"socks.example"_s, 1080);
    ProxyRoute resolving = socks;
    resolving.proxy.setCapabilities(socks.proxy.capabilities() | QNetworkProxy::HostNameLookupCapability);
    ProxyRoute not_ = socks;
    not_.proxy.setCapabilities(socks.proxy.capabilities() & ~int(QNetworkProxy::HostNameLookupCapability));
    for (const ProxyRoute &route : {ProxyRoute(), asked, socks, resolving, not_}) {
        const std::optional<ProxyRoute> told = proxyRouteFrom(toBytes(route));
        QVERIFY(told);
        QCOMPARE(*told, route);
        QCOMPARE(told->proxy.capabilities(), route.proxy.capabilities());
        // Not in the proxy itself, where Qt would use and print it.
        QVERIFY(told->proxy.password().isEmpty() && told->proxy.user().isEmpty());
    }
    QCOMPARE(asked.place(), u"127.0.0.1:3128"_s);
    QCOMPARE(ProxyRoute().place(), QString());
    QVERIFY(ProxyRoute().isDirect());
}

void TestSystemProxies::damagedAnswersAreNone_data()
{
    QTest::addColumn<QByteArray>("told");
    QTest::newRow("nothing") << QByteArray();
    QTest::newRow("no JSON") << QByteArray("direct");
    QTest::newRow("cut") << toBytes(through(3128)).chopped(1);
    QTest::newRow("no type") << QByteArray(R"({"host":"a","port":1})");
    QTest::newRow("unknown type") << QByteArray(R"({"type":"ftp","host":"a","port":1})");
    QTest::newRow("no host") << QByteArray(R"({"type":"http","port":1})");
    QTest::newRow("no port") << QByteArray(R"({"type":"http","host":"a"})");
    QTest::newRow("port 0") << QByteArray(R"({"type":"http","host":"a","port":0})");
    QTest::newRow("port 65536") << QByteArray(R"({"type":"http","host":"a","port":65536})");
    QTest::newRow("port as text") << QByteArray(R"({"type":"http","host":"a","port":"1"})");
    QTest::newRow("long") << QByteArray(R"({"type":"http","host":")" + QByteArray(5000, 'a') +
                                        R"(","port":1})");
}

void TestSystemProxies::damagedAnswersAreNone()
{
    QFETCH(const QByteArray, told);
    QVERIFY(!proxyRouteFrom(told));
}

void TestSystemProxies::theProgramTellsWhatTheSystemWants()
{
    const auto tell = [](const QString &url) {
        QProcess program;
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(u"https_proxy"_s, u"http://ana:proxy%20CANARY@proxy.example:3128"_s);
        environment.insert(u"no_proxy"_s, u"direct.example"_s);
        program.setProcessEnvironment(environment);
        program.start(QStringLiteral(LEASEKEEPER_PROGRAM), {TellProxyOption, url});
        program.waitForFinished(LongMs);
        return proxyRouteFrom(program.readAllStandardOutput());
    };
    const std::optional<ProxyRoute> far = tell(u"https://other.example:8443/"_s);
    QVERIFY(far);
    QCOMPARE(far->place(), u"proxy.example:3128"_s);
    QCOMPARE(far->userName, u"ana"_s);
    QCOMPARE(far->password, Secret("proxy CANARY"));
    const std::optional<ProxyRoute> near = tell(u"https://direct.example/"_s);
    QVERIFY(near);
    QVERIFY(near->isDirect());
}

void TestSystemProxies::theProgramRefusesWhatIsNoAddress()
{
    for (const QString &wrong : {u""_s, u"nonsense"_s, u"https://"_s, u"https://a b/"_s}) {
        QProcess program;
        program.start(QStringLiteral(LEASEKEEPER_PROGRAM), {TellProxyOption, wrong});
        QVERIFY(program.waitForFinished(LongMs));
        QCOMPARE(program.exitCode(), 2);
        QCOMPARE(program.readAllStandardOutput(), QByteArray());
    }
}

void TestSystemProxies::answersAreKept()
{
    HeldProxies system;
    system.answerAtOnce(through(3128));
    VirtualTime time;
    SystemProxies proxies(time, time, system.helper());
    QVERIFY(!proxies.known(away()));
    int told = 0;
    const auto count = [&told](const QString &whyNot) {
        QCOMPARE(whyNot, QString());
        ++told;
    };
    proxies.find(away(), this, count);
    QCOMPARE(told, 0);
    QTRY_COMPARE_WITH_TIMEOUT(told, 1, LongMs);
    QCOMPARE(proxies.known(away()), through(3128));
    // Nothing of the path or the query went along.
    QCOMPARE(system.asked(), QStringList{u"https://other.example:8443/"_s});
    proxies.find(QUrl(u"https://other.example:8443/other"_s), this, count);
    QCOMPARE(told, 2);
    proxies.find(QUrl(u"https://third.example"_s), this, count);
    QTRY_COMPARE_WITH_TIMEOUT(told, 3, LongMs);
    QCOMPARE(system.asked().size(), 2);
}

void TestSystemProxies::oldAnswersCountWhileTheyAreRenewed()
{
    HeldProxies system;
    VirtualTime time;
    SystemProxies proxies(time, time, system.helper());
    int told = 0;
    const auto count = [&told](const QString &) { ++told; };
    proxies.find(away(), this, count);
    QTRY_COMPARE_WITH_TIMEOUT(system.asked().size(), 1, LongMs);
    system.answer(through(3128));
    QTRY_COMPARE_WITH_TIMEOUT(told, 1, LongMs);
    for (int round = 0; round < 2; ++round) {
        if (round == 0)
            time.advance(SystemProxies::FreshMs);
        else
            proxies.review();
        proxies.find(away(), this, count);
        QCOMPARE(told, 2 + round);
        QTRY_COMPARE_WITH_TIMEOUT(system.asked().size(), 2 + round, LongMs);
        QCOMPARE(proxies.known(away()), through(quint16(3128 + round)));
        system.answer(through(quint16(3129 + round)));
        QTRY_COMPARE_WITH_TIMEOUT(proxies.known(away()), through(quint16(3129 + round)), LongMs);
    }
}

void TestSystemProxies::doubtedAnswersAreWaitedFor()
{
    HeldProxies system;
    system.answerAtOnce(through(3128));
    VirtualTime time;
    SystemProxies proxies(time, time, system.helper());
    int told = 0;
    const auto count = [&told](const QString &) { ++told; };
    proxies.find(away(), this, count);
    QTRY_COMPARE_WITH_TIMEOUT(told, 1, LongMs);
    proxies.doubt();
    system.answerAtOnce({});
    proxies.find(away(), this, count);
    QCOMPARE(told, 1);
    QTRY_COMPARE_WITH_TIMEOUT(told, 2, LongMs);
    QCOMPARE(proxies.known(away()), ProxyRoute());
}

void TestSystemProxies::F15_aSlowLookUpIsSaidAndServesTheNext()
{
    HeldProxies system;
    VirtualTime time;
    SystemProxies proxies(time, time, system.helper());
    QStringList whyNot;
    proxies.find(away(), this, [&](const QString &why) { whyNot.append(why); });
    QTRY_COMPARE_WITH_TIMEOUT(system.asked().size(), 1, LongMs);
    time.advance(SystemProxies::WaitMs - 1);
    QVERIFY(whyNot.isEmpty());
    time.advance(1);
    QCOMPARE(whyNot.size(), 1);
    QVERIFY2(whyNot.first().contains(u"proxy"_s), qPrintable(whyNot.first()));
    QVERIFY2(whyNot.first().contains(u"other.example"_s), qPrintable(whyNot.first()));
    QVERIFY(!proxies.known(away()));
    // The helper goes on: nobody has to begin from the beginning.
    bool served = false;
    proxies.find(away(), this, [&](const QString &why) { served = why.isEmpty(); });
    time.advance(SystemProxies::WaitMs - 1);
    system.answer(through(3128));
    QTRY_VERIFY_WITH_TIMEOUT(served, LongMs);
    QCOMPARE(system.asked().size(), 1);
    QCOMPARE(whyNot.size(), 1);
}

void TestSystemProxies::F15_aLookUpWithoutEndIsEnded()
{
    HeldProxies system;
    VirtualTime time;
    SystemProxies proxies(time, time, system.helper());
    QStringList whyNot;
    proxies.find(away(), this, [](const QString &) {});
    QTRY_COMPARE_WITH_TIMEOUT(system.asked().size(), 1, LongMs);
    QCOMPARE(system.running(), 1);
    time.advance(SystemProxies::HelperMs - 1);
    proxies.find(away(), this, [&](const QString &why) { whyNot.append(why); });
    QCOMPARE(system.running(), 1);
    time.advance(1);
    QTRY_COMPARE_WITH_TIMEOUT(whyNot.size(), 1, LongMs);
    QVERIFY2(whyNot.first().contains(u"proxy"_s), qPrintable(whyNot.first()));
    QTRY_COMPARE_WITH_TIMEOUT(system.running(), 0, LongMs);
    // And begun again when there is need.
    proxies.find(away(), this, [](const QString &) {});
    QTRY_COMPARE_WITH_TIMEOUT(system.asked().size(), 2, LongMs);
}

void TestSystemProxies::F15_aLookUpThatFailsSaysProxy_data()
{
    QTest::addColumn<QString>("path");
    QTest::newRow("tells nonsense") << QString();
#ifdef Q_OS_UNIX
    QTest::newRow("fails") << u"/bin/false"_s;
#endif
}

void TestSystemProxies::F15_aLookUpThatFailsSaysProxy()
{
    QFETCH(const QString, path);
    HeldProxies system;
    VirtualTime time;
    SystemProxies proxies(time, time, path.isEmpty() ? system.helper() : SystemProxies::Helper{path, {}});
    QStringList whyNot;
    proxies.find(away(), this, [&](const QString &why) { whyNot.append(why); });
    if (path.isEmpty()) {
        QTRY_COMPARE_WITH_TIMEOUT(system.asked().size(), 1, LongMs);
        system.answer("nonsense");
    }
    QTRY_COMPARE_WITH_TIMEOUT(whyNot.size(), 1, LongMs);
    QVERIFY2(whyNot.first().contains(u"proxy"_s), qPrintable(whyNot.first()));
    QVERIFY(!proxies.known(away()));
}

void TestSystemProxies::withoutAHelperItIsAskedHere()
{
    qputenv("https_proxy", "http://proxy.example:3128");
    VirtualTime time;
    for (const QString &path : {u""_s, u"/nowhere/there/is/no/such/program"_s}) {
        SystemProxies proxies(time, time, {path, {}});
        bool served = false;
        proxies.find(away(), this, [&](const QString &why) { served = why.isEmpty(); });
        QTRY_VERIFY_WITH_TIMEOUT(served, LongMs);
        QCOMPARE(proxies.known(away()).value_or(ProxyRoute()).place(), u"proxy.example:3128"_s);
    }
    qunsetenv("https_proxy");
}

/// Nobody is left waiting for an answer that has come already.
void TestSystemProxies::F15_answersAtOnce()
{
    VirtualTime time;
    std::optional<ProxyRoute> answer;
    SystemProxies proxies(
        time, time, [&answer](const QUrl &, QObject *, const SystemProxies::Told &told) { told(answer); });
    QStringList whyNot;
    const auto note = [&](const QString &why) { whyNot.append(why); };
    proxies.find(away(), this, note);
    QCOMPARE(whyNot.size(), 1);
    QVERIFY2(whyNot.constFirst().contains(u"proxy"_s), qPrintable(whyNot.constFirst()));
    answer = through(3128);
    proxies.find(away(), this, note);
    QCOMPARE(whyNot.size(), 2);
    QCOMPARE(whyNot.constLast(), QString());
    QCOMPARE(proxies.known(away()), through(3128));
    time.advance(SystemProxies::HelperMs);
    QCOMPARE(whyNot.size(), 2);
}

void TestSystemProxies::whoeverHasGoneIsNotCalled()
{
    HeldProxies system;
    VirtualTime time;
    SystemProxies proxies(time, time, system.helper());
    auto gone = std::make_unique<QObject>();
    bool called = false;
    int told = 0;
    proxies.find(away(), gone.get(), [&](const QString &) { called = true; });
    proxies.find(away(), this, [&](const QString &) { ++told; });
    gone.reset();
    QTRY_COMPARE_WITH_TIMEOUT(system.asked().size(), 1, LongMs);
    system.answer(through(3128));
    QTRY_COMPARE_WITH_TIMEOUT(told, 1, LongMs);
    QVERIFY(!called);
    // One helper for both.
    QCOMPARE(system.asked().size(), 1);
}

void TestSystemProxies::theSystemsProxyIsUsed()
{
    Tunnelled far;
    far.proxy.setLogin({});
    far.system.answerAtOnce(through(far.proxy.serverPort()));
    const auto world = far.world();
    const Result<InstancePage> listed = list(*world);
    QVERIFY2(listed, listed ? "" : qPrintable(listed.error().message));
    QCOMPARE(far.proxy.tunnels(), 1);
    QVERIFY(!far.proxy.heard().contains("CANARY-token"));
}

void TestSystemProxies::anotherNetworkHasOtherProxies()
{
    Tunnelled far;
    far.proxy.setLogin({});
    far.system.answerAtOnce(through(far.proxy.serverPort()));
    const auto world = far.world();
    QVERIFY(list(*world));
    QCOMPARE(far.system.asked().size(), 1);
    const int before = far.proxy.tunnels();
    AskingProxy other("", quint16(far.server.url().port()));
    QVERIFY(other.start());
    far.system.answerAtOnce(through(other.serverPort()));
    QVERIFY(list(*world));
    QCOMPARE(far.system.asked().size(), 1);
    for (int round = 0; round < 2; ++round) {
        if (round == 0)
            world->http().renewConnections();
        else
            world->http().dropConnections();
        const Result<InstancePage> listed = list(*world);
        QVERIFY2(listed, listed ? "" : qPrintable(listed.error().message));
        QCOMPARE(far.system.asked().size(), 2 + round);
    }
    QCOMPARE(other.tunnels(), 2);
    QCOMPARE(far.proxy.tunnels(), before);
}

void TestSystemProxies::F14_theSystemsPasswordIsUsed()
{
    Tunnelled far;
    far.system.answerAtOnce(through(far.proxy.serverPort(), u"ana"_s, "proxy-CANARY"));
    const auto world = far.world();
    QSignalSpy needed(world.get(), &Surroundings::proxyPasswordNeeded);
    const Result<InstancePage> listed = list(*world);
    QVERIFY2(listed, listed ? "" : qPrintable(listed.error().message));
    QVERIFY(needed.isEmpty());
    for (const CloudServer::Seen &seen : far.server.seen())
        QVERIFY(!seen.headers.contains("proxy-authorization"));
}

void TestSystemProxies::F14_aRefusedPasswordOfTheSystemIsAskedFor()
{
    Tunnelled far;
    far.system.answerAtOnce(through(far.proxy.serverPort(), u"ana"_s, "old"));
    const auto world = far.world();
    QSignalSpy needed(world.get(), &Surroundings::proxyPasswordNeeded);
    QSignalSpy inUse(world.get(), &Surroundings::proxyPasswordInUse);
    const Result<InstancePage> refused = list(*world);
    QVERIFY(!refused);
    QCOMPARE(refused.error().kind, ApiError::Kind::Proxy);
    QTRY_COMPARE(needed.size(), 1);
    InstancesApi api(world->http(), world->authenticator(), world->profile());
    int ended = 0;
    for (int n = 0; n < 5; ++n) {
        ApiCall<InstancePage> *call = api.list(false, InstanceFeature::Notebook, 0, Patience::Person, &api);
        connect(call, &ApiCallBase::finished, &api, [&ended] { ++ended; });
    }
    QTRY_COMPARE_WITH_TIMEOUT(ended, 5, LongMs);
    // Once, however often it is tried; and it is not the person's fault.
    QCOMPARE(far.proxy.attempts(), QByteArrayList{"ana:old"});
    QCOMPARE(needed.first().at(1).toString(), QString());
    world->provideProxyPassword(u"ana"_s, Secret("proxy-CANARY"));
    QTRY_COMPARE(inUse.size(), 1);
    const Result<InstancePage> listed = list(*world);
    QVERIFY2(listed, listed ? "" : qPrintable(listed.error().message));
    QCOMPARE(far.proxy.attempts().count("ana:old"), 1);
    QCOMPARE(needed.size(), 1);
}

void TestSystemProxies::F15_theWindowLivesWhileTheSystemIsSlow()
{
    Tunnelled far;
    {
        Desk desk(QString(), Desk::First::Nothing);
        desk.application.open(far.world());
        desk.application.start();
        QTRY_COMPARE_WITH_TIMEOUT(far.system.asked().size(), 1, LongMs);
        QCOMPARE(far.system.running(), 1);
        const Heartbeat heart;
        QTRY_VERIFY(heart.beats() > 20);
        QVERIFY2(heart.longestMs() < 250, qPrintable(QString::number(heart.longestMs())));
        QVERIFY(desk.application.session()->readingState().listing);
        // It ends at once when the person wants that.
        QSignalSpy ended(&desk.application, &Application::finished);
        QElapsedTimer quitting;
        quitting.start();
        desk.application.quit();
        QTRY_COMPARE(ended.size(), 1);
        QVERIFY2(quitting.elapsed() < 2'000, qPrintable(QString::number(quitting.elapsed())));
    }
    QTRY_COMPARE_WITH_TIMEOUT(far.system.running(), 0, LongMs);
    QVERIFY(far.server.seen().isEmpty());
}

int main(int argc, char **argv)
{
    if (HeldProxies::isHelper(argc, argv))
        return HeldProxies::runHelper(argc, argv);
    QApplication application(argc, argv);
    TestSystemProxies test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_systemproxies.moc"

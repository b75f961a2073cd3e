// SPDX-License-Identifier: MIT
#include "desk.h"
#include "eventually.h"
#include "hostlookups.h"
#include "httpclient.h"
#include "scriptednames.h"
#include "scriptedserver.h"
#include "virtualtime.h"

#include <QApplication>
#include <QSignalSpy>
#include <QTest>
#include <QTimer>

#include <optional>

using namespace leasekeeper;
using namespace leasekeeper::test;
using namespace Qt::StringLiterals;

/// The program before a service whose name is looked up for a long time.
class TestSlowNames : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void cleanup() { ScriptedNames::release(); } // or the thread that asks would wait for ever
    void F02_theWindowLivesWhileTheNameIsLookedUp();
    void F02_nothingLeavesOnceGivenUp_data();
    void F02_nothingLeavesOnceGivenUp();
    void F02_aProxyLooksUpByItself();
    void F02_aProxyWithAName();
    void F01_writesSayThatThereIsNoSuchName();
};

void TestSlowNames::F02_theWindowLivesWhileTheNameIsLookedUp()
{
    if (!ScriptedNames::work())
        QSKIP("Names cannot be scripted here.");
    // The desk's time stands still from beginning to end, the world's moves by hand.
    VirtualTime time;
    Desk desk({}, Desk::First::Nothing, {}, {}, Desk::Time::Virtual);
    Profile profile = Desk::profileOf(desk.server, u"slow"_s);
    profile.endpoint = QUrl(u"https://service.slow.names.test"_s);
    ScriptedNames::hold(profile.endpoint.host());
    desk.application.open(
        std::make_unique<LiveWorld>(profile, TokenCredential{Secret(Desk::canaryToken()), std::nullopt},
                                    QString(), SystemProxies::Helper(), LiveWorld::TimeSource{time, time}));
    desk.application.start();
    QTRY_COMPARE(ScriptedNames::waiting(), 1);

    // The event loop turns, however often it is asked to, and nobody has answered meanwhile.
    int beats = 0;
    QTimer beat;
    connect(&beat, &QTimer::timeout, this, [&beats] { ++beats; });
    beat.start(0);
    QTRY_VERIFY(beats >= 100);
    QCOMPARE(ScriptedNames::waiting(), 1);
    QVERIFY(desk.application.session()->readingState().listing);

    time.advance(12'000);
    const int beatsBefore = beats;
    QTRY_VERIFY(beats >= beatsBefore + 100);
    QCOMPARE(ScriptedNames::waiting(), 1);

    // It ends at once when the person wants that: none of the program's clocks moves on.
    QSignalSpy ended(&desk.application, &Application::finished);
    desk.application.quit();
    QTRY_COMPARE(ended.size(), 1);
    QCOMPARE(ScriptedNames::waiting(), 1);
    QVERIFY(desk.server.seen().isEmpty());
}

namespace
{

/// The real network of a profile, and a service on loopback with a name.
struct NamedService {
    ScriptedServer server;
    VirtualTime time;
    Profile profile;
    std::unique_ptr<LiveWorld> world;

    explicit NamedService(const QString &host)
    {
        if (!server.start())
            qFatal("the service does not listen");
        profile.endpoint.setScheme(u"http"_s);
        profile.endpoint.setHost(host);
        profile.endpoint.setPort(server.serverPort());
        profile.endpoint.setPath(u"/v1/p/notebooks/one"_s);
        profile.proxy.mode = ProxySettings::Mode::None;
    }
    void open()
    {
        world = std::make_unique<LiveWorld>(profile, TokenCredential{Secret("any"), std::nullopt}, QString(),
                                            SystemProxies::Helper(), LiveWorld::TimeSource{time, time});
    }
    [[nodiscard]] HttpCall *send(const QByteArray &method, const QByteArray &body = {}) const
    {
        HttpRequest request;
        request.method = method;
        request.url = profile.endpoint;
        request.body = body;
        return world->http().send(request);
    }
    [[nodiscard]] static std::optional<Result<HttpResponse>> endOf(HttpCall *call)
    {
        std::optional<Result<HttpResponse>> end;
        QObject::connect(call, &HttpCall::finished, call, [call, &end] { end = call->result(); });
        if (!eventually([&end] { return end.has_value(); }))
            QObject::disconnect(call, nullptr, call, nullptr);
        return end;
    }
};

} // namespace

void TestSlowNames::F02_nothingLeavesOnceGivenUp_data()
{
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<QByteArray>("body");
    QTest::newRow("read") << QByteArray("GET") << QByteArray();
    QTest::newRow("write") << QByteArray("PATCH") << QByteArray("{}");
    QTest::newRow("delete") << QByteArray("DELETE") << QByteArray();
    QTest::newRow("write without body") << QByteArray("POST") << QByteArray();
}

void TestSlowNames::F02_nothingLeavesOnceGivenUp()
{
    QFETCH(const QByteArray, method);
    QFETCH(const QByteArray, body);
    if (!ScriptedNames::work())
        QSKIP("Names cannot be scripted here.");
    const QString host = u"%1.late.names.test"_s.arg(QLatin1StringView(method.toLower()));
    NamedService service(host);
    service.open();
    ScriptedNames::tell(host, {"127.0.0.1"});
    ScriptedNames::hold(host);
    HttpCall *call = service.send(method, body);
    std::optional<Result<HttpResponse>> end;
    connect(call, &HttpCall::finished, this, [&] { end = call->result(); });
    QVERIFY(eventually([] { return ScriptedNames::waiting() == 1; }));
    service.time.advance(HttpDeadlines{}.connectMs - 1);
    QVERIFY(!end);
    service.time.advance(1);
    QVERIFY(eventually([&] { return end.has_value(); }));
    QVERIFY(!*end);
    QCOMPARE(end->error().kind, ApiError::Kind::Timeout);
    QCOMPARE(end->error().delivery, ApiError::Delivery::NeverSent);
    QVERIFY2(end->error().message.contains(host), qPrintable(end->error().message));
    // The name comes at last: whoever asks for it next is the only one that the service hears of.
    ScriptedNames::release();
    service.server.play(Script::answer(200, "{}"));
    const auto next = NamedService::endOf(service.send("GET"));
    QVERIFY(next && *next);
    QCOMPARE(service.server.requests().size(), 1);
    QCOMPARE(service.server.requests().constFirst().method, "GET");
    // And now everything passes.
    service.server.play(Script::answer(200, "{}"));
    const auto last = NamedService::endOf(service.send(method, body));
    QVERIFY(last && *last);
    QCOMPARE(service.server.requests().constLast().method, method);
}

void TestSlowNames::F02_aProxyLooksUpByItself()
{
    if (!ScriptedNames::work())
        QSKIP("Names cannot be scripted here.");
    const QString host = u"behind.proxy.names.test"_s;
    NamedService service(host);
    service.profile.proxy.mode = ProxySettings::Mode::Own;
    service.profile.proxy.host = u"127.0.0.1"_s;
    service.profile.proxy.port = service.server.serverPort();
    service.open();
    ScriptedNames::hold(host); // for ever
    for (const QByteArray method : {"DELETE", "GET"}) {
        service.server.play(Script::answer(200, "{}"));
        const auto end = NamedService::endOf(service.send(method));
        QVERIFY(end && *end);
    }
    QCOMPARE(ScriptedNames::waiting(), 0);
    QVERIFY(!HostLookups::areUnderWay());
}

void TestSlowNames::F02_aProxyWithAName()
{
    if (!ScriptedNames::work())
        QSKIP("Names cannot be scripted here.");
    const QString proxy = u"proxy.names.test"_s;
    NamedService service(u"behind.named.names.test"_s);
    service.profile.proxy.mode = ProxySettings::Mode::Own;
    service.profile.proxy.host = proxy;
    service.profile.proxy.port = service.server.serverPort();
    service.open();
    ScriptedNames::tell(proxy, {"127.0.0.1"});
    ScriptedNames::hold(proxy);
    for (const QByteArray method : {"GET", "DELETE"}) {
        HttpCall *call = service.send(method);
        std::optional<Result<HttpResponse>> end;
        connect(call, &HttpCall::finished, this, [&] { end = call->result(); });
        QVERIFY(eventually([] { return ScriptedNames::waiting() == 1; }));
        QVERIFY(HostLookups::areUnderWay()); // whoever quits now does not wait for it
        service.time.advance(HttpDeadlines{}.connectMs);
        QVERIFY(eventually([&] { return end.has_value(); }));
        QVERIFY(!*end);
        QCOMPARE(end->error().delivery, ApiError::Delivery::NeverSent);
        if (method == "DELETE")
            QVERIFY2(end->error().message.contains(proxy), qPrintable(end->error().message));
    }
    ScriptedNames::release();
    QVERIFY(eventually([] { return !HostLookups::areUnderWay(); }));
    QVERIFY(service.server.requests().isEmpty());
    for (const QByteArray method : {"GET", "DELETE"}) {
        service.server.play(Script::answer(200, "{}"));
        const auto last = NamedService::endOf(service.send(method));
        QVERIFY(last && *last);
        QCOMPARE(service.server.requests().constLast().method, method);
    }
}

void TestSlowNames::F01_writesSayThatThereIsNoSuchName()
{
    if (!ScriptedNames::work())
        QSKIP("Names cannot be scripted here.");
    NamedService service(u"nowhere.names.test"_s);
    service.open();
    const auto end = NamedService::endOf(service.send("DELETE"));
    QVERIFY(end && !*end);
    QCOMPARE(end->error().delivery, ApiError::Delivery::NeverSent);
    QCOMPARE(end->error().stage, ApiError::Stage::NameLookup);
    QVERIFY2(end->error().message.contains(u"not found"_s), qPrintable(end->error().message));
    // Qt would look it up once more, for as long as that takes, and nobody would know how far it is.
    QCOMPARE(ScriptedNames::lookups(u"nowhere.names.test"_s), 1);

    service.profile.proxy.mode = ProxySettings::Mode::Own;
    service.profile.proxy.host = u"no-proxy.names.test"_s;
    service.profile.proxy.port = 1;
    service.open();
    const auto proxied = NamedService::endOf(service.send("DELETE"));
    QVERIFY(proxied && !*proxied);
    QCOMPARE(proxied->error().delivery, ApiError::Delivery::NeverSent);
    QCOMPARE(proxied->error().kind, ApiError::Kind::Proxy);
    QCOMPARE(ScriptedNames::lookups(u"no-proxy.names.test"_s), 1);
}

QTEST_MAIN(TestSlowNames)
#include "tst_slownames.moc"

// SPDX-License-Identifier: MIT
#include "apibench.h"
#include "routegate.h"
#include "virtualtime.h"

#include <QPointer>
#include <QTest>

#include <utility>

using namespace leasekeeper;
using namespace leasekeeper::test;
using namespace Qt::StringLiterals;

using Delivery = ApiError::Delivery;
using Kind = ApiError::Kind;

namespace
{

/// Opens when the test says so.
class HeldGate final : public RouteGate
{
public:
    QList<QUrl> asked;
    bool isOpen = false;

    void pass(const HttpRequest &request, QObject *context, Go go) override
    {
        asked.append(request.url);
        if (isOpen)
            go(std::nullopt);
        else
            m_waiting.append({context, std::move(go)});
    }
    void open(const std::optional<ApiError> &hindrance = std::nullopt)
    {
        for (const auto &[context, go] : std::exchange(m_waiting, {})) {
            if (context)
                go(hindrance);
        }
    }

private:
    QList<std::pair<QPointer<QObject>, Go>> m_waiting;
};

struct GateBench {
    VirtualTime time;
    HeldGate gate;
    ApiBench bench{&time, &time};

    GateBench() { bench.client.setGate(&gate); }
    [[nodiscard]] int requests() const { return int(bench.server.requests().size()); }
};

/// The end of one attempt.
struct Ended {
    HttpCall *call;
    Result<HttpResponse> result{ApiError{}};
    bool ended = false;

    explicit Ended(HttpCall *made) : call(made)
    {
        QObject::connect(call, &HttpCall::finished, call, [this] {
            result = call->result();
            ended = true;
        });
    }
};

} // namespace

/// Requests leave when the gate lets them, and say whose fault it is if it does not.
class TestRouteGate : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void anOpenGateChangesNothing();
    void heldRequestsLeaveLater();
    void hindrancesAreTold();
    void F15_heldTooLongSaysProxy();
    void cancelledWhileHeld();
    void goneWhileHeld();
    void F18_asleepWhileHeld();

private:
    [[nodiscard]] static HttpRequest request(const GateBench &test, const QByteArray &method);
};

HttpRequest TestRouteGate::request(const GateBench &test, const QByteArray &method)
{
    HttpRequest made;
    made.method = method;
    made.url = test.bench.server.url();
    return made;
}

void TestRouteGate::anOpenGateChangesNothing()
{
    GateBench test;
    test.gate.isOpen = true;
    test.bench.server.play(Script::answer(200, "{}"));
    Ended get(test.bench.client.send(request(test, "GET")));
    QTRY_VERIFY(get.ended);
    QVERIFY(get.result);
    QCOMPARE(test.gate.asked, QList<QUrl>{test.bench.server.url()});
}

void TestRouteGate::heldRequestsLeaveLater()
{
    for (const QByteArray method : {"GET", "DELETE"}) {
        GateBench test;
        test.bench.server.play(Script::answer(200, "{}"));
        Ended end(test.bench.client.send(request(test, method)));
        // Longer than a connection may take: the gate is not the line.
        test.time.advance(15'000);
        QVERIFY(!end.ended);
        QCOMPARE(test.requests(), 0);
        test.gate.open();
        QTRY_VERIFY(end.ended);
        QVERIFY(end.result);
        QCOMPARE(test.requests(), 1);
        // What it tells is as old as the moment when it left.
        QCOMPARE(end.result.value().sentAtMs, 15'000);
    }
}

void TestRouteGate::hindrancesAreTold()
{
    ApiError hindrance;
    hindrance.kind = Kind::Proxy;
    hindrance.message = u"The way is not known."_s;
    for (const QByteArray method : {"GET", "DELETE"}) {
        GateBench test;
        Ended end(test.bench.client.send(request(test, method)));
        test.gate.open(hindrance);
        QVERIFY(!end.ended); // never from within
        QTRY_VERIFY(end.ended);
        QVERIFY(!end.result);
        QCOMPARE(end.result.error().kind, Kind::Proxy);
        QCOMPARE(end.result.error().message, hindrance.message);
        QCOMPARE(end.result.error().delivery, Delivery::NeverSent);
        QVERIFY(end.result.error().detail.startsWith(QString::fromLatin1(method)));
        QCOMPARE(test.requests(), 0);
    }
}

void TestRouteGate::F15_heldTooLongSaysProxy()
{
    for (const auto &[method, deadlineMs] : {std::pair{"GET", 30'000}, std::pair{"DELETE", 60'000}}) {
        GateBench test;
        Ended end(test.bench.client.send(request(test, method)));
        test.time.advance(deadlineMs - 1);
        QVERIFY(!end.ended);
        test.time.advance(1);
        QTRY_VERIFY(end.ended);
        QVERIFY(!end.result);
        QCOMPARE(end.result.error().kind, Kind::Proxy);
        QVERIFY2(end.result.error().message.contains(u"proxy"_s), qPrintable(end.result.error().message));
        QCOMPARE(end.result.error().delivery, Delivery::NeverSent);
        // Too late.
        test.gate.open();
        test.time.settle();
        QCOMPARE(test.requests(), 0);
    }
}

void TestRouteGate::cancelledWhileHeld()
{
    for (const QByteArray method : {"GET", "DELETE"}) {
        GateBench test;
        Ended end(test.bench.client.send(request(test, method)));
        end.call->cancel();
        test.gate.open();
        QTRY_VERIFY(end.ended);
        QVERIFY(!end.result);
        QCOMPARE(end.result.error().kind, Kind::Cancelled);
        QCOMPARE(end.result.error().delivery, Delivery::NeverSent);
        QCOMPARE(test.requests(), 0);
    }
}

void TestRouteGate::goneWhileHeld()
{
    GateBench test;
    auto parent = std::make_unique<QObject>();
    const QPointer<HttpCall> call = test.bench.client.send(request(test, "DELETE"), parent.get());
    parent.reset();
    QVERIFY(!call);
    test.gate.open();
    test.time.settle();
    QCOMPARE(test.requests(), 0);
}

void TestRouteGate::F18_asleepWhileHeld()
{
    // A prolong says how long from now on: hours later that is another moment.
    for (const QByteArray method : {"GET", "PATCH"}) {
        GateBench test;
        Ended end(test.bench.client.send(request(test, method)));
        test.bench.client.dropConnections();
        QTRY_VERIFY(end.ended);
        QVERIFY(!end.result);
        QCOMPARE(end.result.error().delivery, Delivery::NeverSent);
        test.gate.open();
        test.time.settle();
        QCOMPARE(test.requests(), 0);
        // What comes after is let go as ever.
        test.gate.isOpen = true;
        test.bench.server.play(Script::answer(200, "{}"));
        Ended next(test.bench.client.send(request(test, "GET")));
        QTRY_VERIFY(next.ended);
        QVERIFY(next.result);
    }
}

QTEST_GUILESS_MAIN(TestRouteGate)
#include "tst_routegate.moc"

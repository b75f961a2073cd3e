// SPDX-License-Identifier: MIT
#include "apibench.h"

#include <QTest>

using namespace leasekeeper;
using namespace leasekeeper::test;
using namespace Qt::StringLiterals;

using Delivery = ApiError::Delivery;

/// Whatever an id or a profile says, a request goes to the one place it is meant for, or nowhere.
class RequestAddressesTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void F48_idsOnTheWire_data();
    void F48_idsOnTheWire();
    void F48_idsThatAreNeverSent_data();
    void F48_idsThatAreNeverSent();
    void F87_wrongEndpointsAreNeverAsked_data();
    void F87_wrongEndpointsAreNeverAsked();
    void otherHostsAreNeverAsked_data();
    void otherHostsAreNeverAsked();
};

void RequestAddressesTest::F48_idsOnTheWire_data()
{
    QTest::addColumn<QString>("id");
    QTest::addColumn<QByteArray>("segment");
    const auto row = [](const char *name, const QString &id, const QByteArray &segment) {
        QTest::newRow(name) << id << segment;
    };
    row("slash", u"a/b"_s, "a%2Fb");
    row("climbing", u"../../v1"_s, "..%2F..%2Fv1");
    row("question mark", u"a?b=c"_s, "a%3Fb%3Dc");
    row("fragment", u"a#b"_s, "a%23b");
    row("encoded already", u"a%2Fb"_s, "a%252Fb");
    row("umlaut", u"é"_s, "%C3%A9");
    row("CJK", u"笔记"_s, "%E7%AC%94%E8%AE%B0");
    row("newline", u"a\r\nX-Evil: 1"_s, "a%0D%0AX-Evil%3A%201");
    row("blank", u" "_s, "%20");
    row("three dots", u"..."_s, "...");
    row("encoded dot", u"%2e%2e"_s, "%252e%252e");
    row("semicolon and colon", u"a;b:c@d"_s, "a%3Bb%3Ac%40d");
    row("backslash", u"a\\b"_s, "a%5Cb");
    row("quotes and brackets", u"\"<>[]{}|^`"_s, "%22%3C%3E%5B%5D%7B%7D%7C%5E%60");
    row("300 characters", QString(300, u'x'), QByteArray(300, 'x'));
    row("unreserved", u"Az09-._~"_s, "Az09-._~");
}

void RequestAddressesTest::F48_idsOnTheWire()
{
    QFETCH(QString, id);
    QFETCH(QByteArray, segment);
    ApiBench bench;
    bench.server.play(Script::answer(204, {}));
    QVERIFY(bench.end(bench.api->remove(id, nullptr)));
    QVERIFY(bench.end(bench.api->renewLease(id, 3'600'000, nullptr)));
    QCOMPARE(bench.server.requests().size(), 2);
    QCOMPARE(bench.server.requests().at(0).target, QByteArray("/v1/p1/notebooks/" + segment));
    QCOMPARE(bench.server.requests().at(1).target, QByteArray("/v1/p1/notebooks/" + segment + "/lease"));
    for (const ScriptedRequest &seen : bench.server.requests())
        QVERIFY(!seen.headers.contains("x-evil"));
}

void RequestAddressesTest::F48_idsThatAreNeverSent_data()
{
    QTest::addColumn<QString>("id");
    QTest::newRow("empty") << u""_s;
    QTest::newRow("dot") << u"."_s;
    QTest::newRow("two dots") << u".."_s;
    QTest::newRow("the list of everybody") << u"all"_s;
    QTest::newRow("flavors") << u"flavors"_s;
    QTest::newRow("half a surrogate pair") << QString(QChar(0xD800));
}

void RequestAddressesTest::F48_idsThatAreNeverSent()
{
    QFETCH(QString, id);
    ApiBench bench;
    bench.server.play(Script::answer(204, {}));
    const auto refused = [](const auto &result) {
        return !result && result.error().delivery == Delivery::NeverSent && !result.error().message.isEmpty();
    };
    QVERIFY(refused(bench.end(bench.api->remove(id, nullptr))));
    QVERIFY(refused(bench.end(bench.api->start(id, 3'600'000, nullptr))));
    QVERIFY(refused(bench.end(bench.api->stop(id, nullptr))));
    QVERIFY(refused(bench.end(bench.api->renewLease(id, 3'600'000, nullptr))));
    QVERIFY(refused(bench.end(bench.api->show(id, Patience::Person, nullptr))));
    QVERIFY(refused(bench.end(bench.api->showLease(id, Patience::Person, nullptr))));
    QCOMPARE(bench.server.connections(), 0);
    QCOMPARE(bench.authenticator.authorised, 0);
}

void RequestAddressesTest::F87_wrongEndpointsAreNeverAsked_data()
{
    QTest::addColumn<QUrl>("endpoint");
    QTest::addColumn<QString>("project");
    QTest::newRow("none") << QUrl() << u"p1"_s;
    QTest::newRow("http elsewhere") << QUrl(u"http://modelarts.example.com"_s) << u"p1"_s;
    QTest::newRow("http, named like loopback") << QUrl(u"http://127.0.0.1.example.com"_s) << u"p1"_s;
    QTest::newRow("file") << QUrl(u"file:///etc"_s) << u"p1"_s;
    QTest::newRow("no project") << QUrl(u"https://127.0.0.1:1"_s) << QString();
    QTest::newRow("project climbs") << QUrl(u"https://127.0.0.1:1"_s) << u".."_s;
}

void RequestAddressesTest::F87_wrongEndpointsAreNeverAsked()
{
    QFETCH(QUrl, endpoint);
    QFETCH(QString, project);
    ApiBench bench;
    bench.profile.endpoint = endpoint;
    bench.profile.projectId = project;
    bench.remake();
    const auto result =
        bench.end(bench.api->list(false, InstanceFeature::Notebook, 0, Patience::Person, nullptr));
    QVERIFY(!result);
    QCOMPARE(result.error().delivery, Delivery::NeverSent);
    QCOMPARE(bench.authenticator.authorised, 0);
}

void RequestAddressesTest::otherHostsAreNeverAsked_data()
{
    QTest::addColumn<int>("change");
    QTest::newRow("port") << 0;
    QTest::newRow("host") << 1;
    QTest::newRow("scheme") << 2;
    QTest::newRow("user") << 3;
}

void RequestAddressesTest::otherHostsAreNeverAsked()
{
    QFETCH(int, change);
    ApiBench bench;
    ScriptedServer other;
    QVERIFY(other.start());
    bench.authenticator.tampers = [&](HttpRequest &request) {
        if (change == 0)
            request.url.setPort(other.serverPort());
        else if (change == 1)
            request.url.setHost(u"localhost"_s);
        else if (change == 2)
            request.url.setScheme(u"https"_s);
        else
            request.url.setUserName(u"me"_s);
    };
    const auto result = bench.end(bench.api->remove(u"a"_s, nullptr));
    QVERIFY(!result);
    QCOMPARE(result.error().delivery, Delivery::NeverSent);
    QCOMPARE(other.connections(), 0);
    QCOMPARE(bench.server.connections(), 0);
}

QTEST_GUILESS_MAIN(RequestAddressesTest)
#include "tst_requestaddresses.moc"

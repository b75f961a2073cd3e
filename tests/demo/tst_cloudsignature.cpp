// SPDX-License-Identifier: MIT
#include "cloudsignature.h"

#include "simulatedcloud.h"

#include <QTest>

using namespace leasekeeper;

namespace
{

constexpr char Access[] = "VECTORACCESSKEY01234";
constexpr char SecretKey[] = "vectorSecretKey+/0123456789abcdefghijklm";
constexpr char Date[] = "20240102T030405Z";

using Headers = QMap<QByteArray, QByteArray>;

CloudRequest signedRequest(const QByteArray &method, const QByteArray &target, const Headers &headers,
                           const QByteArray &names, const QByteArray &signature,
                           const QByteArray &access = Access)
{
    CloudRequest request;
    request.method = method;
    const qsizetype mark = target.indexOf('?');
    request.path = mark < 0 ? target : target.left(mark);
    request.query = mark < 0 ? QByteArray() : target.mid(mark + 1);
    request.headers = headers;
    request.headers.insert("authorization", "SDK-HMAC-SHA256 Access=" + access + ", SignedHeaders=" + names +
                                                ", Signature=" + signature);
    return request;
}

bool isAccepted(const CloudRequest &request, const QByteArray &secretKey = SecretKey)
{
    const std::optional<CloudSignature> claim = cloudsignature::read(request);
    return claim && cloudsignature::verifies(request, *claim, secretKey);
}

Headers usualHeaders(const Headers &more = {})
{
    Headers headers{{"host", "modelarts.demo.invalid"}, {"x-sdk-date", Date}};
    headers.insert(more);
    return headers;
}

} // namespace

/// The service's own reading of a signed request: ModelArts API reference, section 7. The expected
/// signatures were worked out apart from this code.
class TestCloudSignature : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void publishedFirst();
    void publishedSecond();
    void publishedWithBody();
    void vectors_data();
    void vectors();
    void anyChangeIsNoticed_data();
    void anyChangeIsNoticed();
    void headersThatAreNotThere();
    void bodyMustMatchItsHash();
    void orderOfSignedHeaders();
    void malformedHeaders_data();
    void malformedHeaders();
    void spacesBetweenParts();
    void dates_data();
    void dates();
};

void TestCloudSignature::publishedFirst()
{
    const CloudRequest request = signedRequest(
        "GET",
        "/v1/77b6a44cba5143ab91d13ab9a8ff44fd/vpcs?limit=2&marker=13551d6b-755d-4757-b956-536f674975c0",
        {{"content-type", "application/json"},
         {"host", "service.region.example.com"},
         {"x-sdk-date", "20191115T033655Z"}},
        "content-type;host;x-sdk-date", "7be6668032f70418fcc22abc52071e57aff61b84a1d2381bb430d6870f4f6ebe",
        "QTWAOYTTINDUT2QVKYUC");
    QVERIFY(isAccepted(request, "MFyfvK41ba2giqM7Uio6PznpdUKGpownRZlmVmHc"));
    QVERIFY(!isAccepted(request, "MFyfvK41ba2giqM7Uio6PznpdUKGpownRZlmVmHd"));
    QCOMPARE(cloudsignature::read(request)->access, QByteArray("QTWAOYTTINDUT2QVKYUC"));
}

void TestCloudSignature::publishedSecond()
{
    QVERIFY(isAccepted(
        signedRequest("GET", "/resources?size=1",
                      {{"host", "service.endpoint.myhuaweicloud.com"}, {"x-sdk-date", "20200608T023900Z"}},
                      "host;x-sdk-date", "cfb4171acec81de07d50e53d57eb77edd537414d66ddb1d7d780f128e12cd842"),
        "SecretKey"));
}

void TestCloudSignature::publishedWithBody()
{
    CloudRequest request =
        signedRequest("POST", "/resources?size=1",
                      {{"host", "service.endpoint.myhuaweicloud.com"}, {"x-sdk-date", "20200608T023900Z"}},
                      "host;x-sdk-date", "436b1ac0a1ae03705934bb70ef2f2e09f7bfed2117d731a38235053199323a1f");
    request.body = R"({"name":"test","id":1})";
    QVERIFY(isAccepted(request, "SecretKey"));
    request.body = R"({"name":"test","id":2})";
    QVERIFY(!isAccepted(request, "SecretKey"));
}

void TestCloudSignature::vectors_data()
{
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<QByteArray>("target");
    QTest::addColumn<Headers>("headers");
    QTest::addColumn<QByteArray>("names");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("signature");
    const QByteArray get("GET");
    const QByteArray usual("host;x-sdk-date");
    const QByteArray none;
    const auto row = [&](const char *name, const QByteArray &target, const char *signature) {
        QTest::newRow(name) << get << target << usualHeaders() << usual << none << QByteArray(signature);
    };
    row("no query", "/v1/p/notebooks", "37abf24663ba2cb520a3f72f666d3f87ed492440e50cd6ea673b811336577c15");
    row("trailing slash", "/v1/p/notebooks/",
        "37abf24663ba2cb520a3f72f666d3f87ed492440e50cd6ea673b811336577c15");
    row("empty pairs are none", "/v1/p/notebooks?&&",
        "37abf24663ba2cb520a3f72f666d3f87ed492440e50cd6ea673b811336577c15");
    row("root", "/", "4247f08530e69ead99a446a4038b1df919bf1f553c5d3f21098521fae4165417");
    row("sorted", "/v1/p/notebooks?Feature=DEFAULT&limit=50&offset=50",
        "3013a8c003f6a675efc5f8d5392538b465b2831bd1156c6427d0a5cc637b7a5e");
    row("any order on the wire", "/v1/p/notebooks?offset=50&limit=50&Feature=DEFAULT",
        "3013a8c003f6a675efc5f8d5392538b465b2831bd1156c6427d0a5cc637b7a5e");
    row("repeated keys", "/v1/p/notebooks?tag=b&tag=a&tag=B&ta=z",
        "6d3deafcb292d47a02da43007c11b8ad8cc7611d30832f89381a4224f1d07192");
    row("empty values",
        "/v1/p/notebooks?a=&b&c==x=", "5f973e95bf082339c8dc3df4753bc68127ddd43f6457b68c9239892cb255291f");
    row("plus and space", "/v1/p/notebooks?name=a%2Bb%20c&k%20k=%2B",
        "8a570847271076a48e2c1462a2e4f4462dc3a18b7f82ca59c6e76b4c8b710e4a");
    row("space sent as plus", "/v1/p/notebooks?name=a%2Bb+c&k+k=%2b",
        "8a570847271076a48e2c1462a2e4f4462dc3a18b7f82ca59c6e76b4c8b710e4a");
    row("tilde", "/v1/p~q/notebooks?~name=~a%2Ab%27%28%29%21",
        "c32bd6cf32a0f9e20c6028fb34b41640c9418c2031d34627d29964b75ee5e098");
    row("tilde and marks as other clients send them", "/v1/p%7Eq/notebooks?%7Ename=~a*b'()!",
        "c32bd6cf32a0f9e20c6028fb34b41640c9418c2031d34627d29964b75ee5e098");
    row("encoded slash", "/v1/p/notebooks/a%2Fb%3Fc%23d?path=x%2Fy%252Fz",
        "478b96968fea7349b7070551272fb4d8ae692f63c3d2615f2665702ee6bffefe");
    row("non-ASCII", "/v1/p/notebooks/%C3%A9t%C3%A9-%E6%95%B0?n%C3%A4me=%E6%95%B0%E6%8D%AE%20%F0%9F%98%80",
        "e8fba265101333d0bc80afb687949b9e19ae564a8393de71eb063fe51815b341");
    row("sorted by what is meant", "/v1?a=%C3%A9&a=~&a=-",
        "b9ac4819443b2cbee2339c301b1bb45e6ea38a7dbc38d1c64dbc82d5b7d7860a");

    QTest::newRow("body") << QByteArray("PATCH") << QByteArray("/v1/p/notebooks/i/lease")
                          << usualHeaders({{"content-type", "application/json"}})
                          << QByteArray("content-type;host;x-sdk-date")
                          << QByteArray("{\"name\":\"\xC3\xA9\"}")
                          << QByteArray("b1775ef5dce3d67010e89a9bea7d3c722daa4acf8dd44f7211734986c48920dc");
    QTest::newRow("security token")
        << QByteArray("POST") << QByteArray("/v1/p/notebooks/i/stop")
        << usualHeaders({{"x-security-token", "tok+/="}, {"x-project-id", "p"}, {"x-extra", "not signed"}})
        << QByteArray("host;x-project-id;x-sdk-date;x-security-token") << QByteArray("{}")
        << QByteArray("0904a47006ef06bc69b46bb69aa1236b8e3b704bec87302b99dc99f53bb37dfa");
    QTest::newRow("unsigned payload")
        << QByteArray("POST") << QByteArray("/v1/p")
        << usualHeaders({{"x-sdk-content-sha256", "UNSIGNED-PAYLOAD"}})
        << QByteArray("host;x-sdk-content-sha256;x-sdk-date") << QByteArray("whatever")
        << QByteArray("4971b88f61020933289d65d797e1c2b41e98168fa217506d13e96c7030a2f6b9");
    QTest::newRow("trimmed header")
        << get << QByteArray("/v1") << usualHeaders({{"x-note", "  a  b "}})
        << QByteArray("host;x-note;x-sdk-date") << none
        << QByteArray("5691092dfc09fb50b77c5b96cddcb758f5a8885e3d8fc0ff1a5a7a86de467482");
    QTest::newRow("date alone") << QByteArray("DELETE") << QByteArray("/v1/p/notebooks/i") << usualHeaders()
                                << QByteArray("x-sdk-date") << none
                                << QByteArray(
                                       "b90d335031cd7b751ccca585d4fd2a476f06b00a068feb1af1faf555b67ac18a");
    QTest::newRow("host alone") << get << QByteArray("/v1") << usualHeaders() << QByteArray("host") << none
                                << QByteArray(
                                       "34caa745c93622d33f0314602d457977944c097e568da1fd672594a537992858");
}

void TestCloudSignature::vectors()
{
    QFETCH(const QByteArray, method);
    QFETCH(const QByteArray, target);
    QFETCH(const Headers, headers);
    QFETCH(const QByteArray, names);
    QFETCH(const QByteArray, body);
    QFETCH(const QByteArray, signature);
    CloudRequest request = signedRequest(method, target, headers, names, signature);
    request.body = body;
    QVERIFY(isAccepted(request));
    QVERIFY(!isAccepted(request, "another key"));
}

void TestCloudSignature::anyChangeIsNoticed_data()
{
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<QByteArray>("target");
    QTest::addColumn<Headers>("changed");
    const QByteArray get("GET");
    const QByteArray target("/v1/p/notebooks?Feature=DEFAULT&limit=50&offset=50");
    QTest::newRow("method") << QByteArray("POST") << target << Headers();
    QTest::newRow("path") << get << QByteArray("/v1/q/notebooks?Feature=DEFAULT&limit=50&offset=50")
                          << Headers();
    QTest::newRow("value") << get << QByteArray("/v1/p/notebooks?Feature=DEFAULT&limit=50&offset=5")
                           << Headers();
    QTest::newRow("left out") << get << QByteArray("/v1/p/notebooks?Feature=DEFAULT&limit=50") << Headers();
    QTest::newRow("added") << get << QByteArray(target + "&x=") << Headers();
    QTest::newRow("twice") << get << QByteArray(target + "&limit=50") << Headers();
    QTest::newRow("host") << get << target << Headers{{"host", "modelarts.demo.invalid:443"}};
    QTest::newRow("date") << get << target << Headers{{"x-sdk-date", "20240102T030406Z"}};
}

void TestCloudSignature::anyChangeIsNoticed()
{
    QFETCH(const QByteArray, method);
    QFETCH(const QByteArray, target);
    QFETCH(const Headers, changed);
    QVERIFY(!isAccepted(signedRequest(method, target, usualHeaders(changed), "host;x-sdk-date",
                                      "3013a8c003f6a675efc5f8d5392538b465b2831bd1156c6427d0a5cc637b7a5e")));
}

void TestCloudSignature::headersThatAreNotThere()
{
    const CloudRequest request =
        signedRequest("GET", "/v1", usualHeaders(), "host;x-gone;x-sdk-date", QByteArray(64, '0'));
    QVERIFY(!cloudsignature::canonicalRequest(request, {"host", "x-gone", "x-sdk-date"}));
    QVERIFY(!isAccepted(request));
    QVERIFY(!cloudsignature::canonicalRequest(request, {"host", "host"}));
}

void TestCloudSignature::bodyMustMatchItsHash()
{
    CloudRequest request = signedRequest("POST", "/v1", usualHeaders(), "host;x-sdk-date", "x");
    request.body = "body";
    const auto resign = [&request] {
        const auto canonical = cloudsignature::canonicalRequest(request, {"host", "x-sdk-date"});
        request.headers.insert("authorization",
                               "SDK-HMAC-SHA256 Access=A, SignedHeaders=host;x-sdk-date, Signature=" +
                                   cloudsignature::signatureOf(*canonical, Date, SecretKey));
    };
    request.headers.insert("x-sdk-content-sha256",
                           "230d8358dc8e8890b4c58deeb62912ee2f20357ae92a5cc861b98e68fe31acb5");
    resign();
    QVERIFY(isAccepted(request));
    request.body = "bodY";
    QVERIFY(!isAccepted(request));
    request.headers.insert("x-sdk-content-sha256", QByteArray(64, '0'));
    resign();
    QVERIFY(!isAccepted(request));
}

void TestCloudSignature::orderOfSignedHeaders()
{
    QVERIFY(isAccepted(signedRequest("GET", "/v1/p/notebooks", usualHeaders(), "x-sdk-date;host",
                                     "37abf24663ba2cb520a3f72f666d3f87ed492440e50cd6ea673b811336577c15")));
}

void TestCloudSignature::malformedHeaders_data()
{
    QTest::addColumn<QByteArray>("header");
    QTest::newRow("none") << QByteArray();
    QTest::newRow("another scheme") << QByteArray("Basic abc");
    QTest::newRow("another algorithm") << QByteArray("SDK-HMAC-SM3 Access=a, SignedHeaders=b, Signature=c");
    QTest::newRow("nothing but the name") << QByteArray("SDK-HMAC-SHA256");
    QTest::newRow("no access") << QByteArray("SDK-HMAC-SHA256 SignedHeaders=b, Signature=c");
    QTest::newRow("empty access") << QByteArray("SDK-HMAC-SHA256 Access=, SignedHeaders=b, Signature=c");
    QTest::newRow("no names") << QByteArray("SDK-HMAC-SHA256 Access=a, Signature=c");
    QTest::newRow("no signature") << QByteArray("SDK-HMAC-SHA256 Access=a, SignedHeaders=b");
    QTest::newRow("twice") << QByteArray("SDK-HMAC-SHA256 Access=a, Access=a, SignedHeaders=b, Signature=c");
    QTest::newRow("something else") << QByteArray(
        "SDK-HMAC-SHA256 Access=a, SignedHeaders=b, Signature=c, More=d");
    QTest::newRow("no commas") << QByteArray("SDK-HMAC-SHA256 Access=a SignedHeaders=b Signature=c");
}

void TestCloudSignature::malformedHeaders()
{
    QFETCH(const QByteArray, header);
    CloudRequest request;
    request.headers.insert("authorization", header);
    QVERIFY(!cloudsignature::read(request));
}

void TestCloudSignature::spacesBetweenParts()
{
    CloudRequest request;
    request.headers.insert("authorization", " SDK-HMAC-SHA256  Access=a,SignedHeaders=b;c ,  Signature=d=e ");
    const std::optional<CloudSignature> claim = cloudsignature::read(request);
    QVERIFY(claim);
    QVERIFY(cloudsignature::isSigned(request));
    QCOMPARE(claim->access, QByteArray("a"));
    QCOMPARE(claim->signedHeaders, (QList<QByteArray>{"b", "c"}));
    QCOMPARE(claim->signature, QByteArray("d=e"));
}

void TestCloudSignature::dates_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<qint64>("ms"); ///< -1: none
    QTest::newRow("usual") << QByteArray("20191115T033655Z") << qint64(1'573'789'015'000);
    QTest::newRow("leap day") << QByteArray("20240229T235959Z") << qint64(1'709'251'199'000);
    QTest::newRow("an hour that summer time skips elsewhere")
        << QByteArray("20240331T023000Z") << qint64(1'711'852'200'000);
    for (const char *const wrong :
         {"", "20191115T033655", "2019-11-15T03:36:55Z", "20191315T033655Z", "20191115T243655Z",
          "20191115 033655Z", "20191115T033655ZZ", "Fri, 15 Nov 2019 03:36:55 GMT"})
        QTest::newRow(wrong) << QByteArray(wrong) << qint64(-1);
}

void TestCloudSignature::dates()
{
    QFETCH(const QByteArray, text);
    QFETCH(const qint64, ms);
    CloudRequest request;
    request.headers.insert("x-sdk-date", text);
    QCOMPARE(cloudsignature::signedAtMs(request).value_or(-1), ms);
    if (ms >= 0)
        QCOMPARE(cloudsignature::dateText(ms), text);
}

QTEST_GUILESS_MAIN(TestCloudSignature)
#include "tst_cloudsignature.moc"

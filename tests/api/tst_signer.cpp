// SPDX-License-Identifier: MIT
#include "apibench.h"
#include "signer.h"
#include "wiresignature.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace leasekeeper;
using namespace leasekeeper::test;
using namespace Qt::StringLiterals;

/// Signatures against published values, against values computed elsewhere, and against what Qt really sends.
class SignerTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void publishedWithContentType();
    void publishedShort_data();
    void publishedShort();
    void vectors_data();
    void vectors();
    void vectorsOnTheWire_data();
    void vectorsOnTheWire();
    void everyCharacterOnTheWire();
    void strictUrlIsStable();
    void queryFromText();
    void hosts_data();
    void hosts();
    void dates();
    void differentInputsDiffer();

private:
    void addVectors() const;

    QJsonArray m_vectors;
};

void SignerTest::initTestCase()
{
    QFile file(QStringLiteral(LEASEKEEPER_API_DATA "/signing-vectors.json"));
    QVERIFY(file.open(QIODevice::ReadOnly));
    m_vectors = QJsonDocument::fromJson(file.readAll()).array();
    QVERIFY(m_vectors.size() >= 12);
}

void SignerTest::publishedWithContentType()
{
    SigningInput input;
    input.url = QUrl(u"https://service.region.example.com/v1/77b6a44cba5143ab91d13ab9a8ff44fd/vpcs"
                     "?limit=2&marker=13551d6b-755d-4757-b956-536f674975c0"_s);
    input.headers = {{"Content-Type", "application/json"},
                     {"X-Sdk-Date", "20191115T033655Z"},
                     {"Host", hostHeader(input.url)}};
    input.accessKey = "QTWAOYTTINDUT2QVKYUC";
    input.secretKey = Secret("MFyfvK41ba2giqM7Uio6PznpdUKGpownRZlmVmHc");
    const Signature made = signRequest(input);
    QCOMPARE(made.canonicalRequestHash,
             QByteArray("b25362e603ee30f4f25e7858e8a7160fd36e803bb2dfe206278659d71a9bcd7a"));
    QCOMPARE(made.signature, QByteArray("7be6668032f70418fcc22abc52071e57aff61b84a1d2381bb430d6870f4f6ebe"));
    QCOMPARE(
        made.authorization,
        QByteArray("SDK-HMAC-SHA256 Access=QTWAOYTTINDUT2QVKYUC, SignedHeaders=content-type;host;x-sdk-date, "
                   "Signature=7be6668032f70418fcc22abc52071e57aff61b84a1d2381bb430d6870f4f6ebe"));
}

void SignerTest::publishedShort_data()
{
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("signature");
    QTest::newRow("GET") << QByteArray("GET") << QByteArray()
                         << QByteArray("cfb4171acec81de07d50e53d57eb77edd537414d66ddb1d7d780f128e12cd842");
    QTest::newRow("POST") << QByteArray("POST") << QByteArray(R"({"name":"test","id":1})")
                          << QByteArray("436b1ac0a1ae03705934bb70ef2f2e09f7bfed2117d731a38235053199323a1f");
}

void SignerTest::publishedShort()
{
    QFETCH(QByteArray, method);
    QFETCH(QByteArray, body);
    SigningInput input;
    input.method = method;
    input.body = body;
    input.url = QUrl(u"https://service.endpoint.myhuaweicloud.com/resources?size=1"_s);
    input.headers = {{"Host", hostHeader(input.url)}, {"X-Sdk-Date", "20200608T023900Z"}};
    input.accessKey = "AccessKey";
    input.secretKey = Secret("SecretKey");
    const Signature made = signRequest(input);
    QTEST(made.signature, "signature");
    QCOMPARE(made.signedHeaders, QByteArray("host;x-sdk-date"));
}

void SignerTest::addVectors() const
{
    QTest::addColumn<QJsonObject>("vector");
    for (const QJsonValue &value : m_vectors) {
        const QJsonObject vector = value.toObject();
        QTest::newRow(qPrintable(vector["name"_L1].toString())) << vector;
    }
}

void SignerTest::vectors_data()
{
    addVectors();
}

void SignerTest::vectors()
{
    QFETCH(QJsonObject, vector);
    SigningInput input;
    input.method = vector["method"_L1].toString().toLatin1();
    input.url = QUrl(vector["url"_L1].toString());
    QVERIFY(input.url.isValid());
    QCOMPARE(hostHeader(input.url), vector["headers"_L1][0][1].toString().toLatin1());
    for (const QJsonValue &header : vector["headers"_L1].toArray())
        input.headers.emplaceBack(header[0].toString().toUtf8(), header[1].toString().toUtf8());
    input.body = vector["body"_L1].toString().toUtf8();
    input.accessKey = vector["accessKey"_L1].toString().toLatin1();
    input.secretKey = Secret(vector["secretKey"_L1].toString().toUtf8());

    const Signature made = signRequest(input);
    QCOMPARE(QString::fromUtf8(made.canonicalRequest), vector["canonicalRequest"_L1].toString());
    QCOMPARE(made.canonicalRequestHash, vector["canonicalRequestHash"_L1].toString().toLatin1());
    QCOMPARE(made.signedHeaders, vector["signedHeaders"_L1].toString().toLatin1());
    QCOMPARE(made.signature, vector["signature"_L1].toString().toLatin1());
    // The address in its final form is signed alike.
    input.url = strictUrl(input.url);
    QCOMPARE(signRequest(input).signature, made.signature);
}

void SignerTest::vectorsOnTheWire_data()
{
    addVectors();
}

void SignerTest::vectorsOnTheWire()
{
    QFETCH(QJsonObject, vector);
    ApiBench bench;
    bench.server.play(Script::answer(200, "{}"));
    HttpRequest request;
    request.method = vector["method"_L1].toString().toLatin1();
    request.body = vector["body"_L1].toString().toUtf8();
    QUrl url(vector["url"_L1].toString());
    url.setScheme(u"http"_s);
    url.setHost(u"127.0.0.1"_s);
    url.setPort(bench.server.serverPort());
    request.url = strictUrl(url);

    const Secret secret(vector["secretKey"_L1].toString().toUtf8());
    QList<std::pair<QByteArray, QByteArray>> headers{{"Host", hostHeader(url)}};
    for (const QJsonValue &header : vector["headers"_L1].toArray()) {
        if (header[0].toString() != "Host"_L1)
            headers.emplaceBack(header[0].toString().toUtf8(), header[1].toString().toUtf8());
    }
    request.headers = headers;
    request.headers.emplaceBack(
        "Authorization",
        signRequest({request.method, request.url, headers, request.body, "AK", secret}).authorization);
    HttpCall *call = bench.client.send(request);
    QSignalSpy gone(call, &QObject::destroyed);
    QVERIFY(gone.wait());
    QCOMPARE(bench.server.requests().size(), 1);
    const ScriptedRequest &seen = bench.server.requests().first();
    QCOMPARE(QString::fromLatin1(seen.target), vector["target"_L1].toString());
    QCOMPARE(signatureFault(seen, "AK", secret.reveal()), QString());
}

void SignerTest::everyCharacterOnTheWire()
{
    // Qt has its own mind on which escapes to keep: none may change on the way.
    ApiBench bench;
    bench.server.play(Script::answer(200, "{}"));
    QByteArray all;
    for (int c = 1; c < 256; ++c)
        all += char(c);
    const QByteArray escaped = strictlyEncoded(all);
    HttpRequest request;
    request.url = bench.server.url();
    request.url.setPath(QString::fromLatin1("/v1/" + escaped + "/x"), QUrl::StrictMode);
    request.url.setQuery(QString::fromLatin1(escaped + '=' + escaped), QUrl::StrictMode);
    QCOMPARE(strictUrl(request.url), request.url);
    const QList<std::pair<QByteArray, QByteArray>> headers{{"Host", hostHeader(request.url)},
                                                           {"X-Sdk-Date", "20260314T092653Z"}};
    request.headers = headers;
    request.headers.emplaceBack(
        "Authorization", signRequest({"GET", request.url, headers, {}, "AK", Secret("SK")}).authorization);
    HttpCall *call = bench.client.send(request);
    QSignalSpy gone(call, &QObject::destroyed);
    QVERIFY(gone.wait());
    QCOMPARE(bench.server.requests().size(), 1);
    const ScriptedRequest &seen = bench.server.requests().first();
    QCOMPARE(seen.target, QByteArray("/v1/" + escaped + "/x?" + escaped + '=' + escaped));
    QCOMPARE(signatureFault(seen, "AK", "SK"), QString());
}

void SignerTest::strictUrlIsStable()
{
    for (const QJsonValue &vector : std::as_const(m_vectors)) {
        const QUrl once = strictUrl(QUrl(vector["url"_L1].toString()));
        QCOMPARE(strictUrl(once).toEncoded(), once.toEncoded());
    }
}

void SignerTest::queryFromText()
{
    QCOMPARE(strictQuery({{u"name"_s, u"a b+c/~&=ü"_s}, {u"x y"_s, {}}}),
             QByteArray("name=a%20b%2Bc%2F~%26%3D%C3%BC&x%20y="));
}

void SignerTest::hosts_data()
{
    QTest::addColumn<QString>("url");
    QTest::addColumn<QByteArray>("host");
    QTest::newRow("plain") << u"https://a.example.com/x"_s << QByteArray("a.example.com");
    QTest::newRow("upper case") << u"https://A.Example.COM"_s << QByteArray("a.example.com");
    QTest::newRow("usual port") << u"https://a.example.com:443/"_s << QByteArray("a.example.com");
    QTest::newRow("http's port") << u"https://a.example.com:80/"_s << QByteArray("a.example.com:80");
    QTest::newRow("other port") << u"http://127.0.0.1:8080/"_s << QByteArray("127.0.0.1:8080");
    QTest::newRow("IPv6") << u"http://[::1]:8080/"_s << QByteArray("[::1]:8080");
    QTest::newRow("umlaut") << u"https://bücher.example/"_s << QByteArray("xn--bcher-kva.example");
}

void SignerTest::hosts()
{
    QFETCH(QString, url);
    const QByteArray made = hostHeader(QUrl(url));
    QTEST(made, "host");
}

void SignerTest::dates()
{
    QCOMPARE(signingDate(1573789015'000), QByteArray("20191115T033655Z"));
    QCOMPARE(signingDate(1573789015'999), QByteArray("20191115T033655Z"));
    QCOMPARE(signingDate(0), QByteArray("19700101T000000Z"));
}

void SignerTest::differentInputsDiffer()
{
    const SigningInput base{
        "GET",       QUrl(u"https://h.example/a?b=c"_s), {{"X-Sdk-Date", "20260314T092653Z"}}, {}, "AK",
        Secret("SK")};
    QList<SigningInput> inputs(7, base);
    inputs[1].method = "DELETE";
    inputs[2].url = QUrl(u"https://h.example/a?b=d"_s);
    inputs[3].url = QUrl(u"https://h.example/A?b=c"_s);
    inputs[4].headers.first().second = "20260314T092654Z";
    inputs[5].body = " ";
    inputs[6].secretKey = Secret("SL");
    QSet<QByteArray> signatures;
    for (const SigningInput &input : inputs)
        signatures.insert(signRequest(input).signature);
    QCOMPARE(signatures.size(), inputs.size());
}

QTEST_GUILESS_MAIN(SignerTest)
#include "tst_signer.moc"

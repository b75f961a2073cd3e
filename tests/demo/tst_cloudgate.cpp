// SPDX-License-Identifier: MIT
#include "cloudcaller.h"
#include "virtualtime.h"

#include <QDateTime>
#include <QJsonArray>
#include <QTest>

using namespace leasekeeper;
using namespace leasekeeper::test;
using namespace Qt::StringLiterals;

namespace
{

constexpr qint64 Minute = 60'000;
constexpr qint64 Hour = 60 * Minute;

} // namespace

/// Who gets through to the notebooks, with which token or key: ModelArts API reference, sections 5.2, 6, 7.
class TestCloudGate : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void issuedTokenIsAccepted();
    void renewedTokenLeavesTheOldOneValid();
    void tokenExpires();
    void tokensCanBeEnded();
    void tokenOfAnotherProject();
    void otherProjectIsEmpty();
    void tokenWithoutProject();
    void anyTokenServesAnyProject();
    void signedRequest();
    void signedRequestOfAnyProjectOfTheAccount();
    void F24_sixWrongSignaturesLockTheKey();
    void F24_successForgetsFailures();
    void unknownKey();
    void F75_signatureExpires_data();
    void F75_signatureExpires();
    void expiredSignatureDoesNotLock();
    void unreadableSignature();
    void temporaryKey();
    void securityTokenOfAPermanentKey();
    void tokenGoesFirst();
    void everyPathIsVerified_data();
    void everyPathIsVerified();

private:
    [[nodiscard]] CloudRequest signedList(qint64 aheadMs = 0) const
    {
        return signedBy(m_cloud->accessKey(), aheadMs);
    }
    [[nodiscard]] CloudRequest signedBy(const SimulatedCloud::AccessKey &key, qint64 aheadMs = 0) const;
    [[nodiscard]] Told listWith(const QByteArray &token, const QString &projectId) const;
    [[nodiscard]] QByteArray tokenFor(const QJsonObject &scope) const;

    std::unique_ptr<VirtualTime> m_time;
    std::unique_ptr<SimulatedCloud> m_cloud;
    std::unique_ptr<CloudCaller> m_caller;
};

void TestCloudGate::init()
{
    m_caller.reset();
    m_cloud.reset();
    m_time = std::make_unique<VirtualTime>();
    m_cloud = std::make_unique<SimulatedCloud>(*m_time, SimulatedCloud::Options{.count = 3});
    m_caller = std::make_unique<CloudCaller>(*m_cloud);
}

CloudRequest TestCloudGate::signedBy(const SimulatedCloud::AccessKey &key, qint64 aheadMs) const
{
    CloudRequest request = m_caller->request("GET", "?limit=50&offset=0");
    request.headers = {{"host", "modelarts.demo.invalid"}};
    sign(request, key, m_cloud->nowMs() + aheadMs);
    return request;
}

Told TestCloudGate::listWith(const QByteArray &token, const QString &projectId) const
{
    CloudRequest request = m_caller->request("GET", {});
    request.path = "/v1/" + projectId.toUtf8() + "/notebooks";
    request.headers.insert("x-auth-token", token);
    return m_caller->send(request);
}

QByteArray TestCloudGate::tokenFor(const QJsonObject &scope) const
{
    SignInBody body = m_caller->rightBody();
    body.scope = scope;
    return m_caller->signIn(body).headers.value("X-Subject-Token");
}

void TestCloudGate::issuedTokenIsAccepted()
{
    const Told told = m_caller->signIn(m_caller->rightBody());
    QCOMPARE(told.status, 201);
    const QByteArray token = told.headers.value("X-Subject-Token");
    QVERIFY2(token.size() > 1'000, "real ones are thousands of characters long");
    QCOMPARE(listWith(token, m_cloud->projectId()).number("total"_L1), 3);
    QCOMPARE(m_cloud->tokensIssued(), 1);
}

void TestCloudGate::renewedTokenLeavesTheOldOneValid()
{
    const QByteArray first = m_caller->signIn(m_caller->rightBody()).headers.value("X-Subject-Token");
    const QByteArray second = m_caller->signIn(m_caller->rightBody()).headers.value("X-Subject-Token");
    QVERIFY(first != second);
    QCOMPARE(listWith(first, m_cloud->projectId()).status, 200);
    QCOMPARE(listWith(second, m_cloud->projectId()).status, 200);
}

void TestCloudGate::tokenExpires()
{
    SimulatedCloud cloud(*m_time, {.count = 0, .tokenLifeMs = 30'000});
    CloudCaller caller(cloud);
    CloudRequest request = caller.request("GET", {});
    request.headers.insert("x-auth-token",
                           caller.signIn(caller.rightBody()).headers.value("X-Subject-Token"));
    m_time->advance(29'999);
    QCOMPARE(caller.send(request).status, 200);
    m_time->advance(1);
    const Told late = caller.send(request);
    QCOMPARE(late.status, 401);
    QCOMPARE(late.errorCode(), u"APIGW.0301"_s);
    QVERIFY(late.text("error_msg"_L1).contains("token expires"_L1));
    QCOMPARE(caller.get({}).status, 200); // the one that was there from the start
}

void TestCloudGate::tokensCanBeEnded()
{
    const QByteArray token = m_caller->signIn(m_caller->rightBody()).headers.value("X-Subject-Token");
    m_cloud->expireTokens();
    QCOMPARE(listWith(token, m_cloud->projectId()).status, 401);
    QCOMPARE(m_caller->get({}).status, 200);
    const QByteArray next = m_caller->signIn(m_caller->rightBody()).headers.value("X-Subject-Token");
    QCOMPARE(listWith(next, m_cloud->projectId()).status, 200);
    m_cloud->expireTokens(true);
    QCOMPARE(m_caller->get({}).status, 401);
}

void TestCloudGate::tokenOfAnotherProject()
{
    const QByteArray token = tokenFor({{u"project"_s, QJsonObject{{u"id"_s, m_cloud->otherProjectId()}}}});
    const Told told = listWith(token, m_cloud->projectId());
    QCOMPARE(told.status, 403);
    QCOMPARE(told.errorCode(), u"ModelArts.0210"_s);
}

void TestCloudGate::otherProjectIsEmpty()
{
    const QString other = m_cloud->otherProjectId();
    const QByteArray token = tokenFor({{u"project"_s, QJsonObject{{u"id"_s, other}}}});
    const Told told = listWith(token, other);
    QCOMPARE(told.status, 200);
    QCOMPARE(told.number("total"_L1), 0);
    CloudRequest request = m_caller->request("DELETE", {});
    const QString id = m_cloud->place({.status = u"STOPPED"_s});
    request.path = "/v1/" + other.toUtf8() + "/notebooks/" + id.toUtf8();
    request.headers.insert("x-auth-token", token);
    QCOMPARE(m_caller->send(request).errorCode(), u"ModelArts.6309"_s);
    QCOMPARE(m_cloud->record(id)->status, u"STOPPED"_s);
}

void TestCloudGate::tokenWithoutProject()
{
    const QJsonObject account{{u"domain"_s, QJsonObject{{u"id"_s, m_cloud->accountId()}}}};
    for (const QJsonObject &scope : {account, QJsonObject()}) {
        const Told told = listWith(tokenFor(scope), m_cloud->projectId());
        QCOMPARE(told.status, 400);
        QCOMPARE(told.errorCode(), u"ModelArts.0204"_s);
    }
}

void TestCloudGate::anyTokenServesAnyProject()
{
    SimulatedCloud cloud(*m_time, {.count = 3, .acceptAnyToken = true});
    CloudCaller caller(cloud);
    CloudRequest request = caller.request("GET", {});
    request.path = "/v1/elsewhere/notebooks";
    QCOMPARE(caller.send(request).errorCode(), u"ModelArts.0210"_s); // a token it knows
    request.headers.insert("x-auth-token", "from another Identity service");
    QCOMPARE(caller.send(request).number("total"_L1), 3);
}

void TestCloudGate::signedRequest()
{
    const Told told = m_caller->send(signedList());
    QCOMPARE(told.status, 200);
    QCOMPARE(told.number("total"_L1), 3);

    const QString id = m_cloud->place({.status = u"STOPPED"_s});
    CloudRequest start = m_caller->request("POST", '/' + id.toUtf8() + "/start?duration=7200000");
    start.headers = {{"host", "modelarts.demo.invalid"}, {"content-type", "application/json"}};
    start.body = "{}";
    sign(start, m_cloud->accessKey(), m_cloud->nowMs());
    QCOMPARE(m_caller->send(start).status, 200);
    QCOMPARE(m_cloud->record(id)->status, u"STARTING"_s);
}

void TestCloudGate::signedRequestOfAnyProjectOfTheAccount()
{
    const auto listOf = [this](const QString &projectId, const QByteArray &named) {
        CloudRequest request = m_caller->request("GET", {});
        request.path = "/v1/" + projectId.toUtf8() + "/notebooks";
        request.headers = {{"host", "h"}};
        if (!named.isEmpty())
            request.headers.insert("x-project-id", named);
        sign(request, m_cloud->accessKey(), m_cloud->nowMs());
        return m_caller->send(request);
    };
    QCOMPARE(listOf(m_cloud->otherProjectId(), {}).number("total"_L1), 0);
    QCOMPARE(listOf(m_cloud->projectId(), m_cloud->projectId().toUtf8()).number("total"_L1), 3);
    QCOMPARE(listOf(m_cloud->projectId(), "another").errorCode(), u"ModelArts.0210"_s);
    QCOMPARE(listOf(u"0123456789abcdef0123456789abcdef"_s, {}).errorCode(), u"ModelArts.0210"_s);
}

void TestCloudGate::F24_sixWrongSignaturesLockTheKey()
{
    const SimulatedCloud::AccessKey wrong{m_cloud->accessKey().access, "wrong"};
    for (int i = 0; i < 6; ++i) {
        const Told told = m_caller->send(signedBy(wrong));
        QCOMPARE(told.status, 401);
        QCOMPARE(told.errorCode(), u"APIGW.0301"_s);
        QVERIFY(told.text("error_msg"_L1).contains("verify aksk signature fail"_L1));
    }
    const auto isLocked = [this] {
        const Told told = m_caller->send(signedList());
        return told.status == 401 && told.errorCode() == "APIGW.0301"_L1 &&
               told.text("error_msg"_L1).contains("AK access failed to reach the limit,forbidden"_L1);
    };
    QVERIFY(isLocked());
    m_time->advance(5 * Minute - 1);
    QVERIFY(isLocked());
    m_time->advance(1);
    QCOMPARE(m_caller->send(signedList()).status, 200);
    QCOMPARE(m_caller->get({}).status, 200); // tokens were never concerned
}

void TestCloudGate::F24_successForgetsFailures()
{
    const SimulatedCloud::AccessKey wrong{m_cloud->accessKey().access, "wrong"};
    for (int round = 0; round < 3; ++round) {
        for (int i = 0; i < 5; ++i)
            QCOMPARE(m_caller->send(signedBy(wrong)).status, 401);
        QCOMPARE(m_caller->send(signedList()).status, 200);
    }
}

void TestCloudGate::unknownKey()
{
    const SimulatedCloud::AccessKey unknown{"NOSUCHKEY", m_cloud->accessKey().secret};
    const Told told = m_caller->send(signedBy(unknown));
    QCOMPARE(told.status, 401);
    QCOMPARE(told.errorCode(), u"APIGW.0301"_s);
    QVERIFY(told.text("error_msg"_L1).contains("ak not exist"_L1));
    for (int i = 0; i < 5; ++i)
        (void)m_caller->send(signedBy(unknown));
    QVERIFY(m_caller->send(signedBy(unknown)).text("error_msg"_L1).contains("forbidden"_L1));
    QCOMPARE(m_caller->send(signedList()).status, 200);
}

void TestCloudGate::F75_signatureExpires_data()
{
    QTest::addColumn<qint64>("aheadMs");
    QTest::addColumn<bool>("accepted");
    QTest::newRow("15 minutes behind") << -15 * Minute << true;
    QTest::newRow("more") << -15 * Minute - 1'000 << false;
    QTest::newRow("15 minutes ahead") << 15 * Minute << true;
    QTest::newRow("more ahead") << 15 * Minute + 1'000 << false;
    QTest::newRow("a day") << -24 * Hour << false;
}

void TestCloudGate::F75_signatureExpires()
{
    QFETCH(const qint64, aheadMs);
    QFETCH(const bool, accepted);
    const Told told = m_caller->send(signedList(aheadMs));
    QCOMPARE(told.status, accepted ? 200 : 401);
    if (accepted)
        return;
    QCOMPARE(told.errorCode(), u"APIGW.0303"_s);
    const auto text = [](qint64 ms) {
        return QDateTime::fromMSecsSinceEpoch(ms, Qt::UTC).toString(u"yyyyMMdd'T'hhmmss'Z'"_s);
    };
    const QString expected = u"signature expired, signature time:%1,server time:%2"_s.arg(
        text(m_cloud->nowMs() + aheadMs), text(m_cloud->nowMs()));
    QVERIFY2(told.text("error_msg"_L1).endsWith(expected), qPrintable(told.text("error_msg"_L1)));
    QVERIFY(told.headers.contains("Date"));
}

void TestCloudGate::expiredSignatureDoesNotLock()
{
    for (int i = 0; i < 10; ++i)
        QCOMPARE(m_caller->send(signedList(-Hour)).errorCode(), u"APIGW.0303"_s);
    QCOMPARE(m_caller->send(signedList()).status, 200);
}

void TestCloudGate::unreadableSignature()
{
    CloudRequest request = signedList();
    request.headers.insert("authorization", "SDK-HMAC-SHA256 Access=a");
    QCOMPARE(m_caller->send(request).errorCode(), u"APIGW.0303"_s);
    request = signedList();
    request.headers.insert("x-sdk-date", "yesterday");
    QCOMPARE(m_caller->send(request).errorCode(), u"APIGW.0303"_s);
    request.headers.insert("authorization", "Basic abc");
    QVERIFY(m_caller->send(request).text("error_msg"_L1).contains("x-auth-token not found"_L1));
}

void TestCloudGate::temporaryKey()
{
    const Told issued =
        m_caller->identity("POST", "/v3.0/OS-CREDENTIAL/securitytokens", m_cloud->token(),
                           R"({"auth":{"identity":{"methods":["token"],"token":{"duration_seconds":900}}}})");
    QCOMPARE(issued.status, 201);
    const QJsonObject credential = issued.object("credential"_L1);
    const SimulatedCloud::AccessKey key{credential.value("access"_L1).toString().toUtf8(),
                                        credential.value("secret"_L1).toString().toUtf8()};
    const auto list = [this, &key](const QByteArray &securityToken) {
        CloudRequest request = m_caller->request("GET", {});
        request.headers = {{"host", "h"}};
        if (!securityToken.isEmpty())
            request.headers.insert("x-security-token", securityToken);
        sign(request, key, m_cloud->nowMs());
        return m_caller->send(request);
    };
    const QByteArray securityToken = credential.value("securitytoken"_L1).toString().toUtf8();
    QVERIFY(!securityToken.isEmpty());
    QCOMPARE(list(securityToken).status, 200);
    QVERIFY(list({}).text("error_msg"_L1).contains("x-security-token not found"_L1));
    QVERIFY(list("other").text("error_msg"_L1).contains("decrypt security token fail"_L1));
    const QDateTime end =
        QDateTime::fromString(credential.value("expires_at"_L1).toString(), Qt::ISODateWithMs);
    QCOMPARE(end.toMSecsSinceEpoch(), m_cloud->nowMs() + 15 * Minute);
    m_time->advance(15 * Minute - 1);
    QCOMPARE(list(securityToken).status, 200);
    m_time->advance(1);
    QVERIFY(list(securityToken).text("error_msg"_L1).contains("security token expires"_L1));
}

void TestCloudGate::securityTokenOfAPermanentKey()
{
    CloudRequest request = m_caller->request("GET", {});
    request.headers = {{"host", "h"}, {"x-security-token", "left over"}};
    sign(request, m_cloud->accessKey(), m_cloud->nowMs());
    QCOMPARE(m_caller->send(request).status, 401);
}

void TestCloudGate::tokenGoesFirst()
{
    CloudRequest request = signedList();
    request.headers.insert("x-auth-token", "wrong");
    QVERIFY(m_caller->send(request).text("error_msg"_L1).contains("decrypt token fail"_L1));
}

void TestCloudGate::everyPathIsVerified_data()
{
    QTest::addColumn<QByteArray>("path");
    QTest::addColumn<QByteArray>("query");
    QTest::addColumn<int>("status");
    QTest::newRow("unknown") << QByteArray("/resources") << QByteArray("size=1") << 404;
    QTest::newRow("odd id") << QByteArray("/v1/P/notebooks/a%2Fb%20%C3%A9") << QByteArray("b=&a=%2B&a=~")
                            << 404;
}

/// Also with a key of the test's own, and with a date that only this cloud takes for today's.
void TestCloudGate::everyPathIsVerified()
{
    QFETCH(QByteArray, path);
    QFETCH(const QByteArray, query);
    QFETCH(const int, status);
    constexpr qint64 LongAgoMs = 1'591'583'940'000; // 20200608T023900Z
    SimulatedCloud cloud(*m_time, {.count = 0, .clockAheadMs = LongAgoMs - m_time->wallMs()});
    cloud.addAccessKey({"AccessKey", "SecretKey"});
    CloudRequest request;
    request.method = "GET";
    request.path = path.replace("P", cloud.projectId().toUtf8());
    request.query = query;
    request.headers = {{"host", "service.endpoint.myhuaweicloud.com"}};
    sign(request, {"AccessKey", "SecretKey"}, LongAgoMs);
    QCOMPARE(request.headers.value("x-sdk-date"), QByteArray("20200608T023900Z"));
    CloudCaller caller(cloud);
    QCOMPARE(caller.send(request).status, status);
    request.headers.insert("host", "elsewhere");
    QCOMPARE(caller.send(request).status, 401);
}

QTEST_GUILESS_MAIN(TestCloudGate)
#include "tst_cloudgate.moc"

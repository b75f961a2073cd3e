// SPDX-License-Identifier: MIT
#include "apierrors.h"

#include <QTest>

using namespace leasekeeper;
using namespace Qt::StringLiterals;

using Delivery = ApiError::Delivery;
using Kind = ApiError::Kind;

Q_DECLARE_METATYPE(leasekeeper::ApiError::Kind)

/// Every shape and every documented code as one error with one sentence.
class ApiErrorsTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void F38_statusAlone_data();
    void F38_statusAlone();
    void F38_shapes_data();
    void F38_shapes();
    void F38_errorBodyWinsOverSuccess_data();
    void F38_errorBodyWinsOverSuccess();
    void successIsNoError_data();
    void successIsNoError();
    void F16_webPages_data();
    void F16_webPages();
    void F21_redirectNamesItsTarget_data();
    void F21_redirectNamesItsTarget();
    void F27_forbiddenNamesThePermission();
    void F27_consoleOnlyUserIsTold();
    void F33_retryAfter();
    void F33_throttledSaysHowLong_data();
    void F33_throttledSaysHowLong();
    void F38_theServicesWordsAreShown_data();
    void F38_theServicesWordsAreShown();
    void F38_wordsStandOnceInTheDetails();
    void requestId_data();
    void requestId();
    void F53_recordsAreNeverQuoted_data();
    void F53_recordsAreNeverQuoted();
    void F53_secretsInTheServicesWordsAreMasked_data();
    void F53_secretsInTheServicesWordsAreMasked();
    void F49_foreignTextIsTamed();
    void everySentenceStandsAlone();
    void unusableAnswerOfAWriteIsUnknown();

private:
    static HttpResponse response(int status, const QByteArray &body = {});
    static CallContext context(CallSubject subject = CallSubject::Instance);
    static ApiError errorOf(const HttpResponse &response, const CallContext &context);
};

constexpr qint64 Now = 1'687'661'110'000;

HttpResponse ApiErrorsTest::response(int status, const QByteArray &body)
{
    HttpResponse response;
    response.status = status;
    response.body = body;
    return response;
}

CallContext ApiErrorsTest::context(CallSubject subject)
{
    CallContext context;
    context.subject = subject;
    context.host = u"modelarts.example.com"_s;
    context.request = u"GET /v1/p/notebooks"_s;
    return context;
}

ApiError ApiErrorsTest::errorOf(const HttpResponse &response, const CallContext &context)
{
    const auto error = errorFromResponse(response, context, Now);
    if (!error)
        QTest::qFail("Taken for a success.", __FILE__, __LINE__);
    return error.value_or(ApiError{});
}

void ApiErrorsTest::F38_statusAlone_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<Kind>("ofInstance");
    QTest::addColumn<Kind>("ofListing");
    const auto row = [](int status, Kind ofInstance, Kind ofListing) {
        QTest::addRow("%d", status) << status << ofInstance << ofListing;
    };
    const auto same = [row](int status, Kind kind) { row(status, kind, kind); };
    for (const int status : {300, 301, 302, 303, 304, 307, 308})
        same(status, Kind::Redirected);
    for (const int status : {400, 402, 405, 406, 408, 410, 413, 418, 422, 451, 499})
        same(status, Kind::BadRequest);
    same(401, Kind::Unauthorised);
    same(403, Kind::Forbidden);
    row(404, Kind::NotFound, Kind::BadRequest);
    same(407, Kind::Proxy);
    same(409, Kind::Conflict);
    same(429, Kind::RateLimited);
    for (const int status : {500, 501, 502, 503, 504, 520, 599})
        same(status, Kind::Server);
    for (const int status : {511, 100, 101, 199, 600, 999})
        same(status, Kind::BadResponse);
}

void ApiErrorsTest::F38_statusAlone()
{
    QFETCH(int, status);
    QFETCH(Kind, ofInstance);
    QFETCH(Kind, ofListing);
    for (const auto subject : {CallSubject::Instance, CallSubject::Listing}) {
        const ApiError error = errorOf(response(status), context(subject));
        QCOMPARE(error.kind, subject == CallSubject::Instance ? ofInstance : ofListing);
        QCOMPARE(error.httpStatus, status);
        QCOMPARE(error.delivery, status == 511 ? Delivery::Unknown : Delivery::Answered);
        QVERIFY(error.message.endsWith(u'.'));
        QVERIFY(error.code.isEmpty());
        QCOMPARE(error.detail, u"GET /v1/p/notebooks: HTTP %1"_s.arg(status));
    }
}

void ApiErrorsTest::F38_shapes_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QString>("code");
    QTest::addColumn<QString>("text");
    const auto row = [](const char *name, const char *body, const QString &code, const QString &text) {
        QTest::newRow(name) << QByteArray(body) << code << text;
    };
    row("ModelArts", R"({"error_code":"ModelArts.6357","error_msg":"busy"})", u"ModelArts.6357"_s, u"busy"_s);
    row("gateway", R"({"error_msg":"no","error_code":"APIGW.0301","request_id":"r1"})", u"APIGW.0301"_s,
        u"no"_s);
    row("IAM", R"({"error":{"code":401,"message":"wrong","title":"Unauthorized"}})", u"401"_s, u"wrong"_s);
    row("IAM, other calls", R"({"error_msg":"m","error_code":"IAM.0073"})", u"IAM.0073"_s, u"m"_s);
    row("older", R"({"error_message":"old","error_code":"ModelArts.6309"})", u"ModelArts.6309"_s, u"old"_s);
    row("older, not a success", R"({"is_success":false,"error_message":"old","error_code":"ModelArts.6309"})",
        u"ModelArts.6309"_s, u"old"_s);
    row("camel case", R"({"errorCode":"X.1","errorMsg":"m"})", u"X.1"_s, u"m"_s);
    row("code and message", R"({"code":"X.2","message":"m"})", u"X.2"_s, u"m"_s);
    row("message only", R"({"error_message":"only words"})", QString(), u"only words"_s);
    row("error_msg only", R"({"error_msg":"only words"})", QString(), u"only words"_s);
    row("one level down", R"({"whatever":{"error_code":"X.3","error_msg":"deep"}})", u"X.3"_s, u"deep"_s);
    row("one level down, camel case", R"({"e":{"errorCode":"X.4","errorMsg":"deep"}})", u"X.4"_s, u"deep"_s);
    row("two levels down is too deep", R"({"a":{"b":{"error_code":"X.5"}}})", QString(), QString());
    row("first shape wins", R"({"code":"B","message":"b","error_code":"A","error_msg":"a"})", u"A"_s, u"a"_s);
    row("camel case before code", R"({"code":"B","message":"b","errorCode":"A","errorMsg":"a"})", u"A"_s,
        u"a"_s);
    row("top before nested", R"({"error":{"code":"B","message":"b"},"error_code":"A","error_msg":"a"})",
        u"A"_s, u"a"_s);
    row("numeric code", R"({"error_code":4711,"error_msg":"m"})", u"4711"_s, u"m"_s);
    row("wrong types", R"({"error_code":["x"],"error_msg":{"a":1}})", QString(), QString());
    row("null code", R"({"error_code":null,"error_msg":"m"})", QString(), u"m"_s);
    row("plain text", "upstream timed out", QString(), u"upstream timed out"_s);
    row("empty", "", QString(), QString());
    row("empty object", "{}", QString(), QString());
    row("array", "[1,2]", QString(), QString());
}

void ApiErrorsTest::F38_shapes()
{
    QFETCH(QByteArray, body);
    QFETCH(QString, code);
    QFETCH(QString, text);
    const ApiError error = errorOf(response(400, body), context());
    QCOMPARE(error.code, code);
    QCOMPARE(error.serviceText, text);
    QVERIFY2(error.message.contains(code.isEmpty() ? u"HTTP 400"_s : code), qPrintable(error.message));
}

void ApiErrorsTest::F38_errorBodyWinsOverSuccess_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<Kind>("kind");
    QTest::newRow("known code") << QByteArray(R"({"error_code":"ModelArts.6304","error_msg":"m"})")
                                << Kind::Conflict;
    QTest::newRow("unknown code") << QByteArray(R"({"error_code":"ModelArts.9999","error_msg":"m"})")
                                  << Kind::BadRequest;
    QTest::newRow("token") << QByteArray(R"({"error_code":"ModelArts.0201"})") << Kind::Unauthorised;
    QTest::newRow("camel case") << QByteArray(R"({"errorCode":"X.1"})") << Kind::BadRequest;
    QTest::newRow("no success") << QByteArray(R"({"is_success":false})") << Kind::BadRequest;
    QTest::newRow("a text alone") << QByteArray(R"({"error_msg":"Internal error"})") << Kind::BadRequest;
    QTest::newRow("a camel case text alone") << QByteArray(R"({"errorMsg":"m"})") << Kind::BadRequest;
    QTest::newRow("an older text alone")
        << QByteArray(R"({"error_message":"m","request_id":"r"})") << Kind::BadRequest;
    QTest::newRow("nested error") << QByteArray(R"({"error":{"code":500,"message":"m"}})")
                                  << Kind::BadRequest;
}

void ApiErrorsTest::F38_errorBodyWinsOverSuccess()
{
    QFETCH(QByteArray, body);
    QFETCH(Kind, kind);
    for (const int status : {200, 201, 299}) {
        const ApiError error = errorOf(response(status, body), context());
        QCOMPARE(error.kind, kind);
        QCOMPARE(error.httpStatus, status);
        QCOMPARE(error.delivery, Delivery::Answered);
    }
}

void ApiErrorsTest::successIsNoError_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("body");
    QTest::newRow("record") << 200 << QByteArray(R"({"id":"x","status":"RUNNING"})");
    QTest::newRow("201") << 201 << QByteArray(R"({"id":"x"})");
    QTest::newRow("204") << 204 << QByteArray();
    QTest::newRow("empty 200") << 200 << QByteArray();
    QTest::newRow("null code") << 200 << QByteArray(R"({"error_code":null,"is_success":true,"id":"x"})");
    QTest::newRow("empty code") << 200 << QByteArray(R"({"error_code":"","error_msg":"","id":"x"})");
    QTest::newRow("code 0") << 200 << QByteArray(R"({"error_code":0,"id":"x"})");
    QTest::newRow("a record's own words")
        << 200 << QByteArray(R"({"id":"x","fail_detail":{"error_code":"ModelArts.6360","error_msg":"m"}})");
    QTest::newRow("broken JSON is for the decoder") << 200 << QByteArray("{\"id\":");
}

void ApiErrorsTest::successIsNoError()
{
    QFETCH(int, status);
    QFETCH(QByteArray, body);
    QVERIFY(!errorFromResponse(response(status, body), context(), Now));
}

void ApiErrorsTest::F16_webPages_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<Kind>("kind");
    const QByteArray page = "<!DOCTYPE html><html><title>Sign in</title></html>";
    for (const int status : {200, 201, 400, 401, 403, 404, 409})
        QTest::addRow("%d", status) << status << page << Kind::BadResponse;
    QTest::newRow("blanks before") << 200 << QByteArray(" \r\n\t<html>") << Kind::BadResponse;
    QTest::newRow("XML") << 200 << QByteArray("<?xml version='1.0'?><a/>") << Kind::BadResponse;
    QTest::newRow("511") << 511 << QByteArray("{}") << Kind::BadResponse;
    QTest::newRow("502") << 502 << page << Kind::Server;
    QTest::newRow("429") << 429 << page << Kind::RateLimited;
    QTest::newRow("407") << 407 << page << Kind::Proxy;
    QTest::newRow("302") << 302 << page << Kind::Redirected;
}

void ApiErrorsTest::F16_webPages()
{
    QFETCH(int, status);
    QFETCH(QByteArray, body);
    QFETCH(Kind, kind);
    const ApiError error = errorOf(response(status, body), context());
    QCOMPARE(error.kind, kind);
    QVERIFY2(error.serviceText.isEmpty(), qPrintable(error.serviceText));
    // A portal answers in the service's place, or sends on to its own page.
    if (kind == Kind::BadResponse || kind == Kind::Redirected)
        QVERIFY2(error.message.contains("network sign-in"_L1), qPrintable(error.message));
    if (kind == Kind::BadResponse)
        QCOMPARE(error.delivery, Delivery::Unknown);
}

void ApiErrorsTest::F21_redirectNamesItsTarget_data()
{
    QTest::addColumn<QByteArray>("location");
    QTest::addColumn<QString>("part");
    QTest::newRow("other host") << QByteArray("https://evil.example/steal?t=1") << u"evil.example"_s;
    QTest::newRow("http") << QByteArray("http://modelarts.example.com/") << u"to modelarts.example.com"_s;
    QTest::newRow("other port") << QByteArray("https://modelarts.example.com:8443/x")
                                << u"to modelarts.example.com:8443."_s;
    QTest::newRow("usual port") << QByteArray("https://evil.example:443/") << u"to evil.example."_s;
    QTest::newRow("relative") << QByteArray("/login") << u"another address"_s;
    QTest::newRow("missing") << QByteArray() << u"another address"_s;
    QTest::newRow("look-alike") << QByteArray("https://\xd0\xb0pple.example/") << u"xn--"_s;
}

void ApiErrorsTest::F21_redirectNamesItsTarget()
{
    QFETCH(QByteArray, location);
    QFETCH(QString, part);
    HttpResponse redirect = response(302);
    redirect.redirectTarget = location;
    const ApiError error = errorOf(redirect, context());
    QCOMPARE(error.kind, Kind::Redirected);
    QVERIFY2(error.message.contains(part), qPrintable(error.message));
    QVERIFY2(error.message.contains("network sign-in"_L1), qPrintable(error.message)); // F16
    QVERIFY(!error.message.contains("steal"_L1));
}

void ApiErrorsTest::F27_forbiddenNamesThePermission()
{
    CallContext call = context();
    call.permission = u"modelarts:notebook:delete"_s;
    for (const QByteArray &body :
         {QByteArray(), QByteArray(R"({"error_code":"ModelArts.0108","error_msg":"m"})")})
        QVERIFY(errorOf(response(403, body), call).message.contains(call.permission));
    // The project, not the permission, is what is wrong here.
    const ApiError project = errorOf(response(403, R"({"error_code":"ModelArts.0210"})"), call);
    QVERIFY2(project.message.contains("project"_L1), qPrintable(project.message));
    QVERIFY(!project.message.contains(call.permission));

    const ApiError policy =
        errorOf(response(403, R"({"error_code":"X.1","encoded_authorization_message":"abc"})"), context());
    QVERIFY2(policy.message.contains("policy"_L1), qPrintable(policy.message));
    QVERIFY(!policy.details().contains("abc"_L1));
}

void ApiErrorsTest::F27_consoleOnlyUserIsTold()
{
    CallContext call = context(CallSubject::Listing);
    call.permission = u"modelarts:notebook:list"_s;
    const ApiError error = errorOf(response(403, R"({"error_code":"IAM.0081","error_msg":"m"})"), call);
    QCOMPARE(error.signInProblem, SignInProblem::ConsoleOnly);
    QVERIFY2(error.message.contains("web console only"_L1), qPrintable(error.message));
    QVERIFY(!error.message.contains(call.permission));
}

void ApiErrorsTest::F33_retryAfter()
{
    HttpResponse throttled = response(429);
    QCOMPARE(errorOf(throttled, context()).retryAfterMs, 0);
    throttled.retryAfter = "7";
    QCOMPARE(errorOf(throttled, context()).retryAfterMs, 7'000);
    // A date is read by the service's clock if the answer tells it, else by ours.
    throttled.retryAfter = "Sun, 25 Jun 2023 02:45:20 GMT";
    QCOMPARE(errorOf(throttled, context()).retryAfterMs, 10'000);
    throttled.dateMs = Now + 5'000;
    QCOMPARE(errorOf(throttled, context()).retryAfterMs, 5'000);
    throttled.status = 503;
    QCOMPARE(errorOf(throttled, context()).retryAfterMs, 5'000);
    throttled.status = 400;
    QCOMPARE(errorOf(throttled, context()).retryAfterMs, 0);
}

void ApiErrorsTest::F33_throttledSaysHowLong_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("retryAfter");
    QTest::addColumn<QString>("end");
    const QByteArray busy = R"({"error_code":"ModelArts.6101","error_msg":"busy"})";
    QTest::newRow("nothing asked") << busy << QByteArray() << u"Wait a moment."_s;
    QTest::newRow("garbage") << busy << QByteArray("soon") << u"Wait a moment."_s;
    QTest::newRow("seconds") << busy << QByteArray("7") << u"Wait 7 s before you try again."_s;
    QTest::newRow("minutes") << busy << QByteArray("600") << u"Wait 10 min before you try again."_s;
    QTest::newRow("begun minutes") << busy << QByteArray("601") << u"Wait 11 min before you try again."_s;
    QTest::newRow("hours") << busy << QByteArray("5400") << u"Wait 1 h 30 min before you try again."_s;
    QTest::newRow("gateway") << QByteArray(R"({"error_code":"APIGW.0308"})") << QByteArray("600")
                             << u"Wait 10 min before you try again."_s;
    QTest::newRow("no body") << QByteArray() << QByteArray("600") << u"Wait 10 min before you try again."_s;
}

void ApiErrorsTest::F33_throttledSaysHowLong()
{
    QFETCH(QByteArray, body);
    QFETCH(QByteArray, retryAfter);
    QFETCH(QString, end);
    HttpResponse throttled = response(429, body);
    throttled.retryAfter = retryAfter;
    const QString message = errorOf(throttled, context()).message;
    QVERIFY2(message.endsWith(end), qPrintable(message));
    QCOMPARE(message.count("Wait"_L1), 1);
}

void ApiErrorsTest::F38_theServicesWordsAreShown_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<bool>("shown");
    const auto row = [](int status, const char *code, bool shown) {
        QTest::addRow("%d %s", status, code)
            << status << QByteArray(R"({"error_code":")" + QByteArray(code) + R"(","error_msg":"the words"})")
            << shown;
    };
    for (const char *code : {"ModelArts.0101", "ModelArts.0104", "ModelArts.0107", "ModelArts.6332",
                             "ModelArts.6335", "ModelArts.6336", "ModelArts.6400", "X.1", "ModelArts.9999"})
        row(400, code, true);
    row(500, "X.1", true);
    row(409, "X.1", true);
    // Here our own sentence says all of it, and what to do.
    row(400, "ModelArts.6304", false);
    row(401, "APIGW.0301", false);
    row(400, "ModelArts.7005", false);
    QTest::newRow("plain") << 400 << QByteArray("the words") << true;
    QTest::newRow("IAM") << 400 << QByteArray(R"({"error":{"code":400,"message":"the words"}})") << true;
}

void ApiErrorsTest::F38_theServicesWordsAreShown()
{
    QFETCH(int, status);
    QFETCH(QByteArray, body);
    QFETCH(bool, shown);
    const ApiError error = errorOf(response(status, body), context(CallSubject::Listing));
    const QString words = u" The service says: “the words”."_s;
    QVERIFY2(error.message.endsWith(words) == shown, qPrintable(error.message));
    QVERIFY(shown || !error.message.contains("the words"_L1));
}

void ApiErrorsTest::F38_wordsStandOnceInTheDetails()
{
    HttpResponse answer = response(400, R"({"error_code":"ModelArts.0104","error_msg":"the words"})");
    answer.requestId = "r1";
    const QString details = errorOf(answer, context()).details();
    QCOMPARE(details.count("the words"_L1), 1);
    QVERIFY(details.contains("r1"_L1));
    const ApiError dotted = errorOf(response(400, "the words."), context());
    QVERIFY2(dotted.message.endsWith(u"“the words”."_s), qPrintable(dotted.message));
    QCOMPARE(dotted.details().count("the words"_L1), 1);
    // What a sentence has no room for stands below it.
    const QByteArray words(250, 'w');
    const QString longer = errorOf(response(400, words), context()).details();
    QVERIFY2(longer.contains(QString::fromLatin1(words)), qPrintable(longer));
    QVERIFY(errorOf(response(400, words), context()).message.size() < 250);
}

void ApiErrorsTest::requestId_data()
{
    QTest::addColumn<QByteArray>("header");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QString>("id");
    QTest::newRow("header") << QByteArray("h") << QByteArray() << u"h"_s;
    QTest::newRow("body") << QByteArray() << QByteArray(R"({"request_id":"b"})") << u"b"_s;
    QTest::newRow("nested") << QByteArray()
                            << QByteArray(R"({"error":{"code":"1","message":"m","request_id":"n"}})")
                            << u"n"_s;
    QTest::newRow("header first") << QByteArray("h") << QByteArray(R"({"request_id":"b"})") << u"h"_s;
    QTest::newRow("none") << QByteArray() << QByteArray("{}") << QString();
}

void ApiErrorsTest::requestId()
{
    QFETCH(QByteArray, header);
    QFETCH(QByteArray, body);
    QFETCH(QString, id);
    HttpResponse answer = response(500, body);
    answer.requestId = header;
    QCOMPARE(errorOf(answer, context()).requestId, id);
}

void ApiErrorsTest::F53_recordsAreNeverQuoted_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::newRow("whole") << QByteArray(R"({"id":"x","token":"canary"})");
    QTest::newRow("cut") << QByteArray(R"({"id":"x","token":"canary)");
    QTest::newRow("list") << QByteArray(R"([{"token":"canary"}])");
    QTest::newRow("page") << QByteArray("<html>canary</html>");
    QTest::newRow("after blanks") << QByteArray("  {\"token\":\"canary");
}

void ApiErrorsTest::F53_recordsAreNeverQuoted()
{
    QFETCH(QByteArray, body);
    const ApiError error = errorOf(response(500, body), context());
    QVERIFY(!error.details().contains("canary"_L1));
    QVERIFY(!error.detail.contains("canary"_L1));
    const ApiError unusable = unusableAnswer(response(200, body), context(), u"It is cut."_s);
    QVERIFY(!unusable.details().contains("canary"_L1));
}

void ApiErrorsTest::F53_secretsInTheServicesWordsAreMasked_data()
{
    QTest::addColumn<QByteArray>("body");
    const QByteArray words = "no entry to https://u:canary@h/x?AccessKeyId=canary&Signature=canary";
    QTest::newRow("JSON") << QByteArray(R"({"error_code":"X.1","error_msg":")" + words + R"("})");
    QTest::newRow("IAM") << QByteArray(R"({"error":{"code":400,"message":")" + words + R"("}})");
    QTest::newRow("older") << QByteArray(R"({"error_code":"X.1","error_message":")" + words + R"("})");
    QTest::newRow("plain") << words;
    QTest::newRow("header") << QByteArray("no entry with X-Auth-Token: canary");
}

void ApiErrorsTest::F53_secretsInTheServicesWordsAreMasked()
{
    QFETCH(QByteArray, body);
    const ApiError error = errorOf(response(400, body), context());
    for (const QString &text : {error.message, error.serviceText, error.details()}) {
        QVERIFY2(!text.contains("canary"_L1), qPrintable(text));
        QVERIFY2(text.contains("no entry"_L1), qPrintable(text));
    }
}

void ApiErrorsTest::F49_foreignTextIsTamed()
{
    const QByteArray body =
        QByteArray("{\"error_code\":\"A\\u202eB" + QByteArray(500, 'c') +
                   "\",\"error_msg\":\"one\\ntwo\\u0000" + QByteArray(10'000, 'x') + "\"}");
    const ApiError error = errorOf(response(400, body), context());
    QVERIFY(error.serviceText.size() <= 257);
    QVERIFY(error.code.size() <= 61);
    QVERIFY(!error.message.contains(QChar(0x202E)));
    QVERIFY(!error.serviceText.contains(u'\n'));
    QVERIFY(!error.serviceText.contains(QChar(0)));
    HttpResponse strange = response(400);
    strange.requestId = QByteArray(5'000, 'r');
    QVERIFY(errorOf(strange, context()).requestId.size() <= 101);
    // What looks like a placeholder stays what it is.
    const ApiError percent = errorOf(response(400, R"({"error_code":"%1 %2","error_msg":"m"})"), context());
    QVERIFY2(percent.message.contains("(%1 %2)"_L1), qPrintable(percent.message));
}

void ApiErrorsTest::everySentenceStandsAlone()
{
    for (const int status : {200, 302, 400, 401, 403, 404, 407, 409, 429, 500, 511, 600}) {
        const ApiError error = errorOf(response(status, R"({"error_code":"ModelArts.9999"})"), context());
        QVERIFY2(error.message.endsWith(u'.'), qPrintable(error.message));
        QVERIFY2(!error.message.contains("%"_L1), qPrintable(error.message));
        QVERIFY2(!error.message.contains(u'!'), qPrintable(error.message));
    }
}

void ApiErrorsTest::unusableAnswerOfAWriteIsUnknown()
{
    CallContext call = context();
    QCOMPARE(unusableAnswer(response(200), call, u"It is cut."_s).delivery, Delivery::Answered);
    call.isRead = false;
    const ApiError error = unusableAnswer(response(200), call, u"It is cut."_s);
    QCOMPARE(error.delivery, Delivery::Unknown);
    QCOMPARE(error.kind, Kind::BadResponse);
    QVERIFY(error.message.endsWith("It is cut."_L1));
}

QTEST_GUILESS_MAIN(ApiErrorsTest)
#include "tst_apierrors.moc"

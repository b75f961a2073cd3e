// SPDX-License-Identifier: MIT
#include "errorcodes.h"

#include "apierrors.h"

#include <QTest>

using namespace leasekeeper;
using namespace Qt::StringLiterals;

using Kind = ApiError::Kind;

Q_DECLARE_METATYPE(leasekeeper::ApiError::Kind)

/// The documented codes one by one, and which of them mean that an instance is gone.
class ErrorCodesTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void F29_codes_data();
    void F29_codes();
    void F30_busyIsNeverGone_data();
    void F30_busyIsNeverGone();
    void F28_gone_data();
    void F28_gone();
    void F27_codeWinsOverTheStatus_data();
    void F27_codeWinsOverTheStatus();
    void F27_onlyAMissingPermissionIsOne_data();
    void F27_onlyAMissingPermissionIsOne();
    void unknownCodes_data();
    void unknownCodes();

private:
    static ApiError errorOf(int status, const QByteArray &body);
};

ApiError ErrorCodesTest::errorOf(int status, const QByteArray &body)
{
    HttpResponse response;
    response.status = status;
    response.body = body;
    const auto error = errorFromResponse(response, CallContext{}, 0);
    if (!error)
        QTest::qFail("Taken for a success.", __FILE__, __LINE__);
    return error.value_or(ApiError{});
}

void ErrorCodesTest::F29_codes_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QString>("code");
    QTest::addColumn<Kind>("kind");
    const auto rows = [](int status, const QString &family, const QString &numbers, Kind kind) {
        for (const QString &number : numbers.split(u' ')) {
            const QString code = QString(family + u'.' + number);
            QTest::addRow("%d %s", status, qPrintable(code)) << status << code << kind;
        }
    };
    for (const QString &gateway : {u"APIG"_s, u"APIGW"_s}) {
        rows(401, gateway, u"0301 0303 0305 0307"_s, Kind::Unauthorised);
        rows(403, gateway, u"0302 0304 0306"_s, Kind::Forbidden);
        rows(404, gateway, u"0101"_s, Kind::BadRequest);
        rows(429, gateway, u"0308"_s, Kind::RateLimited);
        for (const int status : {500, 502, 504})
            rows(status, gateway, u"0201"_s, Kind::Server);
    }
    const QString service = u"ModelArts"_s;
    rows(401, service, u"0201 0202 0203 0204 0205 0206 0207 0208 0212 6401 6201 6203"_s, Kind::Unauthorised);
    rows(400, service, u"0204 0210"_s, Kind::BadRequest);
    rows(403, service, u"0108 0112 0203 0206 0210 6407"_s, Kind::Forbidden);
    rows(400, service, u"0101 0104 0107 6332 6335 6336 6400 0102 7005 7004"_s, Kind::BadRequest);
    rows(400, service, u"0113 0116 0118 6302 6303 6346 6348 6349"_s, Kind::BadRequest);
    rows(100, service, u"0113 0116 0118 6302"_s, Kind::BadRequest);
    rows(400, service, u"6304 6305 6306 6307 6308 6326 6327 6329 6716 6360"_s, Kind::Conflict);
    rows(400, service, u"6333 6355 6347 6357"_s, Kind::Conflict);
    rows(409, service, u"6304 6357 6305"_s, Kind::Conflict);
    rows(400, service, u"6309 6404"_s, Kind::NotFound);
    rows(404, service, u"6309 6404"_s, Kind::NotFound);
    rows(400, service, u"6789"_s, Kind::BadRequest);
    rows(429, service, u"6101"_s, Kind::RateLimited);
    rows(500, service, u"0010 6102 6361"_s, Kind::Server);
    const QString iam = u"IAM"_s;
    rows(401, iam, u"0001 0061 0062 0066 0067"_s, Kind::Unauthorised);
    rows(400, iam, u"0011 0072 1061 1104 1105 1106 1107 1108 1109"_s, Kind::BadRequest);
    rows(403, iam, u"0002 0003 0080 0081 0082 0083"_s, Kind::Forbidden);
    rows(429, iam, u"0012"_s, Kind::RateLimited);
}

void ErrorCodesTest::F29_codes()
{
    QFETCH(int, status);
    QFETCH(QString, code);
    QFETCH(Kind, kind);
    const QByteArray body =
        QByteArray("{\"error_code\":\"" + code.toLatin1() + "\",\"error_msg\":\"its words\"}");
    const ApiError error = errorOf(status, body);
    QCOMPARE(error.kind, kind);
    QCOMPARE(error.code, code);
    QCOMPARE(error.serviceText, u"its words"_s);
    const auto meaning = codeMeaning(code);
    QVERIFY(meaning);
    // Behind it may stand how long to wait, or what only the service can say.
    QVERIFY2(error.message.startsWith(meaning->sentence), qPrintable(error.message));
    QVERIFY2(error.message.contains(code), qPrintable(error.message));
}

void ErrorCodesTest::F30_busyIsNeverGone_data()
{
    QTest::addColumn<int>("status");
    for (const int status : {200, 400, 401, 403, 404, 409, 500})
        QTest::addRow("%d", status) << status;
}

void ErrorCodesTest::F30_busyIsNeverGone()
{
    QFETCH(int, status);
    const ApiError error = errorOf(status, R"({"error_code":"ModelArts.6357","error_msg":"busy"})");
    QVERIFY(!error.meansGone());
}

void ErrorCodesTest::F27_codeWinsOverTheStatus_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QString>("code");
    QTest::addColumn<Kind>("kind");
    const auto rows = [](int status, const QString &numbers, Kind kind) {
        for (const QString &number : numbers.split(u' ')) {
            QTest::addRow("%d %s", status, qPrintable(number))
                << status << QString(u"ModelArts."_s + number) << kind;
        }
    };
    for (const int status : {401, 403})
        rows(status, u"6304 6305 6306 6307 6308 6326 6327 6333 6347 6355 6357"_s, Kind::Conflict);
    rows(403, u"6349 0104 0113 6789"_s, Kind::BadRequest);
    rows(403, u"6101"_s, Kind::RateLimited);
    rows(403, u"6361"_s, Kind::Server);
}

void ErrorCodesTest::F27_codeWinsOverTheStatus()
{
    QFETCH(const int, status);
    QFETCH(const QString, code);
    QFETCH(const Kind, kind);
    HttpResponse response;
    response.status = status;
    response.body = "{\"error_code\":\"" + code.toLatin1() + "\",\"error_msg\":\"its words\"}";
    CallContext context;
    context.permission = u"modelarts:notebook:delete"_s;
    const ApiError error = errorFromResponse(response, context, 0).value_or(ApiError{});
    QCOMPARE(error.kind, kind);
    QVERIFY(!error.deniesPermission);
    // What is said is what is done about it.
    QVERIFY2(error.message.startsWith(codeMeaning(code)->sentence), qPrintable(error.message));
}

void ErrorCodesTest::F27_onlyAMissingPermissionIsOne_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<bool>("deniesPermission");
    const auto coded = [](const char *code) {
        return QByteArray("{\"error_code\":\"" + QByteArray(code) + "\",\"error_msg\":\"m\"}");
    };
    QTest::newRow("nothing but the status") << 403 << QByteArray() << true;
    QTest::newRow("unknown code") << 403 << coded("ModelArts.9999") << true;
    QTest::newRow("permission") << 403 << coded("ModelArts.0108") << true;
    QTest::newRow("permission, another status") << 400 << coded("ModelArts.6407") << true;
    QTest::newRow("gateway") << 403 << coded("APIGW.0302") << true;
    QTest::newRow("wrong project") << 403 << coded("ModelArts.0210") << false;
    QTest::newRow("wrong token") << 403 << coded("ModelArts.0203") << false;
    QTest::newRow("wrong secret key") << 403 << coded("ModelArts.0206") << false;
    QTest::newRow("console only") << 403 << coded("IAM.0081") << false;
    QTest::newRow("busy") << 403 << coded("ModelArts.6357") << false;
    QTest::newRow("does not exist") << 403 << coded("ModelArts.6309") << false;
    QTest::newRow("not signed in") << 401 << coded("APIGW.0301") << false;
    QTest::newRow("web page") << 403 << QByteArray("<html>") << false;
}

void ErrorCodesTest::F27_onlyAMissingPermissionIsOne()
{
    QFETCH(const int, status);
    QFETCH(const QByteArray, body);
    QFETCH(const bool, deniesPermission);
    QCOMPARE(errorOf(status, body).deniesPermission, deniesPermission);
}

void ErrorCodesTest::F28_gone_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<bool>("gone");
    QTest::newRow("404, nothing said") << 404 << QByteArray() << true;
    QTest::newRow("404, words") << 404 << QByteArray("not found") << true;
    QTest::newRow("404, unknown code") << 404 << QByteArray(R"({"error_code":"ModelArts.9"})") << true;
    QTest::newRow("404, 6309") << 404 << QByteArray(R"({"error_code":"ModelArts.6309"})") << true;
    QTest::newRow("400, 6309") << 400 << QByteArray(R"({"error_code":"ModelArts.6309"})") << true;
    QTest::newRow("400, 6404") << 400 << QByteArray(R"({"error_code":"ModelArts.6404"})") << true;
    QTest::newRow("400, nothing said") << 400 << QByteArray() << false;
    QTest::newRow("404, unknown address") << 404 << QByteArray(R"({"error_code":"APIG.0101"})") << false;
    QTest::newRow("404, web page") << 404 << QByteArray("<html>Not Found</html>") << false;
    QTest::newRow("403, 6309") << 403 << QByteArray(R"({"error_code":"ModelArts.6309"})") << false;
    QTest::newRow("502, 6309") << 502 << QByteArray(R"({"error_code":"ModelArts.6309"})") << false;
}

void ErrorCodesTest::F28_gone()
{
    QFETCH(int, status);
    QFETCH(QByteArray, body);
    QFETCH(bool, gone);
    QCOMPARE(errorOf(status, body).meansGone(), gone);
}

void ErrorCodesTest::unknownCodes_data()
{
    QTest::addColumn<QString>("code");
    for (const QString &code :
         {u""_s, u"6304"_s, u"ModelArts"_s, u"ModelArts."_s, u"ModelArts.63"_s, u"ModelArts.63040"_s,
          u"Other.6304"_s, u"IAM.6304"_s, u"ModelArts.6304 6305"_s})
        QTest::newRow(qPrintable(u"\"%1\""_s.arg(code))) << code;
}

void ErrorCodesTest::unknownCodes()
{
    QFETCH(QString, code);
    QVERIFY(!codeMeaning(code));
}

QTEST_GUILESS_MAIN(ErrorCodesTest)
#include "tst_errorcodes.moc"

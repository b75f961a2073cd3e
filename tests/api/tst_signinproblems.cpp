// SPDX-License-Identifier: MIT
#include "apierrors.h"
#include "errorbody.h"
#include "signinproblems.h"

#include <QDateTime>
#include <QTest>

using namespace leasekeeper;
using namespace Qt::StringLiterals;

using Kind = ApiError::Kind;
using Problem = SignInProblem;

/// From the words of a refusal to what is wrong, and what a person reads.
class SignInProblemsTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void serviceRefusals_data();
    void serviceRefusals();
    void signInRefusals_data();
    void signInRefusals();
    void times_data();
    void times();
    void bothTimesAreShown();
    void foreignTextIsNotTaken();
};

void SignInProblemsTest::serviceRefusals_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<Kind>("kind");
    QTest::addColumn<Problem>("problem");
    QTest::addColumn<QString>("words"); ///< of the sentence
    const auto row = [](const char *name, int status, const char *code, const char *text, Kind kind,
                        Problem problem, const QString &words) {
        QTest::newRow(name) << status
                            << QByteArray(R"({"error_code":")" + QByteArray(code) + R"(","error_msg":")" +
                                          text + R"("})")
                            << kind << problem << words;
    };
    const auto U = Kind::Unauthorised;
    row("unknown key", 401, "APIGW.0301",
        "Incorrect IAM authentication information: Get secretKey failed,ak:AKX,err:ak not exist", U,
        Problem::UnknownKey, u"does not know this access key"_s);
    row("wrong secret", 401, "APIGW.0301",
        "Incorrect IAM authentication information: verify aksk signature fail", U, Problem::WrongSecret,
        u"secret key does not fit"_s);
    row("key locked", 401, "APIG.0301", "AK access failed to reach the limit,forbidden", U,
        Problem::KeyLocked, u"five minutes"_s);
    row("clock", 401, "APIG.0303",
        "signature expired, signature time:20260314T092653Z,server time:20260314T102653Z", U,
        Problem::ClockOff, u"Set the clock"_s);
    row("clock, other code", 401, "APIGW.0305", "signature expired", U, Problem::ClockOff,
        u"Set the clock"_s);
    row("other region", 401, "APIGW.0301", "Incorrect IAM authentication information: decrypt token fail", U,
        Problem::WrongProject, u"another region"_s);
    row("expired", 401, "APIGW.0301", "Incorrect IAM authentication information: token expires", U,
        Problem::TokenEnded, u"token has expired"_s);
    row("to be renewed", 401, "APIG.0307", "The token must be updated", U, Problem::TokenEnded, u"renewed"_s);
    row("security token", 401, "APIGW.0301", "securityToken expired", U, Problem::SecurityTokenEnded,
        u"security token"_s);
    row("no token", 401, "APIGW.0301", "x-auth-token not found", U, Problem::None, u"Sign in again"_s);
    row("other project", 403, "ModelArts.0210", "project", Kind::Forbidden, Problem::WrongProject,
        u"do not belong together"_s);
    row("no project in token", 400, "ModelArts.0204", "project", Kind::BadRequest, Problem::WrongProject,
        u"do not belong together"_s);
    row("key pair", 403, "ModelArts.0206", "AK/SK", Kind::Forbidden, Problem::WrongSecret, u"Check both"_s);
    row("suspended", 401, "ModelArts.6201", "x", U, Problem::AccountSuspended, u"suspended"_s);
    row("restricted", 401, "ModelArts.6203", "x", U, Problem::AccountSuspended, u"restricted"_s);
    row("blocked key", 400, "IAM.1061", "x", Kind::BadRequest, Problem::UnknownKey,
        u"access key is blocked"_s);
    row("security token of IAM", 400, "IAM.1108", "x", Kind::BadRequest, Problem::SecurityTokenEnded,
        u"security token"_s);
    row("permission", 403, "ModelArts.0108", "no permission", Kind::Forbidden, Problem::None,
        u"permission"_s);
    row("wrong state", 400, "ModelArts.6304", "stop first, token expires", Kind::Conflict, Problem::None,
        u"stopped before"_s);
    row("busy", 503, "APIG.0201", "signature expired", Kind::Server, Problem::None, u"behind its gateway"_s);
}

void SignInProblemsTest::serviceRefusals()
{
    QFETCH(int, status);
    QFETCH(QByteArray, body);
    QFETCH(QString, words);
    HttpResponse response;
    response.status = status;
    response.body = body;
    CallContext context;
    context.host = u"h.example"_s;
    context.permission = u"modelarts:notebook:list"_s;
    const auto error = errorFromResponse(response, context, 0);
    QVERIFY(error);
    QTEST(error->kind, "kind");
    QTEST(error->signInProblem, "problem");
    QVERIFY2(error->message.contains(words), qPrintable(error->message));
    QVERIFY2(error->message.endsWith(u'.'), qPrintable(error->message));
}

void SignInProblemsTest::signInRefusals_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<bool>("receipt");
    QTest::addColumn<bool>("hasPasscode");
    QTest::addColumn<Problem>("problem");
    QTest::addColumn<QString>("words");
    const auto iam = [](int code, const char *message) {
        return QByteArray(R"({"error":{"code":)" + QByteArray::number(code) + R"(,"message":")" + message +
                          R"(","title":"x"}})");
    };
    const QByteArray wrong = iam(401, "The username or password is wrong.");
    const QByteArray plain = iam(401, "The request you have made requires authentication.");
    const QByteArray totp = R"({"error_code":"IAM.0072","error_msg":"x"})";
    QTest::newRow("wrong password") << 401 << wrong << false << false << Problem::WrongPassword
                                    << u"is wrong"_s;
    QTest::newRow("no reason") << 401 << plain << false << false << Problem::WrongPassword << u"is wrong"_s;
    QTest::newRow("empty") << 401 << QByteArray() << false << false << Problem::WrongPassword
                           << u"HTTP 401"_s;
    QTest::newRow("coded wrong") << 401 << QByteArray(R"({"error_code":"IAM.0062","error_msg":"x"})") << false
                                 << false << Problem::WrongPassword << u"is wrong"_s;
    QTest::newRow("locked") << 401 << iam(401, "The account is locked.") << false << false
                            << Problem::AccountLocked << u"locked"_s;
    QTest::newRow("coded locked") << 401 << QByteArray(R"({"error_code":"IAM.0061","error_msg":"x"})")
                                  << false << false << Problem::AccountLocked << u"locked"_s;
    QTest::newRow("locked in spite of a passcode") << 401 << iam(401, "The account is locked.") << false
                                                   << true << Problem::AccountLocked << u"locked"_s;
    QTest::newRow("password expired")
        << 401 << iam(401, "The password is expired and needs to be changed for user: 1.") << false << false
        << Problem::PasswordExpired << u"password has expired"_s;
    QTest::newRow("receipt") << 401 << plain << true << false << Problem::PasscodeNeeded
                             << u"one-time code"_s;
    QTest::newRow("MFA in words") << 401 << iam(401, "MFA is required") << false << false
                                  << Problem::PasscodeNeeded << u"one-time code"_s;
    QTest::newRow("IAM.0072 without")
        << 400 << totp << false << false << Problem::PasscodeNeeded << u"one-time code"_s;
    QTest::newRow("IAM.0072 with") << 400 << totp << false << true << Problem::PasscodeWrong
                                   << u"not accepted"_s;
    QTest::newRow("no reason with passcode")
        << 401 << plain << false << true << Problem::PasscodeWrong << u"not accepted"_s;
    QTest::newRow("receipt with passcode")
        << 401 << plain << true << true << Problem::PasscodeWrong << u"not accepted"_s;
    QTest::newRow("project") << 404 << iam(404, "Could not find project: eu-xx.") << false << false
                             << Problem::NoProject << u"project"_s;
    QTest::newRow("disabled project") << 403 << iam(403, "The project eu-xx is disabled.") << false << false
                                      << Problem::NoProject << u"disabled"_s;
    QTest::newRow("console only") << 403 << QByteArray(R"({"error_code":"IAM.0081","error_msg":"x"})")
                                  << false << false << Problem::ConsoleOnly << u"web console only"_s;
    QTest::newRow("no project") << 400 << QByteArray(R"({"error_code":"IAM.1109","error_msg":"x"})") << false
                                << false << Problem::NoProject << u"project"_s;
    QTest::newRow("forbidden") << 403 << iam(403, "You are not authorized") << false << false << Problem::None
                               << u"not allowed"_s;
    QTest::newRow("throttled") << 429 << QByteArray(R"({"error_code":"IAM.0012","error_msg":"5 per minute"})")
                               << false << false << Problem::None << u"short time"_s;
    QTest::newRow("wrong address") << 404 << QByteArray("no") << false << false << Problem::None
                                   << u"IAM endpoint"_s;
    QTest::newRow("down") << 503 << QByteArray("locked") << false << false << Problem::None << u"later"_s;
}

void SignInProblemsTest::signInRefusals()
{
    QFETCH(QString, words);
    HttpResponse response;
    QFETCH(int, status);
    QFETCH(QByteArray, body);
    QFETCH(bool, receipt);
    QFETCH(bool, hasPasscode);
    response.status = status;
    response.body = body;
    response.asksSecondFactor = receipt;
    CallContext context;
    context.subject = CallSubject::SignIn;
    context.host = u"iam.example"_s;
    context.isRead = false;
    context.hasPasscode = hasPasscode;
    const auto error = errorFromResponse(response, context, 0);
    QVERIFY(error);
    QTEST(error->signInProblem, "problem");
    QVERIFY2(error->message.contains(words), qPrintable(error->message));
}

void SignInProblemsTest::times_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<qint64>("signedAt");
    QTest::addColumn<qint64>("server");
    const qint64 t1 = 1573789015'000;
    const qint64 t2 = t1 + 3'600'000;
    QTest::newRow("compact")
        << u"signature expired, signature time:20191115T033655Z,server time:20191115T043655Z"_s << t1 << t2;
    QTest::newRow("blanks") << u"Signature Time : 20191115T033655Z, Server Time: 20191115T043655Z"_s << t1
                            << t2;
    QTest::newRow("ISO") << u"signature time:2019-11-15T03:36:55Z,server time:2019-11-15T04:36:55Z"_s << t1
                         << t2;
    QTest::newRow("no such day") << u"server time:20191399T036655Z"_s << qint64(-1) << qint64(-1);
    QTest::newRow("cut") << u"signature time:20191115T033655Z,server time:2019111"_s << t1 << qint64(-1);
    QTest::newRow("none") << u"signature expired"_s << qint64(-1) << qint64(-1);
}

void SignInProblemsTest::times()
{
    QFETCH(QString, text);
    const qint64 signedAt = signatureTimeIn(text).value_or(-1);
    const qint64 server = serverTimeIn(text).value_or(-1);
    QTEST(signedAt, "signedAt");
    QTEST(server, "server");
}

void SignInProblemsTest::bothTimesAreShown()
{
    HttpResponse response;
    response.status = 401;
    response.body = R"({"error_code":"APIG.0303","error_msg":"signature expired, )"
                    R"(signature time:20260314T092653Z,server time:20260314T102653Z"})";
    const auto error = errorFromResponse(response, {}, 0);
    QVERIFY(error);
    QVERIFY2(error->message.contains(u"2026-03-14 09:26:53 UTC"_s), qPrintable(error->message));
    QVERIFY2(error->message.contains(u"2026-03-14 10:26:53 UTC"_s), qPrintable(error->message));
}

void SignInProblemsTest::foreignTextIsNotTaken()
{
    // A success whose record happens to contain such words is a success.
    HttpResponse response;
    response.status = 200;
    response.body = R"({"description":"ak not exist, signature expired, account is locked"})";
    CallContext context;
    context.subject = CallSubject::SignIn;
    QVERIFY(!errorFromResponse(response, context, 0));
}

QTEST_GUILESS_MAIN(SignInProblemsTest)
#include "tst_signinproblems.moc"

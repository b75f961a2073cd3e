// SPDX-License-Identifier: MIT
#include "signinproblems.h"

#include "plaintext.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QRegularExpression>

namespace leasekeeper
{

using namespace Qt::StringLiterals;

namespace
{

using Problem = SignInProblem;

struct Text {
    Q_DECLARE_TR_FUNCTIONS(leasekeeper::SignInProblems)
};

struct CodeProblem {
    QLatin1StringView code; ///< in lower case
    Problem problem;
};

/// Codes that say it all by themselves.
const CodeProblem CodeProblems[] = {
    {"iam.0061"_L1, Problem::AccountLocked},
    {"iam.0062"_L1, Problem::WrongPassword},
    {"iam.0066"_L1, Problem::TokenEnded},
    {"iam.0067"_L1, Problem::TokenEnded},
    {"iam.0081"_L1, Problem::ConsoleOnly},
    {"iam.1061"_L1, Problem::UnknownKey},
    {"iam.1104"_L1, Problem::UnknownKey},
    {"iam.1105"_L1, Problem::UnknownKey},
    {"iam.1106"_L1, Problem::UnknownKey},
    {"iam.1107"_L1, Problem::UnknownKey},
    {"iam.1108"_L1, Problem::SecurityTokenEnded},
    {"iam.1109"_L1, Problem::NoProject},
    {"apig.0307"_L1, Problem::TokenEnded},
    {"apigw.0307"_L1, Problem::TokenEnded},
    {"modelarts.0206"_L1, Problem::WrongSecret},
    {"modelarts.0204"_L1, Problem::WrongProject},
    {"modelarts.0210"_L1, Problem::WrongProject},
    {"modelarts.6201"_L1, Problem::AccountSuspended},
    {"modelarts.6203"_L1, Problem::AccountSuspended},
};

bool hasWord(const QString &text, const char *pattern)
{
    return QRegularExpression(QLatin1StringView(pattern), QRegularExpression::CaseInsensitiveOption)
        .match(text)
        .hasMatch();
}

bool speaksOfSecondFactor(const QString &text)
{
    return hasWord(text, "\\bmfa\\b|\\btotp\\b|pass-?code|verification code|second factor");
}

std::optional<qint64> timeAfter(const QString &text, QLatin1StringView label)
{
    const QRegularExpression pattern(
        QString(label + uR"(\s*:\s*(\d{8}T\d{6}Z|\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ))"_s),
        QRegularExpression::CaseInsensitiveOption);
    const QRegularExpressionMatch match = pattern.match(text);
    if (!match.hasMatch())
        return std::nullopt;
    const QString digits = match.captured(1).remove(u'-').remove(u':');
    QDateTime time = QDateTime::fromString(digits, u"yyyyMMdd'T'HHmmss'Z'"_s);
    time.setTimeSpec(Qt::UTC);
    return time.isValid() ? std::optional(time.toMSecsSinceEpoch()) : std::nullopt;
}

QString shown(qint64 ms)
{
    return QString(QDateTime::fromMSecsSinceEpoch(ms, Qt::UTC).toString(u"yyyy-MM-dd HH:mm:ss"_s) +
                   u" UTC"_s);
}

QString clockSentence(const QString &text, const QString &code)
{
    const std::optional<qint64> ours = signatureTimeIn(text);
    const std::optional<qint64> theirs = serverTimeIn(text);
    if (!ours || !theirs)
        return Text::tr(
                   "The service finds the time of the signature wrong (%1). Set the clock of this computer.")
            .arg(code);
    return Text::tr("The request was signed at %1, but for the service it is %2 (%3). Set the clock of this "
                    "computer.")
        .arg(shown(*ours), shown(*theirs), code);
}

SignInFinding lockedFinding(const QString &code)
{
    return {
        Problem::AccountLocked,
        Text::tr("The account is locked after too many failed sign-ins (%1). Wait until it is unlocked, then "
                 "sign in again.")
            .arg(code)};
}

/// What a refusal by the gateway says of an access key or a token.
SignInFinding gatewayFinding(const QString &text, const QString &code)
{
    if (hasWord(text, "reach the limit"))
        return {Problem::KeyLocked,
                Text::tr("The service has locked this access key for about five minutes, after "
                         "too many wrong signatures (%1). Wait, then check the secret key.")
                    .arg(code)};
    if (hasWord(text, "\\bak not exist"))
        return {Problem::UnknownKey,
                Text::tr("The service does not know this access key (%1). Check it, or use another one.")
                    .arg(code)};
    if (hasWord(text, "aksk signature fail"))
        return {Problem::WrongSecret,
                Text::tr("The secret key does not fit the access key (%1). Enter both again.").arg(code)};
    if (hasWord(text, "signature expired"))
        return {Problem::ClockOff, clockSentence(text, code)};
    if (hasWord(text, "security[-_ ]?token") && hasWord(text, "expire"))
        return {
            Problem::SecurityTokenEnded,
            Text::tr("The security token of the access key has expired (%1). Obtain a new one.").arg(code)};
    if (hasWord(text, "decrypt token fail"))
        return {Problem::WrongProject,
                Text::tr("The service cannot read the token (%1): it belongs to another "
                         "region, or is not whole. Check region and sign-in.")
                    .arg(code)};
    if (hasWord(text, "token expires|token (has |is )?expired"))
        return {Problem::TokenEnded, Text::tr("The token has expired (%1). Sign in again.").arg(code)};
    return {};
}

/// What a refusal of a user's sign-in says.
SignInFinding passwordFinding(const HttpResponse &response, const QString &text, const QString &code,
                              const CallContext &context)
{
    if (hasWord(text, "\\block(ed|out)?\\b"))
        return lockedFinding(code);
    if (hasWord(text, "password") && hasWord(text, "expired|must be changed|needs to be changed"))
        return {Problem::PasswordExpired,
                Text::tr("The password has expired (%1). Change it in the web console, then sign in again.")
                    .arg(code)};
    const bool saysPasscode =
        response.asksSecondFactor || code.endsWith("0072"_L1) || speaksOfSecondFactor(text);
    if (saysPasscode && !context.hasPasscode)
        return {Problem::PasscodeNeeded,
                Text::tr("The service asks for a one-time code besides the password (%1).").arg(code)};
    if (context.hasPasscode && (saysPasscode || response.status == 401))
        return {Problem::PasscodeWrong,
                Text::tr("The one-time code was not accepted (%1). Enter a fresh one.").arg(code)};
    if (hasWord(text, "project") && hasWord(text, "not find|not found|not exist|no such|invalid"))
        return {
            Problem::NoProject,
            Text::tr("The Identity service does not know this project for this user (%1). Check project and "
                     "account name.")
                .arg(code)};
    if (hasWord(text, "project") && hasWord(text, "disabled"))
        return {
            Problem::NoProject,
            Text::tr("The project is disabled (%1). Choose another, or ask the administrator to enable it.")
                .arg(code)};
    // Keystone's answer to anything that is wrong: an unknown project, too.
    if (response.status == 401 && !context.project.isEmpty() && !hasWord(text, "password|user ?name"))
        return {Problem::WrongPassword,
                Text::tr("User name, account name, password or the project “%1” is wrong (%2): the service "
                         "does not say which.")
                    .arg(visibleText(context.project, 80), code)};
    if (response.status == 401)
        return {Problem::WrongPassword,
                Text::tr("User name, account name or password is wrong (%1).").arg(code)};
    return {};
}

} // namespace

std::optional<qint64> serverTimeIn(const QString &text)
{
    return timeAfter(text, "server time"_L1);
}

std::optional<qint64> signatureTimeIn(const QString &text)
{
    return timeAfter(text, "signature time"_L1);
}

SignInFinding signInFinding(const HttpResponse &response, const ErrorBody &body, const CallContext &context)
{
    const QString code = body.code.isEmpty() ? u"HTTP %1"_s.arg(response.status) : visibleText(body.code, 60);
    for (const CodeProblem &known : CodeProblems) {
        if (code.compare(known.code, Qt::CaseInsensitive) == 0)
            return {known.problem, {}};
    }
    if (response.status == 429 || response.status >= 500)
        return {};
    if (context.subject == CallSubject::SignIn)
        return passwordFinding(response, body.text, code, context);
    if (response.status == 401)
        return gatewayFinding(body.text, code);
    return {};
}

} // namespace leasekeeper

// SPDX-License-Identifier: MIT
#include "apierrors.h"

#include "countdown.h"
#include "errorbody.h"
#include "errorcodes.h"
#include "httpdate.h"
#include "plaintext.h"
#include "redact.h"
#include "signer.h"
#include "signinproblems.h"

#include <QCoreApplication>
#include <QLocale>
#include <QUrl>

namespace leasekeeper
{

using namespace Qt::StringLiterals;

namespace
{

using Kind = ApiError::Kind;

struct Text {
    Q_DECLARE_TR_FUNCTIONS(leasekeeper::ApiErrors)
};

constexpr int MaxCode = 60;
constexpr int MaxRequestId = 100;
constexpr int MaxQuotedWords = 160; ///< within a sentence
constexpr int MaxReadWords = 4'000; ///< of a text that may be as long as a body
constexpr qint64 SecondMs = 1'000;
constexpr qint64 MinuteMs = 60 * SecondMs;

QString quoted(const QByteArray &foreign, int maxChars)
{
    return visibleText(QString::fromUtf8(foreign), maxChars);
}

/// The class of a status alone; nullopt for a success.
std::optional<Kind> kindOfStatus(int status, CallSubject subject)
{
    if (status >= 200 && status < 300)
        return std::nullopt;
    switch (status) {
    case 401:
        return Kind::Unauthorised;
    case 403:
        return Kind::Forbidden;
    case 404:
        return subject == CallSubject::Instance ? Kind::NotFound : Kind::BadRequest;
    case 407:
        return Kind::Proxy;
    case 409:
        return Kind::Conflict;
    case 429:
        return Kind::RateLimited;
    case 511: // made by whoever stands between, never by the service
        return Kind::BadResponse;
    default:
        break;
    }
    switch (status / 100) {
    case 3:
        return Kind::Redirected;
    case 4:
        return Kind::BadRequest;
    case 5:
        return Kind::Server;
    default:
        return Kind::BadResponse;
    }
}

QString portalSentence(const CallContext &context)
{
    return Text::tr("A web page came back instead of an answer from %1. A network sign-in or a proxy may be "
                    "in the way.")
        .arg(context.host);
}

QString redirectSentence(const HttpResponse &response, const CallContext &context)
{
    const QUrl target = QUrl::fromEncoded(response.redirectTarget);
    if (target.host().isEmpty())
        return Text::tr("%1 sent the request to another address. It was not followed. A network sign-in may "
                        "be needed, or the endpoint is wrong.")
            .arg(context.host);
    return Text::tr("%1 sent the request on to %2. It was not followed. A network sign-in may be needed, or "
                    "the endpoint is wrong.")
        .arg(context.host, visibleText(QString::fromLatin1(hostHeader(target)), 120));
}

QString forbiddenSentence(const CallContext &context, const QString &code, bool deniedByPolicy)
{
    const QString shownCode = code.isEmpty() ? u"HTTP 403"_s : visibleText(code, MaxCode);
    if (!context.permission.isEmpty())
        return Text::tr("This account is not allowed to do that (%1). It needs the permission %2.")
            .arg(shownCode, context.permission);
    if (deniedByPolicy)
        return Text::tr("An identity policy does not allow that (%1). Ask the administrator.").arg(shownCode);
    return Text::tr("This account is not allowed to do that (%1). Ask its administrator.").arg(shownCode);
}

bool isOfIdentity(const CallContext &context)
{
    return context.subject == CallSubject::SignIn || context.subject == CallSubject::Identity;
}

/// One sentence by class where no documented code says it better.
QString sentenceOfKind(Kind kind, const HttpResponse &response, const CallContext &context,
                       const ErrorBody &body)
{
    const QString what =
        body.code.isEmpty() ? u"HTTP %1"_s.arg(response.status) : visibleText(body.code, MaxCode);
    switch (kind) {
    case Kind::Unauthorised:
        return Text::tr("%1 does not accept the sign-in (%2). Sign in again.").arg(context.host, what);
    case Kind::Forbidden:
        return forbiddenSentence(context, body.code, body.deniedByPolicy);
    case Kind::NotFound:
        return Text::tr("The service says the instance does not exist (%1).").arg(what);
    case Kind::Conflict:
        return Text::tr("The service says the instance is not in the right state for that (%1).").arg(what);
    case Kind::RateLimited:
        return Text::tr("%1 is being asked too often (%2).").arg(context.host, what);
    case Kind::Server:
        return Text::tr("%1 could not handle the request (%2). Try again later.").arg(context.host, what);
    case Kind::Redirected:
        return redirectSentence(response, context);
    case Kind::Proxy:
        return Text::tr("The proxy on the way to %1 asks for a sign-in, or does not accept the one it got "
                        "(%2). Check the proxy settings.")
            .arg(context.host, what);
    case Kind::BadResponse:
        return Text::tr("%1 did not answer as the service does (%2).").arg(context.host, what);
    case Kind::BadRequest:
        if (response.status == 404 && isOfIdentity(context))
            return Text::tr("%1 does not know the address for signing in (%2). Check the IAM endpoint.")
                .arg(context.host, what);
        if (response.status == 404)
            return Text::tr("%1 does not know the address of the list (%2). Check endpoint and project.")
                .arg(context.host, what);
        return Text::tr("%1 refused the request (%2).").arg(context.host, what);
    case Kind::Network:
    case Kind::Timeout:
    case Kind::Tls:
    case Kind::Cancelled:
        break;
    }
    return Text::tr("The request to %1 failed (%2).").arg(context.host, what);
}

/// Rounded up: who comes too early is turned away again.
QString waitSentence(qint64 pauseMs)
{
    if (pauseMs <= 0)
        return Text::tr("Wait a moment.");
    if (pauseMs < MinuteMs)
        return Text::tr("Wait %1 s before you try again.")
            .arg(QLocale().toString((pauseMs + SecondMs - 1) / SecondMs));
    return Text::tr("Wait %1 before you try again.", "a span such as 10 min")
        .arg(spanText(pauseMs + MinuteMs - 1));
}

/// Foreign words to stand within our sentence, which has a full stop of its own.
QString quotable(const QString &foreign)
{
    QString words = visibleText(foreign, MaxQuotedWords);
    while (words.endsWith(u'.'))
        words.chop(1);
    return words;
}

/// The codes of these speak of who asks, not of what was asked.
bool isAboutWhoAsks(const CodeMeaning &meaning, SignInProblem problem)
{
    return meaning.kind == Kind::Unauthorised || meaning.kind == Kind::Forbidden ||
           problem != SignInProblem::None;
}

/// Where both speak, the status decides on the state of the service and the code on what is wrong with the
/// request. A 401 or 403 with a code about the instance's state has looked at the instance, so that the code
/// counts; one that says "gone" does not count with these two.
Kind mergedKind(std::optional<Kind> byStatus, const std::optional<CodeMeaning> &meaning,
                SignInProblem problem)
{
    if (!byStatus)
        return meaning ? meaning->kind : Kind::BadRequest;
    if (!meaning)
        return *byStatus;
    switch (*byStatus) {
    case Kind::BadRequest:
    case Kind::NotFound: // a gateway's "unknown address" is no word about the instance
    case Kind::Conflict:
    case Kind::BadResponse:
        return meaning->kind;
    case Kind::Unauthorised:
        // Signing in has words of its own for what is wrong with it.
        return meaning->kind == Kind::Conflict ? meaning->kind : *byStatus;
    case Kind::Forbidden:
        return isAboutWhoAsks(*meaning, problem) || meaning->kind == Kind::NotFound ? *byStatus
                                                                                    : meaning->kind;
    case Kind::RateLimited:
    case Kind::Server:
    case Kind::Redirected:
    case Kind::Proxy:
    case Kind::Network:
    case Kind::Timeout:
    case Kind::Tls:
    case Kind::Cancelled:
        break;
    }
    return *byStatus;
}

/// HTML with these is an intermediary speaking, not the service: no sign-out, nothing gone, nothing refused.
bool htmlHidesStatus(Kind kind)
{
    return kind == Kind::Unauthorised || kind == Kind::Forbidden || kind == Kind::NotFound ||
           kind == Kind::BadRequest || kind == Kind::Conflict || kind == Kind::BadResponse;
}

ApiError answered(const HttpResponse &response, const CallContext &context)
{
    ApiError error;
    error.delivery = ApiError::Delivery::Answered;
    error.httpStatus = response.status;
    error.requestId = quoted(response.requestId, MaxRequestId);
    error.detail = u"%1: HTTP %2"_s.arg(context.request).arg(response.status);
    return error;
}

ApiError portal(const HttpResponse &response, const CallContext &context)
{
    ApiError error = answered(response, context);
    error.kind = Kind::BadResponse;
    error.message = portalSentence(context);
    // Somebody answered, but not the service; whether it got the request is anyone's guess.
    error.delivery = ApiError::Delivery::Unknown;
    return error;
}

} // namespace

bool looksLikeHtml(const QByteArray &body)
{
    return body.trimmed().startsWith('<');
}

std::optional<ApiError> errorFromResponse(const HttpResponse &response, const CallContext &context,
                                          qint64 nowMs)
{
    const std::optional<Kind> byStatus = kindOfStatus(response.status, context.subject);
    if (response.status == 511 || (looksLikeHtml(response.body) && (!byStatus || htmlHidesStatus(*byStatus))))
        return portal(response, context);

    ErrorBody body = readErrorBody(response.body);
    // Whatever is shown or copied of the service's own words is taken from here.
    body.text = redacted(body.text.left(MaxReadWords));
    if (!byStatus && !body.isFailure)
        return std::nullopt;

    const std::optional<CodeMeaning> meaning = codeMeaning(body.code);
    ApiError error = answered(response, context);
    const SignInFinding finding = signInFinding(response, body, context);
    error.kind = mergedKind(byStatus, meaning, finding.problem);
    error.code = visibleText(body.code, MaxCode);
    error.serviceText = visibleText(body.text);
    if (error.requestId.isEmpty())
        error.requestId = visibleText(body.requestId, MaxRequestId);
    if (error.kind == Kind::RateLimited || error.kind == Kind::Server)
        error.retryAfterMs =
            retryAfterMs(response.retryAfter, response.dateMs != 0 ? response.dateMs : nowMs).value_or(0);
    error.signInProblem = finding.problem;
    if (!finding.sentence.isEmpty()) {
        error.message = finding.sentence;
        return error;
    }
    error.deniesPermission = error.kind == Kind::Forbidden && finding.problem == SignInProblem::None &&
                             (!meaning || meaning->kind == Kind::Forbidden);
    // A missing permission is named by us; who is locked out for another reason reads the code's sentence.
    const bool ownWordsAreBetter = error.deniesPermission && !context.permission.isEmpty();
    error.message = meaning && !ownWordsAreBetter ? meaning->sentence
                                                  : sentenceOfKind(error.kind, response, context, body);
    if (error.kind == Kind::RateLimited)
        error.message += QString(u' ' + waitSentence(error.retryAfterMs));
    if (!error.serviceText.isEmpty() && (!meaning || meaning->saysTooLittle))
        error.message = Text::tr("%1 The service says: “%2”.", "a sentence, then foreign words")
                            .arg(error.message, quotable(body.text));
    return error;
}

ApiError unusableAnswer(const HttpResponse &response, const CallContext &context, const QString &reason)
{
    ApiError error = answered(response, context);
    error.kind = Kind::BadResponse;
    error.message = Text::tr("The answer of %1 cannot be used: %2").arg(context.host, reason);
    if (!context.isRead)
        error.delivery = ApiError::Delivery::Unknown;
    return error;
}

} // namespace leasekeeper

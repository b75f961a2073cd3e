// SPDX-License-Identifier: MIT
#include "apierrors.h"
#include "errorbody.h"
#include "fuzztargets.h"
#include "httpdate.h"
#include "require.h"

#include <algorithm>
#include <array>

namespace leasekeeper::fuzz
{

using namespace Qt::StringLiterals;

namespace
{

using Kind = ApiError::Kind;

constexpr std::array Statuses{200, 201, 202, 204, 206, 299, 300, 302, 307, 400, 401, 403, 404, 407,
                              408, 409, 410, 418, 422, 429, 451, 499, 500, 502, 503, 504, 511, 599};
constexpr std::array Subjects{CallSubject::Instance, CallSubject::Listing, CallSubject::SignIn,
                              CallSubject::Identity};

bool isSuccess(int status)
{
    return status >= 200 && status < 300;
}

/// Two letters choose status and subject, then the header Retry-After up to the end of the line, then the
/// body. Letters, so that inputs can be written by hand.
struct Answer {
    HttpResponse response;
    CallContext context;
};
Answer answerFrom(const QByteArray &input)
{
    Answer answer;
    const auto choice = [&input](qsizetype at) {
        return at < input.size() ? std::size_t(uchar(input.at(at))) : 0;
    };
    answer.response.status = Statuses[choice(0) % Statuses.size()];
    answer.context.subject = Subjects[choice(1) % Subjects.size()];
    answer.context.isRead = (choice(1) & 4) == 0;
    answer.context.host = u"service.example"_s;
    answer.context.request = u"GET /v1/p/notebooks"_s;
    const QByteArray rest = input.mid(2);
    const qsizetype end = rest.indexOf('\n');
    answer.response.retryAfter = rest.left(std::max<qsizetype>(end, 0));
    answer.response.requestId = answer.response.retryAfter;
    answer.response.redirectTarget = answer.response.retryAfter;
    answer.response.body = end < 0 ? rest : rest.mid(end + 1);
    return answer;
}

void requireError(const ApiError &error, const Answer &answer)
{
    const int status = answer.response.status;
    FUZZ_REQUIRE(isSentence(error.message));
    FUZZ_REQUIRE(isVisible(error.code) && error.code.size() <= 60);
    FUZZ_REQUIRE(isVisible(error.requestId) && error.requestId.size() <= 100);
    FUZZ_REQUIRE(isVisible(error.serviceText) && error.serviceText.size() <= 256);
    FUZZ_REQUIRE(error.httpStatus == status);
    // Somebody answered, so it must not look as if the request could be sent again.
    FUZZ_REQUIRE(error.delivery != ApiError::Delivery::NeverSent);
    FUZZ_REQUIRE(error.retryAfterMs == 0 ||
                 (error.retryAfterMs >= RetryAfterFloorMs && error.retryAfterMs <= RetryAfterCeilingMs));
    FUZZ_REQUIRE(error.retryAfterMs == 0 || error.kind == Kind::RateLimited || error.kind == Kind::Server);

    const QString number = error.codeNumber();
    const bool isGoneCode = number == "6309"_L1 || number == "6404"_L1;
    const bool isGoneStatus = status == 404 && answer.context.subject == CallSubject::Instance;
    FUZZ_REQUIRE(!error.meansGone() || isGoneCode || isGoneStatus);
    FUZZ_REQUIRE(!error.meansGone() || number != "6357"_L1);
    FUZZ_REQUIRE(!error.meansGone() || !looksLikeHtml(answer.response.body));
    FUZZ_REQUIRE(status / 100 != 3 || error.kind == Kind::Redirected);
    FUZZ_REQUIRE(status < 500 || error.kind == Kind::Server || error.kind == Kind::BadResponse);
    // A web page is no word of the service: nobody is signed out or refused by it.
    if (looksLikeHtml(answer.response.body) && status < 500)
        FUZZ_REQUIRE(error.kind != Kind::Unauthorised && error.kind != Kind::Forbidden);
    // A record that was cut may hold a token, so what looks like JSON and is none is not quoted.
    const QByteArray body = answer.response.body.trimmed();
    if ((body.startsWith('{') || body.startsWith('[')) && !readErrorBody(answer.response.body).isJson)
        FUZZ_REQUIRE(error.serviceText.isEmpty());
}

} // namespace

void errorbody(const QByteArray &input)
{
    const Answer answer = answerFrom(input);
    const ErrorBody body = readErrorBody(answer.response.body);
    FUZZ_REQUIRE(!body.isFailure || body.isJson);

    const std::optional<ApiError> error = errorFromResponse(answer.response, answer.context, 1);
    FUZZ_REQUIRE(error || isSuccess(answer.response.status));
    FUZZ_REQUIRE(error || (!body.isFailure && !looksLikeHtml(answer.response.body)));
    if (error)
        requireError(*error, answer);
    const ApiError unusable = unusableAnswer(answer.response, answer.context, u"It is odd."_s);
    FUZZ_REQUIRE(unusable.kind == Kind::BadResponse && isSentence(unusable.message));
    FUZZ_REQUIRE(answer.context.isRead || unusable.delivery == ApiError::Delivery::Unknown);
}

void leaserange(const QByteArray &input)
{
    const std::optional<LeaseRange> range = allowedLeaseRange(QString::fromUtf8(input));
    if (!range)
        return;
    FUZZ_REQUIRE(range->minMs > 0 && range->minMs < range->maxMs);
    FUZZ_REQUIRE(range->maxMs <= Q_INT64_C(366) * 24 * 3'600'000);
    // No range without two numbers to take it from.
    FUZZ_REQUIRE(std::count_if(input.begin(), input.end(), [](char c) { return c >= '0' && c <= '9'; }) >= 2);
}

} // namespace leasekeeper::fuzz

// SPDX-License-Identifier: MIT
#pragma once

#include "apierror.h"
#include "httprequest.h"
#include "leaserequest.h"

#include <QString>
#include <QtGlobal>

#include <optional>

namespace leasekeeper
{

/// What a call is about: decides what a 404 means.
enum class CallSubject {
    Listing,
    Instance, ///< one instance: a 404 says that it is not there
    SignIn,   ///< a user's sign-in at the Identity service
    Identity, ///< other calls of the Identity service
};

/// What an answer has to be known of its call to be judged.
struct CallContext {
    CallSubject subject = CallSubject::Instance;
    bool isRead = true;
    QString host;       ///< as shown to people
    QString request;    ///< method and path, for the log
    QString permission; ///< the identity-policy action it needs, "modelarts:notebook:delete"; may be empty
    bool hasPasscode = false; ///< a second factor went with the sign-in
    QString project;          ///< id or name of the one a sign-in is for; empty: none
};

/// Maps an answer to an error, or to nullopt if it is a success: ModelArts API reference, sections 5.1 and
/// 5.2. An error body wins over a 2xx status; HTML is never taken for the service. `nowMs` stands in for
/// the service's clock where the answer has no `Date` (ms since 1970 UTC).
[[nodiscard]] std::optional<ApiError> errorFromResponse(const HttpResponse &response,
                                                        const CallContext &context, qint64 nowMs);

/// An answer with a good status that cannot be used, for example "is not valid JSON". `reason` is one
/// translated sentence. After a write its outcome is unknown.
[[nodiscard]] ApiError unusableAnswer(const HttpResponse &response, const CallContext &context,
                                      const QString &reason);

/// Whether a body is a web page, judged by its content.
[[nodiscard]] bool looksLikeHtml(const QByteArray &body);

/// The range of durations a refusal with ModelArts.6349 names in its text, or nullopt if it names none that
/// can be read without guessing. In ms; hours, minutes and the like are converted.
[[nodiscard]] std::optional<LeaseRange> allowedLeaseRange(const QString &text);
/// The same, of an error; nullopt unless its code is 6349.
[[nodiscard]] std::optional<LeaseRange> allowedLeaseRange(const ApiError &error);

} // namespace leasekeeper

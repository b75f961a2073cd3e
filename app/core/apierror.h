// SPDX-License-Identifier: MIT
#pragma once

#include <QString>

namespace leasekeeper
{

/// What exactly is wrong with a sign-in, where the service's words or codes tell it.
enum class SignInProblem {
    None,
    WrongPassword, ///< or user, account or project: the service does not say which
    AccountLocked, ///< too many wrong passwords
    PasswordExpired,
    PasscodeNeeded, ///< a second factor is asked for
    PasscodeWrong,
    ConsoleOnly,        ///< the user may not sign in from programs
    NoProject,          ///< none is named, or the named one does not exist for this user
    WrongProject,       ///< the token belongs to another project or region
    TokenEnded,         ///< expired, or to be renewed
    UnknownKey,         ///< the access key does not exist, is blocked or inactive
    WrongSecret,        ///< the secret key does not fit the access key
    KeyLocked,          ///< six wrong signatures lock an access key for five minutes
    SecurityTokenEnded, ///< of a temporary access key
    ClockOff,           ///< a signature is dated more than 15 minutes off
    AccountSuspended,
    SignedOut, ///< by the user; nothing was asked
};

/// Everything that is known about a call that did not do what was asked. A value; made in app/api,
/// shown in ui. Error shapes and codes: ModelArts API reference, sections 5.1 and 5.2.
struct ApiError {
    enum class Kind {
        Network,      ///< no usable answer: name look-up, connection, reset
        Timeout,      ///< one of our own deadlines passed
        Tls,          ///< the certificate or the handshake was refused
        Proxy,        ///< the proxy, not the service, is in the way
        Cancelled,    ///< we gave it up ourselves
        Unauthorised, ///< 401, unless its code speaks of the instance
        Forbidden,    ///< 403, unless its code speaks of what was asked and not of who asks
        NotFound,     ///< the instance does not exist (404, or 400 with ModelArts.6309 / 6404)
        Conflict,     ///< wrong state for the request (409, or 400 with 6304 to 6308, 6326, 6327, 6357, …)
        BadRequest,   ///< 400 with any other code
        RateLimited,  ///< 429
        Server,       ///< 5xx
        BadResponse,  ///< an answer that is not the service's language: HTML, broken JSON, wrong types
        Redirected,   ///< 3xx; never followed
    };

    /// How far a request got. A write may be repeated only if it surely never left.
    enum class Delivery {
        NeverSent, ///< no byte of the request was written
        Unknown,   ///< written at least in part, outcome not known
        Answered,  ///< the service answered
    };

    /// Where on the way to the service it went wrong.
    enum class Stage {
        NameLookup,
        Connection,
        Tls,
        Exchange, ///< a connection was there
    };

    Kind kind = Kind::Network;
    Delivery delivery = Delivery::Unknown;
    Stage stage = Stage::Exchange;
    int httpStatus = 0;      ///< 0 without an answer; 407 also where the proxy alone was asked
    QString code;            ///< the service's own code, such as "ModelArts.6304"; may be empty
    QString serviceText;     ///< the service's own words, untrusted plain text, shortened
    QString requestId;       ///< to quote to the vendor's support; may be empty
    QString message;         ///< one translated sentence for people, complete, plain text
    QString detail;          ///< for the log: method, path, transport text; never a secret
    qint64 retryAfterMs = 0; ///< what a 429 or 503 asked for; 0 if nothing
    SignInProblem signInProblem = SignInProblem::None;
    /// Forbidden, and because this account may not do that: not for a wrong project, key or the like.
    bool deniesPermission = false;

    /// The number after the last dot of `code`: "6304" for "ModelArts.6304".
    [[nodiscard]] QString codeNumber() const;
    /// The service says that the instance is not there (any more). Never true for 6357.
    [[nodiscard]] bool meansGone() const { return kind == Kind::NotFound; }
    /// `message`, then code, service text and request id, one per line: for Copy details.
    [[nodiscard]] QString details() const;

    friend bool operator==(const ApiError &, const ApiError &) = default;
};

} // namespace leasekeeper

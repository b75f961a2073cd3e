// SPDX-License-Identifier: MIT
#pragma once

#include "apierror.h"
#include "httprequest.h"
#include "result.h"
#include "secret.h"

#include <QObject>

#include <functional>
#include <optional>
#include <utility>

namespace leasekeeper
{

/// Puts the caller's identity on a request. The seam behind which tokens, sign-in and request signing live.
class Authenticator : public QObject
{
    Q_OBJECT
public:
    using QObject::QObject;
    using RenewDone = std::function<void(const std::optional<ApiError> &)>;

    /// Calls `done` exactly once, at once or later, with the request ready to send or the reason why it
    /// cannot be made ready. Forgets it in silence if `context` goes first.
    virtual void authorise(HttpRequest request, QObject *context,
                           std::function<void(Result<HttpRequest>)> done) = 0;
    /// After the first 401 of the call that `context` stands for, as in authorise(): obtains new credentials
    /// where that is possible and may help. `done` gets nothing if the request is to be authorised and sent
    /// once more, else the error the call ends with. Calls that wait at the same time share one attempt.
    virtual void renew(const ApiError &refusal, QObject *context, RenewDone done) = 0;
    /// What came of one attempt that was authorised: no error, or which. For a 401 it comes before renew().
    virtual void heard(const std::optional<ApiError> &error, QObject *context);
};

/// A token that somebody else obtained (`X-Auth-Token`; ModelArts API reference, section 6). It cannot be
/// renewed: a 401 ends in the signed-out state.
class TokenAuthenticator final : public Authenticator
{
    Q_OBJECT
public:
    explicit TokenAuthenticator(Secret token, QObject *parent = nullptr);

    /// Another token, for the calls from now on.
    void reset(Secret token) { m_token = std::move(token); }
    /// Wipes the token; later calls are refused until reset().
    void signOut() { m_token.wipe(); }

    void authorise(HttpRequest request, QObject *context,
                   std::function<void(Result<HttpRequest>)> done) override;
    void renew(const ApiError &refusal, QObject *context, RenewDone done) override;

private:
    Secret m_token;
};

} // namespace leasekeeper

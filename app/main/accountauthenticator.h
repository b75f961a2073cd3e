// SPDX-License-Identifier: MIT
#pragma once

#include "apierror.h"
#include "authenticator.h"

#include <memory>

namespace leasekeeper
{

/// The identity of one account over the whole life of its session: whatever signs it in at the moment stands
/// behind it. With nobody behind it, requests are refused with a reason and never leave.
class AccountAuthenticator final : public Authenticator
{
    Q_OBJECT
public:
    using Authenticator::Authenticator;

    /// What stood behind goes, in silence: sign it out before where calls may wait for it.
    void use(std::unique_ptr<Authenticator> inner);
    /// Requests are refused from now on.
    void refuse(const ApiError &reason);

    void authorise(HttpRequest request, QObject *context,
                   std::function<void(Result<HttpRequest>)> done) override;
    void renew(const ApiError &refusal, QObject *context, RenewDone done) override;
    void heard(const std::optional<ApiError> &error, QObject *context) override;

private:
    std::unique_ptr<Authenticator> m_inner;
    ApiError m_refusal;
};

} // namespace leasekeeper

// SPDX-License-Identifier: MIT
#include "accountauthenticator.h"

#include <utility>

namespace leasekeeper
{

void AccountAuthenticator::use(std::unique_ptr<Authenticator> inner)
{
    m_inner = std::move(inner);
}

void AccountAuthenticator::refuse(const ApiError &reason)
{
    m_inner.reset();
    m_refusal = reason;
}

void AccountAuthenticator::authorise(HttpRequest request, QObject *context,
                                     std::function<void(Result<HttpRequest>)> done)
{
    if (m_inner)
        m_inner->authorise(std::move(request), context, std::move(done));
    else
        done(m_refusal);
}

void AccountAuthenticator::renew(const ApiError &refusal, QObject *context, RenewDone done)
{
    if (m_inner)
        m_inner->renew(refusal, context, std::move(done));
    else
        done(m_refusal);
}

void AccountAuthenticator::heard(const std::optional<ApiError> &error, QObject *context)
{
    if (m_inner)
        m_inner->heard(error, context);
}

} // namespace leasekeeper

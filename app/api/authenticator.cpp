// SPDX-License-Identifier: MIT
#include "authenticator.h"

#include <algorithm>
#include <utility>

namespace leasekeeper
{

namespace
{

/// Anything else would end the header line, or start another.
bool fitsIntoHeader(const QByteArray &value)
{
    return std::all_of(value.begin(), value.end(), [](char c) { return c > 0x20 && c < 0x7F; });
}

ApiError unusableToken(const QString &message)
{
    ApiError error;
    error.kind = ApiError::Kind::Unauthorised;
    error.delivery = ApiError::Delivery::NeverSent;
    error.message = message;
    return error;
}

} // namespace

void Authenticator::heard(const std::optional<ApiError> &error, QObject *context)
{
    Q_UNUSED(error)
    Q_UNUSED(context)
}

TokenAuthenticator::TokenAuthenticator(Secret token, QObject *parent)
    : Authenticator(parent), m_token(std::move(token))
{
}

void TokenAuthenticator::authorise(HttpRequest request, QObject *context,
                                   std::function<void(Result<HttpRequest>)> done)
{
    Q_UNUSED(context) // answered at once, so nobody can go in between
    if (m_token.isEmpty()) {
        done(unusableToken(tr("There is no token to sign in with. Provide a token.")));
        return;
    }
    if (!fitsIntoHeader(m_token.reveal())) {
        done(unusableToken(tr("The token contains spaces, line breaks or other characters that no token has. "
                              "Copy it again, whole and alone.")));
        return;
    }
    request.headers.append({"X-Auth-Token", m_token.reveal()});
    done(std::move(request));
}

void TokenAuthenticator::renew(const ApiError &refusal, QObject *context, RenewDone done)
{
    Q_UNUSED(context)
    done(refusal);
}

} // namespace leasekeeper

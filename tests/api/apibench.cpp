// SPDX-License-Identifier: MIT
#include "apibench.h"

#include <utility>

namespace leasekeeper::test
{

using namespace Qt::StringLiterals;

void ScriptedAuthenticator::authorise(HttpRequest request, QObject *context,
                                      std::function<void(Result<HttpRequest>)> done)
{
    ++authorised;
    request.headers.emplaceBack("X-Auth-Token", token);
    if (tampers)
        tampers(request);
    if (answersLater)
        QMetaObject::invokeMethod(
            context, [request, done] { done(request); }, Qt::QueuedConnection);
    else
        done(std::move(request));
}

void ScriptedAuthenticator::renew(const ApiError &refusal, QObject *context, RenewDone done)
{
    ++renewed;
    if (renews)
        token = "token-2";
    const std::optional<ApiError> end = renews ? std::nullopt : std::optional(refusal);
    if (answersLater)
        QMetaObject::invokeMethod(
            context, [end, done] { done(end); }, Qt::QueuedConnection);
    else
        done(end);
}

ApiBench::ApiBench(Timers *timers, const Clock *clock)
    : client(network, clock ? *clock : static_cast<const Clock &>(systemClock),
             timers ? *timers : static_cast<Timers &>(systemTimers))
{
    if (!server.start())
        qFatal("The scripted server cannot listen on loopback.");
    profile.endpoint = server.url();
    profile.projectId = u"p1"_s;
    remake();
}

void ApiBench::remake()
{
    Authenticator *who = m_tokenAuthenticator ? static_cast<Authenticator *>(m_tokenAuthenticator.get())
                                              : static_cast<Authenticator *>(&authenticator);
    api = std::make_unique<InstancesApi>(client, *who, profile);
    api->setRandomness([] { return 0.0; });
}

void ApiBench::useToken(const QByteArray &token)
{
    m_tokenAuthenticator = std::make_unique<TokenAuthenticator>(Secret(token));
    remake();
}

} // namespace leasekeeper::test

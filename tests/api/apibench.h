// SPDX-License-Identifier: MIT
#pragma once

#include "apicall.h"
#include "authenticator.h"
#include "httpclient.h"
#include "instancesapi.h"
#include "scriptedserver.h"

#include <QNetworkAccessManager>
#include <QSignalSpy>
#include <QTest>

#include <functional>
#include <memory>

namespace leasekeeper::test
{

/// An authenticator that does what a test says and counts what it is asked.
class ScriptedAuthenticator final : public Authenticator
{
    Q_OBJECT
public:
    using Authenticator::Authenticator;

    QByteArray token = "token-1";
    bool renews = false;                        ///< whether renew() brings a new token
    bool answersLater = false;                  ///< through the event loop instead of at once
    std::function<void(HttpRequest &)> tampers; ///< with every request it authorises
    int authorised = 0;
    int renewed = 0;

    void authorise(HttpRequest request, QObject *context,
                   std::function<void(Result<HttpRequest>)> done) override;
    void renew(const ApiError &refusal, QObject *context, RenewDone done) override;
};

/// InstancesApi on the real client against a scripted server. Pauses between retries are as short as chance
/// allows: none.
class ApiBench
{
public:
    /// `timers` null: those of the event loop.
    explicit ApiBench(Timers *timers = nullptr, const Clock *clock = nullptr);

    ScriptedServer server;
    QNetworkAccessManager network;
    SystemClock systemClock;
    SystemTimers systemTimers;
    HttpClient client;
    ScriptedAuthenticator authenticator;
    Profile profile;
    std::unique_ptr<InstancesApi> api;

    /// Makes the API anew, after a change of the profile or with a token.
    void remake();
    void useToken(const QByteArray &token);

    /// Waits for the end; a default error fails the test if the call does not end exactly once.
    template <typename T> [[nodiscard]] Result<T> end(ApiCall<T> *call)
    {
        Result<T> result{ApiError{}};
        int ends = 0;
        QObject::connect(call, &ApiCallBase::finished, call, [&] {
            ++ends;
            result = call->result();
        });
        QSignalSpy gone(call, &QObject::destroyed);
        if (!gone.wait(EndLimitMs)) {
            delete call; // it must not come back to what is on this stack
            QTest::qFail("The call did not end.", __FILE__, __LINE__);
        } else if (ends != 1) {
            QTest::qFail("The call did not end exactly once.", __FILE__, __LINE__);
        }
        return result;
    }

private:
    static constexpr int EndLimitMs = 30'000;

    std::unique_ptr<TokenAuthenticator> m_tokenAuthenticator;
};

} // namespace leasekeeper::test

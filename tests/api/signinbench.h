// SPDX-License-Identifier: MIT
#pragma once

#include "apicall.h"
#include "fakeservertime.h"
#include "httpclient.h"
#include "httpserver.h"
#include "instancesapi.h"
#include "passwordauthenticator.h"
#include "virtualtime.h"

#include <QNetworkAccessManager>
#include <QSet>
#include <QSignalSpy>

#include <memory>
#include <optional>
#include <vector>

namespace leasekeeper::test
{

/// An Identity service and a service behind it, as small as can be: one user, tokens that it remembers.
class FakeCloud
{
public:
    explicit FakeCloud(const FakeServerTime &time);

    HttpServer server;
    QByteArray password = "pass-marker-1";
    QByteArray passcode; ///< set: signing in takes a second factor
    qint64 lifeMs = 24 * 3'600'000;
    qint64 ageMs = 0; ///< of the tokens it gives
    bool namesProject = true;
    std::optional<ServedAnswer> signInTrouble; ///< in place of a token
    std::optional<ServedAnswer> serviceAnswer; ///< in place of a page
    bool holdsSignIns = false;
    bool holdsCalls = false;
    std::vector<HttpExchange> heldSignIns;
    std::vector<HttpExchange> heldCalls;

    int signIns = 0;
    int calls = 0;
    QByteArray lastBody;  ///< of a sign-in
    QByteArray lastToken; ///< a call came with
    QSet<QByteArray> valid;

    void revoke() { valid.clear(); }
    /// Answers what was held back, and holds no more.
    void release();
    [[nodiscard]] ServedAnswer signIn();
    [[nodiscard]] static ServedAnswer iamRefusal(int status, const QByteArray &text);
    [[nodiscard]] static ServedAnswer unauthorised();

private:
    void serve(const ServedRequest &request, const HttpExchange &exchange);

    const FakeServerTime &m_time;
};

/// PasswordAuthenticator under real calls, in virtual time, over a real socket.
class SignInBench
{
public:
    explicit SignInBench(const QByteArray &password = "pass-marker-1", const QString &projectId = QString());

    VirtualTime time;
    FakeServerTime serverTime;
    FakeCloud cloud;
    QNetworkAccessManager network;
    HttpClient client;
    Profile profile;
    std::unique_ptr<PasswordAuthenticator> who;
    std::unique_ptr<InstancesApi> api;
    std::unique_ptr<QSignalSpy> signedIn;
    std::unique_ptr<QSignalSpy> failed;
    std::unique_ptr<QSignalSpy> postponed;
    std::unique_ptr<QSignalSpy> passcodeNeeded;
    QList<Result<InstancePage>> ends;

    /// One call more; its end is appended to `ends`.
    ApiCall<InstancePage> *ask();
    /// One call, waited for.
    [[nodiscard]] Result<InstancePage> run();
    /// Delivers what is under way until `done`, in real time; virtual time stands still.
    [[nodiscard]] bool until(const std::function<bool()> &done);
    [[nodiscard]] ApiError failure() const { return failed->last().first().value<ApiError>(); }
};

} // namespace leasekeeper::test

// SPDX-License-Identifier: MIT
#pragma once

#include "authenticator.h"
#include "clock.h"
#include "iamapi.h"
#include "iamtoken.h"
#include "profile.h"
#include "servedcalls.h"
#include "timers.h"

#include <QList>
#include <QPointer>

#include <functional>
#include <optional>

namespace leasekeeper
{

/// Signs in with an IAM user's password and keeps a project token fresh (ModelArts API reference, section 6).
///
/// A token is obtained when one is first needed, renewed in silence 120 s before its end (at half its life,
/// if that is later), and once after a 401. Any number of calls share one sign-in and wait for it. What the
/// service refuses is not tried again by itself: wrong passwords count towards the lock of the account. Then
/// calls end with the reason until setPassword() or signIn(); those a living token still serves go on.
class PasswordAuthenticator final : public Authenticator
{
    Q_OBJECT
public:
    /// Of `profile`: IAM endpoint, login and account name, project id, else project name, else the region
    /// as the project's name, else seekProjects(). `http` and `time` must outlive this.
    PasswordAuthenticator(HttpClient &http, const ServerTime &time, const Profile &profile, Secret password,
                          QObject *parent = nullptr);
    ~PasswordAuthenticator() override;

    /// The account the project belongs to where it is not the user's.
    void setProjectDomain(const QString &name) { m_request.projectDomainName = name; }
    /// Tokens are for the whole account from now on: good for nothing but to find a project. What was
    /// refused may be tried again.
    void seekProjects();
    /// Tokens are for this project from now on. The present one stays if it is.
    void setProjectId(const QString &id);
    /// Signs in anew with this password, at once.
    void setPassword(Secret password);
    /// Signs in at once, also after a refusal; nothing if a token is there or a sign-in under way.
    void signIn();
    /// After passcodeNeeded(): goes on with it.
    void providePasscode(Secret passcode);
    /// After passcodeNeeded(): calls that wait end with the reason.
    void abandonPasscode();
    /// Wipes password and token. Calls that wait end as cancelled; later ones are refused until
    /// setPassword().
    void signOut();

    /// Of the present token; nullopt without one.
    [[nodiscard]] const std::optional<IamIdentity> &identity() const { return m_identity; }
    /// Why no sign-in is tried now; nullopt: it is.
    [[nodiscard]] const std::optional<ApiError> &refusal() const { return m_refusal; }
    [[nodiscard]] bool waitsForPasscode() const { return m_waitsForPasscode; }

    void authorise(HttpRequest request, QObject *context,
                   std::function<void(Result<HttpRequest>)> done) override;
    void renew(const ApiError &refusal, QObject *context, RenewDone done) override;
    void heard(const std::optional<ApiError> &error, QObject *context) override;

Q_SIGNALS:
    /// A token was obtained, the first or a fresh one.
    void signedIn(const leasekeeper::IamIdentity &identity);
    /// The service wants a second factor. `whyAgain`: what was wrong with the one before, else empty.
    void passcodeNeeded(const QString &whyAgain);
    /// Refused: no further attempt is made until the user does something.
    void signInFailed(const leasekeeper::ApiError &reason);
    /// It could not be tried, for a reason that may pass: the next call tries again, and signIn() does.
    void signInPostponed(const leasekeeper::ApiError &reason);

private:
    struct Waiting {
        QPointer<QObject> context;
        std::function<void(const std::optional<ApiError> &)> done;
    };

    void wait(QObject *context, std::function<void(const std::optional<ApiError> &)> done);
    void start();
    void stop();
    void turnTo(const QString &projectId);
    void answered();
    void accept(const IamToken &token, qint64 sentAtMs);
    void fail(const ApiError &error);
    void postpone(const ApiError &error);
    void giveUp(const ApiError &error);
    void askForPasscode(const ApiError &error);
    void endWaiting(const std::optional<ApiError> &error);
    void forgetToken();
    void setEnd(const IamIdentity &identity, qint64 sentAtMs);
    [[nodiscard]] Result<HttpRequest> withToken(HttpRequest request, QObject *context);
    [[nodiscard]] bool hasToken() const;
    [[nodiscard]] qint64 nowMs() const;

    HttpClient &m_http;
    const ServerTime &m_time;
    IamApi m_iam;
    TokenRequest m_request; ///< holds the password
    QPointer<ApiCall<IamToken>> m_call;
    ServedCalls m_calls;
    Secret m_token;
    std::optional<IamIdentity> m_identity;
    std::optional<qint64> m_endsAtMs; ///< monotonic; of the token
    int m_generation = 0;             ///< counts tokens
    std::optional<ApiError> m_refusal;
    qint64 m_quietUntilMs = 0; ///< monotonic; no sign-in before, the Identity service asked for it
    ApiError m_quietReason;
    ApiError m_passcodeReason; ///< what the service said when it asked for one
    bool m_waitsForPasscode = false;
    QList<Waiting> m_waiting;
    OneShotTimer m_renewal;
};

} // namespace leasekeeper

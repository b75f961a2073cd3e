// SPDX-License-Identifier: MIT
#pragma once

#include "apicall.h"
#include "iamtoken.h"
#include "project.h"
#include "secret.h"

#include <QList>
#include <QObject>
#include <QString>
#include <QUrl>

#include <functional>
#include <memory>
#include <optional>

namespace leasekeeper
{

class Authenticator;
class HttpClient;
struct CallPlan;
struct Traffic;

/// What a user signs in with, and for what.
struct TokenRequest {
    QString userName;
    QString accountName;            ///< the account (domain) the user belongs to
    Secret password;                ///< UTF-8
    std::optional<Secret> passcode; ///< the second factor, where the service asked for one
    /// Scope, the first that is given: project by id, project by name, the whole account, none.
    QString projectId;
    QString projectName;
    QString projectDomainName; ///< the account the project belongs to; empty: the user's
    bool wholeAccount = false; ///< good for finding projects only
};

/// The calls of the Identity service (ModelArts API reference, section 6). Reads are retried as other reads
/// are. A sign-in is sent once: wrong passwords count towards the lock of the account. Every returned call
/// belongs to `parent`. Errors say in ApiError::signInProblem what is wrong with the sign-in.
class IamApi : public QObject
{
    Q_OBJECT
public:
    /// For a whole sign-in, in real ms.
    static constexpr qint64 SignInDeadlineMs = 20'000;

    /// `endpoint`: https://iam.{region}.{suffix}, http for loopback only; a path of "/v3" may follow.
    /// `http` must outlive this.
    IamApi(HttpClient &http, QUrl endpoint, QObject *parent = nullptr);
    ~IamApi() override;

    void setRandomness(std::function<double()> random);
    [[nodiscard]] const QUrl &endpoint() const { return m_endpoint; }

    /// POST /v3/auth/tokens.
    [[nodiscard]] ApiCall<IamToken> *createToken(const TokenRequest &request, QObject *parent);
    /// GET /v3/auth/tokens: whom a token that somebody else obtained speaks for, and when it ends.
    [[nodiscard]] ApiCall<IamToken> *inspectToken(const Secret &token, QObject *parent);
    /// GET /v3/auth/projects: the projects the token's user can work in; any token of the user does. `who`
    /// brings one, and must outlive the call.
    [[nodiscard]] ApiCall<QList<Project>> *projects(Authenticator &who, QObject *parent);
    /// GET /v3/projects, of this name unless it is empty: with a token, or signed by an authenticator without
    /// project id, which is for regional services. `who` must outlive the call.
    [[nodiscard]] ApiCall<QList<Project>> *projectsNamed(const QString &name, Authenticator &who,
                                                         QObject *parent);

private:
    [[nodiscard]] CallPlan plan(const QByteArray &method, const QString &path, const QByteArray &query) const;
    [[nodiscard]] ApiCall<QList<Project>> *listProjects(const QString &path, const QByteArray &query,
                                                        Authenticator &who, QObject *parent);
    template <typename T, typename Decoder>
    [[nodiscard]] ApiCall<T> *run(CallPlan plan, std::unique_ptr<Authenticator> own, Decoder decoder,
                                  QObject *parent);

    HttpClient &m_http;
    QUrl m_endpoint;
    std::shared_ptr<Traffic> m_traffic;
};

} // namespace leasekeeper

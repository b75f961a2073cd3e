// SPDX-License-Identifier: MIT
#pragma once

#include "simulatedcloud.h"

#include <QJsonObject>

namespace leasekeeper::test
{

/// An answer of the cloud, taken apart.
struct Told {
    int status = 0;
    QJsonObject json;
    QByteArray body;
    QMap<QByteArray, QByteArray> headers;

    [[nodiscard]] QString errorCode() const;
    /// The sentence of an error of the Identity service, {"error":{"message":…}}.
    [[nodiscard]] QString identityMessage() const;
    [[nodiscard]] QString text(QLatin1String key) const;
    [[nodiscard]] qint64 number(QLatin1String key) const;
    [[nodiscard]] QJsonObject object(QLatin1String key) const;
    /// The `data` of a listing.
    [[nodiscard]] QList<QJsonObject> data() const;
};

/// Signs a request with the headers it has and no others; sets `x-sdk-date` to `atMs` (ms since 1970 UTC).
void sign(CloudRequest &request, const SimulatedCloud::AccessKey &key, qint64 atMs);

/// What a password sign-in sends. Empty parts are left out.
struct SignInBody {
    QString user = {};
    QString account = {};
    QString password = {};
    QString passcode = {};
    QJsonObject scope = {}; ///< none: no scope

    [[nodiscard]] QByteArray bytes() const;
};

/// Calls a SimulatedCloud as a client with the right token and project would.
class CloudCaller
{
public:
    explicit CloudCaller(SimulatedCloud &cloud) : m_cloud(cloud) {}

    /// `target`: what follows ".../notebooks", such as "/ID/start?duration=-1".
    [[nodiscard]] Told call(const QByteArray &method, const QByteArray &target, const QByteArray &body = {});
    [[nodiscard]] Told get(const QByteArray &target) { return call("GET", target); }
    [[nodiscard]] Told renew(const QString &id, qint64 durationMs);
    /// Any path and headers.
    [[nodiscard]] Told send(const CloudRequest &request);
    [[nodiscard]] CloudRequest request(const QByteArray &method, const QByteArray &target) const;
    /// POST /v3/auth/tokens.
    [[nodiscard]] Told signIn(const SignInBody &body);
    /// What the caller of the cloud sends for its own project.
    [[nodiscard]] SignInBody rightBody() const;
    /// GET or POST of the Identity service with `token`, if there is one.
    [[nodiscard]] Told identity(const QByteArray &method, const QByteArray &path, const QByteArray &token,
                                const QByteArray &body = {});
    /// Every page of a listing; fails by returning what it has when a page is refused.
    [[nodiscard]] QList<QJsonObject> listAll(const QByteArray &path, const QByteArray &parameters,
                                             int limit = 50);

private:
    SimulatedCloud &m_cloud;
};

} // namespace leasekeeper::test

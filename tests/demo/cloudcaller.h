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
    [[nodiscard]] QString text(QLatin1String key) const;
    [[nodiscard]] qint64 number(QLatin1String key) const;
    [[nodiscard]] QJsonObject object(QLatin1String key) const;
    /// The `data` of a listing.
    [[nodiscard]] QList<QJsonObject> data() const;
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
    /// Every page of a listing; fails by returning what it has when a page is refused.
    [[nodiscard]] QList<QJsonObject> listAll(const QByteArray &path, const QByteArray &parameters,
                                             int limit = 50);

private:
    SimulatedCloud &m_cloud;
};

} // namespace leasekeeper::test

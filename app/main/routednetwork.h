// SPDX-License-Identifier: MIT
#pragma once

#include "profile.h"

#include <QList>
#include <QNetworkAccessManager>
#include <QString>

QT_BEGIN_NAMESPACE
class QSslCertificate;
QT_END_NAMESPACE

namespace leasekeeper
{

/// The network as a profile wants it reached: through the system's proxy, none, or its own, and trusting the
/// certificate authorities of one more file. This computer itself is always reached directly. Certificates
/// are checked in any case.
class RoutedNetwork final : public QNetworkAccessManager
{
    Q_OBJECT
public:
    explicit RoutedNetwork(const Profile &profile, QObject *parent = nullptr);

    /// One translated sentence if the profile's file of authorities cannot be used; nothing may be sent then.
    [[nodiscard]] QString trouble() const { return m_trouble; }

protected:
    QNetworkReply *createRequest(Operation operation, const QNetworkRequest &request,
                                 QIODevice *body) override;

private:
    void useProxy(const ProxySettings &proxy);
    void readAuthorities(const QString &path);

    QList<QSslCertificate> m_authorities;
    QString m_trouble;
};

} // namespace leasekeeper

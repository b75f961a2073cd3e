// SPDX-License-Identifier: MIT
#include "networkwatch.h"

#include <QNetworkInformation>

namespace leasekeeper
{

NetworkWatch::NetworkWatch(QObject *parent) : QObject(parent)
{
    if (!QNetworkInformation::loadBackendByFeatures(QNetworkInformation::Feature::Reachability))
        return;
    const QNetworkInformation *system = QNetworkInformation::instance();
    connect(system, &QNetworkInformation::reachabilityChanged, this,
            [this](QNetworkInformation::Reachability now) {
                if (now == QNetworkInformation::Reachability::Online)
                    Q_EMIT changed();
            });
    connect(system, &QNetworkInformation::transportMediumChanged, this, &NetworkWatch::changed);
    connect(system, &QNetworkInformation::isBehindCaptivePortalChanged, this, [this](bool captive) {
        if (!captive)
            Q_EMIT changed();
    });
}

} // namespace leasekeeper

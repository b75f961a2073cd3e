// SPDX-License-Identifier: MIT
#pragma once

#include <QList>
#include <QString>
#include <QStringList>
#include <QUrl>

namespace leasekeeper
{

struct Profile;

/// A cloud that offers the service, and its regions (ModelArts API reference, section 8).
struct CloudEntry {
    QString key;  ///< stable, for settings: "huawei-cn"
    QString name; ///< translated, for people
    QStringList regions;
};

/// In the order in which they are offered. Private clouds are not in it: their addresses are typed.
[[nodiscard]] QList<CloudEntry> cloudCatalog();
/// https://modelarts.{region}.{suffix}; invalid for a cloud or region that is not in the catalogue.
[[nodiscard]] QUrl catalogueEndpoint(const QString &cloudKey, const QString &region);
/// https://iam.{region}.{suffix}; invalid for a cloud or region that is not in the catalogue.
[[nodiscard]] QUrl catalogueIamEndpoint(const QString &cloudKey, const QString &region);
/// The web console's page of the service, for the browser; invalid where none is known for sure.
[[nodiscard]] QUrl catalogueConsole(const QString &cloudKey, const QString &region);
/// The same of the cloud and region that a profile names, else of the host it talks to.
[[nodiscard]] QUrl consoleAddress(const Profile &profile);
/// The cloud whose addresses end like this host, "" if none does.
[[nodiscard]] QString cloudOfHost(const QString &host);
/// The region in "modelarts.{region}.…" or "iam.{region}.…"; empty if the host is not of that pattern.
[[nodiscard]] QString regionOfHost(const QString &host);

} // namespace leasekeeper

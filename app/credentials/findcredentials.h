// SPDX-License-Identifier: MIT
#pragma once

#include "foundcredential.h"

#include <QList>
#include <QProcessEnvironment>
#include <QString>

namespace leasekeeper
{

/// Where to look for what somebody already has.
struct ImportPlaces {
    QString home;
    QString currentDir;
    QString systemConfig; ///< /etc/openstack
    QProcessEnvironment environment;

    /// Of whoever runs the program.
    [[nodiscard]] static ImportPlaces ofThisUser();
};

/// Everything that is there, in this order: environment, the SDK's file, clouds.yaml, the hcloud tool, a
/// downloaded access key (ModelArts API reference, section 9). A source that is there but cannot be read
/// gives one entry that says why and holds nothing else. Files are opened for reading only.
[[nodiscard]] QList<FoundCredential> findCredentials(const ImportPlaces &places);

/// A file that a user chose, recognised by its content. At least one entry.
[[nodiscard]] QList<FoundCredential> importFile(const QString &path);

} // namespace leasekeeper

// SPDX-License-Identifier: MIT
#pragma once

#include "instancestatus.h"
#include "lease.h"
#include "secret.h"

#include <QList>
#include <QString>
#include <QtGlobal>

#include <optional>

namespace leasekeeper
{

/// The image an instance runs.
struct InstanceImage {
    QString id;
    QString name;
    QString tag;
    QString type; ///< BUILD_IN or DEDICATED
    friend bool operator==(const InstanceImage &, const InstanceImage &);
};

/// Storage of an instance: its own volume, or one more mount.
struct InstanceStorage {
    QString category;                 ///< EVS, EFS, SFS, OBS, OBSFS as the service names it
    QString ownership;                ///< MANAGED or DEDICATED
    std::optional<qint64> capacityGb; ///< GB
    QString mountPath;
    QString status; ///< RESIZING, MOUNTED …
    QString uri;
    QString id;

    [[nodiscard]] bool isDedicated() const; ///< belongs to the user account rather than the instance
    friend bool operator==(const InstanceStorage &, const InstanceStorage &);
};

/// One step of starting up (`action_progress`).
struct InstanceProgress {
    int step = 0;   ///< 1 storage, 2 compute, 3 network, 4 initialise
    QString status; ///< WAITING, PROCESSING, FAILED, COMPLETED
    QString description;
    friend bool operator==(const InstanceProgress &, const InstanceProgress &) = default;
};

/// One notebook instance as the service last described it: ModelArts API reference, section 2.1. Only `id`
/// is indispensable; every text is untrusted and plain; what the service left out is empty or nullopt.
struct Instance {
    QString id;
    QString name;
    QString description;
    InstanceStatus status = InstanceStatus::Unknown;
    QString statusText; ///< as the service wrote it
    QString feature;    ///< NOTEBOOK (billed) or DEFAULT (free)
    QString flavor;
    InstanceImage image;
    Lease lease;
    InstanceStorage storage;            ///< `volume`
    QList<InstanceStorage> extraMounts; ///< `data_volumes`
    QString poolId;
    QString poolName;
    QString ownerId;
    QString ownerName;
    QString workspaceId;
    QString failReason;
    QList<InstanceProgress> progress; ///< sorted by step
    QStringList billingItems;
    QString url;                       ///< JupyterLab address; opens only with the token
    Secret token;                      ///< another one after each start
    std::optional<qint64> createdAtMs; ///< of the record, else of the lease
    std::optional<qint64> updatedAtMs; ///< of the record

    friend bool operator==(const Instance &, const Instance &);
};

/// "EVS 50 GB", "SFS 50 GB (own)", "EFS"; a RESIZING mark; "–" where nothing is known.
[[nodiscard]] QString storageText(const InstanceStorage &storage);
/// Name where there is one, else the id: how dialogs speak of an instance.
[[nodiscard]] QString displayName(const Instance &instance);
/// Owner's name, else id, else "–".
[[nodiscard]] QString ownerText(const Instance &instance);
/// The State column: translated label; the service's own text for an unknown state; "Creating… 3/4".
[[nodiscard]] QString statusLabel(const Instance &instance);
/// The Auto-stop column: "Timed 1 h", "Idle", "Off", "–".
[[nodiscard]] QString autoStopLabel(const Instance &instance);

/// SFS/EFS or ownership DEDICATED: it may be mounted elsewhere too.
[[nodiscard]] bool mayBeShared(const InstanceStorage &storage);

} // namespace leasekeeper

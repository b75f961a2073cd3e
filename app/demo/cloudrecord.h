// SPDX-License-Identifier: MIT
#pragma once

#include "cloudlease.h"

#include <QByteArray>
#include <QList>
#include <QString>
#include <QtGlobal>

#include <optional>

namespace leasekeeper
{

/// The states of ModelArts API reference, section 2.2; Other is anything a cast member or a test made up.
enum class CloudState {
    Init,
    Creating,
    Starting,
    Running,
    Snapshotting,
    Stopping,
    Stopped,
    CreateFailed,
    StartFailed,
    DeleteFailed,
    Error,
    Frozen,
    Deleting,
    Deleted,
    Other,
};

/// The service's spelling; empty for Other.
[[nodiscard]] QString cloudStateText(CloudState state);
/// Other for anything that is not spelt exactly as the service does.
[[nodiscard]] CloudState cloudStateFromText(const QString &text);

struct CloudImage {
    QString id;
    QString name;
    QString tag;
    QString arch;
    QString type; ///< BUILD_IN or DEDICATED
    QString description;
};

/// The instance's own volume, or one more mount.
struct CloudVolume {
    QString category;      ///< EVS, EFS, SFS, OBS, OBSFS
    QString ownership;     ///< MANAGED or DEDICATED
    qint64 capacityGb = 0; ///< 0: not told
    QString mountPath;
    QString status;
    QString uri;
    QString id;
};

/// Everything the simulated service knows about one instance. Times are ms since 1970 UTC.
struct CloudRecord {
    QString id;
    QString name;
    QString description;
    CloudState state = CloudState::Running;
    QString otherState; ///< the words of CloudState::Other
    QString feature;    ///< NOTEBOOK or DEFAULT
    QString flavor;
    CloudImage image;
    CloudLease lease;
    CloudVolume volume;
    QList<CloudVolume> mounts;
    QString poolId; ///< empty on public resources
    QString poolName;
    QString ownerId;
    QString ownerName;
    QString workspaceId;
    QString failReason;
    QString token; ///< opens JupyterLab; another one after each start
    qint64 createAtMs = 0;
    qint64 updateAtMs = 0;

    // How it plays its part.
    bool leaseUnreadable = false; ///< the lease is told in a form nobody can read, until it is renewed
    bool soldOut = false;         ///< cannot be started: no capacity
    int refuseDeletes = 0;        ///< so many deletes are refused as "busy"
    qint64 stopsLateMs = 0;       ///< the automatic stop comes so much after its time
    qint64 stepMs = 0;            ///< length of the present transitions; 0: the cloud's usual one
    qint64 deletedForMs = 0;      ///< how long it is listed as DELETED; 0: a quarter of a transition
    qint64 transitionEndMs = 0;   ///< while in transition, or DELETED

    quint64 serial = 0;          ///< the register's own
    std::optional<qint64> dueMs; ///< the register's own

    [[nodiscard]] QString stateText() const;
    [[nodiscard]] bool hasToken() const { return state == CloudState::Running; }
};

} // namespace leasekeeper

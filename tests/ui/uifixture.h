// SPDX-License-Identifier: MIT
#pragma once

#include "instance.h"
#include "instancestore.h"
#include "instancetablemodel.h"
#include "serverclock.h"
#include "settings.h"
#include "virtualtime.h"

#include <QObject>
#include <QString>

namespace leasekeeper::test
{

inline constexpr qint64 MinuteMs = 60'000;
inline constexpr qint64 HourMs = 60 * MinuteMs;

/// What a window looks at, on virtual time: a store that feeds a model, settings in memory.
struct UiFixture {
    UiFixture()
    {
        QObject::connect(&store, &InstanceStore::changed, &model, &InstanceTableModel::apply);
        QObject::connect(&store, &InstanceStore::cleared, &model, &InstanceTableModel::clear);
        profile.name = QStringLiteral("OTC prod");
        profile.region = QStringLiteral("eu-de");
        profile.projectId = QStringLiteral("ml-team");
        profile.workspaceId = QStringLiteral("0");
        profile.userName = QStringLiteral("ana");
        profile.userId = QStringLiteral("u-ana");
        model.setProfile(profile);
        model.setTimeZone(QTimeZone::utc());
    }

    /// An instance of ana's: running for another `leftMs` of a timed lease, or in another state.
    [[nodiscard]] Instance instance(const QString &id, InstanceStatus status = InstanceStatus::Running,
                                    qint64 leftMs = 2 * HourMs) const
    {
        Instance made;
        made.id = id;
        made.name = QStringLiteral("nb-") + id;
        made.status = status;
        made.statusText = instanceStatusText(status);
        made.flavor = QStringLiteral("cpu.2u");
        made.ownerId = profile.userId;
        made.ownerName = profile.userName;
        made.storage.category = QStringLiteral("EVS");
        made.storage.ownership = QStringLiteral("MANAGED");
        made.storage.capacityGb = 5;
        made.lease.createAtMs = time.wallMs() - HourMs;
        made.lease.updateAtMs = made.lease.createAtMs;
        made.lease.durationMs = HourMs + leftMs;
        made.lease.enabled = true;
        return made;
    }

    void put(const QList<Instance> &instances) { store.observe(instances, time.monotonicMs() + ++m_sent); }
    void remove(const QString &id) { store.observeGone(id, time.monotonicMs() + ++m_sent); }
    /// `count` instances "000", "001", …
    void fill(int count, InstanceStatus status = InstanceStatus::Running, qint64 leftMs = 2 * HourMs)
    {
        QList<Instance> all;
        for (int i = 0; i < count; ++i)
            all.append(instance(QStringLiteral("%1").arg(i, 3, 10, QChar(u'0')), status, leftMs));
        put(all);
    }

    VirtualTime time;
    ServerClock serverClock{time};
    Settings settings{QString()};
    InstanceStore store;
    InstanceTableModel model{serverClock};
    Profile profile;

private:
    qint64 m_sent = 0;
};

} // namespace leasekeeper::test

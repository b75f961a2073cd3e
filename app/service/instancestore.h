// SPDX-License-Identifier: MIT
#pragma once

#include "trackedinstance.h"

#include <QHash>
#include <QObject>
#include <QSet>

namespace leasekeeper {

/// What is known of all instances of the current account, by id. Everything read enters here, whatever
/// call brought it, and leaves as one announcement per entry. Of two observations the one whose request was
/// sent later wins, whichever arrives first.
class InstanceStore : public QObject
{
    Q_OBJECT
public:
    explicit InstanceStore(QObject *parent = nullptr);

    /// Null if unknown; valid until the next change.
    [[nodiscard]] const TrackedInstance *find(const QString &id) const;
    [[nodiscard]] QList<TrackedInstance> all() const;
    [[nodiscard]] int count() const { return int(m_rows.size()); }

    /// Complete records (list, show), read by a request sent at `sentAtMs` (monotonic).
    void observe(const QList<Instance> &instances, qint64 sentAtMs);
    /// The answer of a write: only what it carries replaces what is known.
    void observePartial(const Instance &instance, qint64 sentAtMs);
    /// A lease read or renewed on its own.
    void observeLease(const QString &id, const Lease &lease, qint64 sentAtMs);
    /// The service said that the instance is not there, answering a request sent at `sentAtMs`.
    void observeGone(const QString &id, qint64 sentAtMs);
    /// Ids known before `listingSentAtMs` that a complete listing begun then did not contain. They stay until
    /// a direct read or a second complete listing agrees.
    [[nodiscard]] QStringList missingFrom(const QSet<QString> &listedIds, qint64 listingSentAtMs) const;

    void setActivity(const QString &id, const RowActivity &activity);
    void setNote(const QString &id, const QString &note);
    /// Another account: forgets all rows.
    void clear();

Q_SIGNALS:
    void changed(const leasekeeper::InstanceChanges &changes);
    void cleared();

private:
    QHash<QString, TrackedInstance> m_rows;
    QHash<QString, qint64> m_goneAtMs; ///< so that an older answer revives nothing
};

} // namespace leasekeeper

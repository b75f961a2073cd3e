// SPDX-License-Identifier: MIT
#pragma once

#include "textpool.h"
#include "trackedinstance.h"

#include <QHash>
#include <QObject>
#include <QSet>

#include <memory>
#include <optional>

namespace leasekeeper
{

/// What is known of all instances of the current account, by id. Everything read enters here, whatever
/// call brought it, and leaves as one announcement per entry, or none if nothing changed. Of two observations
/// the one whose request was sent later wins, whichever arrives first; equal moments count as newer. Only a
/// lease that the service says was set later is news in any case.
///
/// Reads of the service may lag behind writes. For LagMs after a write of ours that the service has answered,
/// a read that still shows the state or lease from before it is held off: the newer fact stays, with a note.
/// Not so a read whose lease was set later than the write's answer says: that one knows of the write, and
/// what it shows has happened since.
class InstanceStore : public QObject
{
    Q_OBJECT
public:
    static constexpr qint64 LagMs = 45'000;

    explicit InstanceStore(QObject *parent = nullptr);

    /// Null if unknown; valid until the next change.
    [[nodiscard]] const TrackedInstance *find(const QString &id) const;
    [[nodiscard]] QList<TrackedInstance> all() const;
    using Rows = QHash<QString, std::shared_ptr<TrackedInstance>>;
    /// All rows without copying them, none of them null; valid until the next change.
    [[nodiscard]] const Rows &rows() const { return m_rows; }
    [[nodiscard]] int count() const { return int(m_rows.size()); }

    /// Complete records (list, show), read by a request sent at `sentAtMs` (monotonic). What a list answer
    /// leaves out (address, token, progress, details of image and storage) stays while the status is the
    /// same.
    void observe(const QList<Instance> &instances, qint64 sentAtMs);
    /// The answer of a write: only what it carries replaces what is known.
    void observePartial(const Instance &instance, qint64 sentAtMs);
    /// A lease read or renewed on its own.
    void observeLease(const QString &id, const Lease &lease, qint64 sentAtMs);
    /// The service said that the instance is not there, answering a request sent at `sentAtMs`.
    void observeGone(const QString &id, qint64 sentAtMs) { observeGone(QStringList{id}, sentAtMs); }
    /// The same of many, in one announcement.
    void observeGone(const QStringList &ids, qint64 sentAtMs);
    /// Ids known before `listingSentAtMs` that a complete listing begun then did not contain. They stay until
    /// a direct read or a second complete listing agrees.
    [[nodiscard]] QStringList missingFrom(const QSet<QString> &listedIds, qint64 listingSentAtMs) const;

    void setActivity(const QString &id, const RowActivity &activity);
    void setNote(const QString &id, const QString &note);
    /// A note about the stop time: it goes once the instance stops at another time than `endMs`, or has
    /// stopped.
    void setNoteOnEnd(const QString &id, const QString &note, std::optional<qint64> endMs);
    /// Another account: forgets all rows.
    void clear();

Q_SIGNALS:
    void changed(const leasekeeper::InstanceChanges &changes);
    void cleared();

private:
    /// What a write of ours was answered, kept until the reads have caught up.
    struct OwnFact {
        std::optional<InstanceStatus> statusBefore;
        qint64 statusAtMs = 0;
        std::optional<qint64> statusLeaseSetMs; ///< when the lease was set, as that answer told (ms UTC)
        std::optional<qint64> leaseAtMs;
        std::optional<qint64> leaseUpdateAtMs;
    };
    struct Touched;

    void observeOne(const Instance &instance, qint64 sentAtMs, Touched *touched);
    void replace(std::shared_ptr<TrackedInstance> &row, TrackedInstance replacement, Touched *touched);
    void remove(const QString &id, qint64 sentAtMs, Touched *touched);
    [[nodiscard]] bool statusLags(const QString &id, const Instance &read, qint64 sentAtMs);
    [[nodiscard]] bool leaseLags(const QString &id, const Lease &lease, qint64 sentAtMs);
    [[nodiscard]] static bool isNews(const TrackedInstance &known, const Lease &lease, qint64 sentAtMs);
    void dropNoteOnOtherEnd(TrackedInstance &row);
    void rememberGone(const QString &id, qint64 sentAtMs);
    void announce(const Touched &touched);

    Rows m_rows; ///< others hold them, too: replaced, not changed, but for the time of observation
    TextPool m_texts;
    QHash<QString, OwnFact> m_ownFacts;
    QHash<QString, std::optional<qint64>> m_noteEnds; ///< the stop times that notes speak of
    QHash<QString, qint64> m_goneAtMs;                ///< so that an older answer revives nothing
};

} // namespace leasekeeper

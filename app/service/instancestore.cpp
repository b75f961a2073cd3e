// SPDX-License-Identifier: MIT
#include "instancestore.h"

#include "instancemerge.h"

#include <algorithm>
#include <utility>

namespace leasekeeper
{

namespace
{
// Ids of the deleted are kept only as long as an answer from before may still be on its way.
constexpr qsizetype MaxGone = 1'000;
constexpr qint64 GoneKeptMs = 600'000;
} // namespace

/// Ids one observation has touched, so that an id is announced once, whatever happened to it on the way.
struct InstanceStore::Touched {
    QStringList inserted;
    QStringList changed;
    QStringList removed;
    QSet<QString> announced; ///< those in `inserted` or `changed`

    void insert(const QString &id)
    {
        inserted.append(id);
        announced.insert(id);
    }
    void change(const QString &id)
    {
        if (announced.contains(id))
            return;
        changed.append(id);
        announced.insert(id);
    }
};

InstanceStore::InstanceStore(QObject *parent) : QObject(parent) {}

const TrackedInstance *InstanceStore::find(const QString &id) const
{
    const auto row = m_rows.constFind(id);
    return row == m_rows.constEnd() ? nullptr : row.value().get();
}

QList<TrackedInstance> InstanceStore::all() const
{
    QList<TrackedInstance> rows;
    rows.reserve(m_rows.size());
    for (const std::shared_ptr<TrackedInstance> &row : m_rows)
        rows.append(*row);
    return rows;
}

void InstanceStore::observe(const QList<Instance> &instances, qint64 sentAtMs)
{
    Touched touched;
    for (const Instance &instance : instances)
        observeOne(instance, sentAtMs, &touched);
    announce(touched);
}

void InstanceStore::observeOne(const Instance &instance, qint64 sentAtMs, Touched *touched)
{
    const QString &id = instance.id;
    if (id.isEmpty())
        return;
    if (instance.status == InstanceStatus::Deleted) {
        remove(id, sentAtMs, touched);
        return;
    }
    const auto gone = m_goneAtMs.constFind(id);
    if (gone != m_goneAtMs.constEnd()) {
        if (sentAtMs < gone.value())
            return;
        m_goneAtMs.erase(gone);
    }
    const auto found = m_rows.find(id);
    if (found == m_rows.end()) {
        const auto row = std::make_shared<TrackedInstance>();
        row->instance = instance;
        m_texts.share(row->instance);
        row->observedAtMs = sentAtMs;
        m_rows.insert(row->instance.id, row);
        touched->insert(row->instance.id);
        return;
    }
    TrackedInstance &known = **found;
    if (sentAtMs < known.observedAtMs)
        return;
    // Nearly every row of nearly every refresh.
    if (known.note.isEmpty() && known.instance == instance && !m_ownFacts.contains(id)) {
        known.observedAtMs = sentAtMs;
        return;
    }

    const QString waiting = tr("Waiting for the service to show this change.");
    const bool wasWaiting = known.note == waiting;
    TrackedInstance row = known;
    row.observedAtMs = sentAtMs;
    bool lags = statusLags(id, instance, sentAtMs);
    if (!lags) {
        row.instance = withKnownDetails(instance, known.instance);
        if (leaseLags(id, instance.lease, sentAtMs)) {
            row.instance.lease = known.instance.lease;
            lags = true;
        }
    }
    if (lags && row.note.isEmpty())
        row.note = waiting;
    else if (!lags && wasWaiting)
        row.note.clear();
    replace(*found, std::move(row), touched);
}

void InstanceStore::replace(std::shared_ptr<TrackedInstance> &row, TrackedInstance replacement,
                            Touched *touched)
{
    dropNoteOnOtherEnd(replacement);
    // A later look that found everything as it was is no change.
    if (row->instance == replacement.instance && row->note == replacement.note) {
        row->observedAtMs = replacement.observedAtMs;
        return;
    }
    // The same texts as before, where they are equal, and not those of one answer each.
    replacement.instance.id = row->instance.id;
    m_texts.share(replacement.instance);
    row = std::make_shared<TrackedInstance>(std::move(replacement));
    touched->change(row->instance.id);
}

void InstanceStore::dropNoteOnOtherEnd(TrackedInstance &row)
{
    const auto end = m_noteEnds.constFind(row.instance.id);
    if (end == m_noteEnds.constEnd() ||
        (row.instance.status == InstanceStatus::Running && leaseEndMs(row.instance.lease) == end.value()))
        return;
    row.note.clear();
    m_noteEnds.erase(end);
}

bool InstanceStore::statusLags(const QString &id, const Instance &read, qint64 sentAtMs)
{
    const auto fact = m_ownFacts.find(id);
    if (fact == m_ownFacts.end() || !fact->statusBefore)
        return false;
    const bool knowsOfIt = isSetAfter(read.lease, fact->statusLeaseSetMs);
    if (!knowsOfIt && read.status == *fact->statusBefore && sentAtMs - fact->statusAtMs < LagMs)
        return true;
    fact->statusBefore.reset();
    return false;
}

bool InstanceStore::leaseLags(const QString &id, const Lease &lease, qint64 sentAtMs)
{
    const auto fact = m_ownFacts.find(id);
    if (fact == m_ownFacts.end() || !fact->leaseAtMs)
        return false;
    // A read that was on its way while the lease came in on its own knows nothing newer about it.
    if (sentAtMs < *fact->leaseAtMs)
        return true;
    const bool older =
        lease.updateAtMs && fact->leaseUpdateAtMs && *lease.updateAtMs < *fact->leaseUpdateAtMs;
    if (older && sentAtMs - *fact->leaseAtMs < LagMs)
        return true;
    fact->leaseAtMs.reset();
    return false;
}

/// A page that was asked for after a write may have been made up before it: the lease tells.
bool InstanceStore::isNews(const TrackedInstance &known, const Lease &lease, qint64 sentAtMs)
{
    return sentAtMs >= known.observedAtMs || isSetAfter(lease, known.instance.lease.updateAtMs);
}

void InstanceStore::observePartial(const Instance &instance, qint64 sentAtMs)
{
    const QString &id = instance.id;
    const auto found = m_rows.find(id);
    if (found == m_rows.end() || !isNews(**found, instance.lease, sentAtMs))
        return;
    Touched touched;
    if (instance.status == InstanceStatus::Deleted) {
        remove(id, sentAtMs, &touched);
        announce(touched);
        return;
    }
    TrackedInstance row = **found;
    row.observedAtMs = std::max(row.observedAtMs, sentAtMs);
    row.instance = withAnswer(row.instance, instance);
    OwnFact &fact = m_ownFacts[id];
    if (row.instance.status != (*found)->instance.status) {
        fact.statusBefore = (*found)->instance.status;
        fact.statusAtMs = sentAtMs;
        // A lease that was known before proves nothing, should the answer tell an older one.
        fact.statusLeaseSetMs = instance.lease.updateAtMs;
        if (fact.statusLeaseSetMs)
            fact.statusLeaseSetMs = std::max(fact.statusLeaseSetMs, (*found)->instance.lease.updateAtMs);
    }
    if (isTold(instance.lease)) {
        fact.leaseAtMs = sentAtMs;
        fact.leaseUpdateAtMs = instance.lease.updateAtMs;
    }
    replace(*found, std::move(row), &touched);
    announce(touched);
}

void InstanceStore::observeLease(const QString &id, const Lease &lease, qint64 sentAtMs)
{
    const auto found = m_rows.find(id);
    if (found == m_rows.end() || !isNews(**found, lease, sentAtMs))
        return;
    OwnFact &fact = m_ownFacts[id];
    if (fact.leaseAtMs && sentAtMs < *fact.leaseAtMs)
        return;
    fact.leaseAtMs = sentAtMs;
    fact.leaseUpdateAtMs = lease.updateAtMs;
    // The rest of the record was not read: its age stays what it was.
    TrackedInstance row = **found;
    row.instance.lease = lease;
    Touched touched;
    replace(*found, std::move(row), &touched);
    announce(touched);
}

void InstanceStore::observeGone(const QStringList &ids, qint64 sentAtMs)
{
    Touched touched;
    for (const QString &id : ids)
        remove(id, sentAtMs, &touched);
    announce(touched);
}

void InstanceStore::remove(const QString &id, qint64 sentAtMs, Touched *touched)
{
    const auto found = m_rows.constFind(id);
    if (found != m_rows.constEnd() && sentAtMs < (*found)->observedAtMs)
        return;
    rememberGone(id, sentAtMs);
    if (found == m_rows.constEnd())
        return;
    m_rows.erase(found);
    m_ownFacts.remove(id);
    m_noteEnds.remove(id);
    touched->changed.removeOne(id);
    if (!touched->inserted.removeOne(id))
        touched->removed.append(id);
    touched->announced.remove(id);
}

void InstanceStore::rememberGone(const QString &id, qint64 sentAtMs)
{
    qint64 &at = m_goneAtMs[id];
    at = std::max(at, sentAtMs);
    if (m_goneAtMs.size() > MaxGone)
        m_goneAtMs.removeIf([sentAtMs](const auto &entry) { return entry.value() < sentAtMs - GoneKeptMs; });
}

QStringList InstanceStore::missingFrom(const QSet<QString> &listedIds, qint64 listingSentAtMs) const
{
    QStringList missing;
    for (auto row = m_rows.cbegin(); row != m_rows.cend(); ++row) {
        if ((*row)->observedAtMs < listingSentAtMs && !listedIds.contains(row.key()))
            missing.append(row.key());
    }
    // A hash has no order of its own; whoever reads these one by one should do it the same way each time.
    missing.sort();
    return missing;
}

void InstanceStore::setActivity(const QString &id, const RowActivity &activity)
{
    const auto row = m_rows.find(id);
    if (row == m_rows.end() || (*row)->activity == activity)
        return;
    auto replacement = std::make_shared<TrackedInstance>(**row);
    replacement->activity = activity;
    *row = std::move(replacement);
    Touched touched;
    touched.change(id);
    announce(touched);
}

void InstanceStore::setNoteOnEnd(const QString &id, const QString &note, std::optional<qint64> endMs)
{
    setNote(id, note);
    if (m_rows.contains(id))
        m_noteEnds.insert(id, endMs);
}

void InstanceStore::setNote(const QString &id, const QString &note)
{
    m_noteEnds.remove(id);
    const auto row = m_rows.find(id);
    if (row == m_rows.end() || (*row)->note == note)
        return;
    auto replacement = std::make_shared<TrackedInstance>(**row);
    replacement->note = note;
    *row = std::move(replacement);
    Touched touched;
    touched.change(id);
    announce(touched);
}

void InstanceStore::clear()
{
    m_rows.clear();
    m_texts.clear();
    m_ownFacts.clear();
    m_noteEnds.clear();
    m_goneAtMs.clear();
    Q_EMIT cleared();
}

void InstanceStore::announce(const Touched &touched)
{
    InstanceChanges changes;
    for (const QString &id : touched.inserted)
        changes.inserted.append(m_rows.value(id));
    for (const QString &id : touched.changed)
        changes.changed.append(m_rows.value(id));
    changes.removed = touched.removed;
    if (!changes.isEmpty())
        Q_EMIT changed(changes);
}

} // namespace leasekeeper

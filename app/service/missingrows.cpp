// SPDX-License-Identifier: MIT
#include "missingrows.h"

#include "instancereader.h"
#include "instancesapi.h"
#include "instancestore.h"
#include "listing.h"

#include <algorithm>
#include <utility>

namespace leasekeeper
{

namespace
{
void keepOnly(QHash<QString, qint64> *hash, const QStringList &ids)
{
    const QSet<QString> kept(ids.begin(), ids.end());
    hash->removeIf([&kept](const auto &entry) { return !kept.contains(entry.key()); });
}
} // namespace

MissingRows::MissingRows(InstanceStore &store, InstanceReader &reader, QObject *parent)
    : QObject(parent), m_store(store), m_reader(reader)
{
    connect(&reader, &InstanceReader::readDone, this, &MissingRows::readDone);
    connect(&store, &InstanceStore::changed, this, &MissingRows::rowsChanged);
}

void MissingRows::listed(const ListingOutcome &outcome, bool agreeing)
{
    const QStringList missing = m_store.missingFrom(outcome.ids, outcome.sentAtMs);
    // What listings lacked that were not whole says nothing of those that are, and what was refused along
    // with them may be told now.
    if (agreeing && !m_agreeing) {
        m_lackedSince.clear();
        m_checkedAt.clear();
    }
    m_agreeing = agreeing;
    keepOnly(&m_lackedSince, missing);
    keepOnly(&m_checkedAt, missing);
    m_untold.intersect(QSet<QString>(missing.begin(), missing.end()));
    keepOnly(&m_aliveAt, missing);
    m_withActions.clear();
    const bool trusted = agreeing && m_aliveAt.isEmpty();

    QStringList open;
    m_leaving.clear();
    m_leavingListedAtMs = outcome.sentAtMs;
    for (const QString &id : missing) {
        const TrackedInstance *row = m_store.find(id);
        const qint64 lackedSince = m_lackedSince.value(id, outcome.sentAtMs);
        m_lackedSince.insert(id, lackedSince);
        const bool denied = m_deniedAt.contains(id) && m_deniedAt.value(id) >= row->observedAtMs;
        const bool lackedTwice = trusted && outcome.sentAtMs - lackedSince >= SecondListingMs;
        if (denied || lackedTwice) {
            m_leaving.append(id);
        } else {
            open.append(id);
        }
    }
    if (!m_goesOn)
        letSomeGo();
    if (open.size() > MaxDirectReads && trusted)
        Q_EMIT listingWanted();
    readSome(open, outcome.sentAtMs);
}

/// A listing settles thousands at one moment, and a window has work with each row: the rest waits for the
/// next turn of the event loop. What has been read anew until then stays.
void MissingRows::letSomeGo()
{
    const QStringList going = m_leaving.mid(0, MostAtOnce);
    m_leaving.remove(0, going.size());
    for (const QString &id : going) {
        m_deniedAt.remove(id);
        m_lackedSince.remove(id);
    }
    m_store.observeGone(going, m_leavingListedAtMs);
    m_goesOn = !m_leaving.isEmpty();
    if (m_goesOn)
        QMetaObject::invokeMethod(this, &MissingRows::letSomeGo, Qt::QueuedConnection);
}

void MissingRows::readSome(QStringList missing, qint64 listedAtMs)
{
    missing.removeIf([this, listedAtMs](const QString &id) {
        const TrackedInstance *row = m_store.find(id);
        if (!row)
            return true;
        // Rows with an action under way are read by that action; but by one that only waits to find out what
        // became of it not more often than each minute.
        if (row->activity.isActive() && row->activity.state != RowActivity::State::Checking) {
            m_withActions.insert(id);
            return true;
        }
        return m_checkedAt.contains(id) && !m_untold.contains(id) &&
               listedAtMs - m_checkedAt.value(id) < CheckAgainMs;
    });
    // Those never looked at first, so that a long list is worked off bit by bit.
    std::stable_sort(missing.begin(), missing.end(), [this](const QString &a, const QString &b) {
        return m_checkedAt.value(a, -1) < m_checkedAt.value(b, -1);
    });
    // Against a service that fails to answer such reads one probe is enough, and the rest waits for its end.
    const qsizetype most = m_failing ? 1 : MaxDirectReads;
    m_unread = missing.mid(most, MaxDirectReads - most);
    m_unreadListedAtMs = listedAtMs;
    for (const QString &id : missing.mid(0, most)) {
        if (!m_reader.read(id, Patience::Background))
            continue;
        m_checkedAt.insert(id, listedAtMs);
        m_untold.remove(id);
    }
}

/// What an action reads removes no row, and the next listing may be far off.
void MissingRows::rowsChanged(const InstanceChanges &changes)
{
    if (m_withActions.isEmpty())
        return;
    for (const TrackedInstance &row : changes.changed) {
        const QString &id = row.instance.id;
        if (row.activity.isActive() || !m_withActions.remove(id) || !m_lackedSince.contains(id))
            continue;
        if (m_failing)
            m_unread.append(id);
        else if (m_reader.read(id, Patience::Background))
            m_checkedAt.insert(id, m_unreadListedAtMs);
    }
}

void MissingRows::readDone(const QString &id, const Result<Instance> &result, qint64 sentAtMs)
{
    const bool wasFailing = std::exchange(m_failing, !result && !deniesInstance(result.error()) &&
                                                         result.error().kind != ApiError::Kind::Forbidden);
    if (m_failing)
        m_untold.insert(id); // so the row is looked at after the next listing again
    judge(id, result, sentAtMs);
    if (!wasFailing || m_failing)
        return;
    QStringList unread = std::exchange(m_unread, {});
    unread.removeIf([this](const QString &other) { return !m_lackedSince.contains(other); });
    readSome(unread, m_unreadListedAtMs);
}

void MissingRows::judge(const QString &id, const Result<Instance> &result, qint64 sentAtMs)
{
    if (result) {
        if (m_lackedSince.remove(id) && m_agreeing)
            m_aliveAt.insert(id, sentAtMs);
        m_deniedAt.remove(id);
        return;
    }
    const TrackedInstance *row = m_store.find(id);
    if (!row || !deniesInstance(result.error()))
        return;
    if (m_lackedSince.contains(id) || row->instance.status == InstanceStatus::Deleting) {
        m_lackedSince.remove(id);
        m_store.observeGone(id, sentAtMs);
        return;
    }
    // No listing lacks it yet. Asked for one rarely, should the two answers go on contradicting each other.
    const bool asked = m_deniedAt.contains(id) && sentAtMs - m_deniedAt.value(id) < CheckAgainMs;
    if (asked)
        return;
    m_deniedAt.insert(id, sentAtMs);
    Q_EMIT listingWanted();
}

void MissingRows::clear()
{
    m_lackedSince.clear();
    m_checkedAt.clear();
    m_untold.clear();
    m_aliveAt.clear();
    m_deniedAt.clear();
    m_withActions.clear();
    m_unread.clear();
    m_leaving.clear();
    m_failing = false;
    m_agreeing = true;
}

} // namespace leasekeeper

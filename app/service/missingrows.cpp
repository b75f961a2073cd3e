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
    const bool trusted = listingsRemove();

    QStringList open;
    m_leaving.clear();
    m_listedAtMs = outcome.sentAtMs;
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
    planReads(open);
    // Against a service that fails to answer such reads one probe is enough, and the rest waits for its end.
    readOn(m_failing ? 1 : MaxDirectReads);
}

void MissingRows::planReads(const QStringList &missing)
{
    m_unread.clear();
    for (const QString &id : missing) {
        if (isLeftToItsAction(id))
            m_withActions.insert(id);
        else if (isDue(id))
            m_unread.append(id);
    }
    // Those never looked at first, so that a long list is worked off bit by bit.
    std::stable_sort(m_unread.begin(), m_unread.end(), [this](const QString &a, const QString &b) {
        return m_checkedAt.value(a, -1) < m_checkedAt.value(b, -1);
    });
}

/// Whether two listings that lack a row remove it; otherwise a direct read has to.
bool MissingRows::listingsRemove() const
{
    return m_agreeing && m_aliveAt.isEmpty();
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
    m_store.observeGone(going, m_listedAtMs);
    m_goesOn = !m_leaving.isEmpty();
    if (m_goesOn)
        QMetaObject::invokeMethod(this, &MissingRows::letSomeGo, Qt::QueuedConnection);
}

/// An action under way reads its row; but one that only waits to find out what became of it not more often
/// than each minute.
bool MissingRows::isLeftToItsAction(const QString &id) const
{
    const TrackedInstance *row = m_store.find(id);
    return row && row->activity.isActive() && row->activity.state != RowActivity::State::Checking;
}

bool MissingRows::isDue(const QString &id) const
{
    return m_store.find(id) && m_lackedSince.contains(id) &&
           (!m_checkedAt.contains(id) || m_untold.contains(id) ||
            m_listedAtMs - m_checkedAt.value(id) >= CheckAgainMs);
}

void MissingRows::readOn(int most)
{
    while (most > 0 && !m_unread.isEmpty()) {
        const QString id = m_unread.takeFirst();
        if (isLeftToItsAction(id)) {
            m_withActions.insert(id);
            continue;
        }
        if (!isDue(id) || !m_reader.read(id, Patience::Background))
            continue;
        m_checkedAt.insert(id, m_listedAtMs);
        m_untold.remove(id);
        --most;
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
            m_checkedAt.insert(id, m_listedAtMs);
    }
}

void MissingRows::readDone(const QString &id, const Result<Instance> &result, qint64 sentAtMs)
{
    const bool wasFailing = std::exchange(m_failing, !result && !deniesInstance(result.error()) &&
                                                         result.error().kind != ApiError::Kind::Forbidden);
    if (m_failing)
        m_untold.insert(id); // so the row is looked at after the next listing again
    const bool wasThere = m_lackedSince.contains(id);
    judge(id, result, sentAtMs);
    if (m_failing)
        return;
    if (wasFailing)
        readOn(MaxDirectReads - 1);
    else if (wasThere && !m_store.find(id) && !listingsRemove())
        readOn(1);
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

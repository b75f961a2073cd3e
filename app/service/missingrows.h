// SPDX-License-Identifier: MIT
#pragma once

#include "instance.h"
#include "result.h"

#include <QHash>
#include <QObject>
#include <QSet>
#include <QStringList>

namespace leasekeeper
{

class InstanceReader;
class InstanceStore;
struct InstanceChanges;
struct ListingOutcome;

/// Decides when a row leaves (`faults.md` N4): a complete listing lacks it, and a direct read or a second
/// complete listing agrees. A row that turns out to be alive although such listings lack it shows that they
/// are not to be trusted: then only direct reads remove.
class MissingRows : public QObject
{
    Q_OBJECT
public:
    /// After each listing; rows whose actions have ended since are read beside, once each. Where listings by
    /// themselves remove nothing, one that is found to be gone lets the next be read as well.
    static constexpr int MaxDirectReads = 10;
    static constexpr qint64 SecondListingMs = 5'000; ///< between the beginnings of two that agree
    static constexpr qint64 CheckAgainMs = 120'000;  ///< between two direct reads of one missing row
    static constexpr int MostAtOnce = 50;            ///< leave in one turn of the event loop: a page

    /// Both must outlive this.
    MissingRows(InstanceStore &store, InstanceReader &reader, QObject *parent = nullptr);

    /// Takes a complete listing. `agreeing`: whether two of its kind may remove a row; false where the
    /// listing shows less than was known before for another reason.
    void listed(const ListingOutcome &outcome, bool agreeing);
    void clear();

Q_SIGNALS:
    /// Another listing would settle it; the earliest useful moment is SecondListingMs after the last began.
    void listingWanted();

private:
    void readDone(const QString &id, const Result<Instance> &result, qint64 sentAtMs);
    void judge(const QString &id, const Result<Instance> &result, qint64 sentAtMs);
    [[nodiscard]] bool listingsRemove() const;
    [[nodiscard]] bool isLeftToItsAction(const QString &id) const;
    [[nodiscard]] bool isDue(const QString &id) const;
    void planReads(const QStringList &missing);
    void readOn(int most);
    void letSomeGo();
    void rowsChanged(const InstanceChanges &changes);

    InstanceStore &m_store;
    InstanceReader &m_reader;
    QHash<QString, qint64> m_lackedSince; ///< by complete listings: sent time of the first one
    QHash<QString, qint64> m_checkedAt;   ///< direct reads of rows that listings lack
    QSet<QString> m_untold;               ///< those of them that brought no answer of use
    QHash<QString, qint64> m_aliveAt;     ///< those that answered although listings lack them
    QHash<QString, qint64> m_deniedAt;    ///< direct reads that deny what listings still show
    QStringList m_leaving;                ///< what is settled and has not left yet
    bool m_goesOn = false;                ///< the next turn lets more of them leave
    bool m_agreeing = true;               ///< what listed() was told last
    QSet<QString> m_withActions;          ///< missing after the last listing, and left to their actions
    QStringList m_unread;    ///< missing after the last listing, and not yet read; next one first
    qint64 m_listedAtMs = 0; ///< when the last listing began
    bool m_failing = false;  ///< the last direct read brought no answer of use
};

} // namespace leasekeeper

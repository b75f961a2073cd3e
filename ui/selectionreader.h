// SPDX-License-Identifier: MIT
#pragma once

#include "selectionsummary.h"
#include "timers.h"

#include <QList>
#include <QObject>

namespace leasekeeper
{

class InstanceView;
class LearntPermissions;

/// Reads the selected rows of the table. Many are read a part per turn of the event loop, so that selecting a
/// hundred thousand leaves the window alive.
class SelectionReader : public QObject
{
    Q_OBJECT
public:
    static constexpr int RowsPerTurn = 4'000;
    /// Cut short so many times in a row, as by the pages of a long listing, it reads everything at once.
    static constexpr int MostCuts = 40;

    /// All must outlive the reader.
    SelectionReader(const InstanceView &view, const LearntPermissions &permissions, Timers &timers,
                    QObject *parent = nullptr);

    /// Begins anew with what is selected now, RowsPerTurn at once. As long as isReading() is true the rest
    /// follows, unless rows change: then stop() must be called before the event loop is reached.
    void restart();
    void stop();
    [[nodiscard]] bool isReading() const { return m_later.isActive(); }
    /// Rows that are selected, whether they have been read or not.
    [[nodiscard]] int selected() const { return int(m_rows.size()); }
    /// Of the rows read so far.
    [[nodiscard]] const SelectionTally &tally() const { return m_tally; }

Q_SIGNALS:
    /// The rest was read after restart() had returned.
    void finished();

private:
    void readSome();

    const InstanceView &m_view;
    const LearntPermissions &m_permissions;
    QList<int> m_rows; ///< of the view
    qsizetype m_next = 0;
    int m_cuts = 0;
    SelectionTally m_tally;
    OneShotTimer m_later;
};

} // namespace leasekeeper

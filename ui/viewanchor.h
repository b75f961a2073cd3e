// SPDX-License-Identifier: MIT
#pragma once

#include <QObject>
#include <QString>

#include <vector>

namespace leasekeeper
{

class InstanceView;

/// Keeps the rows a person looks at where they are on the screen while rows come, go and change places. Takes
/// down the visible rows by id before a change and scrolls afterwards by what most of them moved, so that
/// one row that leaves for the far end does not take the view along. After the user's own sorting it
/// follows the current row, if that could be seen, and else stays.
class ViewAnchor : public QObject
{
    Q_OBJECT
public:
    /// Child of `view`. Must be made before the view gets its model: it has to hear of a change first.
    explicit ViewAnchor(InstanceView &view);

    /// The order is about to change because the user asked for it.
    void noteUserSort();

public Q_SLOTS:
    /// Before a change; later calls until the next restore() change nothing.
    void capture();
    /// After a change, from the event loop, before anything is painted.
    void restoreLater();
    void restore();

private:
    struct Seen {
        QString id;
        int y; ///< top of the row in the viewport, pixels
        bool current;
    };
    [[nodiscard]] bool staysAtTop() const;

    InstanceView &m_view;
    std::vector<Seen> m_seen;
    int m_scroll = 0;
    bool m_captured = false;
    bool m_scheduled = false;
    bool m_userSort = false;
};

} // namespace leasekeeper

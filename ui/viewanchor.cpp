// SPDX-License-Identifier: MIT
#include "viewanchor.h"

#include "instanceview.h"

#include <QItemSelectionModel>
#include <QScrollBar>

#include <algorithm>

namespace leasekeeper
{

ViewAnchor::ViewAnchor(InstanceView &view) : QObject(&view), m_view(view) {}

void ViewAnchor::noteUserSort()
{
    capture();
    m_userSort = true;
    restoreLater();
}

void ViewAnchor::capture()
{
    if (m_captured)
        return;
    m_captured = true;
    m_scroll = m_view.verticalScrollBar()->value();
    m_seen.clear();
    const QModelIndex current = m_view.currentIndex();
    for (const int row : m_view.visibleRows())
        m_seen.push_back(
            {m_view.idAt(row), m_view.rowViewportPosition(row), current.isValid() && current.row() == row});
}

void ViewAnchor::restoreLater()
{
    if (m_scheduled || !m_captured)
        return;
    m_scheduled = true;
    // Posted events of ordinary priority come before those that paint.
    QMetaObject::invokeMethod(this, &ViewAnchor::restore, Qt::QueuedConnection);
}

/// A list that nobody has scrolled or chosen from yet keeps its beginning in view while it fills.
bool ViewAnchor::staysAtTop() const
{
    return m_scroll == 0 && !m_view.selectionModel()->hasSelection();
}

void ViewAnchor::restore()
{
    m_scheduled = false;
    if (!m_captured)
        return;
    m_captured = false;
    m_view.settle();
    const int scrollNow = m_view.verticalScrollBar()->value();
    std::vector<int> moved;
    for (const Seen &seen : m_seen) {
        const int row = m_view.rowOfId(seen.id);
        if (row < 0 || (m_userSort && !seen.current))
            continue;
        // Where the row would be if the view had not scrolled, against where it was.
        moved.push_back(m_view.rowViewportPosition(row) + scrollNow - m_scroll - seen.y);
    }
    int target = m_scroll;
    if (!moved.empty() && (m_userSort || !staysAtTop())) {
        const auto middle = moved.begin() + std::ptrdiff_t(moved.size() / 2);
        std::nth_element(moved.begin(), middle, moved.end());
        target += *middle;
    }
    m_userSort = false;
    m_view.verticalScrollBar()->setValue(target);
}

} // namespace leasekeeper

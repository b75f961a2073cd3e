// SPDX-License-Identifier: MIT
#include "selectionreader.h"

#include "instanceview.h"

#include <algorithm>

namespace leasekeeper
{

SelectionReader::SelectionReader(const InstanceView &view, const LearntPermissions &permissions,
                                 Timers &timers, QObject *parent)
    : QObject(parent),
      m_view(view),
      m_permissions(permissions),
      m_tally(permissions),
      m_later(timers, [this] {
          readSome();
          if (!isReading())
              Q_EMIT finished();
      })
{
}

void SelectionReader::restart()
{
    m_later.stop();
    m_rows = m_view.selectedRows();
    m_next = 0;
    m_tally = SelectionTally(m_permissions);
    readSome();
}

void SelectionReader::stop()
{
    m_later.stop();
}

void SelectionReader::readSome()
{
    const qsizetype end = std::min(m_rows.size(), m_next + RowsPerTurn);
    for (; m_next < end; ++m_next)
        m_tally.add(m_view.at(m_rows.at(m_next)));
    // A timer, since an event posted from an event would be handled before the keyboard is.
    if (m_next < m_rows.size())
        m_later.start(0);
}

} // namespace leasekeeper

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
    stop();
    m_rows = m_view.selectedRows();
    m_next = 0;
    m_tally = SelectionTally(m_permissions);
    readSome();
}

void SelectionReader::stop()
{
    m_cuts += isReading() ? 1 : 0;
    m_later.stop();
}

void SelectionReader::readSome()
{
    const qsizetype end = m_cuts < MostCuts ? std::min(m_rows.size(), m_next + RowsPerTurn) : m_rows.size();
    for (; m_next < end; ++m_next)
        m_tally.add(m_view.at(m_rows.at(m_next)));
    // A timer, since an event posted from an event would be handled before the keyboard is.
    if (m_next < m_rows.size())
        m_later.start(0);
    else
        m_cuts = 0;
}

} // namespace leasekeeper

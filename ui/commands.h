// SPDX-License-Identifier: MIT
#pragma once

#include "selectionsummary.h"

#include <QObject>

QT_BEGIN_NAMESPACE
class QAction;
class QWidget;
QT_END_NAMESPACE

namespace leasekeeper
{

/// The commands of an account as actions, with the shortcuts of the UX specification, section 10. Delete has
/// no shortcut here: its key counts only in the table, which tells of it itself.
class Commands : public QObject
{
    Q_OBJECT
public:
    /// The shortcuts work in the window of `page` while `page` is seen. Child of `page`.
    explicit Commands(QWidget *page);

    [[nodiscard]] QAction *forVerb(InstanceVerb verb) const;
    [[nodiscard]] QAction *refresh() const { return m_refresh; }
    [[nodiscard]] QAction *callOff() const { return m_callOff; } ///< the rest of an action under way
    [[nodiscard]] QAction *undo() const { return m_undo; }
    [[nodiscard]] QAction *find() const { return m_find; }
    [[nodiscard]] QAction *copy() const { return m_copy; }

    /// Text, availability and tooltip of a verb's action.
    void show(const VerbSummary &summary);

private:
    QAction *make(const QString &objectName, const QString &text);

    QWidget *m_page;
    QAction *m_refresh;
    QAction *m_start;
    QAction *m_stop;
    QAction *m_prolong;
    QAction *m_open;
    QAction *m_delete;
    QAction *m_callOff;
    QAction *m_undo;
    QAction *m_find;
    QAction *m_copy;
};

} // namespace leasekeeper

// SPDX-License-Identifier: MIT
#include "commands.h"

#include "buttontip.h"
#include "icons.h"
#include "learntpermissions.h"

#include <QAction>
#include <QKeySequence>
#include <QWidget>

using namespace Qt::StringLiterals;

namespace leasekeeper
{

namespace
{

/// What a command does, for its tooltip.
QString purpose(InstanceVerb verb)
{
    switch (verb) {
    case InstanceVerb::Start:
        return Commands::tr("Start the selected instances");
    case InstanceVerb::Stop:
        return Commands::tr("Stop the selected instances");
    case InstanceVerb::Prolong:
        return Commands::tr("Move the stop time of the selected instances");
    case InstanceVerb::Open:
        return Commands::tr("Open the selected notebook in the browser");
    case InstanceVerb::Delete:
        return Commands::tr("Delete the selected instances and their storage");
    }
    return {};
}

QString withoutMnemonic(QString text)
{
    return text.remove(u'&');
}

QString withShortcut(const QString &text, const QString &shortcut)
{
    return shortcut.isEmpty() ? text
                              : Commands::tr("%1 (%2)", "tooltip with its shortcut").arg(text, shortcut);
}

} // namespace

Commands::Commands(QWidget *page)
    : QObject(page),
      m_page(page),
      m_refresh(make(u"refreshAction"_s, tr("&Refresh"))),
      m_start(make(u"startAction"_s, verbText(InstanceVerb::Start))),
      m_stop(make(u"stopAction"_s, verbText(InstanceVerb::Stop))),
      m_prolong(make(u"prolongAction"_s, verbText(InstanceVerb::Prolong))),
      m_open(make(u"openAction"_s, verbText(InstanceVerb::Open))),
      m_delete(make(u"deleteAction"_s, verbText(InstanceVerb::Delete))),
      m_callOff(make(u"callOffAction"_s, tr("Call o&ff what is left to do"))),
      m_undo(make(u"undoAction"_s, tr("&Undo delete"))),
      m_find(make(u"findAction"_s, tr("&Filter"))),
      m_copy(make(u"copyAction"_s, tr("&Copy rows")))
{
    m_refresh->setIcon(icon(Icon::Refresh));
    m_start->setIcon(icon(Icon::Start));
    m_stop->setIcon(icon(Icon::Stop));
    m_prolong->setIcon(icon(Icon::Prolong));
    m_open->setIcon(icon(Icon::Open));
    m_delete->setIcon(icon(Icon::Delete));
    m_callOff->setIcon(icon(Icon::Clear));
    m_undo->setIcon(icon(Icon::Undo));
    m_copy->setIcon(icon(Icon::Copy));

    m_refresh->setShortcuts({QKeySequence(Qt::Key_F5), QKeySequence(Qt::CTRL | Qt::Key_R)});
    m_start->setShortcut(QKeySequence(Qt::Key_F9));
    m_stop->setShortcut(QKeySequence(Qt::SHIFT | Qt::Key_F9));
    m_prolong->setShortcut(QKeySequence(Qt::CTRL | Qt::Key_L));
    m_open->setShortcut(QKeySequence(Qt::CTRL | Qt::Key_O));
    m_undo->setShortcut(QKeySequence(Qt::CTRL | Qt::Key_Z));
    m_find->setShortcuts({QKeySequence(Qt::CTRL | Qt::Key_F), QKeySequence(Qt::Key_Slash)});
    m_refresh->setToolTip(withShortcut(tr("Read all instances now"), tr("F5")));
    m_callOff->setEnabled(false);
    m_undo->setEnabled(false);
    const LearntPermissions nothingLearnt;
    const SelectionTally nothingSelected(nothingLearnt);
    for (const InstanceVerb verb : {InstanceVerb::Start, InstanceVerb::Stop, InstanceVerb::Prolong,
                                    InstanceVerb::Open, InstanceVerb::Delete})
        show(nothingSelected.summary(verb, WriteAccess::Allowed));
}

QAction *Commands::make(const QString &objectName, const QString &text)
{
    auto *action = new QAction(text, this);
    action->setObjectName(objectName);
    // Set apart, a button keeps the mnemonic.
    action->setIconText(text);
    action->setAutoRepeat(false);
    m_page->addAction(action);
    return action;
}

QAction *Commands::forVerb(InstanceVerb verb) const
{
    switch (verb) {
    case InstanceVerb::Start:
        return m_start;
    case InstanceVerb::Stop:
        return m_stop;
    case InstanceVerb::Prolong:
        return m_prolong;
    case InstanceVerb::Open:
        return m_open;
    case InstanceVerb::Delete:
        break;
    }
    return m_delete;
}

void Commands::show(const VerbSummary &summary)
{
    QAction *action = forVerb(summary.verb);
    action->setText(summary.text);
    action->setIconText(summary.buttonText);
    action->setEnabled(summary.enabled);
    if (!summary.enabled) {
        action->setToolTip(buttonTip(summary.reason));
        return;
    }
    const QString key = summary.verb == InstanceVerb::Delete
                            ? QKeySequence(Qt::Key_Delete).toString(QKeySequence::NativeText)
                            : action->shortcut().toString(QKeySequence::NativeText);
    const bool partly = summary.fitting < summary.selected;
    action->setToolTip(
        buttonTip(withShortcut(partly ? withoutMnemonic(summary.text) : purpose(summary.verb), key)));
}

} // namespace leasekeeper

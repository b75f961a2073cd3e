// SPDX-License-Identifier: MIT
#include "commandbar.h"

#include "commands.h"
#include "icons.h"

#include <QAction>
#include <QEvent>
#include <QKeyEvent>
#include <QLineEdit>
#include <QToolButton>

using namespace Qt::StringLiterals;

namespace leasekeeper
{

namespace
{

constexpr int LeastFilterCharacters = 16;
constexpr int MostFilterCharacters = 34;

} // namespace

CommandBar::CommandBar(const Commands &commands, QWidget *parent)
    : QToolBar(parent), m_filter(new QLineEdit(this)), m_view(new QToolButton(this))
{
    setObjectName(u"commandBar"_s);
    setAccessibleName(tr("Commands"));
    setMovable(false);
    setFloatable(false);

    addCommand(commands.refresh(), tr("Refresh"));
    addSeparator();
    addCommand(commands.forVerb(InstanceVerb::Start), tr("Start…"));
    addCommand(commands.forVerb(InstanceVerb::Stop), tr("Stop…"));
    addCommand(commands.forVerb(InstanceVerb::Prolong), tr("Prolong…"));
    addCommand(commands.forVerb(InstanceVerb::Open), tr("Open"));
    auto *gap = new QWidget(this);
    gap->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    addWidget(gap);
    addCommand(commands.forVerb(InstanceVerb::Delete), tr("Delete…"));
    auto *margin = new QWidget(this);
    margin->setFixedWidth(12);
    addWidget(margin);

    m_filter->setObjectName(u"filterEdit"_s);
    m_filter->setAccessibleName(tr("Filter"));
    m_filter->setPlaceholderText(tr("Filter…"));
    m_filter->setToolTip(tr("Show only instances that contain every word (Ctrl+F)"));
    m_filter->setClearButtonEnabled(true);
    m_filter->setMaxLength(200);
    m_filter->addAction(icon(Icon::Filter), QLineEdit::LeadingPosition);
    m_filter->installEventFilter(this);
    addWidget(m_filter);

    m_view->setObjectName(u"viewMenuButton"_s);
    m_view->setAccessibleName(tr("View"));
    m_view->setToolTip(tr("Columns and theme"));
    m_view->setIcon(icon(Icon::Columns));
    m_view->setPopupMode(QToolButton::InstantPopup);
    m_view->setAutoRaise(true);
    addWidget(m_view);
    fit();
}

void CommandBar::addCommand(QAction *action, const QString &accessibleName)
{
    addAction(action);
    QWidget *button = widgetForAction(action);
    button->setObjectName(action->objectName());
    button->setAccessibleName(accessibleName);
    button->setFocusPolicy(Qt::TabFocus);
}

/// Room for all words in their longest form, so that a selection does not turn words into icons.
int CommandBar::widthWithWords() const
{
    int width = fontMetrics().averageCharWidth() * (LeastFilterCharacters + 8);
    for (const QAction *action : actions()) {
        const auto *button =
            qobject_cast<const QToolButton *>(widgetForAction(const_cast<QAction *>(action)));
        if (!button || button == m_view)
            continue;
        const bool counts =
            button->objectName() != "refreshAction"_L1 && button->objectName() != "openAction"_L1;
        const QString longest = button->accessibleName() + (counts ? u" 88 of 88"_s : QString());
        width += fontMetrics().horizontalAdvance(longest) + iconSize().width() + 26;
    }
    return width + m_view->sizeHint().width() + 40;
}

void CommandBar::fit()
{
    const int side = qMax(18, qRound(fontMetrics().height() * 1.1));
    setIconSize({side, side});
    m_view->setIconSize({side, side});
    setToolButtonStyle(width() >= widthWithWords() ? Qt::ToolButtonTextBesideIcon : Qt::ToolButtonIconOnly);
    m_filter->setMinimumWidth(fontMetrics().averageCharWidth() * LeastFilterCharacters);
    m_filter->setMaximumWidth(fontMetrics().averageCharWidth() * MostFilterCharacters);
}

void CommandBar::resizeEvent(QResizeEvent *event)
{
    QToolBar::resizeEvent(event);
    fit();
}

void CommandBar::changeEvent(QEvent *event)
{
    QToolBar::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange)
        fit();
    if (event->type() == QEvent::StyleChange) {
        // The field keeps the icon of the style it was made under. Later, since this is told to one widget
        // after the other and that button is one of them.
        QMetaObject::invokeMethod(
            m_filter,
            [this] {
                m_filter->setClearButtonEnabled(false);
                m_filter->setClearButtonEnabled(true);
            },
            Qt::QueuedConnection);
    }
}

bool CommandBar::eventFilter(QObject *watched, QEvent *event)
{
    if (watched != m_filter || event->type() != QEvent::KeyPress)
        return QToolBar::eventFilter(watched, event);
    switch (static_cast<QKeyEvent *>(event)->key()) {
    case Qt::Key_Escape:
        if (m_filter->text().isEmpty())
            Q_EMIT filterLeft();
        else
            m_filter->clear();
        return true;
    case Qt::Key_Return:
    case Qt::Key_Enter:
    case Qt::Key_Down:
        Q_EMIT filterLeft();
        return true;
    default:
        return QToolBar::eventFilter(watched, event);
    }
}

} // namespace leasekeeper

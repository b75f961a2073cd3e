// SPDX-License-Identifier: MIT
#include "viewmenus.h"

#include "commands.h"
#include "instanceview.h"
#include "rowhold.h"
#include "settings.h"
#include "viewlayout.h"

#include <QAction>
#include <QActionGroup>
#include <QCoreApplication>
#include <QHeaderView>
#include <QKeySequence>
#include <QMenu>

using namespace Qt::StringLiterals;

namespace leasekeeper
{

namespace
{

struct Text {
    Q_DECLARE_TR_FUNCTIONS(leasekeeper::ViewMenus)
};

void fillColumns(QMenu &menu, InstanceView &view)
{
    ViewLayout &layout = view.layoutOfColumns();
    const QHeaderView *header = view.horizontalHeader();
    for (int place = 0; place < header->count(); ++place) {
        const int section = header->logicalIndex(place);
        QAction *action =
            menu.addAction(view.model()->headerData(section, Qt::Horizontal, Qt::DisplayRole).toString());
        action->setCheckable(true);
        action->setChecked(layout.isShown(section));
        QObject::connect(action, &QAction::triggered, &view,
                         [&layout, section](bool shown) { layout.setShown(section, shown); });
    }
    menu.addSeparator();
    QAction *reset = menu.addAction(Text::tr("&Reset columns"));
    reset->setObjectName(u"resetColumnsAction"_s);
    QObject::connect(reset, &QAction::triggered, &layout, &ViewLayout::reset);
}

void addSelectionCommands(QMenu &menu, const Commands &commands)
{
    for (const InstanceVerb verb :
         {InstanceVerb::Prolong, InstanceVerb::Start, InstanceVerb::Stop, InstanceVerb::Open})
        menu.addAction(commands.forVerb(verb));
    if (commands.callOff()->isEnabled()) {
        menu.addSeparator();
        menu.addAction(commands.callOff());
    }
    menu.addSeparator();
    // An action of its own, to name the key that is not the command's shortcut.
    QAction *copy = menu.addAction(commands.copy()->icon(),
                                   commands.copy()->text() + u'\t' +
                                       QKeySequence(QKeySequence::Copy).toString(QKeySequence::NativeText));
    copy->setEnabled(commands.copy()->isEnabled());
    QObject::connect(copy, &QAction::triggered, commands.copy(), &QAction::trigger);
    menu.addSeparator();
    QAction *command = commands.forVerb(InstanceVerb::Delete);
    QAction *remove =
        menu.addAction(command->icon(), command->text() + u'\t' +
                                            QKeySequence(Qt::Key_Delete).toString(QKeySequence::NativeText));
    remove->setEnabled(command->isEnabled());
    remove->setToolTip(command->toolTip());
    QObject::connect(remove, &QAction::triggered, command, &QAction::trigger);
    menu.setToolTipsVisible(true);
}

} // namespace

void addColumnChooser(QMenu &menu, InstanceView &view)
{
    QObject::connect(&menu, &QMenu::aboutToShow, &view, [&menu, &view] {
        menu.clear();
        fillColumns(menu, view);
    });
}

void addThemeChooser(QMenu &menu, Settings &settings)
{
    auto *group = new QActionGroup(&menu);
    const auto add = [&](const QString &text, Theme theme) {
        QAction *action = menu.addAction(text);
        action->setCheckable(true);
        group->addAction(action);
        QObject::connect(action, &QAction::triggered, &settings,
                         [&settings, theme] { settings.setTheme(theme); });
        QObject::connect(&menu, &QMenu::aboutToShow, action,
                         [action, &settings, theme] { action->setChecked(settings.theme() == theme); });
    };
    add(Text::tr("&System"), Theme::System);
    add(Text::tr("&Light"), Theme::Light);
    add(Text::tr("&Dark"), Theme::Dark);
}

void holdRowsWhileOpen(QMenu &menu, InstanceSortModel &model)
{
    auto *hold = new RowHold(model, &menu);
    QObject::connect(&menu, &QMenu::aboutToShow, hold, [hold] { hold->setEngaged(true); });
    QObject::connect(&menu, &QMenu::aboutToHide, hold, [hold] { hold->setEngaged(false); });
}

void popUpHeaderMenu(InstanceView &view, InstanceSortModel &model, const QPoint &globalPos)
{
    auto *menu = new QMenu(&view);
    menu->setObjectName(u"headerMenu"_s);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    addColumnChooser(*menu, view);
    holdRowsWhileOpen(*menu, model);
    menu->popup(globalPos);
    view.endPress();
}

void popUpRowMenu(InstanceView &view, const Commands &commands, InstanceSortModel &model,
                  const QPoint &globalPos)
{
    auto *menu = new QMenu(&view);
    menu->setObjectName(u"rowMenu"_s);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    addSelectionCommands(*menu, commands);
    holdRowsWhileOpen(*menu, model);
    menu->popup(globalPos);
    view.endPress();
}

} // namespace leasekeeper

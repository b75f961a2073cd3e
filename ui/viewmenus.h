// SPDX-License-Identifier: MIT
#pragma once

QT_BEGIN_NAMESPACE
class QMenu;
class QPoint;
QT_END_NAMESPACE

namespace leasekeeper
{

class Commands;
class InstanceSortModel;
class InstanceView;
class Settings;

/// Fills a menu with one tick per column, and "Reset columns". Filled anew each time it opens.
void addColumnChooser(QMenu &menu, InstanceView &view);
/// System, Light, Dark; the choice goes to the settings, which tell the application.
void addThemeChooser(QMenu &menu, Settings &settings);
/// Rows keep their places while the menu is open.
void holdRowsWhileOpen(QMenu &menu, InstanceSortModel &model);
/// The column chooser, and what can be done with the selected rows, at a place of the screen.
void popUpHeaderMenu(InstanceView &view, InstanceSortModel &model, const QPoint &globalPos);
void popUpRowMenu(InstanceView &view, const Commands &commands, InstanceSortModel &model,
                  const QPoint &globalPos);

} // namespace leasekeeper

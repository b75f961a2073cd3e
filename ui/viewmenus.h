// SPDX-License-Identifier: MIT
#pragma once

QT_BEGIN_NAMESPACE
class QMenu;
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
/// What can be done with the selected rows.
void addSelectionCommands(QMenu &menu, const Commands &commands);
/// Rows keep their places while the menu is open.
void holdRowsWhileOpen(QMenu &menu, InstanceSortModel &model);

} // namespace leasekeeper

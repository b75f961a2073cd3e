// SPDX-License-Identifier: MIT
#pragma once

#include "rowlook.h"
#include "timers.h"

#include <QList>
#include <QStringList>
#include <QTableView>

namespace leasekeeper
{

class CellDelegate;
class CountdownTicker;
class InstanceSortModel;
class InstanceTableModel;
class PressHold;
class Settings;
struct TrackedInstance;
class ViewAnchor;
class ViewLayout;

/// The table of instances: rows by id that stay where they are, countdowns that tick, columns of the user's
/// choice. Knows neither service nor actions; it tells which ids are selected and which keys were pressed.
class InstanceView : public QTableView
{
    Q_OBJECT
public:
    /// All must outlive the view. `sortModel` shows `model`.
    InstanceView(InstanceTableModel &model, InstanceSortModel &sortModel, Settings &settings, Timers &timers,
                 QWidget *parent = nullptr);
    ~InstanceView() override;

    /// Rows of this view in ascending order.
    [[nodiscard]] QList<int> selectedRows() const;
    /// What a row of this view shows; good until the model changes.
    [[nodiscard]] const TrackedInstance &at(int row) const;
    /// In the order of the table.
    [[nodiscard]] QStringList selectedIds() const;
    /// Selected rows as tab-separated text, one line each, columns as shown.
    [[nodiscard]] QString selectionAsText() const;

    [[nodiscard]] QString idAt(int row) const;
    /// Row of this view, or -1.
    [[nodiscard]] int rowOfId(const QString &id) const;
    /// Rows of which at least a part can be seen.
    [[nodiscard]] QList<int> visibleRows() const;

    [[nodiscard]] ViewLayout &layoutOfColumns() { return *m_layout; }
    [[nodiscard]] CountdownTicker &ticker() { return *m_ticker; }

    /// Not connected: rows are greyed.
    void setGreyed(bool greyed);
    /// Carries out a pending layout of rows, so that positions are true.
    void settle();
    /// A menu opens over the table: its own hold is in place, the mouse button's is over.
    void endPress();

public Q_SLOTS:
    void copySelection();

Q_SIGNALS:
    void selectionAltered(); ///< other rows are selected
    void deleteRequested();  ///< Delete was pressed here
    void menuRequested(const QPoint &globalPos);
    void headerMenuRequested(const QPoint &globalPos);

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;
    void changeEvent(QEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void leaveEvent(QEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;
    void currentChanged(const QModelIndex &current, const QModelIndex &previous) override;
    void selectionChanged(const QItemSelection &selected, const QItemSelection &deselected) override;
    void scrollContentsBy(int dx, int dy) override;

private:
    void setUpRows();
    void setUpDelegates();
    void connectModel();
    void updateRow(int row);
    void setHoveredRow(int row);
    [[nodiscard]] QList<int> shownColumns() const;
    [[nodiscard]] bool showsAnyOf(int firstRow, int lastRow) const;

    InstanceTableModel &m_model;
    InstanceSortModel &m_sortModel;
    RowLook m_look;
    ViewAnchor *m_anchor;
    CountdownTicker *m_ticker;
    ViewLayout *m_layout = nullptr;
    PressHold *m_pressHold = nullptr;
};

} // namespace leasekeeper

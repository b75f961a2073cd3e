// SPDX-License-Identifier: MIT
#pragma once

#include <QTableView>

namespace leasekeeper
{

/// The table of a dialog: as high as its rows need up to a limit, names elided, marks painted as words with
/// an icon. Space toggles the tick of the current row in any column; Return is left to the dialog.
class DialogList : public QTableView
{
    Q_OBJECT
public:
    /// `objectName` and `accessibleName` are fixed by who relies on them.
    DialogList(QAbstractItemModel *model, const QString &objectName, const QString &accessibleName,
               QWidget *parent = nullptr);

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void changeEvent(QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void showEvent(QShowEvent *event) override;

private:
    [[nodiscard]] QSize sizeForRows(int rows) const;
    void layOutColumns();
    void layOutColumnsSoon(); ///< once for many changes

    bool m_isLayoutPending = false;
};

} // namespace leasekeeper

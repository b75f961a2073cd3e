// SPDX-License-Identifier: MIT
#pragma once

#include "rowlook.h"
#include "textruns.h"

#include <QStyledItemDelegate>

namespace leasekeeper
{

/// Paints a cell of the instance table: ground, hairline below, one elided line of plain text. Base of the
/// delegates with a look of their own. Reads nothing but the index and the option it is given.
class CellDelegate : public QStyledItemDelegate
{
    Q_OBJECT
public:
    static constexpr int Padding = 10; ///< left and right of a cell's content, in device-independent pixels

    /// `look` must outlive the delegate.
    CellDelegate(const RowLook &look, QObject *parent);

    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    bool helpEvent(QHelpEvent *event, QAbstractItemView *view, const QStyleOptionViewItem &option,
                   const QModelIndex &index) override;

protected:
    /// The content, on the ground already painted; `option` has been initialised.
    virtual void paintContent(QPainter *painter, const QStyleOptionViewItem &option,
                              const QModelIndex &index) const;
    /// Width the content would like to have, paddings left out.
    [[nodiscard]] virtual int contentWidth(const QStyleOptionViewItem &option,
                                           const QModelIndex &index) const;

    [[nodiscard]] static QRect contentRect(const QStyleOptionViewItem &option);
    /// The style's own colour for text on this ground.
    [[nodiscard]] QColor textColour(const QStyleOptionViewItem &option) const;
    void paintText(QPainter *painter, const QRect &rect, const QString &text, const QColor &colour,
                   const QFont &font, Qt::Alignment alignment) const;
    [[nodiscard]] static bool isSelected(const QStyleOptionViewItem &option);
    [[nodiscard]] bool isGreyed() const { return m_look.greyed; }

private:
    void paintGround(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const;

    const RowLook &m_look;
    mutable TextRuns m_runs;
};

} // namespace leasekeeper

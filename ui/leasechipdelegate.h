// SPDX-License-Identifier: MIT
#pragma once

#include "celldelegate.h"

namespace leasekeeper
{

/// The time left as a chip: shape, words, fill and border by lease class (UX specification, countdown). It
/// paints its own ground, so that a selection never changes its colours. An estimate has no fill and is in
/// italics; where nothing counts there is plain text.
class LeaseChipDelegate final : public CellDelegate
{
    Q_OBJECT
public:
    using CellDelegate::CellDelegate;

protected:
    void paintContent(QPainter *painter, const QStyleOptionViewItem &option,
                      const QModelIndex &index) const override;
    [[nodiscard]] int contentWidth(const QStyleOptionViewItem &option,
                                   const QModelIndex &index) const override;
};

} // namespace leasekeeper

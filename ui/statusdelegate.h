// SPDX-License-Identifier: MIT
#pragma once

#include "celldelegate.h"

namespace leasekeeper
{

class InstanceTableModel;

/// The state as icon and word in the state's colour; while something is being done, what that is; and a
/// mark where an action failed, nobody knows how it ended, or a warning stands beside the row.
class StatusDelegate final : public CellDelegate
{
    Q_OBJECT
public:
    /// `look` and `model` must outlive the delegate.
    StatusDelegate(const RowLook &look, const InstanceTableModel &model, QObject *parent);

protected:
    void paintContent(QPainter *painter, const QStyleOptionViewItem &option,
                      const QModelIndex &index) const override;
    [[nodiscard]] int contentWidth(const QStyleOptionViewItem &option,
                                   const QModelIndex &index) const override;

private:
    [[nodiscard]] bool hasNote(const QModelIndex &index) const;

    const InstanceTableModel &m_model;
};

} // namespace leasekeeper

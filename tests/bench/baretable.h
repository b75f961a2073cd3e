// SPDX-License-Identifier: MIT
#pragma once

#include <QAbstractTableModel>
#include <QStringList>
#include <QTableView>

namespace leasekeeper::bench
{

/// A table that says the same in every row.
class ConstantModel final : public QAbstractTableModel
{
    Q_OBJECT
public:
    ConstantModel(int rows, QStringList texts, QObject *parent = nullptr);
    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;

private:
    int m_rows;
    QStringList m_texts;
};

/// A QTableView as it comes, but with rows of one height, as anybody would set it who has many of them.
void setUpBareView(QTableView &view, int rowHeight);

} // namespace leasekeeper::bench

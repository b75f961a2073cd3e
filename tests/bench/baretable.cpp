// SPDX-License-Identifier: MIT
#include "baretable.h"

#include <QHeaderView>

#include <utility>

using namespace Qt::StringLiterals;

namespace leasekeeper::bench
{

ConstantModel::ConstantModel(int rows, QStringList texts, QObject *parent)
    : QAbstractTableModel(parent), m_rows(rows), m_texts(std::move(texts))
{
}

int ConstantModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : m_rows;
}

int ConstantModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_texts.size());
}

QVariant ConstantModel::data(const QModelIndex &index, int role) const
{
    return role == Qt::DisplayRole ? QVariant(m_texts.at(index.column())) : QVariant();
}

void setUpBareView(QTableView &view, int rowHeight)
{
    QHeaderView *rows = view.verticalHeader();
    rows->hide();
    rows->setSectionResizeMode(QHeaderView::Fixed);
    rows->setDefaultSectionSize(rowHeight);
    view.setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
}

} // namespace leasekeeper::bench

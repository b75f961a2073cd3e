// SPDX-License-Identifier: MIT
#include "table.h"

#include <QCoreApplication>
#include <QEvent>

namespace leasekeeper::bench
{

namespace
{
constexpr qsizetype PageRows = 50;
}

QVariant AskedModel::data(const QModelIndex &index, int role) const
{
    ++asked;
    return InstanceTableModel::data(index, role);
}

Table::Table()
{
    QObject::connect(&store, &InstanceStore::changed, &model, &InstanceTableModel::apply);
    QObject::connect(&store, &InstanceStore::cleared, &model, &InstanceTableModel::clear);
    sortModel.setSourceModel(&model);
}

Table::~Table() = default;

void Table::observe(const QList<QList<Instance>> &pages)
{
    for (const QList<Instance> &page : pages)
        store.observe(page, ++m_sentAtMs);
}

void Table::show()
{
    view.resize(1600, 900);
    view.show();
    settle();
}

void Table::settle()
{
    for (int round = 0; round < 4; ++round) {
        QCoreApplication::sendPostedEvents();
        QCoreApplication::processEvents();
    }
}

QList<QList<Instance>> inPages(const QList<Instance> &instances)
{
    QList<QList<Instance>> pages;
    for (qsizetype first = 0; first < instances.size(); first += PageRows)
        pages.append(instances.mid(first, PageRows));
    return pages;
}

} // namespace leasekeeper::bench

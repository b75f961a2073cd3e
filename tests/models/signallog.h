// SPDX-License-Identifier: MIT
#pragma once

#include "instancecolumn.h"

#include <QAbstractItemModel>
#include <QObject>
#include <QStringList>

#include <utility>

namespace leasekeeper::test
{

/// Writes down what a model announces, in order: "-2..4", "+7..9", "2..3 stopsIn..autoStop", "layout",
/// "reset". Roles follow where the model named any.
class SignalLog : public QObject
{
public:
    explicit SignalLog(const QAbstractItemModel &model)
    {
        connect(&model, &QAbstractItemModel::rowsRemoved, this, [this](const QModelIndex &, int a, int b) {
            m_lines += QStringLiteral("-%1..%2").arg(a).arg(b);
        });
        connect(&model, &QAbstractItemModel::rowsInserted, this, [this](const QModelIndex &, int a, int b) {
            m_lines += QStringLiteral("+%1..%2").arg(a).arg(b);
        });
        connect(&model, &QAbstractItemModel::layoutChanged, this,
                [this] { m_lines += QStringLiteral("layout"); });
        connect(&model, &QAbstractItemModel::modelReset, this,
                [this] { m_lines += QStringLiteral("reset"); });
        connect(&model, &QAbstractItemModel::dataChanged, this, &SignalLog::noteData);
    }

    /// What was announced since the last call.
    [[nodiscard]] QStringList take() { return std::exchange(m_lines, {}); }

private:
    void noteData(const QModelIndex &topLeft, const QModelIndex &bottomRight, const QList<int> &roles)
    {
        const QString first = instanceColumnKey(InstanceColumn(topLeft.column()));
        const QString last = instanceColumnKey(InstanceColumn(bottomRight.column()));
        QString line = QStringLiteral("%1..%2 %3").arg(topLeft.row()).arg(bottomRight.row()).arg(first);
        if (last != first)
            line += QStringLiteral("..") + last;
        if (roles.contains(InstanceTableModel::SortRole))
            line += QStringLiteral(" (unfiltered)");
        else if (!roles.isEmpty())
            line += QStringLiteral(" (roles)");
        m_lines += line;
    }

    QStringList m_lines;
};

} // namespace leasekeeper::test

// SPDX-License-Identifier: MIT
#pragma once

#include <QCollator>
#include <QSortFilterProxyModel>

namespace leasekeeper {

/// Orders and filters the table. Compares raw values, unknown ones last in either direction, ties by name and
/// then id, so that the order is total and rows hold still. While held, values change but rows stay where
/// they are; the new order follows on release.
class InstanceSortModel : public QSortFilterProxyModel
{
    Q_OBJECT
public:
    explicit InstanceSortModel(QObject *parent = nullptr);

    /// Every word must occur in some shown text of the row; case and accents as the locale folds them.
    void setFilterText(const QString &text);
    [[nodiscard]] QString filterText() const { return m_filterText; }
    /// Counts: every hold(true) needs its hold(false).
    void hold(bool held);
    [[nodiscard]] bool isHeld() const { return m_holds > 0; }

Q_SIGNALS:
    void filterTextChanged();

protected:
    [[nodiscard]] bool filterAcceptsRow(int sourceRow, const QModelIndex &sourceParent) const override;
    [[nodiscard]] bool lessThan(const QModelIndex &left, const QModelIndex &right) const override;

private:
    QString m_filterText;
    QStringList m_words;
    QCollator m_collator;
    int m_holds = 0;
};

} // namespace leasekeeper

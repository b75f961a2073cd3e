// SPDX-License-Identifier: MIT
#pragma once

#include <QObject>
#include <QPointer>

QT_BEGIN_NAMESPACE
class QWidget;
QT_END_NAMESPACE

namespace leasekeeper
{

class InstanceSortModel;

/// One reason for rows not to move: a menu, a dialog, a pressed mouse button. Holds the order while engaged,
/// and lets go when destroyed.
class RowHold : public QObject
{
    Q_OBJECT
public:
    RowHold(InstanceSortModel &model, QObject *parent);
    ~RowHold() override;

    void setEngaged(bool engaged);
    [[nodiscard]] bool isEngaged() const { return m_engaged; }

private:
    QPointer<InstanceSortModel> m_model;
    bool m_engaged = false;
};

/// Holds rows while a mouse button is down on one of the watched widgets, drags included.
class PressHold final : public RowHold
{
    Q_OBJECT
public:
    using RowHold::RowHold;
    void watch(QWidget *widget);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
};

} // namespace leasekeeper

// SPDX-License-Identifier: MIT
#pragma once

#include <QObject>
#include <QPointer>

QT_BEGIN_NAMESPACE
class QScrollArea;
class QWidget;
QT_END_NAMESPACE

namespace leasekeeper
{

/// Keeps one widget of a scroll area in sight while heights change around it, such as when the window manager
/// has its say, until a person scrolls elsewhere.
class KeptInSight : public QObject
{
    Q_OBJECT
public:
    /// Belongs to `area`.
    explicit KeptInSight(QScrollArea *area);

    /// From now on, and whatever was scrolled before.
    void begin() { m_isOn = true; }
    /// This one, as long as nobody scrolled since begin(), and of `rest` what there is room for. Null: none.
    void show(QWidget *widget, QWidget *rest = nullptr);

private:
    void reveal();
    void noteScrolling();

    QScrollArea *m_area;
    QPointer<QWidget> m_widget;
    QPointer<QWidget> m_rest;
    bool m_isOn = true;
    bool m_isRevealing = false;
};

} // namespace leasekeeper

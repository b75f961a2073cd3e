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

/// Scrolls to what gets the focus inside a scroll area. Qt does so for Tab only, not for the letter of a
/// label.
class FocusInSight : public QObject
{
    Q_OBJECT
public:
    /// Belongs to `area`.
    explicit FocusInSight(QScrollArea *area);

private:
    void reveal(QWidget *widget);

    QScrollArea *m_area;
    QPointer<QWidget> m_last;
};

} // namespace leasekeeper

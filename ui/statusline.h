// SPDX-License-Identifier: MIT
#pragma once

#include "icons.h"
#include "theme.h"

#include <QWidget>

QT_BEGIN_NAMESPACE
class QLabel;
QT_END_NAMESPACE

namespace leasekeeper
{

class IconLabel;

/// The line at the bottom: how many rows and how many selected, how old what is shown is, the clock, the
/// connection. It shows the texts it is given.
class StatusLine final : public QWidget
{
    Q_OBJECT
public:
    explicit StatusLine(QWidget *parent = nullptr);

    void setCounts(const QString &text);
    void setUpdated(const QString &text);
    /// Empty: nothing to say about the clock.
    void setClock(const QString &text, const QString &explanation);
    void setConnection(const QString &text, Icon icon, SemanticColour colour);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QLabel *m_counts;
    QLabel *m_updated;
    QLabel *m_clock;
    QLabel *m_connection;
    IconLabel *m_connectionIcon;
};

/// "37 of 37 · 1 selected (5 GB)"; empty without rows. `unknownCapacities`: selected volumes whose size is
/// not known.
[[nodiscard]] QString countsText(int shown, int total, int selected, qint64 selectedGb,
                                 int unknownCapacities);

} // namespace leasekeeper

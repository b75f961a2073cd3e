// SPDX-License-Identifier: MIT
#pragma once

#include "leaserequest.h"

#include <QList>
#include <QWidget>

class QPushButton;
class QSpinBox;

namespace leasekeeper
{

/// Chooses a length of time in hours and minutes, with buttons for the usual ones. Used for "add to a
/// lease" and for a first lease alike.
class LeaseTimeChooser : public QWidget
{
    Q_OBJECT
public:
    enum class Purpose {
        Add, ///< the buttons read "+1 h"
        Run, ///< the buttons read "1 h"
    };

    LeaseTimeChooser(Purpose purpose, const LeaseRange &range, qint64 initialMs, QWidget *parent = nullptr);

    /// What is chosen, ms; 0 is possible.
    [[nodiscard]] qint64 valueMs() const;
    void setValueMs(qint64 ms);
    /// So much can be chosen, even if it is more than the range allows: whoever chose it is to see it again.
    void makeRoomFor(qint64 ms);
    /// Whether this choice is the one that counts: only then its button is lit.
    void setCounting(bool counts);

protected:
    void changeEvent(QEvent *event) override;

Q_SIGNALS:
    /// A person (or setValueMs) chose; also when the same is chosen again by a button.
    void chosen();

private:
    void updateButtons();

    bool m_counts = true;
    qint64 m_lastMs = 0;
    QSpinBox *m_hours;
    QSpinBox *m_minutes;
    QList<std::pair<QPushButton *, qint64>> m_quick;
};

} // namespace leasekeeper

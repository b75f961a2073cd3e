// SPDX-License-Identifier: MIT
#pragma once

#include "steadybutton.h"
#include "timers.h"

namespace leasekeeper
{

/// The red button of something that cannot be undone. It can be pressed only a second after the content it
/// stands for was shown or last changed, so that a click or key meant for something else cannot hit it.
class ArmedButton : public SteadyButton
{
    Q_OBJECT
public:
    static constexpr qint64 ArmingMs = 1'000; ///< real time

    /// `timers` must outlive the button.
    ArmedButton(Timers &timers, QWidget *parent);

    /// What is to happen is complete and agreed to.
    void setReady(bool ready);
    /// Starts the second anew.
    void disarm();
    /// Where the focus goes if the button has it while it is taken away.
    void setRefuge(QWidget *refuge) { m_refuge = refuge; }
    [[nodiscard]] bool isArmed() const { return m_armed; }

Q_SIGNALS:
    void armed();

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void applyState();

    OneShotTimer m_timer;
    QWidget *m_refuge = nullptr;
    bool m_ready = false;
    bool m_armed = false;
};

} // namespace leasekeeper

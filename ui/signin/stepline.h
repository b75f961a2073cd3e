// SPDX-License-Identifier: MIT
#pragma once

#include "connectionstep.h"

#include <QWidget>

namespace leasekeeper
{

class IconLabel;
class PlainLabel;

/// "Sign-in".
[[nodiscard]] QString stepName(ConnectionStep::Kind kind);
/// "passed".
[[nodiscard]] QString stepStateText(ConnectionStep::State state);

/// One step of a test of a connection.
class StepLine : public QWidget
{
    Q_OBJECT
public:
    explicit StepLine(QWidget *parent = nullptr);

    void setStep(const ConnectionStep &step);
    /// What it says no longer holds.
    void setQuiet(bool quiet);

protected:
    void changeEvent(QEvent *event) override;

private:
    void applyLook();

    ConnectionStep m_step;
    bool m_isQuiet = false;
    IconLabel *m_icon;
    PlainLabel *m_title;
    PlainLabel *m_state;
    PlainLabel *m_text;
    PlainLabel *m_advice;
};

} // namespace leasekeeper

// SPDX-License-Identifier: MIT
#pragma once

#include "connectionstep.h"
#include "roundedpanel.h"

#include <QList>

class QVBoxLayout;

namespace leasekeeper
{

class PlainLabel;
class StepLine;
class SteadyButton;

/// What testing a connection found, step by step: an icon, the step, its state in a word, what was found and
/// what to do. Hidden until there is something to tell.
class ConnectionSteps : public RoundedPanel
{
    Q_OBJECT
public:
    explicit ConnectionSteps(QWidget *parent = nullptr);

    void setSteps(const QList<ConnectionStep> &steps);
    [[nodiscard]] bool isEmpty() const { return m_steps.isEmpty(); }
    /// Something was changed since: what is shown no longer holds.
    void setOutdated(bool outdated);
    [[nodiscard]] bool isOutdated() const { return m_isOutdated; }
    /// The line of the step that failed, else the one that runs, else null.
    [[nodiscard]] QWidget *mostImportant() const;

private:
    [[nodiscard]] QString copyText() const;
    void showTitle();

    QList<ConnectionStep> m_steps;
    QList<StepLine *> m_lines;
    PlainLabel *m_title;
    QVBoxLayout *m_column;
    SteadyButton *m_copy;
    bool m_isOutdated = false;
};

} // namespace leasekeeper

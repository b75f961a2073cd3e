// SPDX-License-Identifier: MIT
#pragma once

#include "actionservice.h"
#include "messagestrip.h"
#include "timers.h"

namespace leasekeeper
{

/// "Deleting 3 instances in 4 s… [Undo]". Only shows the grace period; what happens at its end is
/// ActionService's business. It runs on Timers, that is in real time, also where the demo's clock runs fast.
class GraceBar final : public MessageStrip
{
    Q_OBJECT
public:
    /// `timers` must outlive the bar. `graceMs`: real ms from now.
    GraceBar(BatchId batch, const Decision &decision, qint64 graceMs, Timers &timers,
             QWidget *parent = nullptr);

    [[nodiscard]] BatchId batch() const { return m_batch; }

Q_SIGNALS:
    void undoRequested(leasekeeper::BatchId batch);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void showLeft();

    BatchId m_batch;
    Decision m_decision;
    qint64 m_graceMs;
    qint64 m_leftMs;
    OneShotTimer m_timer;
};

} // namespace leasekeeper

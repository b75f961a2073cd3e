// SPDX-License-Identifier: MIT
#pragma once

#include "prolongplan.h"

#include <QDateTime>
#include <QWidget>

#include <functional>
#include <optional>

class QCheckBox;
class QDateTimeEdit;
class QPushButton;
class QRadioButton;

namespace leasekeeper
{

class LeaseTimeChooser;

/// The input half of the prolong dialog: add some time, or run until a moment. Stopping when idle for some
/// time is not offered: what a duration means with the type IDLE is not verified (ModelArts API reference,
/// section 4.3).
class ProlongChooser : public QWidget
{
    Q_OBJECT
public:
    /// `now` tells the service's time (ms since 1970 UTC) whenever it is needed.
    ProlongChooser(const LeaseRange &range, qint64 initialAddMs, std::function<qint64()> now,
                   QWidget *parent = nullptr);

    [[nodiscard]] ProlongChoice choice() const;
    /// As if a person had chosen it.
    void setChoice(const ProlongChoice &choice);
    /// What to add at first from now on, ms; nullopt: that is not wished.
    [[nodiscard]] std::optional<qint64> newDefaultMs() const;
    /// First proposal for "run until": a moment that shortens none of these.
    void proposeUntil(const QList<Instance> &running);
    /// Which quick moments can be asked for now.
    void updateQuickMoments();

Q_SIGNALS:
    void changed();

private:
    struct QuickMoment {
        QPushButton *button;
        std::function<qint64()> moment;
    };

    void addQuickMoment(const QString &objectName, const QString &text, std::function<qint64()> moment);
    void setUntil(qint64 ms);

    LeaseRange m_range;
    std::function<qint64()> m_now;
    QRadioButton *m_add;
    QRadioButton *m_until;
    LeaseTimeChooser *m_time;
    QCheckBox *m_remember;
    QDateTimeEdit *m_untilEdit;
    QDateTime m_lastUntil;
    QList<QuickMoment> m_quick;
};

} // namespace leasekeeper

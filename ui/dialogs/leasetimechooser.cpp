// SPDX-License-Identifier: MIT
#include "leasetimechooser.h"

#include "steadybutton.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QSignalBlocker>
#include <QSpinBox>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace leasekeeper
{

namespace
{

constexpr qint64 MinuteMs = 60'000;
constexpr qint64 HourMs = 60 * MinuteMs;
constexpr qint64 MostHours = 9'999;
constexpr int QuickHours[] = {1, 2, 4, 8};

QSpinBox *spin(const QString &objectName, const QString &accessibleName, const QString &suffix, int maximum,
               QWidget *parent)
{
    auto *box = new QSpinBox(parent);
    box->setObjectName(objectName);
    box->setAccessibleName(accessibleName);
    box->setSuffix(suffix);
    box->setRange(0, maximum);
    box->setAlignment(Qt::AlignTrailing | Qt::AlignVCenter);
    return box;
}

} // namespace

LeaseTimeChooser::LeaseTimeChooser(Purpose purpose, const LeaseRange &range, qint64 initialMs,
                                   QWidget *parent)
    : QWidget(parent)
{
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(6);
    for (const int hours : QuickHours) {
        const bool adds = purpose == Purpose::Add;
        auto *button = new SteadyButton(
            adds ? tr("+%1 h", "hours to add").arg(hours) : tr("%1 h", "hours to run").arg(hours), this);
        button->setObjectName(u"quick%1hButton"_s.arg(hours));
        button->setAccessibleName(adds ? tr("Add %1 h").arg(hours) : tr("Run for %1 h").arg(hours));
        button->setTakesReturn(false);
        button->setCheckable(true);
        // The widest text decides, so that the row keeps still; the style's usual minimum is far wider.
        button->setMinimumWidth(button->fontMetrics().horizontalAdvance(u"+88 h"_s) + 22);
        button->setSizePolicy(QSizePolicy::Minimum, QSizePolicy::Fixed);
        const qint64 ms = hours * HourMs;
        connect(button, &QPushButton::clicked, this, [this, ms] { setValueMs(ms); });
        m_quick.append({button, ms});
        layout->addWidget(button);
    }
    layout->addSpacing(10);
    const int maxHours = int(std::clamp<qint64>((range.maxMs + HourMs - 1) / HourMs, 1, MostHours));
    m_hours = spin(u"hoursSpin"_s, tr("Hours"), tr(" h", "suffix of a number of hours"), maxHours, this);
    m_minutes = spin(u"minutesSpin"_s, tr("Minutes"), tr(" min", "suffix of a number of minutes"), 59, this);
    m_minutes->setSingleStep(5);
    layout->addWidget(m_hours);
    layout->addWidget(m_minutes);
    layout->addStretch(1);
    setValueMs(initialMs);
    for (QSpinBox *box : {m_hours, m_minutes}) {
        connect(box, &QSpinBox::valueChanged, this, [this] {
            // Return in a spin box announces the value again; that is no choice.
            if (valueMs() == m_lastMs)
                return;
            m_lastMs = valueMs();
            updateButtons();
            Q_EMIT chosen();
        });
    }
    setFocusProxy(m_hours);
}

qint64 LeaseTimeChooser::valueMs() const
{
    return m_hours->value() * HourMs + m_minutes->value() * MinuteMs;
}

void LeaseTimeChooser::setValueMs(qint64 ms)
{
    {
        const QSignalBlocker hours(m_hours);
        const QSignalBlocker minutes(m_minutes);
        const qint64 bounded = std::clamp<qint64>(ms, 0, m_hours->maximum() * HourMs);
        m_hours->setValue(int(bounded / HourMs));
        m_minutes->setValue(int(bounded % HourMs / MinuteMs));
    }
    m_lastMs = valueMs();
    updateButtons();
    Q_EMIT chosen();
}

void LeaseTimeChooser::makeRoomFor(qint64 ms)
{
    const qint64 hours = std::min<qint64>((ms + HourMs - 1) / HourMs, MostHours);
    m_hours->setMaximum(std::max(m_hours->maximum(), int(hours)));
}

void LeaseTimeChooser::setCounting(bool counts)
{
    m_counts = counts;
    updateButtons();
}

void LeaseTimeChooser::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        updateButtons();
}

void LeaseTimeChooser::updateButtons()
{
    const qint64 value = valueMs();
    for (const auto &[button, ms] : std::as_const(m_quick)) {
        const bool isChosen = m_counts && ms == value;
        button->setChecked(isChosen);
        QPalette chosen;
        chosen.setResolveMask(0);
        if (isChosen) {
            chosen.setColor(QPalette::Button, palette().color(QPalette::Active, QPalette::Highlight));
            chosen.setColor(QPalette::ButtonText,
                            palette().color(QPalette::Active, QPalette::HighlightedText));
        }
        button->setPalette(chosen);
    }
}

} // namespace leasekeeper

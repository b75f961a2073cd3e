// SPDX-License-Identifier: MIT
#include "prolongchooser.h"

#include "dialogtext.h"
#include "leasetimechooser.h"
#include "plaintext.h"
#include "steadybutton.h"

#include <QButtonGroup>
#include <QCheckBox>
#include <QDateTimeEdit>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QRadioButton>
#include <QSignalBlocker>

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

namespace leasekeeper
{

namespace
{

constexpr qint64 ProposalStepMs = 30 * 60'000; ///< proposals fall on the half hour

QDateTime local(qint64 ms)
{
    return QDateTime::fromMSecsSinceEpoch(ms);
}

QDateTime localTime(const QDate &day, const QTime &time)
{
    return QDateTime(day, time);
}

} // namespace

ProlongChooser::ProlongChooser(const LeaseRange &range, qint64 initialAddMs, std::function<qint64()> now,
                               QWidget *parent)
    : QWidget(parent),
      m_range(range),
      m_now(std::move(now)),
      m_add(new QRadioButton(tr("&Add"), this)),
      m_until(new QRadioButton(tr("Run &until"), this)),
      m_time(new LeaseTimeChooser(LeaseTimeChooser::Purpose::Add, range, initialAddMs, this)),
      m_remember(new QCheckBox(tr("Remember as my &default"), this)),
      m_untilEdit(new QDateTimeEdit(this))
{
    m_add->setObjectName(u"addRadio"_s);
    m_add->setAccessibleName(tr("Add"));
    m_add->setChecked(true);
    m_until->setObjectName(u"untilRadio"_s);
    m_until->setAccessibleName(tr("Run until"));
    m_remember->setObjectName(u"rememberCheck"_s);
    m_remember->setAccessibleName(tr("Remember as my default"));
    auto *group = new QButtonGroup(this);
    group->addButton(m_add);
    group->addButton(m_until);

    m_untilEdit->setObjectName(u"untilEdit"_s);
    m_untilEdit->setAccessibleName(tr("Run until"));
    m_untilEdit->setCalendarPopup(true);
    m_untilEdit->setDisplayFormat(
        tr("ddd d MMM yyyy  HH:mm", "format of a day and a time, see QDateTime::toString"));
    setUntil(m_now());
    m_untilEdit->setMinimumWidth(m_untilEdit->sizeHint().width() + 16);

    auto *untilRow = new QHBoxLayout;
    untilRow->setSpacing(6);
    untilRow->addWidget(m_untilEdit);
    auto *grid = new QGridLayout(this);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(16);
    grid->setVerticalSpacing(10);
    grid->addWidget(m_add, 0, 0);
    grid->addWidget(m_time, 0, 1);
    grid->addWidget(m_remember, 1, 1, Qt::AlignLeading);
    grid->addWidget(m_until, 2, 0);
    grid->addLayout(untilRow, 2, 1);
    grid->setColumnStretch(1, 1);

    const auto day = [this](int later) { return local(m_now()).date().addDays(later); };
    addQuickMoment(u"endOfDayButton"_s, tr("End of day"),
                   [day] { return localTime(day(0), QTime(23, 59)).toMSecsSinceEpoch(); });
    addQuickMoment(u"tomorrowButton"_s, tr("Tomorrow 09:00"),
                   [day] { return localTime(day(1), QTime(9, 0)).toMSecsSinceEpoch(); });
    addQuickMoment(u"latestButton"_s, tr("Latest possible"),
                   [this] { return latestPossibleMs(m_now(), m_range); });
    for (const QuickMoment &quick : std::as_const(m_quick))
        untilRow->addWidget(quick.button);
    untilRow->addStretch(1);

    connect(m_time, &LeaseTimeChooser::chosen, this, [this] {
        m_add->setChecked(true);
        Q_EMIT changed();
    });
    connect(m_untilEdit, &QDateTimeEdit::dateTimeChanged, this, [this](const QDateTime &moment) {
        // Return in the field announces the moment again; that is no choice.
        if (std::exchange(m_lastUntil, moment) == moment)
            return;
        m_until->setChecked(true);
        Q_EMIT changed();
    });
    connect(m_add, &QRadioButton::toggled, m_time, &LeaseTimeChooser::setCounting);
    // A moment is no habit.
    connect(m_add, &QRadioButton::toggled, m_remember, &QWidget::setEnabled);
    connect(group, &QButtonGroup::idToggled, this, [this](int, bool checked) {
        if (checked)
            Q_EMIT changed();
    });
    updateQuickMoments();
}

ProlongChoice ProlongChooser::choice() const
{
    ProlongChoice choice;
    choice.kind = m_add->isChecked() ? ProlongChoice::Kind::Add : ProlongChoice::Kind::Until;
    choice.addMs = m_time->valueMs();
    choice.untilMs = m_untilEdit->dateTime().toMSecsSinceEpoch();
    return choice;
}

void ProlongChooser::setChoice(const ProlongChoice &choice)
{
    if (choice.kind == ProlongChoice::Kind::Add) {
        m_time->makeRoomFor(choice.addMs);
        m_time->setValueMs(choice.addMs);
        return;
    }
    setUntil(choice.untilMs);
    m_until->setChecked(true);
    Q_EMIT changed();
}

std::optional<qint64> ProlongChooser::newDefaultMs() const
{
    return m_add->isChecked() && m_remember->isChecked() ? std::optional(m_time->valueMs()) : std::nullopt;
}

void ProlongChooser::proposeUntil(const QList<Instance> &running)
{
    qint64 proposal = m_now() + std::max(m_range.minMs, m_time->valueMs());
    for (const Instance &instance : running)
        proposal = std::max(proposal, stopsAtMs(instance.lease, instance.status).value_or(0));
    proposal = (proposal + ProposalStepMs - 1) / ProposalStepMs * ProposalStepMs;
    setUntil(std::min(proposal, latestPossibleMs(m_now(), m_range)));
}

void ProlongChooser::updateQuickMoments()
{
    const qint64 now = m_now();
    for (const QuickMoment &quick : std::as_const(m_quick)) {
        const qint64 moment = quick.moment();
        const bool isAllowed = checkTarget(moment, now, m_range) == RangeCheck::Allowed;
        quick.button->setEnabled(isAllowed);
        quick.button->setToolTip(tooltipText(
            isAllowed ? fullTime(moment)
                      : tr("%1 is outside the limits.", "a moment").arg(sentenceTime(moment, now))));
    }
    m_untilEdit->setToolTip(tooltipText(fullTime(m_untilEdit->dateTime().toMSecsSinceEpoch())));
}

void ProlongChooser::addQuickMoment(const QString &objectName, const QString &text,
                                    std::function<qint64()> moment)
{
    auto *button = new SteadyButton(text, this);
    button->setObjectName(objectName);
    button->setTakesReturn(false);
    connect(button, &QPushButton::clicked, this, [this, moment] {
        setUntil(moment());
        m_until->setChecked(true);
        Q_EMIT changed();
    });
    m_quick.append({button, std::move(moment)});
}

void ProlongChooser::setUntil(qint64 ms)
{
    const QSignalBlocker blocker(m_untilEdit);
    m_untilEdit->setDateTime(local(ms));
    m_lastUntil = m_untilEdit->dateTime();
}

} // namespace leasekeeper

// SPDX-License-Identifier: MIT
#include "cellspeech.h"

#include "celltext.h"
#include "plaintext.h"
#include "timetext.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace leasekeeper
{

namespace
{

struct Text {
    Q_DECLARE_TR_FUNCTIONS(leasekeeper::CellSpeech)
};

/// "at 18:55" today, "tomorrow 09:00" on another day.
QString spokenMoment(qint64 ms, const CellContext &context)
{
    const QString text = momentText(ms, context.nowMs, context.zone, context.locale);
    // Inside a sentence only today's times read differently from the short form.
    const bool isToday = text != momentInSentence(ms, context.nowMs, context.zone, context.locale);
    return isToday ? Text::tr("at %1", "a time of today").arg(text) : text;
}

QString timedSpeech(qint64 stopsAt, const Countdown &countdown, const CellContext &context)
{
    const QString span = spokenSpan(stopsAt - context.nowMs);
    const QString moment = spokenMoment(stopsAt, context);
    switch (countdown.phase) {
    case LeasePhase::Soon:
        return Text::tr("stops in %1, %2, soon", "span, moment").arg(span, moment);
    case LeasePhase::Urgent:
        return Text::tr("stops in %1, %2, urgent", "span, moment").arg(span, moment);
    case LeasePhase::Due:
        return Text::tr("%1, stop time %2", "due or unclear; moment").arg(countdown.text, moment);
    case LeasePhase::Comfortable:
    case LeasePhase::Idle:
    case LeasePhase::None:
    case LeasePhase::NotRunning:
    case LeasePhase::Unknown:
        break;
    }
    return Text::tr("stops in %1, %2", "span, moment").arg(span, moment);
}

/// Empty for an instance that does not run: its state says it all.
QString leaseSpeech(const Instance &instance, const CellContext &context)
{
    const Countdown shown = countdownOf(instance, context);
    switch (shown.phase) {
    case LeasePhase::Comfortable:
    case LeasePhase::Soon:
    case LeasePhase::Urgent:
    case LeasePhase::Due: {
        const qint64 stopsAt = stopsAtMs(instance.lease, instance.status).value_or(context.nowMs);
        const QString speech = timedSpeech(stopsAt, shown, context);
        return shown.estimate ? Text::tr("%1, estimate", "what is said of the lease").arg(speech) : speech;
    }
    case LeasePhase::Idle:
        return Text::tr("stops when idle");
    case LeasePhase::None:
        return Text::tr("no automatic stop");
    case LeasePhase::Unknown:
        return instance.status == InstanceStatus::Unknown ? QString() : Text::tr("stop time not known");
    case LeasePhase::NotRunning:
        break;
    }
    return {};
}

QString withoutEllipsis(const QString &text)
{
    return text.endsWith(u'…') ? text.chopped(1) : text;
}

QString stateSpeech(const TrackedInstance &row, const CellContext &context)
{
    const QString state = withoutEllipsis(stateText(row));
    // An unheard-of state is the service's own word and keeps its spelling.
    if (row.instance.status == InstanceStatus::Unknown && !row.activity.isActive())
        return state;
    return context.locale.toLower(state.left(1)) + state.mid(1);
}

QString rowSpeech(const TrackedInstance &row, const CellContext &context)
{
    const QString name = displayName(row.instance);
    const QString state = stateSpeech(row, context);
    const QString lease = leaseSpeech(row.instance, context);
    QString speech = lease.isEmpty() ? Text::tr("%1, %2", "name, state").arg(name, state)
                                     : Text::tr("%1, %2, %3", "name, state, lease").arg(name, state, lease);
    if (!row.activity.isActive() && !row.activity.text.isEmpty())
        speech = Text::tr("%1, %2", "a row, how the last action ended")
                     .arg(speech, withoutEllipsis(visibleText(row.activity.text)));
    if (!row.note.isEmpty())
        speech = Text::tr("%1, %2", "a row, a warning about it").arg(speech, visibleText(row.note));
    return speech;
}

QString nothingSpeech(const Instance &instance, InstanceColumn column)
{
    switch (column) {
    case InstanceColumn::StopsIn:
    case InstanceColumn::StopsAt:
        if (instance.status != InstanceStatus::Running && instance.status != InstanceStatus::Unknown)
            return Text::tr("does not run");
        if (autoStop(instance.lease) == AutoStop::Idle)
            return Text::tr("when idle");
        break;
    case InstanceColumn::Pool:
    case InstanceColumn::FailReason:
    case InstanceColumn::Billing:
        return Text::tr("none");
    case InstanceColumn::Name:
    case InstanceColumn::Status:
    case InstanceColumn::AutoStop:
    case InstanceColumn::Flavor:
    case InstanceColumn::Image:
    case InstanceColumn::Storage:
    case InstanceColumn::Owner:
    case InstanceColumn::Workspace:
    case InstanceColumn::Created:
    case InstanceColumn::Updated:
    case InstanceColumn::Id:
        break;
    }
    return Text::tr("not known");
}

} // namespace

QString cellSpeech(const TrackedInstance &row, InstanceColumn column, const CellContext &context)
{
    if (column == InstanceColumn::Name)
        return rowSpeech(row, context);
    if (column == InstanceColumn::Status)
        return stateSpeech(row, context);
    QString speech = column == InstanceColumn::StopsIn ? leaseSpeech(row.instance, context)
                                                       : cellText(row, column, context);
    if (speech.isEmpty() || speech == unknownText())
        speech = nothingSpeech(row.instance, column);
    return speech;
}

} // namespace leasekeeper

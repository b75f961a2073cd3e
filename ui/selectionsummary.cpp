// SPDX-License-Identifier: MIT
#include "selectionsummary.h"

#include "learntpermissions.h"
#include "plural.h"

#include <QCoreApplication>
#include <QLocale>

namespace leasekeeper
{

namespace
{

struct Text {
    Q_DECLARE_TR_FUNCTIONS(leasekeeper::SelectionSummary)
};

QString partText(InstanceVerb verb, int fitting, int selected)
{
    const QLocale locale;
    const auto fill = [&](const QString &pattern) {
        return pattern.arg(locale.toString(fitting), locale.toString(selected));
    };
    switch (verb) {
    case InstanceVerb::Start:
        return fill(Text::tr("&Start %1 of %2 (stopped)…"));
    case InstanceVerb::Stop:
        return fill(Text::tr("S&top %1 of %2 (running)…"));
    case InstanceVerb::Prolong:
        return fill(Text::tr("&Prolong %1 of %2 (running)…"));
    case InstanceVerb::Open:
        return fill(Text::tr("&Open %1 of %2 (running)"));
    case InstanceVerb::Delete:
        return fill(Text::tr("&Delete %1 of %2…"));
    }
    return {};
}

QString partButtonText(InstanceVerb verb, int fitting, int selected)
{
    const QLocale locale;
    const auto fill = [&](const QString &pattern) {
        return pattern.arg(locale.toString(fitting), locale.toString(selected));
    };
    switch (verb) {
    case InstanceVerb::Start:
        return fill(Text::tr("&Start %1 of %2…"));
    case InstanceVerb::Stop:
        return fill(Text::tr("S&top %1 of %2…"));
    case InstanceVerb::Prolong:
        return fill(Text::tr("&Prolong %1 of %2…"));
    case InstanceVerb::Open:
        return fill(Text::tr("&Open %1 of %2"));
    case InstanceVerb::Delete:
        return fill(Text::tr("&Delete %1 of %2…"));
    }
    return {};
}

QString noneText(InstanceVerb verb, int selected)
{
    const QString count = QLocale().toString(selected);
    switch (verb) {
    case InstanceVerb::Start:
        return Text::tr("None of the %1 selected instances can be started now.").arg(count);
    case InstanceVerb::Stop:
        return Text::tr("None of the %1 selected instances can be stopped now.").arg(count);
    case InstanceVerb::Prolong:
        return Text::tr("None of the %1 selected instances can be prolonged now.").arg(count);
    case InstanceVerb::Open:
        return Text::tr("None of the %1 selected instances can be opened now.").arg(count);
    case InstanceVerb::Delete:
        return Text::tr("None of the %1 selected instances can be deleted now.").arg(count);
    }
    return {};
}

QString accessReason(InstanceVerb verb, WriteAccess access)
{
    if (verb == InstanceVerb::Open)
        return {};
    switch (access) {
    case WriteAccess::Allowed:
        return {};
    case WriteAccess::NotConnected:
        return Text::tr("Not connected: nothing can be changed now.");
    case WriteAccess::SignedOut:
        return Text::tr("Signed out: nothing can be changed now.");
    case WriteAccess::ReadOnly:
        return Text::tr("This profile is read-only: nothing can be changed with it.");
    case WriteAccess::Switching:
        return Text::tr("Another profile is being opened.");
    case WriteAccess::Finishing:
        return Text::tr("Leasekeeper is closing.");
    }
    return {};
}

} // namespace

WriteAccess writeAccess(ReadingState::Phase phase)
{
    switch (phase) {
    case ReadingState::Phase::Offline:
        return WriteAccess::NotConnected;
    case ReadingState::Phase::SignedOut:
        return WriteAccess::SignedOut;
    case ReadingState::Phase::Idle:
    case ReadingState::Phase::Loading:
    case ReadingState::Phase::Ready:
    case ReadingState::Phase::Incomplete:
    case ReadingState::Phase::Refused:
        break;
    }
    return WriteAccess::Allowed;
}

QString verbText(InstanceVerb verb)
{
    switch (verb) {
    case InstanceVerb::Start:
        return Text::tr("&Start…");
    case InstanceVerb::Stop:
        return Text::tr("S&top…");
    case InstanceVerb::Prolong:
        return Text::tr("&Prolong…");
    case InstanceVerb::Open:
        return Text::tr("&Open");
    case InstanceVerb::Delete:
        return Text::tr("&Delete…");
    }
    return {};
}

void SelectionTally::add(const TrackedInstance &row)
{
    ++m_selected;
    m_isCancellable = m_isCancellable || (row.activity.isActive() && row.activity.cancellable);
    m_storage.add(row.instance);
    for (int verb = 0; verb < InstanceVerbCount; ++verb)
        count(InstanceVerb(verb), row);
}

void SelectionTally::count(InstanceVerb verb, const TrackedInstance &row)
{
    Count &count = m_counts[std::size_t(verb)];
    const Obstacle obstacle{m_permissions->deniedOf(row.instance, verb), !row.activity.admits(verb),
                            row.instance.status};
    if (!obstacle.denied && !obstacle.isBusy && allows(obstacle.status, verb)) {
        ++count.fitting;
        return;
    }
    if (!count.first)
        count.first = obstacle;
    // Texts are compared only until the first two that differ.
    else if (!count.differ && obstacle != *count.first)
        count.differ = obstacle.text(verb) != count.first->text(verb);
}

QString SelectionTally::Obstacle::text(InstanceVerb verb) const
{
    if (denied)
        return LearntPermissions::neededText(*denied);
    if (isBusy)
        return Text::tr("Something is being done to it already.");
    return whyNotAllowed(status, verb);
}

/// Why the command fits none of these: the one reason of them all, or just how many they are.
QString SelectionTally::whyNone(InstanceVerb verb) const
{
    const Count &count = m_counts[std::size_t(verb)];
    return count.differ || !count.first ? noneText(verb, m_selected) : count.first->text(verb);
}

VerbSummary SelectionTally::summary(InstanceVerb verb, WriteAccess access) const
{
    VerbSummary summary;
    summary.verb = verb;
    summary.selected = m_selected;
    summary.fitting = m_counts[std::size_t(verb)].fitting;
    summary.text = verbText(verb);
    summary.buttonText = summary.text;

    const QString refused = accessReason(verb, access);
    if (m_selected == 0)
        summary.reason = Text::tr("Select an instance first.");
    else if (!refused.isEmpty())
        summary.reason = refused;
    else if (summary.fitting == 0)
        summary.reason = whyNone(verb);
    else if (verb == InstanceVerb::Open && summary.fitting > 1)
        summary.reason = Text::tr("Select a single instance to open it.");
    summary.enabled = summary.reason.isEmpty();
    const bool partly = summary.fitting > 0 && summary.fitting < summary.selected;
    if (partly && summary.enabled) {
        summary.text = partText(verb, summary.fitting, summary.selected);
        summary.buttonText = partButtonText(verb, summary.fitting, summary.selected);
    }
    return summary;
}

} // namespace leasekeeper

// SPDX-License-Identifier: MIT
#include "selectionsummary.h"

#include "plural.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>

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

/// Whether the command fits this row. Asked of every selected row, so it makes no texts.
bool fits(InstanceVerb verb, const TrackedInstance &row, const LearntPermissions &permissions)
{
    return allows(row.instance.status, verb) && (verb == InstanceVerb::Open || !row.activity.isActive()) &&
           !permissions.isDenied(row.instance.id, verb);
}

/// Why the command does not fit this row, which it does not.
QString whyNot(InstanceVerb verb, const TrackedInstance &row, const LearntPermissions &permissions)
{
    if (permissions.isDenied(row.instance.id, verb))
        return LearntPermissions::neededText(verb);
    if (row.activity.isActive() && verb != InstanceVerb::Open)
        return Text::tr("Something is being done to it already.");
    return whyNotAllowed(row.instance.status, verb);
}

/// Why the command fits none of these: the one reason of them all, or just how many they are.
QString whyNone(InstanceVerb verb, const QList<const TrackedInstance *> &selection,
                const LearntPermissions &permissions)
{
    const QString first = whyNot(verb, *selection.first(), permissions);
    const bool ofAll = std::all_of(selection.begin() + 1, selection.end(), [&](const TrackedInstance *row) {
        return whyNot(verb, *row, permissions) == first;
    });
    return ofAll ? first : noneText(verb, int(selection.size()));
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

VerbSummary summariseSelection(InstanceVerb verb, const QList<const TrackedInstance *> &selection,
                               const LearntPermissions &permissions, WriteAccess access)
{
    VerbSummary summary;
    summary.verb = verb;
    summary.selected = int(selection.size());
    summary.text = verbText(verb);
    summary.buttonText = summary.text;

    summary.fitting = int(std::count_if(selection.begin(), selection.end(), [&](const TrackedInstance *row) {
        return fits(verb, *row, permissions);
    }));

    const QString refused = accessReason(verb, access);
    if (selection.isEmpty())
        summary.reason = Text::tr("Select an instance first.");
    else if (!refused.isEmpty())
        summary.reason = refused;
    else if (summary.fitting == 0)
        summary.reason = whyNone(verb, selection, permissions);
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

// SPDX-License-Identifier: MIT
#include "icons.h"

#include "svgiconengine.h"

#include <QHash>
#include <QString>

#include <array>

using namespace Qt::StringLiterals;

namespace leasekeeper
{

namespace
{

QLatin1StringView fileName(Icon name)
{
    switch (name) {
    case Icon::Application:
        return "application"_L1;
    case Icon::Refresh:
        return "refresh"_L1;
    case Icon::Start:
        return "start"_L1;
    case Icon::Stop:
        return "stop"_L1;
    case Icon::Prolong:
        return "prolong"_L1;
    case Icon::Open:
        return "open"_L1;
    case Icon::Delete:
        return "delete"_L1;
    case Icon::Filter:
        return "filter"_L1;
    case Icon::Columns:
        return "columns"_L1;
    case Icon::Clear:
        return "clear"_L1;
    case Icon::Undo:
        return "undo"_L1;
    case Icon::Retry:
        return "retry"_L1;
    case Icon::Copy:
        return "copy"_L1;
    case Icon::Close:
        return "close"_L1;
    case Icon::Info:
        return "info"_L1;
    case Icon::Warning:
        return "warning"_L1;
    case Icon::Error:
        return "error"_L1;
    case Icon::Success:
        return "success"_L1;
    case Icon::Connected:
        return "connected"_L1;
    case Icon::Offline:
        return "offline"_L1;
    case Icon::SignedOut:
        return "signedout"_L1;
    case Icon::Empty:
        return "empty"_L1;
    case Icon::NoMatch:
        return "nomatch"_L1;
    case Icon::Cloud:
        return "cloud"_L1;
    case Icon::Import:
        return "import"_L1;
    case Icon::Demo:
        return "demo"_L1;
    case Icon::Reveal:
        return "reveal"_L1;
    case Icon::Add:
        return "add"_L1;
    case Icon::Edit:
        return "edit"_L1;
    case Icon::SignOut:
        return "signout"_L1;
    case Icon::Expand:
        return "expand"_L1;
    case Icon::Collapse:
        return "collapse"_L1;
    case Icon::StepWaiting:
        return "step-waiting"_L1;
    case Icon::StepSkipped:
        return "step-skipped"_L1;
    case Icon::StateRunning:
        return "state-running"_L1;
    case Icon::StateBusy:
        return "state-busy"_L1;
    case Icon::StateStopped:
        return "state-stopped"_L1;
    case Icon::StateFailed:
        return "state-failed"_L1;
    case Icon::StateFrozen:
        return "state-frozen"_L1;
    case Icon::StateGone:
        return "state-gone"_L1;
    case Icon::StateUnknown:
        return "state-unknown"_L1;
    case Icon::PhaseComfortable:
        return "phase-comfortable"_L1;
    case Icon::PhaseSoon:
        return "phase-soon"_L1;
    case Icon::PhaseUrgent:
        return "phase-urgent"_L1;
    case Icon::PhaseDue:
        return "phase-due"_L1;
    case Icon::PhaseIdle:
        return "phase-idle"_L1;
    case Icon::PhaseNone:
        return "phase-none"_L1;
    case Icon::PhaseUnknown:
        return "phase-unknown"_L1;
    }
    return {};
}

QIcon make(Icon name, const QColor &tint)
{
    const auto colouring =
        name == Icon::Application ? SvgIconEngine::Colouring::Painted : SvgIconEngine::Colouring::Tinted;
    return QIcon(new SvgIconEngine(iconPath(name), colouring, tint));
}

} // namespace

QIcon icon(Icon name)
{
    // Made once each: a delegate asks for them in every cell it paints.
    static std::array<QIcon, IconCount> made;
    QIcon &known = made[size_t(name)];
    if (known.isNull())
        known = make(name, {});
    return known;
}

QIcon icon(Icon name, const QColor &tint)
{
    if (!tint.isValid())
        return icon(name);
    // The few colours of a theme; should somebody run through all of them, it starts anew.
    constexpr qsizetype MostTinted = 500;
    static QHash<quint64, QIcon> made;
    const quint64 key = quint64(tint.rgba()) << 32 | quint64(name);
    const auto known = made.constFind(key);
    if (known != made.constEnd())
        return *known;
    if (made.size() >= MostTinted)
        made.clear();
    return *made.insert(key, make(name, tint));
}

QString iconPath(Icon name)
{
    return u":/icons/"_s + fileName(name) + u".svg"_s;
}

} // namespace leasekeeper

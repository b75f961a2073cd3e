// SPDX-License-Identifier: MIT
#include "readingtext.h"

#include "countdown.h"
#include "plaintext.h"
#include "plural.h"
#include "timetext.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QStringList>

using namespace Qt::StringLiterals;

namespace leasekeeper
{

namespace
{

using Phase = ReadingState::Phase;

constexpr qint64 SecondMs = 1'000;
constexpr qint64 MinuteMs = 60 * SecondMs;
constexpr qint64 ClockNotedMs = 1 * SecondMs;
constexpr qint64 ClockWarnedMs = 30 * SecondMs;
constexpr int ShownIdChars = 48;

struct Text {
    Q_DECLARE_TR_FUNCTIONS(leasekeeper::ReadingText)
};

QString timeOfDay(qint64 ms, const ReadingMoment &moment)
{
    return moment.locale.toString(QDateTime::fromMSecsSinceEpoch(ms, moment.zone).time(), u"HH:mm:ss"_s);
}

/// Rounded up: "in 1 s" until it starts.
QString secondsText(qint64 ms, const QLocale &locale)
{
    return locale.toString((qMax<qint64>(ms, 0) + SecondMs - 1) / SecondMs);
}

QString workspaceText(const Profile &profile)
{
    return Text::tr("workspace %1").arg(visibleText(profile.workspaceId, ShownIdChars));
}

QString projectText(const Profile &profile)
{
    return visibleText(projectLabel(profile), ShownIdChars);
}

QString scopeInWords(const Profile &profile)
{
    QStringList parts;
    if (!profile.region.isEmpty())
        parts.append(visibleText(profile.region, ShownIdChars));
    if (const QString project = projectText(profile); !project.isEmpty())
        parts.append(project);
    if (!profile.workspaceId.isEmpty())
        parts.append(workspaceText(profile));
    if (parts.isEmpty())
        parts.append(visibleText(profile.name, ShownIdChars));
    return parts.join(u" / "_s);
}

QString progressText(const ReadingState &state, const QLocale &locale)
{
    if (state.total > 0)
        return Text::tr("%1 of %2").arg(locale.toString(state.loaded), locale.toString(state.total));
    return Text::tr("Loading…");
}

QString errorSentence(const ReadingState &state)
{
    return state.error ? visibleText(state.error->message, 400) : QString();
}

QString signedOutText(const ReadingState &state, const Profile &profile)
{
    const QString name = visibleText(profile.name, ShownIdChars);
    if (profile.id.isEmpty() && profile.signIn == SignInMethod::Token)
        return Text::tr("Signed out of %1. The service refused the token from OS_TOKEN: sign in with a new "
                        "one.")
            .arg(name);
    const QString error = errorSentence(state);
    return error.isEmpty() ? Text::tr("Signed out of %1.").arg(name)
                           : Text::tr("Signed out of %1. %2").arg(name, error);
}

QStringList offlineSentences(const ReadingState &state, const ReadingMoment &moment)
{
    QStringList sentences{Text::tr("Not connected.")};
    sentences += errorSentence(state);
    if (state.lastCompleteWallMs) {
        sentences += Text::tr("Showing %1, %2 ago.", "time of day, then a span such as 3 minutes")
                         .arg(timeOfDay(*state.lastCompleteWallMs, moment),
                              spokenSpan(qMax<qint64>(0, moment.serverNowMs - *state.lastCompleteWallMs)));
    }
    if (moment.heldInMs)
        sentences += Text::tr("The service is busy. Going on in %1 s.")
                         .arg(secondsText(*moment.heldInMs, moment.locale));
    else if (state.listing)
        sentences += Text::tr("Trying again…");
    else if (moment.nextInMs)
        sentences += Text::tr("Next try in %1 s.").arg(secondsText(*moment.nextInMs, moment.locale));
    sentences.removeAll(QString());
    return sentences;
}

QString incompleteText(const ReadingState &state)
{
    if (!state.note.isEmpty())
        return Text::tr("The list may not be complete. %1").arg(visibleText(state.note, 400));
    const QString error = errorSentence(state);
    return error.isEmpty() ? Text::tr("The list may not be complete.")
                           : Text::tr("The list may not be complete. %1").arg(error);
}

QString refusedText(const ReadingState &state)
{
    const QString error = errorSentence(state);
    return error.isEmpty() ? Text::tr("The service refuses to list instances.") : error;
}

/// How far a clock is off (ms >= 0): in seconds where that is less than `secondsBelowMs`.
QString clockSpan(qint64 ms, qint64 secondsBelowMs)
{
    return ms < secondsBelowMs ? Text::tr("%1 s").arg(QLocale().toString(ms / SecondMs)) : spanText(ms);
}

} // namespace

QString profileScope(const Profile &profile)
{
    QStringList parts;
    if (!profile.region.isEmpty())
        parts.append(visibleText(profile.region, ShownIdChars));
    if (const QString project = projectText(profile); !project.isEmpty())
        parts.append(Text::tr("project %1").arg(project));
    if (!profile.workspaceId.isEmpty())
        parts.append(workspaceText(profile));
    if (profile.allUsers)
        parts.append(Text::tr("all users"));
    return parts.join(u" · "_s);
}

QString signInEndText(const Profile &profile, const ReadingMoment &moment)
{
    if (!profile.signInEndsAtMs)
        return {};
    const qint64 endsAt = *profile.signInEndsAtMs;
    if (endsAt <= moment.serverNowMs)
        return Text::tr("Token ended");
    return Text::tr("Token ends %1")
        .arg(momentInSentence(endsAt, moment.serverNowMs, moment.zone, moment.locale));
}

QString emptyText(const Profile &profile, bool ownOnly)
{
    const QString scope = scopeInWords(profile);
    const QString who =
        visibleText(profile.userName.isEmpty() ? profile.userId : profile.userName, ShownIdChars);
    const bool everybody = profile.allUsers && !ownOnly;
    if (who.isEmpty()) {
        return everybody ? Text::tr("No notebook instances of any user in %1.").arg(scope)
                         : Text::tr("No notebook instances of your own in %1.").arg(scope);
    }
    return everybody ? Text::tr("No notebook instances of any user in %1, seen as %2.").arg(scope, who)
                     : Text::tr("No notebook instances in %1, seen as %2.").arg(scope, who);
}

QString noMatchText(int count, const QString &filter)
{
    return countText(count, Text::tr("One instance, and it does not match ‘%2’."),
                     Text::tr("%1 instances, none match ‘%2’."))
        .arg(visibleText(filter.trimmed(), 60));
}

QString updatedText(const ReadingState &state, const ReadingMoment &moment)
{
    if (moment.heldInMs)
        return Text::tr("The service is busy · going on in %1 s")
            .arg(secondsText(*moment.heldInMs, moment.locale));
    if (!state.lastCompleteWallMs)
        return state.listing ? progressText(state, moment.locale) : QString();
    const QString updated = Text::tr("Updated %1").arg(timeOfDay(*state.lastCompleteWallMs, moment));
    if (state.listing) {
        return state.total > 0 && state.loaded > 0
                   ? Text::tr("%1 · reading %2").arg(updated, progressText(state, moment.locale))
                   : Text::tr("%1 · reading…").arg(updated);
    }
    // No countdown: it would be the only thing that moves in a window at rest.
    if (state.phase == Phase::Ready && state.nextAtMonotonicMs && state.lastCompleteMonotonicMs)
        return Text::tr("%1 · again after %2 s")
            .arg(updated,
                 secondsText(*state.nextAtMonotonicMs - *state.lastCompleteMonotonicMs, moment.locale));
    return updated;
}

QString connectionText(const ReadingState &state)
{
    switch (state.phase) {
    case Phase::Idle:
    case Phase::Loading:
        return Text::tr("Connecting…");
    case Phase::Ready:
    case Phase::Incomplete:
        return Text::tr("Connected");
    case Phase::Offline:
        return Text::tr("Not connected");
    case Phase::SignedOut:
        return Text::tr("Signed out");
    case Phase::Refused:
        return Text::tr("Refused");
    }
    return {};
}

Icon connectionIcon(const ReadingState &state)
{
    switch (state.phase) {
    case Phase::Idle:
    case Phase::Loading:
        return Icon::StateBusy;
    case Phase::Ready:
        return Icon::Connected;
    case Phase::Incomplete:
        return Icon::Warning;
    case Phase::Offline:
        return Icon::Offline;
    case Phase::SignedOut:
        return Icon::SignedOut;
    case Phase::Refused:
        return Icon::Error;
    }
    return Icon::StateUnknown;
}

SemanticColour connectionColour(const ReadingState &state)
{
    switch (state.phase) {
    case Phase::Ready:
        return SemanticColour::Accent;
    case Phase::Incomplete:
    case Phase::Offline:
        return SemanticColour::Warning;
    case Phase::SignedOut:
    case Phase::Refused:
        return SemanticColour::Error;
    case Phase::Idle:
    case Phase::Loading:
        break;
    }
    return SemanticColour::Muted;
}

QString wrongTimesText(int count)
{
    return countText(
        count, Text::tr("One instance came with times that cannot be right; they are shown as unknown."),
        Text::tr("%1 instances came with times that cannot be right; they are shown as unknown."));
}

QString clockText(bool showsTimes, std::optional<qint64> wallAheadMs)
{
    if (!wallAheadMs)
        return showsTimes ? Text::tr("clock not verified") : QString();
    if (qAbs(*wallAheadMs) <= ClockNotedMs)
        return {};
    const QString span = clockSpan(qAbs(*wallAheadMs), 2 * MinuteMs);
    return (*wallAheadMs > 0 ? Text::tr("clock +%1") : Text::tr("clock −%1")).arg(span);
}

QString clockWarning(std::optional<qint64> wallAheadMs)
{
    if (!wallAheadMs || qAbs(*wallAheadMs) <= ClockWarnedMs)
        return {};
    const QString span = clockSpan(qAbs(*wallAheadMs), MinuteMs);
    return (*wallAheadMs > 0 ? Text::tr("Your clock is %1 ahead. Times shown are corrected.")
                             : Text::tr("Your clock is %1 behind. Times shown are corrected."))
        .arg(span);
}

QString troubleSentence(const ReadingState &state, const Profile &profile)
{
    switch (state.phase) {
    case Phase::Idle:
    case Phase::Loading:
    case Phase::Ready:
        return {};
    case Phase::Incomplete:
        return incompleteText(state);
    case Phase::Offline:
        return errorSentence(state);
    case Phase::SignedOut:
        return signedOutText(state, profile);
    case Phase::Refused:
        return refusedText(state);
    }
    return {};
}

std::optional<Message> readingTrouble(const ReadingState &state, const ReadingMoment &moment,
                                      const Profile &profile)
{
    Message message;
    message.level = MessageLevel::Warning;
    message.details = state.error ? state.error->details() : QString();
    message.requestId = state.error ? state.error->requestId : QString();
    switch (state.phase) {
    case Phase::Idle:
    case Phase::Loading:
        return std::nullopt;
    case Phase::Ready:
        if (state.note.isEmpty())
            return std::nullopt;
        message.key = u"reading-note:"_s + state.note;
        message.level = MessageLevel::Info;
        message.text = visibleText(state.note, 400);
        return message;
    case Phase::Incomplete:
        message.key = u"reading-incomplete"_s;
        message.text = incompleteText(state);
        return message;
    case Phase::Offline:
        message.key = u"reading-offline"_s;
        message.stands = true;
        message.text = offlineSentences(state, moment).join(u' ');
        return message;
    case Phase::SignedOut:
        message.key = u"reading-signed-out"_s;
        message.stands = true;
        message.level = MessageLevel::Error;
        message.text = signedOutText(state, profile);
        return message;
    case Phase::Refused:
        message.key = u"reading-refused"_s;
        message.level = MessageLevel::Error;
        message.text = refusedText(state);
        return message;
    }
    return std::nullopt;
}

} // namespace leasekeeper

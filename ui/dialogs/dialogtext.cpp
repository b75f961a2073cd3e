// SPDX-License-Identifier: MIT
#include "dialogtext.h"

#include "countdown.h"
#include "plaintext.h"
#include "timetext.h"

#include <QCoreApplication>
#include <QLocale>
#include <QTimeZone>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace leasekeeper
{

namespace
{

struct Text {
    Q_DECLARE_TR_FUNCTIONS(leasekeeper::InstanceDialog)
};

constexpr qint64 MinuteMs = 60'000;
constexpr int UnbrokenChars = 32; ///< longer runs without a space get places to break
constexpr int BreakEveryChars = 8;
constexpr int ShortIdChars = 8;

} // namespace

QString shortName(const QString &name, int maxChars)
{
    return visibleText(name, maxChars);
}

QString breakable(const QString &text)
{
    constexpr QChar zeroWidthSpace(0x200B);
    QString out;
    qsizetype begin = 0;
    while (begin < text.size()) {
        const qsizetype space = text.indexOf(u' ', begin);
        const qsizetype end = space < 0 ? text.size() : space + 1;
        const QString run = text.mid(begin, end - begin);
        if (run.size() <= UnbrokenChars) {
            out += run;
        } else {
            for (qsizetype i = 0; i < run.size(); ++i) {
                // Never inside a surrogate pair.
                if (i > 0 && i % BreakEveryChars == 0 && !run.at(i).isLowSurrogate())
                    out += zeroWidthSpace;
                out += run.at(i);
            }
        }
        begin = end;
    }
    return out;
}

QString namesInSentence(const QStringList &names, int most)
{
    if (names.isEmpty())
        return {};
    if (names.size() == 1)
        return names.first();
    if (names.size() > most) {
        return Text::tr("%1 and %2 more", "names, then how many others")
            .arg(names.mid(0, most - 1).join(u", "_s), QLocale().toString(names.size() - most + 1));
    }
    return Text::tr("%1 and %2", "names, then the last name")
        .arg(names.mid(0, names.size() - 1).join(u", "_s), names.last());
}

QString sentenceTime(qint64 ms, qint64 nowMs)
{
    return momentInSentence(ms, nowMs, QTimeZone::systemTimeZone(), QLocale());
}

QString cellTime(qint64 ms, qint64 nowMs)
{
    return momentText(ms, nowMs, QTimeZone::systemTimeZone(), QLocale());
}

QString fullTime(qint64 ms)
{
    return fullMomentText(ms, QTimeZone::systemTimeZone(), QLocale());
}

QString stopPhrase(const Instance &instance, qint64 nowMs)
{
    switch (leasePhase(instance.lease, instance.status, nowMs)) {
    case LeasePhase::Comfortable:
    case LeasePhase::Soon:
    case LeasePhase::Urgent: {
        const qint64 left = remainingMs(instance.lease, instance.status, nowMs).value_or(0);
        return left < MinuteMs ? Text::tr("stops in less than a minute")
                               : Text::tr("stops in %1").arg(spanText(left));
    }
    case LeasePhase::Due:
        return Text::tr("due to stop");
    case LeasePhase::Idle:
        return Text::tr("stops when idle");
    case LeasePhase::None:
        return Text::tr("no auto-stop");
    case LeasePhase::Unknown:
        return instance.status == InstanceStatus::Running ? Text::tr("stop time not known") : QString();
    case LeasePhase::NotRunning:
        break;
    }
    return {};
}

QString statePhrase(const Instance &instance, qint64 nowMs)
{
    const QString stop = stopPhrase(instance, nowMs);
    const QString state = statusLabel(instance);
    return stop.isEmpty() ? state : Text::tr("%1, %2", "state, when it stops").arg(state, stop);
}

QString ownerPhrase(const Instance &instance, const Profile &profile)
{
    const QString owner = ownerText(instance);
    switch (ownership(instance, profile)) {
    case Ownership::Own:
        return Text::tr("%1 (you)", "owner").arg(owner);
    case Ownership::Foreign:
        return Text::tr("%1 (not you)", "owner").arg(owner);
    case Ownership::Unknown:
        break;
    }
    return Text::tr("%1 (perhaps not you)", "owner").arg(owner);
}

QString scopePhrase(const Profile &profile)
{
    QStringList parts;
    for (const QString &part : {profile.name, profile.region, projectLabel(profile)}) {
        if (!part.isEmpty())
            parts += visibleText(part, 80);
    }
    return parts.isEmpty() ? u"–"_s : parts.join(u", "_s);
}

QString shortId(const QString &id)
{
    const QString visible = visibleText(id);
    return visible.size() <= ShortIdChars + 1 ? visible : visible.left(ShortIdChars) + u'…';
}

std::optional<qint64> stopPhraseChangesInMs(const Instance &instance, qint64 nowMs)
{
    const std::optional<qint64> left = remainingMs(instance.lease, instance.status, nowMs);
    if (!left || *left <= 0)
        return std::nullopt;
    return *left < MinuteMs ? *left : *left % MinuteMs + 1;
}

} // namespace leasekeeper

// SPDX-License-Identifier: MIT
#include "apierrors.h"

#include <QList>
#include <QRegularExpression>

namespace leasekeeper
{

using namespace Qt::StringLiterals;

namespace
{

constexpr qint64 SecondMs = 1'000;
constexpr qint64 MinuteMs = 60 * SecondMs;
constexpr qint64 HourMs = 60 * MinuteMs;
constexpr qint64 DayMs = 24 * HourMs;
/// A number without a unit counts as milliseconds from here on; smaller ones could be anything.
constexpr qint64 SurelyMs = 5 * MinuteMs;
constexpr qint64 LongestSensibleMs = 366 * DayMs;

struct Amount {
    qint64 number = 0;
    QString unit; ///< lower case; empty if none
};

qint64 unitMs(const QString &unit)
{
    if (unit.startsWith("ms"_L1) || unit.startsWith("milli"_L1))
        return 1;
    if (unit.startsWith(u'd'))
        return DayMs;
    if (unit.startsWith(u'h'))
        return HourMs;
    if (unit.startsWith(u'm'))
        return MinuteMs;
    return SecondMs;
}

const QString &amountPattern()
{
    static const QString pattern =
        u"(?<![\\d.\\w])(\\d{1,12})(?![\\d.]*\\d)"
        "(?:\\s*(milliseconds?|ms|seconds?|secs?|s|minutes?|mins?|m|hours?|hrs?|h|days?|d)(?![a-z]))?"_s;
    return pattern;
}

std::optional<LeaseRange> rangeOf(Amount low, Amount high)
{
    if (low.unit.isEmpty())
        low.unit = high.unit;
    const bool unitless = high.unit.isEmpty() && low.unit.isEmpty();
    if (!unitless && high.unit.isEmpty())
        return std::nullopt;
    if (unitless && low.number < SurelyMs)
        return std::nullopt;
    const qint64 lowUnit = unitless ? 1 : unitMs(low.unit);
    const qint64 highUnit = unitless ? 1 : unitMs(high.unit);
    if (low.number > LongestSensibleMs / lowUnit || high.number > LongestSensibleMs / highUnit)
        return std::nullopt;
    const LeaseRange range{low.number * lowUnit, high.number * highUnit};
    if (range.minMs <= 0 || range.minMs >= range.maxMs)
        return std::nullopt;
    return range;
}

Amount amountAt(const QRegularExpressionMatch &match, int firstGroup)
{
    return {match.captured(firstGroup).toLongLong(), match.captured(firstGroup + 1)};
}

} // namespace

std::optional<LeaseRange> allowedLeaseRange(const QString &text)
{
    static const QRegularExpression thousands(u"(?<![\\d,])\\d{1,3}(?:,\\d{3}){2,}(?![\\d,])"_s);
    static const QRegularExpression joined(
        QString(amountPattern() + u"\\s*(?:to|and|through|-|–|—|~|,|;|至|到)\\s*"_s + amountPattern()));
    static const QRegularExpression single(amountPattern());

    QString plain = text.toLower();
    for (auto match = thousands.match(plain); match.hasMatch(); match = thousands.match(plain))
        plain.replace(match.capturedStart(), match.capturedLength(), match.captured().remove(u','));

    // First the pair that the text itself joins to a range, then two numbers that stand alone in it.
    for (auto it = joined.globalMatch(plain); it.hasNext();) {
        const QRegularExpressionMatch match = it.next();
        if (const auto range = rangeOf(amountAt(match, 1), amountAt(match, 3)))
            return range;
    }
    QList<Amount> amounts;
    for (auto it = single.globalMatch(plain); it.hasNext();)
        amounts.append(amountAt(it.next(), 1));
    return amounts.size() == 2 ? rangeOf(amounts.at(0), amounts.at(1)) : std::nullopt;
}

std::optional<LeaseRange> allowedLeaseRange(const ApiError &error)
{
    return error.codeNumber() == "6349"_L1 ? allowedLeaseRange(error.serviceText) : std::nullopt;
}

} // namespace leasekeeper

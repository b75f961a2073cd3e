// SPDX-License-Identifier: MIT
#include "jsonvalues.h"

#include <QCoreApplication>
#include <QJsonDocument>
#include <QJsonParseError>

#include <algorithm>
#include <array>
#include <cmath>

namespace leasekeeper
{

namespace
{

struct Text {
    Q_DECLARE_TR_FUNCTIONS(leasekeeper::Json)
};

constexpr double LargestExact = 9'007'199'254'740'992.0; ///< 2^53

/// Which bytes the look for depth has to stop at, outside of texts and within.
struct Stops {
    std::array<bool, 256> outside{};
    std::array<bool, 256> inside{};
};

constexpr Stops stops()
{
    Stops all;
    for (const char c : {'"', '{', '[', '}', ']'})
        all.outside[static_cast<unsigned char>(c)] = true;
    for (const char c : {'"', '\\'})
        all.inside[static_cast<unsigned char>(c)] = true;
    return all;
}

enum class Nesting {
    Closed,
    Open, ///< the end of something is missing
    TooDeep,
};

Nesting nestingOf(const QByteArray &body)
{
    static constexpr Stops Stop = stops();
    const auto next = [](const char *at, const char *end, const std::array<bool, 256> &stop) {
        while (at != end && !stop[static_cast<unsigned char>(*at)])
            ++at;
        return at;
    };
    const char *const end = body.constData() + body.size();
    int depth = 0;
    for (const char *at = next(body.constData(), end, Stop.outside); at != end;
         at = next(at + 1, end, Stop.outside)) {
        if (*at == '{' || *at == '[') {
            if (++depth > MaxJsonDepth)
                return Nesting::TooDeep;
        } else if (*at == '"') {
            at = next(at + 1, end, Stop.inside);
            while (at != end && *at == '\\')
                at = end - at > 2 ? next(at + 2, end, Stop.inside) : end;
            if (at == end)
                return Nesting::Open;
        } else {
            --depth;
        }
    }
    return depth > 0 ? Nesting::Open : Nesting::Closed;
}

std::optional<QJsonObject> refuse(const QString &reason, QString *whyNot)
{
    if (whyNot)
        *whyNot = reason;
    return std::nullopt;
}

} // namespace

std::optional<QJsonObject> parseJsonObject(const QByteArray &body, QString *whyNot)
{
    const bool isBlank =
        std::all_of(body.begin(), body.end(), [](char c) { return c == ' ' || (c >= '\t' && c <= '\r'); });
    if (isBlank)
        return refuse(Text::tr("The answer is empty."), whyNot);
    if (body.startsWith("\xEF\xBB\xBF"))
        return refuse(Text::tr("The answer is not valid JSON: it begins with a byte order mark."), whyNot);
    const Nesting nesting = nestingOf(body);
    if (nesting == Nesting::TooDeep)
        return refuse(Text::tr("The answer is nested too deeply."), whyNot);
    QJsonParseError parse;
    const QJsonDocument document = QJsonDocument::fromJson(body, &parse);
    // Not the service's mistake: cut on the way, where Qt does not notice if it was compressed.
    if (parse.error != QJsonParseError::NoError && nesting == Nesting::Open)
        return refuse(Text::tr("The answer broke off in the middle."), whyNot);
    if (parse.error != QJsonParseError::NoError)
        return refuse(Text::tr("The answer is not valid JSON (near byte %1).").arg(parse.offset), whyNot);
    if (!document.isObject())
        return refuse(Text::tr("The answer is not a JSON object."), whyNot);
    return document.object();
}

std::optional<qint64> wholeNumber(const QJsonValue &value)
{
    if (!value.isDouble())
        return std::nullopt;
    const double number = value.toDouble();
    // The double decides on the range, but it has rounded 2^53 + 1 already: the integer must agree.
    if (!(std::abs(number) <= LargestExact) || std::trunc(number) != number)
        return std::nullopt;
    const qint64 whole = value.toInteger(qint64(number));
    return std::abs(whole) <= qint64(LargestExact) ? std::optional(whole) : std::nullopt;
}

} // namespace leasekeeper

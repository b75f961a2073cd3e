// SPDX-License-Identifier: MIT
#include "jsonvalues.h"

#include <QCoreApplication>
#include <QJsonDocument>
#include <QJsonParseError>

#include <cmath>

namespace leasekeeper
{

namespace
{

struct Text {
    Q_DECLARE_TR_FUNCTIONS(leasekeeper::Json)
};

constexpr double LargestExact = 9'007'199'254'740'992.0; ///< 2^53

bool isTooDeep(const QByteArray &body)
{
    int depth = 0;
    bool inString = false;
    for (qsizetype i = 0; i < body.size(); ++i) {
        const char c = body.at(i);
        if (inString) {
            if (c == '\\')
                ++i;
            else if (c == '"')
                inString = false;
        } else if (c == '"') {
            inString = true;
        } else if (c == '{' || c == '[') {
            if (++depth > MaxJsonDepth)
                return true;
        } else if (c == '}' || c == ']') {
            --depth;
        }
    }
    return false;
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
    if (body.trimmed().isEmpty())
        return refuse(Text::tr("The answer is empty."), whyNot);
    if (body.startsWith("\xEF\xBB\xBF"))
        return refuse(Text::tr("The answer is not valid JSON: it begins with a byte order mark."), whyNot);
    if (isTooDeep(body))
        return refuse(Text::tr("The answer is nested too deeply."), whyNot);
    QJsonParseError parse;
    const QJsonDocument document = QJsonDocument::fromJson(body, &parse);
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

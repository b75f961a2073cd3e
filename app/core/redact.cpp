// SPDX-License-Identifier: MIT
#include "redact.h"

#include <QList>
#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace leasekeeper
{

namespace
{

/// Also as the end of a longer name: "X-Subject-Token", "notebookToken".
constexpr auto SecretNames = "token|signature|credential|password|passwd|passcode|secret|secret[-_]?key|"
                             "access[-_]?key(?:[-_]?id)?|api[-_]?key"_L1;
/// Too short for that: only where they stand alone.
constexpr auto ShortNames = "sig|ak|sk|pwd"_L1;
/// What these carry goes on to the end of the line.
constexpr auto SecretHeaders =
    "(?:proxy-)?authorization|(?:set-)?cookie|x-(?:auth|subject|security)-token"_L1;

constexpr auto Mask = "***"_L1;

/// NAME, SHORT and HEADER stand for the names above.
QRegularExpression expression(QString pattern)
{
    // Before a name that stands alone there may be an encoded "&" or "?", which ends with a letter or digit.
    const QString alone = u"(?:(?<![a-z0-9])|(?<=%26)|(?<=2526)|(?<=%3f)|(?<=253f))(?:"_s + ShortNames + u')';
    pattern.replace("SHORT"_L1, alone);
    pattern.replace("NAME"_L1, u"(?:"_s + SecretNames + u'|' + alone + u')');
    pattern.replace("HEADER"_L1, u"(?:"_s + SecretHeaders + u')');
    return QRegularExpression(pattern, QRegularExpression::CaseInsensitiveOption |
                                           QRegularExpression::MultilineOption);
}

/// Each matches what stands before a value as its group "name", then the value.
QList<QRegularExpression> makeExpressions()
{
    return {
        // Authorization: value
        expression(uR"((?<name>HEADER[ \t]*(?::|%3a)[ \t]*)[^\r\n]+)"_s),
        // "token": "value", also within text that is quoted itself
        expression(
            uR"x((?<name>(?:NAME|HEADER)\\*["']\s*[:=,]\s*(?<quote>\\*["'])).*?(?=(?<!\\)\k<quote>|$))x"_s),
        // "passcode": 123456
        expression(uR"x((?<name>NAME\\*["']\s*:\s*)[0-9][^\s,}\]]*)x"_s),
        // token=value, token="value"
        expression(uR"x((?<name>NAME[ \t]*=[ \t]*\\*["']?)[^\s&"'<>]+)x"_s),
        // ak:value, as the service's gateway writes it; not "ak: not found"
        expression(uR"x((?<name>SHORT:)[^\s,;&"'<>]+)x"_s),
        // token%3Dvalue, encoded once or more often
        expression(uR"x((?<name>NAME%(?:25)*3d)(?:(?!%(?:25)*26)[^\s&"'<>])++)x"_s),
        // https://user:password@host
        expression(uR"x((?<name>://)[^\s/?#"'<>]+(?=@))x"_s),
    };
}

/// Like QString::replace(), which knows no names of groups.
QString masked(const QString &text, const QRegularExpression &expression)
{
    QString out;
    qsizetype done = 0;
    for (auto found = expression.globalMatch(text); found.hasNext();) {
        const QRegularExpressionMatch match = found.next();
        out += QStringView(text).mid(done, match.capturedEnd(u"name"_s) - done);
        out += Mask;
        done = match.capturedEnd();
    }
    if (done == 0)
        return text;
    out += QStringView(text).mid(done);
    return out;
}

} // namespace

QString redacted(const QString &text)
{
    if (text.isEmpty())
        return text;
    // Never destroyed: Qt goes on logging while the program's own statics are.
    static const QList<QRegularExpression> &expressions = *new QList<QRegularExpression>(makeExpressions());
    QString result = text;
    for (const QRegularExpression &expression : expressions)
        result = masked(result, expression);
    return result;
}

} // namespace leasekeeper

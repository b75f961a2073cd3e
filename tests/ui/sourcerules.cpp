// SPDX-License-Identifier: MIT
#include "sourcerules.h"

#include <QRegularExpression>
#include <QSet>

using namespace Qt::StringLiterals;

namespace leasekeeper::test::sourcerules
{

namespace
{

/// Without comments. Texts in quotes stay, whatever is in them.
QString code(const QString &source)
{
    static const QRegularExpression Comment(uR"re("(?:[^"\\\n]|\\.)*"|//[^\n]*|/\*.*?\*/)re"_s,
                                            QRegularExpression::DotMatchesEverythingOption);
    QString result;
    qsizetype from = 0;
    auto each = Comment.globalMatch(source);
    while (each.hasNext()) {
        const QRegularExpressionMatch match = each.next();
        result += source.mid(from, match.capturedStart() - from);
        if (match.captured().startsWith(u'"'))
            result += match.captured();
        from = match.capturedEnd();
    }
    return QString(result + source.mid(from));
}

/// Texts in quotes become empty, so that nothing in them counts.
QString withoutTexts(const QString &text)
{
    static const QRegularExpression Quoted(uR"re("(?:[^"\\\n]|\\.)*")re"_s);
    return QString(text).replace(Quoted, u"\"\""_s);
}

/// What stands between the parenthesis at `open` and the one that closes it.
QString inside(const QString &text, qsizetype open)
{
    int depth = 0;
    for (qsizetype at = open; at < text.size(); ++at) {
        depth += text.at(at) == u'(' ? 1 : text.at(at) == u')' ? -1 : 0;
        if (depth == 0)
            return text.mid(open + 1, at - open - 1);
    }
    return {};
}

/// The arguments of a call, as far as commas on the outermost level part them.
QStringList arguments(const QString &text)
{
    QStringList result{QString()};
    int depth = 0;
    for (const QChar each : text) {
        depth += u"([{"_s.contains(each) ? 1 : u")]}"_s.contains(each) ? -1 : 0;
        if (each == u',' && depth == 0)
            result.append(QString());
        else
            result.last() += each;
    }
    return result;
}

/// Replaces every call of `name` by an S for "safe".
QString callsMadeSafe(QString text, const QString &name)
{
    const QRegularExpression call(u"\\b"_s + name + u"\\("_s);
    for (auto match = call.match(text); match.hasMatch(); match = call.match(text)) {
        const QString content = inside(text, match.capturedEnd() - 1);
        text.replace(match.capturedStart(), match.capturedLength() + content.size() + 1, u"S"_s);
    }
    return text;
}

/// What the first group of each match is.
QStringList allOf(const QRegularExpression &pattern, const QString &text)
{
    QStringList found;
    auto each = pattern.globalMatch(text);
    while (each.hasNext())
        found.append(each.next().captured(1));
    return found;
}

bool isSafeTooltip(const QString &argument)
{
    QString text = argument.simplified();
    for (const QString &name : {u"tooltipText"_s, u"buttonTip"_s})
        text = callsMadeSafe(text, name);
    // Our own words, as long as nothing is put into them.
    static const QRegularExpression OwnWords(uR"re(\btr\(""(?:, "")?\)(?!\s*\.))re"_s);
    text.replace(OwnWords, u"S"_s);
    static const QRegularExpression TwoOwn(u"\\bwithShortcut\\(S, S\\)"_s);
    text.replace(TwoOwn, u"S"_s);
    // Nothing, or what another tooltip was allowed to say.
    static const QRegularExpression Taken(u"[\\w]+(\\(\\))?->toolTip\\(\\)|QString\\(\\)"_s);
    text.replace(Taken, u"S"_s);
    static const QRegularExpression Safe(u"^(?:[^?]*\\? S : )?S$"_s);
    return Safe.match(text).hasMatch();
}

} // namespace

QStringList labelsNotPlain(const QString &source)
{
    const QString text = code(source);
    static const QRegularExpression Loop(
        uR"re(for \(QLabel \*(\w+) : \{([^}]*)\}\)\s*\{?\s*(\w+)->setTextFormat\(Qt::PlainText\))re"_s);
    QSet<QString> plain;
    auto loops = Loop.globalMatch(text);
    while (loops.hasNext()) {
        const QRegularExpressionMatch loop = loops.next();
        if (loop.captured(1) != loop.captured(3))
            continue;
        for (const QString &name : loop.captured(2).split(u','))
            plain.insert(name.trimmed());
    }
    static const QRegularExpression Alone(u"(\\w+)->setTextFormat\\(Qt::PlainText\\)"_s);
    auto each = Alone.globalMatch(text);
    while (each.hasNext())
        plain.insert(each.next().captured(1));

    QStringList found;
    static const QRegularExpression Made(u"(?:(\\w+)\\s*(?:=|\\(|\\{)\\s*)?new QLabel\\b[^;\\n]*"_s);
    auto labels = Made.globalMatch(text);
    while (labels.hasNext()) {
        const QRegularExpressionMatch label = labels.next();
        if (!plain.contains(label.captured(1)))
            found.append(label.captured());
    }
    static const QRegularExpression Kind(u"class \\w+ (?:final )?: public QLabel\\b"_s);
    if (Kind.match(text).hasMatch() && !text.contains("setTextFormat(Qt::PlainText)"_L1))
        found.append(Kind.match(text).captured());
    return found;
}

QStringList guessers(const QString &source)
{
    static const QRegularExpression Guesser(
        u"\\b(QMessageBox|QErrorMessage|QTextBrowser|QTextEdit|QTextDocument|QWhatsThis|setWhatsThis|"
        "setHtml|setOpenExternalLinks|Qt::RichText|Qt::AutoText|Qt::MarkdownText)\\b"_s);
    static const QRegularExpression StaticText(u"\\bnew QStaticText\\b|\\bQStaticText\\s+\\w+\\s*[;({=]"_s);
    const QString text = withoutTexts(code(source));
    QStringList found;
    auto each = Guesser.globalMatch(text);
    while (each.hasNext())
        found.append(each.next().captured());
    // It guesses unless it is told to take its text as it is.
    if (StaticText.match(text).hasMatch() && !text.contains("setTextFormat(Qt::PlainText)"_L1))
        found.append(u"QStaticText"_s);
    return found;
}

QStringList tooltipsNotEscaped(const QString &source)
{
    const QString text = withoutTexts(code(source));
    static const QRegularExpression Call(u"\\b(setToolTip|QToolTip::showText)\\("_s);
    QStringList found;
    auto each = Call.globalMatch(text);
    while (each.hasNext()) {
        const QRegularExpressionMatch call = each.next();
        const QStringList all = arguments(inside(text, call.capturedEnd() - 1));
        const QString shown = all.value(call.captured(1) == "setToolTip"_L1 ? 0 : 1);
        if (!isSafeTooltip(shown))
            found.append(QString(call.captured(1) + u": "_s + shown.simplified()));
    }
    return found;
}

QStringList requests(const QString &source)
{
    // get() and head() without anything in them belong to pointers and lists.
    static const QRegularExpression Call(
        uR"re((?:\.|->)\s*((?:post|put|deleteResource|sendCustomRequest)\s*\(|(?:get|head)\s*\(\s*[^\s)]))re"_s);
    const QString text = withoutTexts(code(source));
    QStringList found;
    auto each = Call.globalMatch(text);
    while (each.hasNext())
        found.append(each.next().captured(1).section(u'(', 0, 0).trimmed());
    return found;
}

QStringList networkNames(const QString &source)
{
    static const QRegularExpression Name(
        u"\\b(QNetwork\\w+|QSsl\\w+|Q(?:Tcp|Udp|Abstract|Local)Socket)\\b"_s);
    return allOf(Name, withoutTexts(code(source)));
}

QStringList waysAroundTls(const QString &source)
{
    static const QRegularExpression Way(
        u"\\b(ignoreSslErrors|VerifyNone|QueryPeer|AutoVerifyPeer|AnyProtocol)\\b"_s);
    return allOf(Way, withoutTexts(code(source)));
}

} // namespace leasekeeper::test::sourcerules

// SPDX-License-Identifier: MIT
#include "plaintext.h"

#include <QChar>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace leasekeeper
{

namespace
{

constexpr int TooltipChars = 1024;
constexpr char32_t ZeroWidthNonJoiner = 0x200C;
constexpr char32_t ZeroWidthJoiner = 0x200D;

/// Characters that take no ink although Unicode does not class them as format characters.
constexpr std::array<char32_t, 5> InklessLetters{0x034F, 0x115F, 0x1160, 0x3164, 0xFFA0};

bool isLineBreak(char32_t c)
{
    return c == u'\n' || c == u'\r' || c == 0x0085 || c == 0x2028 || c == 0x2029;
}

/// The code point at `at`, and in `length` how many units it takes. U+FFFD for half a surrogate pair.
char32_t codePointAt(const QString &text, qsizetype at, qsizetype *length)
{
    const QChar first = text.at(at);
    *length = 1;
    if (!first.isSurrogate())
        return first.unicode();
    if (first.isHighSurrogate() && at + 1 < text.size() && text.at(at + 1).isLowSurrogate()) {
        *length = 2;
        return QChar::surrogateToUcs4(first, text.at(at + 1));
    }
    return QChar::ReplacementCharacter;
}

bool isAsciiAt(const QString &text, qsizetype at)
{
    return at < 0 || at >= text.size() || text.at(at).unicode() < 0x80;
}

QString marker(char32_t c)
{
    return u"⟨U+%1⟩"_s.arg(QString::number(uint(c), 16).toUpper().rightJustified(4, u'0'));
}

bool needsMarker(char32_t c)
{
    if (QChar::isNonCharacter(c))
        return true;
    if (std::find(InklessLetters.begin(), InklessLetters.end(), c) != InklessLetters.end())
        return true;
    const QChar::Category category = QChar::category(c);
    return category == QChar::Other_Control || category == QChar::Other_Format;
}

QString visibleForm(char32_t c, bool joinsForeignLetters)
{
    if (c < 0x20)
        return QString(QChar(char16_t(0x2400 + c)));
    if (c == 0x7F)
        return QString(QChar(char16_t(0x2421)));
    if ((c == ZeroWidthJoiner || c == ZeroWidthNonJoiner) && joinsForeignLetters)
        return QString(QChar(char16_t(c)));
    return needsMarker(c) ? marker(c) : QString::fromUcs4(&c, 1);
}

} // namespace

QString visibleText(const QString &foreign, int maxChars)
{
    if (maxChars <= 0)
        return {};
    QString out;
    qsizetype fits = 0; ///< where the text can be cut and an ellipsis still finds room
    for (qsizetype at = 0; at < foreign.size();) {
        qsizetype length = 1;
        const char32_t c = codePointAt(foreign, at, &length);
        if (isLineBreak(c)) {
            if (c == u'\r' && at + 1 < foreign.size() && foreign.at(at + 1) == u'\n')
                ++length;
            out += u' ';
        } else {
            // Joiners belong to scripts and emoji; between ASCII characters they only hide.
            const bool joins = !isAsciiAt(foreign, at - 1) && !isAsciiAt(foreign, at + length);
            out += visibleForm(c, joins);
        }
        at += length;
        if (out.size() > maxChars) {
            out.truncate(fits);
            out += u'…';
            return out;
        }
        if (out.size() < maxChars)
            fits = out.size();
    }
    return out;
}

QString tooltipText(const QString &foreign)
{
    if (foreign.isEmpty())
        return {};
    // Marked as rich text by us, so that nothing has to guess; what is inside is escaped.
    return u"<p style='white-space:pre-wrap'>"_s + visibleText(foreign, TooltipChars).toHtmlEscaped() +
           u"</p>"_s;
}

} // namespace leasekeeper

// SPDX-License-Identifier: MIT
#include "require.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>

namespace leasekeeper::fuzz
{

namespace
{

constexpr qsizetype LongestSentence = 600;

bool hides(QChar c)
{
    const QChar::Category category = c.category();
    const bool isJoiner = c == QChar(0x200C) || c == QChar(0x200D);
    return category == QChar::Other_Control || (category == QChar::Other_Format && !isJoiner) ||
           category == QChar::Separator_Line || category == QChar::Separator_Paragraph;
}

} // namespace

void broken(const char *what, const char *file, int line)
{
    std::fprintf(stderr, "%s:%d: does not hold: %s\n", file, line, what);
    std::abort();
}

bool isVisible(const QString &text)
{
    return std::none_of(text.begin(), text.end(), hides);
}

bool isSentence(const QString &text)
{
    return !text.trimmed().isEmpty() && text.size() <= LongestSentence && isVisible(text);
}

} // namespace leasekeeper::fuzz

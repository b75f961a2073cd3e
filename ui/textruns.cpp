// SPDX-License-Identifier: MIT
#include "textruns.h"

#include <QFontMetrics>
#include <QPainter>
#include <QStyle>

namespace leasekeeper
{

namespace
{
constexpr qsizetype MostFonts = 8;
}

int TextRuns::numberOf(const QFont &font)
{
    const qsizetype known = m_fonts.indexOf(font);
    if (known >= 0)
        return int(known);
    if (m_fonts.size() >= MostFonts) {
        m_fonts.clear();
        m_known.clear();
    }
    m_fonts.append(font);
    return int(m_fonts.size()) - 1;
}

void TextRuns::draw(QPainter *painter, const QRect &rect, const QString &text, const QFont &font,
                    Qt::Alignment alignment)
{
    if (rect.width() <= 0 || text.isEmpty())
        return;
    painter->setFont(font);
    const Key key{text, rect.width(), numberOf(font)};
    QStaticText *run = m_known.object(key);
    if (run == nullptr) {
        const QString shown =
            QFontMetrics(font, painter->device()).elidedText(text, Qt::ElideRight, rect.width());
        run = new QStaticText(shown);
        run->setTextFormat(Qt::PlainText);
        run->setPerformanceHint(QStaticText::AggressiveCaching);
        run->prepare(painter->transform(), font);
        m_known.insert(key, run);
    }
    const QSizeF size = run->size();
    const Qt::Alignment visual = QStyle::visualAlignment(painter->layoutDirection(), alignment);
    qreal x = rect.left();
    if (visual & Qt::AlignRight)
        x = rect.left() + rect.width() - size.width();
    else if (visual & Qt::AlignHCenter)
        x = rect.left() + (rect.width() - size.width()) / 2;
    painter->drawStaticText(QPointF(x, rect.top() + qRound((rect.height() - size.height()) / 2)), *run);
}

} // namespace leasekeeper

// SPDX-License-Identifier: MIT
#include "choicecard.h"

#include "calmpaint.h"
#include "theme.h"

#include <QEvent>
#include <QKeyEvent>
#include <QPainter>
#include <QStyle>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace leasekeeper
{

namespace
{

constexpr int Padding = 18;
constexpr int FlatPadding = 10; ///< above and below
constexpr int IconTall = 40;
constexpr int IconFlat = 30;
constexpr int IconGap = 14;
constexpr int TitleGap = 5;
constexpr qreal TitleScale = 1.18;
constexpr qreal Radius = 9;
constexpr int LeastTextChars = 18;

constexpr int TitleFlags = int(Qt::AlignLeading) | Qt::AlignTop | Qt::TextWordWrap;
constexpr int WordsFlags = TitleFlags;

} // namespace

ChoiceCard::ChoiceCard(Icon icon, const QString &title, QWidget *parent)
    : QAbstractButton(parent), m_icon(icon)
{
    setText(title);
    setAccessibleName(QString(title).remove(u'&'));
    setFocusPolicy(Qt::StrongFocus);
    setCursor(Qt::PointingHandCursor);
    QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
}

void ChoiceCard::setWords(const QString &words)
{
    if (m_words == words)
        return;
    m_words = words;
    setAccessibleDescription(words);
    updateGeometry();
    update();
}

void ChoiceCard::setShape(Shape shape)
{
    if (m_shape == shape)
        return;
    m_shape = shape;
    updateGeometry();
    update();
}

QSize ChoiceCard::sizeHint() const
{
    const int width = fontMetrics().averageCharWidth() * (m_shape == Shape::Tall ? 32 : 64);
    return {width, heightForWidth(width)};
}

QSize ChoiceCard::minimumSizeHint() const
{
    const int side = m_shape == Shape::Flat ? IconFlat + IconGap : 0;
    const int width = 2 * Padding + side + fontMetrics().averageCharWidth() * LeastTextChars;
    return {width, fontMetrics().height() * 2};
}

int ChoiceCard::heightForWidth(int width) const
{
    const int inner = textWidth(width);
    const int text = titleHeight(inner) + TitleGap + wordsHeight(inner);
    if (m_shape == Shape::Tall)
        return 2 * Padding + IconTall + IconGap + text + 4;
    return 2 * FlatPadding + std::max(IconFlat, text);
}

bool ChoiceCard::event(QEvent *event)
{
    switch (event->type()) {
    case QEvent::Enter:
    case QEvent::Leave:
    case QEvent::FocusIn:
    case QEvent::FocusOut:
    case QEvent::PaletteChange:
        update();
        break;
    case QEvent::FontChange:
        updateGeometry();
        break;
    default: // The enumeration is Qt's.
        break;
    }
    return QAbstractButton::event(event);
}

void ChoiceCard::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    paintGround(painter);

    const bool isTall = m_shape == Shape::Tall;
    const int side = isTall ? IconTall : IconFlat;
    const int inner = textWidth(width());
    const int title = titleHeight(inner);
    const int content = title + TitleGap + wordsHeight(inner);
    const int top = isTall ? Padding : std::max(0, (height() - std::max(side, content)) / 2);
    // The drawings have a margin of their own.
    QRect iconRect(Padding - (isTall ? 4 : 0), top, side, side);
    QRect textRect(isTall ? Padding : Padding + side + IconGap, isTall ? top + side + IconGap : top, inner,
                   content);
    if (!isTall)
        iconRect.moveTop((height() - side) / 2);
    iconRect = QStyle::visualRect(layoutDirection(), rect(), iconRect);
    textRect = QStyle::visualRect(layoutDirection(), rect(), textRect);

    leasekeeper::icon(m_icon, semanticColour(SemanticColour::Accent, palette())).paint(&painter, iconRect);
    painter.setPen(palette().color(QPalette::Text));
    painter.setFont(titleFont());
    const bool underlines = style()->styleHint(QStyle::SH_UnderlineShortcut, nullptr, this);
    const QRect titleRect(textRect.left(), textRect.top(), inner, title);
    painter.drawText(titleRect, TitleFlags | (underlines ? Qt::TextShowMnemonic : Qt::TextHideMnemonic),
                     text());
    painter.setPen(semanticColour(SemanticColour::Muted, palette()));
    painter.setFont(font());
    painter.drawText(textRect.adjusted(0, title + TitleGap, 0, 0), WordsFlags, m_words);
}

void ChoiceCard::keyPressEvent(QKeyEvent *event)
{
    const bool isReturn = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (isReturn && !event->isAutoRepeat()) {
        click();
        return;
    }
    QAbstractButton::keyPressEvent(event);
}

QFont ChoiceCard::titleFont() const
{
    QFont large = font();
    if (large.pointSizeF() > 0)
        large.setPointSizeF(large.pointSizeF() * TitleScale);
    else
        large.setPixelSize(qRound(large.pixelSize() * TitleScale));
    large.setWeight(QFont::DemiBold);
    return large;
}

int ChoiceCard::textWidth(int width) const
{
    const int side = m_shape == Shape::Flat ? IconFlat + IconGap : 0;
    return std::max(width - 2 * Padding - side, 1);
}

int ChoiceCard::titleHeight(int textWidth) const
{
    return QFontMetrics(titleFont())
        .boundingRect(QRect(0, 0, textWidth, QWIDGETSIZE_MAX), TitleFlags | Qt::TextHideMnemonic, text())
        .height();
}

int ChoiceCard::wordsHeight(int textWidth) const
{
    return fontMetrics().boundingRect(QRect(0, 0, textWidth, QWIDGETSIZE_MAX), WordsFlags, m_words).height();
}

void ChoiceCard::paintGround(QPainter &painter) const
{
    const QColor accentColour = semanticColour(SemanticColour::Accent, palette());
    QColor fill = palette().color(QPalette::Base);
    if (colourScheme(palette()) == ColourScheme::Dark)
        fill = palette().color(QPalette::Button);
    if (isDown())
        fill = mixed(fill, accentColour, 0.14);
    else if (underMouse())
        fill = mixed(fill, accentColour, 0.06);
    const bool isMarked = hasFocus();
    painter.setPen(QPen(isMarked ? accentColour : outline(palette()), isMarked ? 2 : 1));
    painter.setBrush(fill);
    const qreal inset = isMarked ? 1 : 0.5;
    painter.drawRoundedRect(QRectF(rect()).adjusted(inset, inset, -inset, -inset), Radius, Radius);
}

} // namespace leasekeeper

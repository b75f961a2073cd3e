// SPDX-License-Identifier: MIT
#include "calmstyle.h"

#include "calmpaint.h"
#include "icons.h"
#include "theme.h"

#include <QAbstractScrollArea>
#include <QPainter>
#include <QPainterPath>
#include <QStyleOption>
#include <QToolBar>
#include <QToolButton>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace leasekeeper
{

namespace
{

constexpr qreal FocusRadius = 5;

/// What a scroll bar belongs to may be a form or a table; beside it the bar is to look like a part of that.
QPalette::ColorRole groundOf(const QWidget *scrollBar)
{
    for (const QWidget *around = scrollBar; around; around = around->parentWidget()) {
        if (const auto *area = qobject_cast<const QAbstractScrollArea *>(around))
            return area->viewport()->backgroundRole();
    }
    return QPalette::Base;
}

bool isInToolBar(const QWidget *widget)
{
    return qobject_cast<const QToolButton *>(widget) &&
           qobject_cast<const QToolBar *>(widget->parentWidget());
}

} // namespace

CalmStyle::CalmStyle() : QProxyStyle(u"Fusion"_s) {}

void CalmStyle::drawButton(const QStyleOption *option, QPainter *painter) const
{
    const auto *button = qstyleoption_cast<const QStyleOptionButton *>(option);
    const QPalette &palette = option->palette;
    const bool enabled = option->state & State_Enabled;
    const QColor ink = palette.color(QPalette::ButtonText);
    QColor fill = palette.color(QPalette::Button);
    if (!enabled)
        fill = mixed(palette.color(QPalette::Window), fill, 0.4);
    else if (option->state & (State_Sunken | State_On))
        fill = mixed(fill, ink, 0.14);
    else if (option->state & State_MouseOver)
        fill = mixed(fill, ink, 0.05);
    const bool isDefault = enabled && button && (button->features & QStyleOptionButton::DefaultButton);
    const bool strong = contrastRatio(palette.color(QPalette::Button), palette.color(QPalette::Window)) > 2.5;
    const QColor line = strong && enabled ? mixed(fill, ink, 0.1)
                        : isDefault       ? accent(palette)
                                          : outline(palette);
    drawRounded(painter, option->rect, fill, line, isDefault && !strong ? 1.6 : 1);
    // Fusion tells the focus by its own ground, which is not painted here; the default has a frame as well.
    if ((option->state & State_HasFocus) && (option->state & State_KeyboardFocusChange))
        drawRounded(painter, option->rect.adjusted(3, 3, -3, -3), {}, strong ? ink : accent(palette), 1, 3);
}

void CalmStyle::drawHeaderSection(const QStyleOption *option, QPainter *painter) const
{
    const QPalette &palette = option->palette;
    QColor ground = palette.color(QPalette::Base);
    if (option->state & State_Sunken)
        ground = mixed(ground, palette.color(QPalette::Text), 0.08);
    else if (option->state & State_MouseOver)
        ground = mixed(ground, palette.color(QPalette::Text), 0.04);
    painter->fillRect(option->rect, ground);
    painter->fillRect(QRect(option->rect.left(), option->rect.bottom(), option->rect.width(), 1),
                      outline(palette));
    if (option->state & State_MouseOver)
        painter->fillRect(option->rect.right(), option->rect.top() + 6, 1, option->rect.height() - 12,
                          outline(palette));
}

/// As the base does it, but with our places for label and arrow: the base asks itself for them.
void CalmStyle::drawHeader(const QStyleOptionHeader &header, QPainter *painter, const QWidget *widget) const
{
    painter->save();
    painter->setClipRect(header.rect, Qt::IntersectClip);
    drawHeaderSection(&header, painter);
    QStyleOptionHeader part = header;
    part.rect = subElementRect(SE_HeaderLabel, &header, widget);
    drawControl(CE_HeaderLabel, &part, painter, widget);
    part.rect = subElementRect(SE_HeaderArrow, &header, widget);
    drawPrimitive(PE_IndicatorHeaderArrow, &part, painter, widget);
    painter->restore();
}

void CalmStyle::drawPrimitive(PrimitiveElement element, const QStyleOption *option, QPainter *painter,
                              const QWidget *widget) const
{
    switch (element) {
    case PE_FrameFocusRect:
        // Round as it is, it would make a circle of a tick box without a text: that is a radio button.
        drawRounded(painter, option->rect, {}, accent(option->palette), 1.6,
                    std::min(FocusRadius, option->rect.height() / 5.0));
        return;
    case PE_PanelButtonCommand:
        drawButton(option, painter);
        return;
    case PE_PanelButtonTool:
        drawToolPanel(option, painter);
        return;
    case PE_IndicatorCheckBox:
    case PE_IndicatorItemViewItemCheck:
        drawIndicator(option, painter, false);
        return;
    case PE_IndicatorRadioButton:
        drawIndicator(option, painter, true);
        return;
    case PE_PanelScrollAreaCorner:
        painter->fillRect(option->rect, option->palette.color(QPalette::Base));
        return;
    case PE_PanelMenu:
        painter->fillRect(option->rect, menuGround(option->palette));
        [[fallthrough]];
    case PE_Frame:
    case PE_FrameMenu:
        painter->save();
        painter->setPen(outline(option->palette));
        painter->drawRect(option->rect.adjusted(0, 0, -1, -1));
        painter->restore();
        return;
    case PE_PanelLineEdit: {
        const auto *frame = qstyleoption_cast<const QStyleOptionFrame *>(option);
        if (!frame || frame->lineWidth <= 0)
            break;
        drawField(option, painter);
        return;
    }
    case PE_FrameLineEdit:
        drawField(option, painter);
        return;
    case PE_IndicatorHeaderArrow:
        drawHeaderArrow(option, painter);
        return;
    case PE_PanelItemViewItem:
        if (option->state & State_Selected) {
            painter->fillRect(
                option->rect,
                option->palette.brush(option->state & State_Active ? QPalette::Active : QPalette::Inactive,
                                      QPalette::Highlight));
            return;
        }
        break;
    default: // The enumeration is Qt's, and most of it is Fusion's business.
        break;
    }
    QProxyStyle::drawPrimitive(element, option, painter, widget);
}

void CalmStyle::drawControl(ControlElement element, const QStyleOption *option, QPainter *painter,
                            const QWidget *widget) const
{
    switch (element) {
    case CE_Header:
        if (const auto *header = qstyleoption_cast<const QStyleOptionHeader *>(option)) {
            drawHeader(*header, painter, widget);
            return;
        }
        break;
    case CE_HeaderSection:
        drawHeaderSection(option, painter);
        return;
    case CE_HeaderEmptyArea:
        painter->fillRect(option->rect, option->palette.color(QPalette::Base));
        painter->fillRect(QRect(option->rect.left(), option->rect.bottom(), option->rect.width(), 1),
                          outline(option->palette));
        return;
    case CE_HeaderLabel:
        if (const auto *header = qstyleoption_cast<const QStyleOptionHeader *>(option)) {
            QStyleOptionHeader quiet = *header;
            if (quiet.state & State_Enabled)
                quiet.palette.setColor(QPalette::ButtonText,
                                       semanticColour(SemanticColour::Muted, quiet.palette));
            QProxyStyle::drawControl(element, &quiet, painter, widget);
            return;
        }
        break;
    case CE_ToolBar:
        painter->fillRect(option->rect, option->palette.color(QPalette::Window));
        return;
    default:
        break;
    }
    QProxyStyle::drawControl(element, option, painter, widget);
}

void CalmStyle::drawScrollBar(const QStyleOptionComplex *option, QPainter *painter,
                              const QWidget *widget) const
{
    const auto *slider = qstyleoption_cast<const QStyleOptionSlider *>(option);
    if (!slider)
        return;
    painter->fillRect(option->rect, option->palette.color(groundOf(widget)));
    if (slider->minimum == slider->maximum)
        return;
    const QRect handle = subControlRect(CC_ScrollBar, option, SC_ScrollBarSlider, widget);
    const bool active = (option->activeSubControls & SC_ScrollBarSlider) &&
                        (option->state & (State_Sunken | State_MouseOver));
    QColor colour = option->palette.color(QPalette::WindowText);
    colour.setAlphaF(active ? 0.45F : 0.25F);
    const QRectF shape = QRectF(handle).adjusted(3, 3, -3, -3);
    const qreal radius = qMin(shape.width(), shape.height()) / 2;
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(Qt::NoPen);
    painter->setBrush(colour);
    painter->drawRoundedRect(shape, radius, radius);
    painter->restore();
}

void CalmStyle::drawComplexControl(ComplexControl control, const QStyleOptionComplex *option,
                                   QPainter *painter, const QWidget *widget) const
{
    if (control == CC_ScrollBar)
        return drawScrollBar(option, painter, widget);
    QProxyStyle::drawComplexControl(control, option, painter, widget);
    if (control == CC_SpinBox || control == CC_ComboBox) {
        // Fusion's own outline is made for light windows and is lost in dark ones.
        const bool focused = option->state & State_HasFocus;
        drawRounded(painter, option->rect, {}, focused ? accent(option->palette) : outline(option->palette),
                    focused ? 1.6 : 1, 3);
    }
}

QRect CalmStyle::subControlRect(ComplexControl control, const QStyleOptionComplex *option,
                                SubControl subControl, const QWidget *widget) const
{
    const auto *slider = qstyleoption_cast<const QStyleOptionSlider *>(option);
    if (control != CC_ScrollBar || !slider)
        return QProxyStyle::subControlRect(control, option, subControl, widget);

    // Without arrow buttons the groove is all there is.
    const QRect groove = option->rect;
    const bool horizontal = slider->orientation == Qt::Horizontal;
    const int length = horizontal ? groove.width() : groove.height();
    const qint64 range = qint64(slider->maximum) - slider->minimum;
    int size = length;
    if (range > 0) {
        const qint64 wanted = qint64(slider->pageStep) * length / (range + qMax(1, slider->pageStep));
        size = int(qBound(qint64(qMin(28, length)), wanted, qint64(length)));
    }
    const int start = sliderPositionFromValue(slider->minimum, slider->maximum, slider->sliderPosition,
                                              length - size, slider->upsideDown);
    const auto part = [&](int from, int extent) {
        const QRect logical = horizontal ? QRect(groove.left() + from, groove.top(), extent, groove.height())
                                         : QRect(groove.left(), groove.top() + from, groove.width(), extent);
        return visualRect(slider->direction, groove, logical);
    };
    switch (subControl) {
    case SC_ScrollBarGroove:
        return groove;
    case SC_ScrollBarSlider:
        return part(start, size);
    case SC_ScrollBarSubPage:
        return part(0, start);
    case SC_ScrollBarAddPage:
        return part(start + size, length - start - size);
    default:
        return {};
    }
}

QRect CalmStyle::subElementRect(SubElement element, const QStyleOption *option, const QWidget *widget) const
{
    if (element == SE_LineEditContents) {
        // Text does not touch the frame, and begins where that of a combo box does.
        const auto *frame = qstyleoption_cast<const QStyleOptionFrame *>(option);
        const QRect contents = QProxyStyle::subElementRect(element, option, widget);
        return frame && frame->lineWidth > 0 ? contents.adjusted(2, 0, -2, 0) : contents;
    }
    const auto *header = qstyleoption_cast<const QStyleOptionHeader *>(option);
    if (!header || (element != SE_HeaderArrow && element != SE_HeaderLabel))
        return QProxyStyle::subElementRect(element, option, widget);
    // The arrow stands at the end of the section, on the line of the text.
    const int margin = pixelMetric(PM_HeaderMargin, option, widget);
    const int arrow = pixelMetric(PM_HeaderMarkSize, option, widget);
    const QRect content = option->rect.adjusted(margin, 0, -margin, 0);
    QRect rect = content;
    if (element == SE_HeaderArrow)
        rect = QRect(content.right() - arrow + 1, content.top(), arrow, content.height());
    else if (header->sortIndicator != QStyleOptionHeader::None)
        rect.setRight(content.right() - arrow - 4);
    return visualRect(option->direction, option->rect, rect);
}

int CalmStyle::pixelMetric(PixelMetric metric, const QStyleOption *option, const QWidget *widget) const
{
    switch (metric) {
    case PM_ScrollBarExtent:
        return 13;
    case PM_ToolBarFrameWidth:
        return 0;
    case PM_ToolBarItemSpacing:
        return 2;
    case PM_ToolBarItemMargin:
        return 6;
    case PM_HeaderMargin:
        return 10;
    case PM_HeaderMarkSize:
        return 10;
    case PM_ButtonShiftHorizontal:
    case PM_ButtonShiftVertical:
        return 0;
    default:
        return QProxyStyle::pixelMetric(metric, option, widget);
    }
}

int CalmStyle::styleHint(StyleHint hint, const QStyleOption *option, const QWidget *widget,
                         QStyleHintReturn *returnData) const
{
    if (hint == SH_EtchDisabledText)
        return 0;
    // In the toolbar the mnemonics work, but a row of underlined words is noise.
    if (hint == SH_UnderlineShortcut && isInToolBar(widget))
        return 0;
    return QProxyStyle::styleHint(hint, option, widget, returnData);
}

QIcon CalmStyle::standardIcon(StandardPixmap pixmap, const QStyleOption *option, const QWidget *widget) const
{
    if (pixmap == SP_LineEditClearButton)
        return icon(Icon::Clear);
    return QProxyStyle::standardIcon(pixmap, option, widget);
}

QSize CalmStyle::sizeFromContents(ContentsType type, const QStyleOption *option, const QSize &contents,
                                  const QWidget *widget) const
{
    const QSize size = QProxyStyle::sizeFromContents(type, option, contents, widget);
    switch (type) {
    case CT_PushButton:
        return size + QSize(10, 4);
    case CT_ToolButton:
        return size + QSize(6, 4);
    case CT_LineEdit:
        return size + QSize(0, 4);
    case CT_ComboBox: // as high as a field beside or below it
        return size + QSize(0, 3);
    default:
        return size;
    }
}

} // namespace leasekeeper

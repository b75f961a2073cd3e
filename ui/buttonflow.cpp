// SPDX-License-Identifier: MIT
#include "buttonflow.h"

#include <QEvent>
#include <QStyle>

#include <algorithm>
#include <utility>

namespace leasekeeper
{

namespace
{

constexpr int Gap = 8;

} // namespace

ButtonFlow::ButtonFlow(QWidget *parent) : QWidget(parent)
{
    QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Minimum);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
}

void ButtonFlow::add(QWidget *button)
{
    button->setParent(this);
    button->show();
    m_buttons.append(button);
    flow(width(), true);
    updateGeometry();
}

QList<QWidget *> ButtonFlow::takeAll()
{
    updateGeometry();
    return std::exchange(m_buttons, {});
}

QSize ButtonFlow::sizeHint() const
{
    int width = 0;
    int height = 0;
    for (const QWidget *button : m_buttons) {
        const QSize size = button->sizeHint();
        width += size.width() + (width > 0 ? Gap : 0);
        height = std::max(height, size.height());
    }
    return {width, height};
}

QSize ButtonFlow::minimumSizeHint() const
{
    QSize least;
    for (const QWidget *button : m_buttons)
        least = least.expandedTo(button->sizeHint());
    return least;
}

int ButtonFlow::heightForWidth(int width) const
{
    return flow(width, false);
}

int ButtonFlow::flow(int width, bool moves) const
{
    int top = 0;
    qsizetype first = 0;
    while (first < m_buttons.size()) {
        int lineWidth = m_buttons.at(first)->sizeHint().width();
        int lineHeight = m_buttons.at(first)->sizeHint().height();
        qsizetype end = first + 1;
        for (; end < m_buttons.size(); ++end) {
            const QSize next = m_buttons.at(end)->sizeHint();
            if (lineWidth + Gap + next.width() > width)
                break;
            lineWidth += Gap + next.width();
            lineHeight = std::max(lineHeight, next.height());
        }
        int left = std::max(0, (width - lineWidth) / 2);
        for (; moves && first < end; ++first) {
            QWidget *button = m_buttons.at(first);
            const QSize size = button->sizeHint().boundedTo({width, lineHeight});
            const QRect place(QPoint(left, top), size);
            button->setGeometry(
                QStyle::visualRect(layoutDirection(), {0, 0, width, top + lineHeight}, place));
            left += size.width() + Gap;
        }
        first = end;
        top += lineHeight + Gap;
    }
    return std::max(0, top - Gap);
}

void ButtonFlow::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    flow(width(), true);
}

bool ButtonFlow::event(QEvent *event)
{
    // A button whose text or font changed wants another size.
    if (event->type() == QEvent::LayoutRequest) {
        flow(width(), true);
        updateGeometry();
    }
    return QWidget::event(event);
}

} // namespace leasekeeper

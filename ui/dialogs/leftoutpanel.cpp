// SPDX-License-Identifier: MIT
#include "leftoutpanel.h"

#include "plainlabel.h"
#include "plural.h"

#include <QScrollArea>
#include <QScrollBar>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace leasekeeper {

namespace {

constexpr int LinesWithoutScrolling = 5;

} // namespace

LeftOutPanel::LeftOutPanel(QWidget *parent)
    : QWidget(parent), m_title(new PlainLabel(PlainLabel::Look::Strong, this)),
      m_lines(new PlainLabel(PlainLabel::Look::Muted)), m_area(new QScrollArea(this))
{
    m_lines->setObjectName(u"leftOutLabel"_s);
    m_lines->setAlignment(Qt::AlignTop | Qt::AlignLeading);
    m_area->setObjectName(u"leftOutArea"_s);
    m_area->setAccessibleName(tr("Left out"));
    m_area->setFrameShape(QFrame::NoFrame);
    m_area->setWidgetResizable(true);
    m_area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_area->setWidget(m_lines);
    m_area->viewport()->setAutoFillBackground(false);
    m_lines->setAutoFillBackground(false);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    layout->addWidget(m_title);
    layout->addWidget(m_area);
    hide();
}

void LeftOutPanel::show(const QList<LeftOut> &leftOut)
{
    if (m_leftOut == leftOut)
        return;
    m_leftOut = leftOut;
    QStringList lines;
    for (const LeftOut &one : leftOut)
        lines += tr("%1 – %2", "name of an instance, why it is left out").arg(one.name, one.reason);
    m_lines->setPlain(lines.join(u'\n'));
    m_title->setText(countText(int(leftOut.size()), tr("1 instance is left out:"),
                               tr("%1 instances are left out:")));
    const int shown = std::min(int(leftOut.size()) + 1, LinesWithoutScrolling);
    m_area->setFixedHeight(m_lines->fontMetrics().lineSpacing() * shown + 6);
    m_area->setFocusPolicy(leftOut.size() >= LinesWithoutScrolling ? Qt::TabFocus : Qt::NoFocus);
    setVisible(!leftOut.isEmpty());
}

} // namespace leasekeeper

// SPDX-License-Identifier: MIT
#include "thinprogress.h"

#include "theme.h"

#include <QPainter>

using namespace Qt::StringLiterals;

namespace leasekeeper
{

namespace
{

constexpr int Thickness = 3;
constexpr double BegunShare = 0.06; ///< shown before the first page has come

} // namespace

ThinProgress::ThinProgress(QWidget *parent) : QWidget(parent)
{
    setObjectName(u"listingProgress"_s);
    setFixedHeight(Thickness);
}

void ThinProgress::setProgress(int loaded, int total)
{
    const double share = total > 0 ? qBound(BegunShare, double(loaded) / total, 1.0) : BegunShare;
    if (qFuzzyCompare(share, m_share))
        return;
    m_share = share;
    update();
}

void ThinProgress::setIdle()
{
    if (m_share < 0)
        return;
    m_share = -1;
    update();
}

void ThinProgress::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(QRect(0, height() - 1, width(), 1), semanticColour(SemanticColour::Hairline, palette()));
    if (m_share >= 0)
        painter.fillRect(QRect(0, 0, int(width() * m_share), height()),
                         semanticColour(SemanticColour::Accent, palette()));
}

} // namespace leasekeeper

// SPDX-License-Identifier: MIT
#include "skeletonpage.h"

#include "theme.h"

#include <QPainter>

using namespace Qt::StringLiterals;

namespace leasekeeper
{

namespace
{

/// Share of the width per column, and how much of it each of a few alternating rows fills.
constexpr double Columns[] = {0.24, 0.14, 0.15, 0.12, 0.13, 0.12, 0.10};
constexpr double Fills[][7] = {{0.62, 0.52, 0.66, 0.40, 0.62, 0.55, 0.40},
                               {0.44, 0.58, 0.66, 0.46, 0.50, 0.62, 0.30},
                               {0.74, 0.48, 0.66, 0.34, 0.70, 0.48, 0.46},
                               {0.52, 0.60, 0.66, 0.42, 0.58, 0.58, 0.34}};

} // namespace

SkeletonPage::SkeletonPage(QWidget *parent) : QWidget(parent)
{
    setObjectName(u"skeletonPage"_s);
    setFocusPolicy(Qt::ClickFocus);
    setAccessibleName(tr("Loading notebook instances"));
}

void SkeletonPage::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), palette().color(QPalette::Base));
    painter.setRenderHint(QPainter::Antialiasing);
    const QColor hairline = semanticColour(SemanticColour::Hairline, palette());
    // High contrast has no faint colours, and what only stands in for rows must not shine.
    const double strength = colourScheme(palette()) == ColourScheme::HighContrast ? 0.4 : 1.0;
    const int rowHeight = qMax(28, fontMetrics().height() + 16);
    const int barHeight = qMax(9, fontMetrics().height() * 2 / 3);
    int row = 0;
    for (int y = 0; y < height(); y += rowHeight, ++row) {
        double x = 12;
        for (size_t column = 0; column < std::size(Columns); ++column) {
            const double width = Columns[column] * this->width();
            const QRectF bar(x, y + (rowHeight - barHeight) / 2.0, width * Fills[row % 4][column], barHeight);
            // Paler downwards: nobody knows how many rows will come.
            QColor colour = hairline;
            colour.setAlphaF(float(qMax(0.25, 1.0 - row * 0.055) * strength));
            painter.setPen(Qt::NoPen);
            painter.setBrush(colour);
            painter.drawRoundedRect(bar, barHeight / 2.0, barHeight / 2.0);
            x += width;
        }
        painter.fillRect(QRect(0, y + rowHeight - 1, this->width(), 1), hairline);
    }
}

} // namespace leasekeeper

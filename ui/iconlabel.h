// SPDX-License-Identifier: MIT
#pragma once

#include "icons.h"
#include "theme.h"

#include <QWidget>

#include <optional>

namespace leasekeeper
{

/// One icon of the project as a widget. Painted from the vector each time, so that it follows theme and
/// scale.
class IconLabel final : public QWidget
{
    Q_OBJECT
public:
    /// `side`: device-independent pixels.
    IconLabel(Icon icon, int side, QWidget *parent = nullptr);

    void setIcon(Icon icon);
    /// nullopt: the palette's text colour.
    void setColour(std::optional<SemanticColour> colour);

    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    Icon m_icon;
    int m_side;
    std::optional<SemanticColour> m_colour;
};

} // namespace leasekeeper

// SPDX-License-Identifier: MIT
#pragma once

#include <QAbstractButton>
#include <QColor>

namespace leasekeeper
{

/// One colour to choose: a disc, ringed and ticked while chosen, crossed out for "none".
class ColourSwatch final : public QAbstractButton
{
    Q_OBJECT
public:
    /// An invalid colour stands for none.
    explicit ColourSwatch(const QColor &colour, QWidget *parent = nullptr);

    [[nodiscard]] QString colourName() const { return m_colour.isValid() ? m_colour.name() : QString(); }
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QColor m_colour;
};

} // namespace leasekeeper

// SPDX-License-Identifier: MIT
#pragma once

#include <QColor>
#include <QWidget>

namespace leasekeeper
{

/// Ground with rounded corners under something that belongs together.
class RoundedPanel : public QWidget
{
    Q_OBJECT
public:
    explicit RoundedPanel(QWidget *parent = nullptr);

protected:
    /// Fill and line; invalid: none. By default a quiet ground of the palette.
    [[nodiscard]] virtual QColor fillColour() const;
    [[nodiscard]] virtual QColor lineColour() const;
    void paintEvent(QPaintEvent *event) override;
};

} // namespace leasekeeper

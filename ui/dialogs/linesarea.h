// SPDX-License-Identifier: MIT
#pragma once

#include <QScrollArea>

class QLabel;

namespace leasekeeper
{

/// A label as high as its lines need, up to a few; the rest scrolls, also with the keyboard.
class LinesArea : public QScrollArea
{
    Q_OBJECT
public:
    /// Takes ownership of `label`.
    explicit LinesArea(QLabel *label, QWidget *parent = nullptr);

    [[nodiscard]] bool hasHeightForWidth() const override { return true; }
    [[nodiscard]] int heightForWidth(int width) const override;
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;
    /// To be called when the label has another text.
    void fitToText();

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    [[nodiscard]] int mostHeight() const;
    void offerScrolling();

    QLabel *m_label;
};

} // namespace leasekeeper

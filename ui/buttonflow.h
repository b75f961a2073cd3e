// SPDX-License-Identifier: MIT
#pragma once

#include <QList>
#include <QWidget>

namespace leasekeeper
{

/// Buttons side by side in the middle, in as many lines as the width asks for: large text or a narrow window
/// must neither cut a button nor widen the window. It owns its buttons.
class ButtonFlow final : public QWidget
{
    Q_OBJECT
public:
    explicit ButtonFlow(QWidget *parent = nullptr);

    void add(QWidget *button);
    /// Gives them back where they stand: one may have the keyboard, or be telling that it was pressed.
    [[nodiscard]] QList<QWidget *> takeAll();
    [[nodiscard]] const QList<QWidget *> &buttons() const { return m_buttons; }

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;
    [[nodiscard]] bool hasHeightForWidth() const override { return true; }
    [[nodiscard]] int heightForWidth(int width) const override;

protected:
    void resizeEvent(QResizeEvent *event) override;
    bool event(QEvent *event) override;

private:
    /// Puts the buttons in their places for this width, and tells the height; `moves` false: tells only.
    int flow(int width, bool moves) const;

    QList<QWidget *> m_buttons;
};

} // namespace leasekeeper

// SPDX-License-Identifier: MIT
#pragma once

#include "icons.h"

#include <QAbstractButton>

namespace leasekeeper
{

/// A large button: an icon, a title with mnemonic, and a few words. Wide and low it has its icon at the side,
/// else on top. Return and Space press it.
class ChoiceCard final : public QAbstractButton
{
    Q_OBJECT
public:
    enum class Shape { Tall, Flat };

    ChoiceCard(Icon icon, const QString &title, QWidget *parent = nullptr);

    /// Plain text below the title.
    void setWords(const QString &words);
    [[nodiscard]] QString words() const { return m_words; }
    void setShape(Shape shape);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;
    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override;

protected:
    bool event(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    [[nodiscard]] QFont titleFont() const;
    [[nodiscard]] int textWidth(int width) const;
    [[nodiscard]] int titleHeight(int textWidth) const;
    [[nodiscard]] int wordsHeight(int textWidth) const;
    void paintGround(QPainter &painter) const;

    Icon m_icon;
    QString m_words;
    Shape m_shape = Shape::Tall;
};

} // namespace leasekeeper

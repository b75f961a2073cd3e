// SPDX-License-Identifier: MIT
#pragma once

#include "icons.h"

#include <QList>
#include <QWidget>

QT_BEGIN_NAMESPACE
class QLabel;
QT_END_NAMESPACE

namespace leasekeeper
{

class ButtonFlow;
class IconLabel;

/// What stands in place of a table without rows: an icon, what is the case, and what can be done.
class PlaceholderPage final : public QWidget
{
    Q_OBJECT
public:
    struct Button {
        QString text;
        QString objectName;
        friend bool operator==(const Button &, const Button &) = default;
    };
    struct Look {
        Icon icon = Icon::Empty;
        QString title;
        QString text;          ///< plain text; may be empty
        QList<Button> buttons; ///< what helps most first
        friend bool operator==(const Look &, const Look &) = default;
    };

    explicit PlaceholderPage(QWidget *parent = nullptr);

    void setLook(const Look &look);
    [[nodiscard]] const Look &look() const { return m_look; }

Q_SIGNALS:
    void buttonPressed(const QString &objectName);

protected:
    void paintEvent(QPaintEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void applyColours();
    void makeButtons();

    Look m_look;
    QList<Button> m_shownButtons;
    IconLabel *m_icon;
    QLabel *m_title;
    QLabel *m_text;
    ButtonFlow *m_buttons;
};

} // namespace leasekeeper

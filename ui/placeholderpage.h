// SPDX-License-Identifier: MIT
#pragma once

#include "icons.h"

#include <QWidget>

QT_BEGIN_NAMESPACE
class QLabel;
class QPushButton;
QT_END_NAMESPACE

namespace leasekeeper
{

class IconLabel;

/// What stands in place of a table without rows: an icon, what is the case, and what can be done.
class PlaceholderPage final : public QWidget
{
    Q_OBJECT
public:
    struct Look {
        Icon icon = Icon::Empty;
        QString title;
        QString text;   ///< plain text; may be empty
        QString button; ///< empty: no button
        QString buttonObjectName;
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

    Look m_look;
    IconLabel *m_icon;
    QLabel *m_title;
    QLabel *m_text;
    QPushButton *m_button;
};

} // namespace leasekeeper

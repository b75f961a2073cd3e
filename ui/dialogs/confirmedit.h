// SPDX-License-Identifier: MIT
#pragma once

#include <QLineEdit>

namespace leasekeeper
{

/// The field in which a deletion is confirmed. Return in it never reaches the dialog's default button.
class ConfirmEdit : public QLineEdit
{
    Q_OBJECT
public:
    explicit ConfirmEdit(QWidget *parent = nullptr);

Q_SIGNALS:
    void confirmPressed(); ///< Return, pressed and not merely held down

protected:
    void keyPressEvent(QKeyEvent *event) override;
};

} // namespace leasekeeper

// SPDX-License-Identifier: MIT
#pragma once

#include <QLineEdit>

namespace leasekeeper
{

/// A password field that can show its text for a moment, during which nobody can select, copy or drag it.
class SecretLine final : public QLineEdit
{
    Q_OBJECT
public:
    explicit SecretLine(QWidget *parent = nullptr);

    void setRevealed(bool revealed);

protected:
    bool event(QEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
};

} // namespace leasekeeper

// SPDX-License-Identifier: MIT
#pragma once

#include "secret.h"

#include <QWidget>

class QLineEdit;
class QToolButton;

namespace leasekeeper
{

class SecretLine;

/// Where a secret is typed. It shows dots, and the text itself only while the button beside it is held down;
/// what is shown then cannot be selected or copied. It is never filled with a secret that is already kept.
class SecretEdit : public QWidget
{
    Q_OBJECT
public:
    enum class Kind {
        Password, ///< taken as typed
        Key,      ///< has no white space; what copying added goes
    };

    SecretEdit(Kind kind, const QString &objectName, QWidget *parent = nullptr);
    ~SecretEdit() override;

    [[nodiscard]] bool isEmpty() const;
    [[nodiscard]] Secret secret() const;
    void clear();
    /// Shown while the field is empty, such as where a secret is kept that would stay.
    void setPlaceholder(const QString &text);

Q_SIGNALS:
    void edited();

protected:
    bool event(QEvent *event) override;

private:
    void setRevealed(bool revealed);

    Kind m_kind;
    SecretLine *m_line;
    QToolButton *m_reveal;
};

} // namespace leasekeeper

// SPDX-License-Identifier: MIT
#pragma once

#include "fieldrow.h"
#include "profile.h"
#include "secret.h"

#include <QList>
#include <QWidget>

class QComboBox;
class QLineEdit;
class QSpinBox;

namespace leasekeeper
{

class SecretEdit;

/// How the service is reached: the system's proxy, none, or one of one's own.
class ProxyFields : public QWidget
{
    Q_OBJECT
public:
    explicit ProxyFields(QWidget *parent = nullptr);

    void show(const ProxySettings &settings);
    [[nodiscard]] ProxySettings settings() const;
    /// Empty: none was typed, what is known stays.
    [[nodiscard]] Secret password() const;
    [[nodiscard]] QList<FieldProblem> problems() const;

Q_SIGNALS:
    void changed();

private:
    void showRows();

    QComboBox *m_mode;
    QLineEdit *m_host;
    QSpinBox *m_port;
    QLineEdit *m_user;
    SecretEdit *m_password;
    FieldRow *m_hostRow;
    QList<FieldRow *> m_ownRows;
};

} // namespace leasekeeper

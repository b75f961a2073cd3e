// SPDX-License-Identifier: MIT
#pragma once

#include "formdialog.h"
#include "secret.h"

class QLineEdit;

namespace leasekeeper
{

class KeepingFields;
class SecretEdit;

/// Asks for the name and password that a proxy wants.
class ProxyPasswordDialog : public FormDialog
{
    Q_OBJECT
public:
    /// `proxy`: its host and port. `reason`: why it is asked again, one sentence; may be empty.
    ProxyPasswordDialog(const QString &proxy, const QString &userName, const QString &reason,
                        QWidget *parent);

    void setKeepingText(const QString &text);
    void setCanRemember(bool can);

Q_SIGNALS:
    void decided(const QString &userName, const leasekeeper::Secret &password, bool remember);

protected:
    [[nodiscard]] QList<FieldProblem> problems() const override;
    void goOn() override;

private:
    QLineEdit *m_user;
    SecretEdit *m_password;
    KeepingFields *m_keeping;
    FieldRow *m_userRow;
    FieldRow *m_passwordRow;
};

} // namespace leasekeeper

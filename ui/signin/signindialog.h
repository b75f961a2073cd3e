// SPDX-License-Identifier: MIT
#pragma once

#include "credential.h"
#include "formdialog.h"
#include "profile.h"
#include "signinfields.h"

namespace leasekeeper
{

class InlineNote;
class KeepingFields;

/// Asks for what signs in a profile that is signed out: its password, a new token, or its secret key. Return
/// signs in; Cancel and Escape stay signed out.
class SignInDialog : public FormDialog
{
    Q_OBJECT
public:
    /// `reason`: why it is signed out, one sentence; may be empty. `accessKey`: the one known so far.
    SignInDialog(const Profile &profile, const QString &reason, const QString &accessKey, QWidget *parent);

    void setKeepingText(const QString &text);
    void setCanRemember(bool can);

Q_SIGNALS:
    void decided(const leasekeeper::Credential &credential, bool remember);

protected:
    [[nodiscard]] QList<FieldProblem> problems() const override;
    void goOn() override;

private:
    SignInFields *m_fields;
    KeepingFields *m_keeping;
};

} // namespace leasekeeper

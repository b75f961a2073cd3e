// SPDX-License-Identifier: MIT
#pragma once

#include "formdialog.h"
#include "profile.h"

class QLineEdit;

namespace leasekeeper
{

/// Asks for the six digits of a second factor. It is a one-time code and never kept.
class PasscodeDialog : public FormDialog
{
    Q_OBJECT
public:
    /// `reason`: why it is asked (again), one sentence; may be empty.
    PasscodeDialog(const Profile &profile, const QString &reason, QWidget *parent);

Q_SIGNALS:
    void decided(const QString &passcode);

protected:
    [[nodiscard]] QList<FieldProblem> problems() const override;
    void goOn() override;

private:
    [[nodiscard]] QString digits() const;

    QLineEdit *m_code;
    FieldRow *m_row;
};

} // namespace leasekeeper

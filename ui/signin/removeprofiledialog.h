// SPDX-License-Identifier: MIT
#pragma once

#include "contentdialog.h"
#include "profile.h"

namespace leasekeeper
{

/// Asks before a connection is forgotten, and says what goes: the profile and the kept secret. Cancel is the
/// default.
class RemoveProfileDialog : public ContentDialog
{
    Q_OBJECT
public:
    RemoveProfileDialog(const Profile &profile, QWidget *parent);

Q_SIGNALS:
    void decided(const QString &profileId);

private:
    QString m_profileId;
};

} // namespace leasekeeper

// SPDX-License-Identifier: MIT
#pragma once

#include "profile.h"

#include <QWidget>

QT_BEGIN_NAMESPACE
class QHBoxLayout;
class QLabel;
QT_END_NAMESPACE

namespace leasekeeper
{

class ProfileButton;

/// The thin strip on top that says whose instances these are, in the colour of the profile. The demo cloud's
/// is striped and says that nothing is real.
class ProfileStrip final : public QWidget
{
    Q_OBJECT
public:
    explicit ProfileStrip(const Profile &profile, QWidget *parent = nullptr);

    void setProfile(const Profile &profile);
    /// What there is to say of the end of the sign-in; empty: nothing.
    void setSignInEnd(const QString &text);
    /// Puts a button in the place of the account's name; takes ownership.
    void host(ProfileButton *button);

protected:
    void paintEvent(QPaintEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void applyColours();

    Profile m_profile;
    QHBoxLayout *m_row;
    QLabel *m_name;
    QLabel *m_scope;
    QLabel *m_end;    ///< of the sign-in
    QLabel *m_care;   ///< protected, read-only
    QLabel *m_notice; ///< demo only
    ProfileButton *m_button = nullptr;
};

} // namespace leasekeeper

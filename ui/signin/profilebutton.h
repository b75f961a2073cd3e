// SPDX-License-Identifier: MIT
#pragma once

#include "profile.h"

#include <QList>
#include <QToolButton>

class QMenu;

namespace leasekeeper
{

/// The name of the current connection, with a menu to switch, add, edit, remove and sign out. It decides
/// nothing but what it emits; removing is asked about first.
class ProfileButton final : public QToolButton
{
    Q_OBJECT
public:
    explicit ProfileButton(QWidget *parent = nullptr);

    /// All that are saved, and the one that is shown now, which need not be among them (demo, for one run).
    void setProfiles(const QList<Profile> &profiles, const Profile &current);
    /// Whether there is something to sign out of.
    void setSignedIn(bool signedIn);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

Q_SIGNALS:
    /// Perhaps the one that is shown: it may be about to be left.
    void profileChosen(const QString &id);
    void newRequested();
    void importRequested();
    void editRequested(const QString &id);
    void removeRequested(const QString &id);
    void signOutRequested();
    void demoRequested();

protected:
    void changeEvent(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    void fillMenu();
    QAction *addCommand(const QString &objectName, const QIcon &icon, const QString &text);
    void confirmRemoval();
    [[nodiscard]] const Profile *currentSaved() const;

    QList<Profile> m_profiles;
    Profile m_current;
    bool m_isSignedIn = true;
    QMenu *m_menu;
};

} // namespace leasekeeper

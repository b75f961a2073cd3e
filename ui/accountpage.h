// SPDX-License-Identifier: MIT
#pragma once

#include "actionoutcome.h"
#include "decisions.h"
#include "instanceservice.h"
#include "profile.h"
#include "windowmessages.h"

#include <QStringList>
#include <QWidget>

#include <memory>

QT_BEGIN_NAMESPACE
class QAction;
QT_END_NAMESPACE

namespace leasekeeper
{

class InstanceSortModel;
class InstanceStore;
class InstanceTableModel;
class ProfileButton;
class ServerClock;
class Settings;

/// One account in the window: toolbar, filter, message bar, table, status line. It shows what it is given and
/// emits what a person decided; it calls no service. Application connects the two. Its dialogs are its
/// children: they go when it goes.
class AccountPage : public QWidget
{
    Q_OBJECT
public:
    /// What the page looks at; all of it must outlive the page.
    struct Sources {
        InstanceTableModel &model;
        const InstanceStore &store; ///< dialogs follow their instances here
        const ServerClock &serverClock;
        Timers &timers;
        const Clock &clock;
        Settings &settings;
    };

    AccountPage(const Sources &sources, const Profile &profile, QWidget *parent = nullptr);
    ~AccountPage() override;

    [[nodiscard]] const Profile &profile() const;
    /// Signing in told more of the account that is shown.
    void setProfile(const Profile &profile);
    /// Puts a button in the place of the account's name; takes ownership.
    void host(ProfileButton *button);
    /// Something of the window's own in the view menu, such as quitting.
    void addWindowAction(QAction *action);
    /// Whether the window can be seen (not minimised or hidden): nothing ticks while it cannot.
    void setWatched(bool watched);
    /// Keeps columns, order and widths in the settings.
    void saveLayout();
    /// Takes the keyboard: the table where there is one.
    void takeFocus();

    void showReadingState(const ReadingState &state);
    void setLeaseRange(const LeaseRange &range);
    /// Opens the dialog of a verb for these instances, as the toolbar does for the selection.
    void openDialog(InstanceVerb verb, const QStringList &ids);

public Q_SLOTS:
    /// Somebody signed in: what was forbidden before need not be any more.
    void forgetDenied();
    void showGrace(leasekeeper::BatchId batch, const leasekeeper::Decision &decision, qint64 graceMs);
    void endGrace(leasekeeper::BatchId batch, bool undone);
    void showReport(const leasekeeper::BatchReport &report);
    /// A sentence that needs no decision: message bar, plain text. `details`: for Copy details; may be empty.
    void showNotice(const QString &text, const QString &details = {}, const QString &requestId = {});
    /// Why the sign-in is in memory only, one sentence; empty: it no longer is, and what was said goes.
    void showKeeping(const QString &text);
    /// Leaving the account while writes are on the wire: says so until they ended or the wait is over.
    /// `calledOff`: actions that were not sent any more.
    void showFinishing(int inFlight, leasekeeper::Leaving leaving, int calledOff = 0);

Q_SIGNALS:
    void refreshRequested();
    void decided(const leasekeeper::Decision &decision);
    void undoRequested(leasekeeper::BatchId batch);
    void retryRequested(leasekeeper::BatchId batch);
    /// Call off the rest of the action on this instance.
    void cancelRequested(const QString &id);
    /// It need not be found out what became of the actions on these.
    void letGoRequested(const QStringList &ids);
    /// A dialog works on data older than a minute, or its instance changed: read it now.
    void readRequested(const QString &id);
    void openRequested(const QString &id); ///< open the notebook in the browser
    /// The user does not want to wait for what showFinishing() tells.
    void leaveAtOnceRequested();
    /// There are no instances: look in another region or project, or at everybody's, from now on.
    void profileChangeRequested();
    void allOwnersRequested();
    void consoleRequested(); ///< open the cloud's own web pages in the browser
    /// The service took the account for nobody: the user wants to give a credential.
    void signInRequested();

private:
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace leasekeeper

// SPDX-License-Identifier: MIT
#pragma once

#include "accounts.h"
#include "application.h"
#include "cloudserver.h"
#include "credentialkeeper.h"
#include "keychainstore.h"
#include "liveworld.h"
#include "mainwindow.h"
#include "scriptedkeychain.h"
#include "session.h"
#include "settings.h"
#include "surroundings.h"
#include "timers.h"
#include "virtualtime.h"

#include <QAbstractButton>
#include <QDialog>
#include <QPointer>
#include <QTableView>

#include <algorithm>
#include <functional>
#include <memory>

namespace leasekeeper::test
{

/// The whole program before a person, and the service behind it: the real Application with its window, over
/// real HTTP on loopback to a simulated cloud that starts empty. Offers what hands and eyes do.
class Desk
{
public:
    /// Virtual: the program's and the service's time stands still unless until() or pass() move it.
    enum class Time { Real, Virtual };

private:
    // First, since the others borrow them.
    SystemTimers m_realTimers;
    std::unique_ptr<VirtualTime> m_time; ///< null in real time
    Timers &m_timers;
    QList<QPointer<LiveWorld>> m_worlds;

public:
    /// A marker that must show up nowhere but on the wire to the service.
    static QByteArray canaryToken() { return "CANARY-4711-account-token"; }

    /// The password of the service's user "ana" of the account "OTC0001".
    static QString canaryPassword() { return QStringLiteral("CANARY-4712 pass wörd"); }
    [[nodiscard]] static Credential password(const QString &text = canaryPassword())
    {
        return PasswordCredential{Secret(text.toUtf8())};
    }
    /// What stands in the window at first.
    enum class First { Account, Nothing };

    /// `settingsPath` empty: settings stay in memory. `passcode`: the second factor of the service's user.
    /// `journalFolder` empty: what is being done is noted in memory.
    explicit Desk(const QString &settingsPath = {}, First first = First::Account,
                  const QString &passcode = {}, const QString &journalFolder = {}, Time time = Time::Real);

    CloudServer server;
    Settings settings;
    KeychainScript keychain{m_timers}; ///< the system's key store

private:
    KeychainStore m_store{std::make_unique<ScriptedKeychain>(keychain), m_timers};

public:
    CredentialKeeper keeper{m_store};
    QList<FoundCredential> importable; ///< what there is to be imported
    Application application;
    Accounts accounts;

    [[nodiscard]] static Profile profileOf(CloudServer &server, const QString &name);
    /// Signs in as "ana", who brings the project along.
    [[nodiscard]] Profile userProfile(const QString &name);
    /// The real service's world, with the token.
    [[nodiscard]] std::unique_ptr<Surroundings> worldOf(const Profile &profile);
    /// Puts a profile with its secret there, as an earlier run would have, and tells its id; empty if the key
    /// store does not take it.
    [[nodiscard]] QString keep(Profile profile, const Credential &credential);

    /// Until `done`. False: it did not come true within `limitMs`, nor ever will if time is virtual.
    [[nodiscard]] bool until(const std::function<bool()> &done, qint64 limitMs = 30'000);
    /// So long in virtual time, whatever happens; real time is not waited for.
    void pass(qint64 ms);
    /// Of the program; real or virtual, ms.
    [[nodiscard]] qint64 monotonicMs() const;

    [[nodiscard]] MainWindow &window() const { return application.window(); }
    /// Places an instance of the caller. `stopsInMs` counts while it is RUNNING.
    QString place(const QString &name, const QString &status, qint64 stopsInMs = 2'000'000);
    /// Shows the window and waits until it lists this many rows. False if it does not.
    [[nodiscard]] bool open(int rows);
    /// Opens what the settings say, and shows the window.
    void begin();
    /// Waits until everything is listed, and this many rows are shown.
    [[nodiscard]] bool lists(int rows);
    [[nodiscard]] ReadingState::Phase phase() const { return application.session()->readingState().phase; }
    /// All text of labels that can be seen, a line each.
    [[nodiscard]] QString shownTexts() const;
    /// Waits until this is among them.
    [[nodiscard]] bool says(const QString &text);
    /// The visible widget of this kind, or null.
    template <typename T> [[nodiscard]] T *visible() const
    {
        const QList<T *> all = window().findChildren<T *>();
        const auto found =
            std::find_if(all.begin(), all.end(), [](const T *one) { return one->isVisible(); });
        return found == all.end() ? nullptr : *found;
    }

    [[nodiscard]] QTableView &table() const;
    /// -1 if the table shows no such instance.
    [[nodiscard]] int rowOf(const QString &id) const;
    /// Text of a cell by column key; empty if there is no such row.
    [[nodiscard]] QString cell(const QString &id, const QString &column) const;
    /// The one raw value of the cell that sorting goes by.
    [[nodiscard]] QVariant rawCell(const QString &id, const QString &column) const;
    /// Clicks these rows, with Ctrl from the second on.
    void select(const QStringList &ids);

    /// Clicks a button or the toolbar's button of an action. False if there is none that can be clicked.
    [[nodiscard]] bool click(const QString &objectName) const;
    /// The visible dialog of this name, or null.
    [[nodiscard]] QDialog *dialog(const QString &objectName) const;
    /// Any visible dialog, or null.
    [[nodiscard]] QDialog *anyDialog() const;
    /// Sends a key to whatever has the focus in the window or dialog.
    static void press(QWidget &where, Qt::Key key);
    /// Whether a widget of this name is visible (and enabled, if asked).
    [[nodiscard]] bool shows(const QString &objectName, bool enabled = true) const;

    /// How often the service was asked for something other than reading.
    [[nodiscard]] int writesSeen() const;
    [[nodiscard]] int effects(const QByteArray &verb, const QString &id = {});

private:
    [[nodiscard]] std::unique_ptr<LiveWorld> live(const Profile &profile, const Credential &credential);
    [[nodiscard]] bool isBusy() const;
    [[nodiscard]] QWidget *visibleWidget(const QString &objectName) const;
    [[nodiscard]] int columnOf(const QString &key) const;
};

/// A desk without an account at first, in virtual time: what takes the program minutes takes the test none.
class VirtualDesk final : public Desk
{
public:
    explicit VirtualDesk(const QString &settingsPath, const QString &passcode = {})
        : Desk(settingsPath, First::Nothing, passcode, {}, Time::Virtual)
    {
    }
};

} // namespace leasekeeper::test

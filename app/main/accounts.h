// SPDX-License-Identifier: MIT
#pragma once

#include "foundcredential.h"
#include "profileimport.h"
#include "proxypasswords.h"

#include <QHash>
#include <QList>
#include <QObject>
#include <QPointer>

#include <functional>
#include <memory>
#include <optional>

QT_BEGIN_NAMESPACE
class QWidget;
QT_END_NAMESPACE

namespace leasekeeper
{

class Application;
class ConnectionDialog;
class CredentialKeeper;
class Session;
class Settings;
class Surroundings;
struct StoreAnswer;

/// The profiles, and what a person does with them: opens, adds, changes and removes them, signs in and out.
/// Keeps their secrets with the CredentialKeeper and nowhere else.
class Accounts : public QObject
{
    Q_OBJECT
public:
    /// What it works with; all of it must outlive the object.
    struct Outside {
        Settings &settings;
        CredentialKeeper &keeper;
        /// The world of a profile, and of the demo.
        std::function<std::unique_ptr<Surroundings>(const Profile &, const Credential &)> live;
        std::function<std::unique_ptr<Surroundings>()> demo;
        /// What is there to be imported, and what a file holds.
        std::function<QList<FoundCredential>()> find;
        std::function<QList<FoundCredential>(const QString &path)> readFile;
    };

    Accounts(Application &application, Outside outside, QObject *parent = nullptr);
    ~Accounts() override;

    /// Opens the profile that was open last, else the first, else the page that offers to begin.
    void begin();
    void openProfile(const Profile &profile);

public Q_SLOTS:
    void connectNew();
    void import();
    void openDemo();

private:
    void showBeginning();
    [[nodiscard]] QWidget *makeBeginning();
    void onSessionChanged();
    void fillPage();
    void openById(const QString &id);
    void open(const Profile &profile, const Credential &credential);
    /// The world of a profile, which knows the proxy's password where that was just typed.
    [[nodiscard]] std::unique_ptr<Surroundings> worldOf(const Profile &profile, const Credential &credential);
    void endLoading();
    void take(const StoreAnswer &answer, const QPointer<Session> &session);
    void addTest(ConnectionDialog &dialog);
    void edit(const QString &id);
    void changed(const Profile &profile, const Credential &credential, bool remember);
    /// Lists everybody's instances from now on.
    void showAllOwners(const QString &id);
    void remove(const QString &id);
    void signIn();
    void askForCredential(const QString &reason);
    void signOut();
    void askForPasscode(const QString &whyAgain);
    void learn(const Profile &profile);
    void tellKept(const QString &profileId);
    void tellWaiting(const QString &profileId);

    Application &m_application;
    Outside m_outside;
    ProxyPasswords m_proxyPasswords;
    ProfileImport m_import;
    std::unique_ptr<QObject> m_loading; ///< lives while a secret is being fetched; goes with the session
    QHash<QString, QString> m_toldKept; ///< by profile: what was said last about where its secret is
    bool m_signedOutByUser = false;
};

} // namespace leasekeeper

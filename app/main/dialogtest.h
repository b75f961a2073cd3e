// SPDX-License-Identifier: MIT
#pragma once

#include "credential.h"
#include "profile.h"

#include <QObject>

#include <functional>
#include <memory>

namespace leasekeeper
{

class ConnectionDialog;
class ConnectionTest;
class Surroundings;

/// The Test of a connection dialog: tries what was typed, in surroundings of its own, and shows the steps.
/// Child of the dialog; a test under way ends in silence when the dialog closes or another one begins.
class DialogTest : public QObject
{
    Q_OBJECT
public:
    using Live = std::function<std::unique_ptr<Surroundings>(const Profile &, const Credential &)>;
    /// Finds the kept credential of a profile where nothing was typed.
    using Kept = std::function<void(const QString &profileId, QObject *context,
                                    std::function<void(const Credential &)>)>;

    /// `keptForProxy`: the same for the proxy's password, as a PasswordCredential.
    DialogTest(ConnectionDialog &dialog, Live live, Kept kept, Kept keptForProxy);
    ~DialogTest() override;

private:
    void begin(const Profile &profile, const Credential &credential);
    void findProxyPassword(const Profile &profile, const Credential &credential);
    void start(const Profile &profile, const Credential &credential);
    void askForPasscode(const Profile &profile, const QString &whyAgain);
    void end();

    ConnectionDialog &m_dialog;
    Live m_live;
    Kept m_kept;
    Kept m_keptForProxy;
    Secret m_proxyPassword; ///< of the test under way
    std::unique_ptr<Surroundings> m_world;
    std::unique_ptr<ConnectionTest> m_test; ///< goes before the world it asks in
};

} // namespace leasekeeper

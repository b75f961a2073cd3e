// SPDX-License-Identifier: MIT
#pragma once

#include "connectionstep.h"
#include "credential.h"
#include "formdialog.h"
#include "profile.h"
#include "project.h"
#include "secret.h"
#include "signinfields.h"

#include <QList>
#include <QStringList>

#include <optional>

class QLineEdit;
class QToolButton;

namespace leasekeeper
{

class CloudFields;
class ConnectionSteps;
class KeepingFields;
class KeptInSight;
class ProfileOptions;
class ProjectFields;

/// Edits one connection: where, with what, which project. It collects values and emits them; testing them is
/// somebody else's work, whose steps it shows. A credential it emits is monostate where the kept one stays.
/// Cancel and Escape discard; Return connects or saves.
class ConnectionDialog : public FormDialog
{
    Q_OBJECT
public:
    enum class Purpose { Connect, Edit };

    /// `profile`: what to begin with; blank for a new one.
    ConnectionDialog(Purpose purpose, const Profile &profile, QWidget *parent);
    ~ConnectionDialog() override;

    /// A secret is there already; it stays where its field is left empty.
    void setKept(const std::optional<KeptCredential> &kept);
    /// Names of the other connections: a name is given once.
    void setTakenNames(const QStringList &names);
    void setKeepingText(const QString &text);
    void setCanRemember(bool can);
    void setTesting(bool testing);
    void setSteps(const QList<ConnectionStep> &steps);
    void setProjects(const QList<Project> &projects);

Q_SIGNALS:
    /// Comes just before the two below, where a password for an own proxy was typed.
    void proxyPasswordTyped(const leasekeeper::Secret &password);
    void testRequested(const leasekeeper::Profile &profile, const leasekeeper::Credential &credential);
    void decided(const leasekeeper::Profile &profile, const leasekeeper::Credential &credential,
                 bool remember);

protected:
    [[nodiscard]] QList<FieldProblem> problems() const override;
    void goOn() override;
    void refreshed(bool complete) override;

private:
    /// What a test depends on.
    struct Tested {
        Profile profile;
        Credential credential;
        Secret proxyPassword;
        friend bool operator==(const Tested &, const Tested &) = default;
    };

    void buildBody();
    [[nodiscard]] Tested tested() const;
    void showOutdated();
    void onChanged();
    void test();
    void announceProxyPassword();
    void showSteps();
    void setOptionsShown(bool shown);
    /// Those that somebody unfolded.
    void revealOptions();
    [[nodiscard]] Profile editedProfile() const;
    [[nodiscard]] QString name() const;
    [[nodiscard]] bool isTaken(const QString &name) const;
    [[nodiscard]] QString suggestedName() const;

    Profile m_profile;
    std::optional<Tested> m_tested; ///< what the last test was asked about
    QStringList m_takenNames;
    bool m_isTesting = false;
    QLineEdit *m_name;
    FieldRow *m_nameRow;
    CloudFields *m_cloud;
    SignInFields *m_signIn;
    KeepingFields *m_keeping;
    ProjectFields *m_project;
    QToolButton *m_more;
    ProfileOptions *m_options;
    ConnectionSteps *m_steps;
    SteadyButton *m_test;
    KeptInSight *m_inSight; ///< what the test found
};

} // namespace leasekeeper

// SPDX-License-Identifier: MIT
#pragma once

#include "connectionstep.h"
#include "credential.h"
#include "profile.h"
#include "project.h"

#include <QList>
#include <QObject>
#include <QString>

#include <memory>

namespace leasekeeper
{

class HttpClient;
class ServerClock;

/// Finds out whether a profile works, and if not, which step fails and what to do. It makes the very calls
/// the program would make: signing in, finding the project where none is named, and the first page of a
/// listing; nothing is changed at the service. Ends once, with finished().
class ConnectionTest : public QObject
{
    Q_OBJECT
public:
    /// `http` reaches the service as the profile wants it (proxy, certificates), and `serverClock` hears its
    /// `Date` headers. Both must outlive this.
    ConnectionTest(HttpClient &http, ServerClock &serverClock, const Profile &profile,
                   const Credential &credential, QObject *parent = nullptr);
    ~ConnectionTest() override;

    void start();
    /// After passcodeNeeded(), one of the two.
    void providePasscode(const Secret &passcode);
    void abandonPasscode();

    /// All steps in the order of ConnectionStep::Kind.
    [[nodiscard]] const QList<ConnectionStep> &steps() const;
    /// As given, with what signing in told: project, the caller's own name and id.
    [[nodiscard]] const Profile &profile() const;

Q_SIGNALS:
    void stepsChanged();
    /// The service wants a second factor. `whyAgain`: what was wrong with the one before, else empty.
    void passcodeNeeded(const QString &whyAgain);
    /// The profile names no project and there are several: the user has to choose one.
    void projectChoiceNeeded(const QList<leasekeeper::Project> &projects);
    void finished(bool works);

private:
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace leasekeeper

// SPDX-License-Identifier: MIT
#pragma once

#include "simulatedcloud.h"

#include <QList>
#include <QString>
#include <QtGlobal>

namespace leasekeeper
{

class CloudRandom;

/// An account, which the service calls a domain.
struct CloudAccount {
    QString id;
    QString name;
};

/// A user of an account.
struct CloudPerson {
    QString id;
    QString accountId;
    SimulatedCloud::User signIn;
    int wrongInARow = 0;      ///< passwords and passcodes
    qint64 lockedUntilMs = 0; ///< service time; 0: never was
};

struct CloudProject {
    QString id;
    QString name;
    QString accountId;
    QString description;
    bool enabled = true;
    bool isDomain = false;

    /// Whether a token can be had for it.
    [[nodiscard]] bool isUsable() const { return enabled && !isDomain; }
};

/// Accounts, users and projects of the invented house. The pointers given out live as long as the directory.
class CloudDirectory
{
public:
    /// `projectId`: the caller's. The first of `users` is the caller; empty fields are filled in.
    CloudDirectory(QList<SimulatedCloud::User> users, const QString &projectId, CloudRandom &random);

    [[nodiscard]] const CloudPerson &caller() const { return m_people.first(); }
    [[nodiscard]] const CloudProject &callerProject() const { return m_projects.first(); }
    [[nodiscard]] const CloudProject &otherProject() const { return m_projects.at(1); }

    /// All of these give null where there is no such thing.
    [[nodiscard]] CloudPerson *person(const QString &id);
    [[nodiscard]] CloudPerson *personByName(const QString &accountId, const QString &name);
    [[nodiscard]] const CloudAccount *account(const QString &id) const;
    [[nodiscard]] const CloudAccount *accountByName(const QString &name) const;
    [[nodiscard]] const CloudProject *project(const QString &id) const;
    [[nodiscard]] const CloudProject *projectByName(const QString &accountId, const QString &name) const;
    [[nodiscard]] QList<CloudProject> projectsOf(const QString &accountId) const;

private:
    QString addAccount(const QString &name, CloudRandom &random);

    QList<CloudAccount> m_accounts;
    QList<CloudPerson> m_people;
    QList<CloudProject> m_projects;
};

} // namespace leasekeeper

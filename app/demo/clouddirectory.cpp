// SPDX-License-Identifier: MIT
#include "clouddirectory.h"

#include "cloudcast.h"
#include "cloudrandom.h"

#include <algorithm>

namespace leasekeeper
{

using namespace Qt::StringLiterals;

namespace
{

template <typename List, typename Fits> auto *firstFitting(List &list, Fits fits)
{
    const auto found = std::find_if(list.begin(), list.end(), fits);
    return found == list.end() ? nullptr : &*found;
}

} // namespace

CloudDirectory::CloudDirectory(QList<SimulatedCloud::User> users, const QString &projectId,
                               CloudRandom &random)
{
    const CloudUser &caller = cloudUsers().first();
    if (users.isEmpty())
        users.append(SimulatedCloud::User{});
    for (SimulatedCloud::User &user : users) {
        if (user.name.isEmpty())
            user.name = caller.name;
        if (user.account.isEmpty())
            user.account = cloudAccountName();
        if (user.password.isEmpty())
            user.password = u"Demo-"_s + random.hex(16);
        const QString accountId = addAccount(user.account, random);
        m_people.append({m_people.isEmpty() ? caller.id : random.hex(32), accountId, user});
    }
    const QString home = m_people.first().accountId;
    const auto add = [this, &random](const CloudProject &project) {
        m_projects.append(project);
        if (project.id.isEmpty())
            m_projects.last().id = random.hex(32);
    };
    add({projectId, u"demo"_s, home, u"The house's own"_s});
    add({{}, u"demo_atelier"_s, home, u"Nothing in it yet"_s});
    for (const CloudAccount &account : std::as_const(m_accounts)) {
        if (account.id != home)
            add({{}, u"demo"_s, account.id, {}});
        add({{}, u"demo-2"_s, account.id, u"Switched off"_s, false});
        add({{}, u"MOS"_s, account.id, {}});
        add({account.id, account.name, account.id, {}, true, true});
    }
}

QString CloudDirectory::addAccount(const QString &name, CloudRandom &random)
{
    if (const CloudAccount *const known = accountByName(name))
        return known->id;
    m_accounts.append({m_accounts.isEmpty() ? cloudAccountId() : random.hex(32), name});
    return m_accounts.last().id;
}

CloudPerson *CloudDirectory::person(const QString &id)
{
    return firstFitting(m_people, [&id](const CloudPerson &person) { return person.id == id; });
}

CloudPerson *CloudDirectory::personByName(const QString &accountId, const QString &name)
{
    return firstFitting(m_people, [&](const CloudPerson &person) {
        return person.accountId == accountId && person.signIn.name == name;
    });
}

const CloudAccount *CloudDirectory::account(const QString &id) const
{
    return firstFitting(m_accounts, [&id](const CloudAccount &account) { return account.id == id; });
}

const CloudAccount *CloudDirectory::accountByName(const QString &name) const
{
    return firstFitting(m_accounts, [&name](const CloudAccount &account) { return account.name == name; });
}

const CloudProject *CloudDirectory::project(const QString &id) const
{
    return firstFitting(m_projects, [&id](const CloudProject &project) { return project.id == id; });
}

const CloudProject *CloudDirectory::projectByName(const QString &accountId, const QString &name) const
{
    return firstFitting(m_projects, [&](const CloudProject &project) {
        return project.accountId == accountId && project.name == name;
    });
}

QList<CloudProject> CloudDirectory::projectsOf(const QString &accountId) const
{
    QList<CloudProject> list;
    std::copy_if(m_projects.begin(), m_projects.end(), std::back_inserter(list),
                 [&accountId](const CloudProject &project) { return project.accountId == accountId; });
    return list;
}

} // namespace leasekeeper

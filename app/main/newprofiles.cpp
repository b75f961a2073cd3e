// SPDX-License-Identifier: MIT
#include "newprofiles.h"

#include "credentialkeeper.h"

#include <QUuid>

using namespace Qt::StringLiterals;

namespace leasekeeper
{

QString newProfileId()
{
    return QUuid::createUuid().toString(QUuid::WithoutBraces);
}

QStringList namesOfOthers(const QList<Profile> &profiles, const QString &exceptId)
{
    QStringList names;
    for (const Profile &profile : profiles) {
        if (profile.id != exceptId)
            names.append(profile.name);
    }
    return names;
}

QString unusedName(const QString &wanted, const QList<Profile> &profiles)
{
    const QStringList taken = namesOfOthers(profiles, {});
    QString name = wanted;
    for (int n = 2; taken.contains(name); ++n)
        name = u"%1 (%2)"_s.arg(wanted).arg(n);
    return name;
}

void keepSecret(CredentialKeeper &keeper, const QString &profileId, const Credential &credential,
                bool remember)
{
    if (std::holds_alternative<std::monostate>(credential) || profileId.isEmpty())
        return;
    if (remember)
        keeper.keep(profileId, credential);
    else
        keeper.keepInMemory(profileId, credential);
}

} // namespace leasekeeper

// SPDX-License-Identifier: MIT
#include "sessionstore.h"

#include <QMetaObject>

#include <utility>

namespace leasekeeper
{

namespace
{

void answerLater(QObject *context, CredentialStore::Done done, StoreAnswer answer)
{
    QMetaObject::invokeMethod(
        context, [done = std::move(done), answer = std::move(answer)] { done(answer); },
        Qt::QueuedConnection);
}

} // namespace

void SessionStore::read(const QString &profileId, QObject *context, Done done)
{
    StoreAnswer answer{StoreAnswer::Outcome::Done, kept(profileId), {}};
    if (std::holds_alternative<std::monostate>(answer.credential)) {
        answer.outcome = StoreAnswer::Outcome::NotFound;
        answer.text = tr("No sign-in is kept in memory for this profile.");
    }
    answerLater(context, std::move(done), std::move(answer));
}

void SessionStore::write(const QString &profileId, const Credential &credential, QObject *context, Done done)
{
    keep(profileId, credential);
    answerLater(context, std::move(done), {});
}

void SessionStore::remove(const QString &profileId, QObject *context, Done done)
{
    drop(profileId);
    answerLater(context, std::move(done), {});
}

Credential SessionStore::kept(const QString &profileId) const
{
    const auto found = m_credentials.find(profileId);
    return found == m_credentials.end() ? Credential() : found->second;
}

void SessionStore::keep(const QString &profileId, const Credential &credential)
{
    m_credentials[profileId] = credential;
}

void SessionStore::drop(const QString &profileId)
{
    m_credentials.erase(profileId);
}

} // namespace leasekeeper

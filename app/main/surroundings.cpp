// SPDX-License-Identifier: MIT
#include "surroundings.h"

#include <QRandomGenerator>

namespace leasekeeper
{

Surroundings::~Surroundings() = default;

quint32 Surroundings::randomSeed()
{
    return QRandomGenerator::global()->generate();
}

void Surroundings::complete(QObject *context, CompleteDone done)
{
    Q_UNUSED(context) // answered at once
    done(profile());
}

// Worlds without sign-in have nothing to do here.
void Surroundings::signIn(const Credential &credential)
{
    Q_UNUSED(credential)
}

void Surroundings::signOut() {}

void Surroundings::providePasscode(const Secret &passcode)
{
    Q_UNUSED(passcode)
}

void Surroundings::abandonPasscode() {}

// Nor worlds without a network here.
void Surroundings::provideProxyPassword(const QString &userName, const Secret &password)
{
    Q_UNUSED(userName)
    Q_UNUSED(password)
}

void Surroundings::abandonProxyPassword() {}

void Surroundings::mayAskAgain() {}

} // namespace leasekeeper

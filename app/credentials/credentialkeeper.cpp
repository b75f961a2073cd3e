// SPDX-License-Identifier: MIT
#include "credentialkeeper.h"

#include <QPointer>

#include <utility>

namespace leasekeeper
{

namespace
{

using Outcome = StoreAnswer::Outcome;

/// Why a secret that should be in the key store is in memory only.
QString memoryText(Outcome outcome)
{
    switch (outcome) {
    case Outcome::Locked:
        return CredentialKeeper::tr(
            "The key store is locked, so this sign-in is kept in memory until you quit. Unlock "
            "the key store and try again to keep it longer.");
    case Outcome::Refused:
        return CredentialKeeper::tr(
            "The key store refused to take this sign-in, so it is kept in memory until you "
            "quit.");
    case Outcome::Done:
    case Outcome::NotFound:
    case Outcome::Unavailable:
    case Outcome::Damaged:
    case Outcome::Cancelled:
        break;
    }
    return CredentialKeeper::tr(
        "This computer's key store cannot be reached, so this sign-in is kept in memory until "
        "you quit.");
}

/// The entry that probe() asks for; profiles are not called so.
const QString ProbeId = QStringLiteral("is-anybody-there");

bool isThere(const Credential &credential)
{
    return !std::holds_alternative<std::monostate>(credential);
}

} // namespace

CredentialKeeper::CredentialKeeper(CredentialStore &keyStore, QObject *parent)
    : QObject(parent), m_keyStore(keyStore)
{
    connect(&m_keyStore, &CredentialStore::waiting, this, &CredentialKeeper::noteWaiting);
}

void CredentialKeeper::load(const QString &profileId, QObject *context, Done done)
{
    if (profileId.isEmpty() || isThere(m_memory.kept(profileId))) {
        m_memory.read(profileId, context, std::move(done));
        return;
    }
    const quint64 turn = m_states.value(profileId).turn;
    const auto answered = [keeper = QPointer(this), profileId, turn,
                           done = std::move(done)](const StoreAnswer &answer) {
        if (keeper)
            keeper->noteState(answer.outcome);
        if (keeper && answer.outcome == Outcome::Done && keeper->m_states.value(profileId).turn == turn) {
            keeper->m_states[profileId].mayBeStored = true;
            keeper->tell(profileId, Kept::InKeyStore, {});
        }
        done(answer);
    };
    m_keyStore.read(profileId, context, answered);
}

void CredentialKeeper::keep(const QString &profileId, const Credential &credential)
{
    m_memory.keep(profileId, credential);
    if (!profileId.isEmpty()) {
        store(profileId, credential);
        return;
    }
    decide(profileId);
    tell(profileId, Kept::InMemoryOnly, tr("This profile is for this run only, and so is its sign-in."));
}

void CredentialKeeper::keepInMemory(const QString &profileId, const Credential &credential)
{
    m_memory.keep(profileId, credential);
    const quint64 turn = decide(profileId);
    const bool mayBeStored = std::exchange(m_states[profileId].mayBeStored, false);
    // Without a key store nobody had a choice.
    tell(profileId, Kept::InMemoryOnly,
         m_keyStoreState == KeyStoreState::Absent
             ? memoryText(Outcome::Unavailable)
             : tr("As you asked, this sign-in is kept in memory until you quit."));
    if (!mayBeStored)
        return;
    m_keyStore.remove(profileId, this, [this, profileId, turn](const StoreAnswer &answer) {
        noteState(answer.outcome);
        if (answer.outcome == Outcome::Done || m_states.value(profileId).turn != turn)
            return;
        m_states[profileId].mayBeStored = true;
        tell(profileId, Kept::InMemoryOnly,
             tr("This sign-in is kept in memory until you quit, but the key store did not remove an earlier "
                "one."));
    });
}

void CredentialKeeper::keepAgain(const QString &profileId)
{
    const Credential credential = m_memory.kept(profileId);
    if (!profileId.isEmpty() && isThere(credential))
        store(profileId, credential);
}

void CredentialKeeper::store(const QString &profileId, const Credential &credential)
{
    const quint64 turn = decide(profileId);
    m_states[profileId].mayBeStored = true;
    m_states[profileId].isStoring = true;
    tell(profileId, Kept::InMemoryOnly,
         tr("The key store has not answered yet; until it does, this sign-in is kept in memory."));
    m_keyStore.write(profileId, credential, this, [this, profileId, turn](const StoreAnswer &answer) {
        noteState(answer.outcome);
        if (m_states.value(profileId).turn != turn)
            return;
        m_states[profileId].isStoring = false;
        if (answer.outcome == Outcome::Done) {
            m_memory.drop(profileId);
            tell(profileId, Kept::InKeyStore, {});
        } else if (isThere(m_memory.kept(profileId))) {
            tell(profileId, Kept::InMemoryOnly, memoryText(answer.outcome));
        }
    });
}

void CredentialKeeper::forget(const QString &profileId, QObject *context, Done done)
{
    m_memory.drop(profileId);
    decide(profileId);
    tell(profileId, Kept::Nowhere, {});
    if (profileId.isEmpty()) {
        m_memory.remove(profileId, context, std::move(done));
        return;
    }
    // The keeper asks, not the caller: a window that closes must not call off the removal.
    m_keyStore.remove(
        profileId, this,
        [this, profileId, asker = QPointer(context), done = std::move(done)](const StoreAnswer &answer) {
            noteState(answer.outcome);
            if (answer.outcome == Outcome::Done)
                m_states[profileId].mayBeStored = kept(profileId) != Kept::Nowhere;
            if (asker && done)
                done(answer);
        });
}

void CredentialKeeper::wipe(const QString &profileId)
{
    m_memory.drop(profileId);
    if (kept(profileId) == Kept::InMemoryOnly)
        tell(profileId, Kept::Nowhere, {});
}

void CredentialKeeper::probe()
{
    if (m_keyStoreState == KeyStoreState::Works || m_isProbing)
        return;
    m_isProbing = true;
    m_keyStore.read(ProbeId, this, [this](const StoreAnswer &answer) {
        m_isProbing = false;
        noteState(answer.outcome);
    });
}

void CredentialKeeper::noteState(Outcome outcome)
{
    KeyStoreState state = m_keyStoreState;
    switch (outcome) {
    case Outcome::Done:
    case Outcome::NotFound:
    case Outcome::Damaged:
        state = KeyStoreState::Works;
        break;
    case Outcome::Unavailable:
        state = KeyStoreState::Absent;
        break;
    case Outcome::Locked:
        state = KeyStoreState::Locked;
        break;
    case Outcome::Refused:
        state = KeyStoreState::Refuses;
        break;
    case Outcome::Cancelled:
        break;
    }
    if (std::exchange(m_keyStoreState, state) != state)
        Q_EMIT prospectChanged();
}

QString CredentialKeeper::prospect() const
{
    switch (m_keyStoreState) {
    case KeyStoreState::Unknown:
    case KeyStoreState::Works:
        return {};
    case KeyStoreState::Locked:
        return tr(
            "The key store is locked. Unless you unlock it, sign-ins are kept in memory until you quit.");
    case KeyStoreState::Refuses:
        return tr("The key store has refused access. Unless that changes, sign-ins are kept in memory until "
                  "you quit.");
    case KeyStoreState::Absent:
        break;
    }
    return tr("This computer's key store cannot be reached, so sign-ins are kept in memory until you quit.");
}

Kept CredentialKeeper::kept(const QString &profileId) const
{
    return m_states.value(profileId).kept;
}

bool CredentialKeeper::isStoring(const QString &profileId) const
{
    const State state = m_states.value(profileId);
    return state.isStoring && !state.isSlow;
}

QString CredentialKeeper::keptText(const QString &profileId) const
{
    return m_states.value(profileId).text;
}

quint64 CredentialKeeper::decide(const QString &profileId)
{
    m_states[profileId].turn = ++m_lastTurn;
    m_states[profileId].isStoring = false;
    m_states[profileId].isSlow = false;
    return m_lastTurn;
}

void CredentialKeeper::noteWaiting(const QString &profileId)
{
    if (const auto state = m_states.find(profileId); state != m_states.end())
        state->isSlow = state->isStoring;
    Q_EMIT waiting(profileId);
}

void CredentialKeeper::tell(const QString &profileId, Kept kept, const QString &text)
{
    State &state = m_states[profileId];
    if (state.kept == kept && state.text == text)
        return;
    state.kept = kept;
    state.text = text;
    Q_EMIT keptChanged(profileId);
}

} // namespace leasekeeper

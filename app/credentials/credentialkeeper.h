// SPDX-License-Identifier: MIT
#pragma once

#include "credentialstore.h"
#include "sessionstore.h"

#include <QHash>
#include <QObject>
#include <QString>

namespace leasekeeper
{

/// Where a profile's secret is.
enum class Kept {
    Nowhere,
    InKeyStore,
    InMemoryOnly, ///< until the program ends or memory is wiped; why stands in CredentialKeeper::keptText()
};

/// What the key store would do with a secret, as its latest answer of this run has it.
enum class KeyStoreState { Unknown, Works, Locked, Refuses, Absent };

/// What the rest of the program keeps secrets with: in the key store, and in memory while that has not taken
/// them. Nothing goes to a file, whatever the key store answers, and nobody waits for it: a secret given to
/// keep() can be loaded at once.
class CredentialKeeper final : public QObject
{
    Q_OBJECT
public:
    using Done = CredentialStore::Done;

    /// `keyStore` outlives the keeper.
    explicit CredentialKeeper(CredentialStore &keyStore, QObject *parent = nullptr);

    /// From memory, else from the key store. `done` comes once, from the event loop, unless `context` goes
    /// first. A failure is final: nothing asks again by itself.
    void load(const QString &profileId, QObject *context, Done done);
    /// Into memory now, and into the key store as soon as that agrees; then memory lets go of it. Profiles
    /// without an id stay in memory. For users who agreed to the key store.
    void keep(const QString &profileId, const Credential &credential);
    /// Into memory alone. What the key store took in this session is removed there.
    void keepInMemory(const QString &profileId, const Credential &credential);
    /// Tries once more to bring what is in memory only into the key store, as after unlocking it.
    void keepAgain(const QString &profileId);
    /// Wipes both. `done` comes as with load(); if it is not Done, the key store may still hold the secret.
    void forget(const QString &profileId, QObject *context, Done done);
    /// On signing out: out of memory, whoever else is signed in. The key store keeps what it has.
    void wipe(const QString &profileId);

    [[nodiscard]] Kept kept(const QString &profileId) const;
    /// The key store was just asked to take it; usually it does in a moment, and there is nothing to say yet.
    [[nodiscard]] bool isStoring(const QString &profileId) const;
    /// One translated sentence why it is in memory only; empty in every other case.
    [[nodiscard]] QString keptText(const QString &profileId) const;

    /// Asks the key store for something it cannot have, unless it is known to work: before somebody is to
    /// decide where a secret goes. prospectChanged() tells.
    void probe();
    [[nodiscard]] KeyStoreState keyStoreState() const { return m_keyStoreState; }
    /// Why a secret given to keep() would stay in memory only, one translated sentence; empty if nothing
    /// speaks for that.
    [[nodiscard]] QString prospect() const;

Q_SIGNALS:
    /// keyStoreState() became different, and prospect() with it.
    void prospectChanged();
    /// kept() or keptText() became different.
    void keptChanged(const QString &profileId);
    /// The key store has been silent for some seconds; perhaps it shows a question of its own.
    void waiting(const QString &profileId);

private:
    struct State {
        Kept kept = Kept::Nowhere;
        QString text;
        quint64 turn = 0;         ///< which decision came last: answers to older ones count no longer
        bool mayBeStored = false; ///< the key store gave it, or was asked to take it
        bool isStoring = false;
        bool isSlow = false; ///< has been for some seconds
    };
    void noteWaiting(const QString &profileId);
    /// Of any answer of the key store.
    void noteState(StoreAnswer::Outcome outcome);
    /// A new decision about a profile; returns its number.
    quint64 decide(const QString &profileId);
    void tell(const QString &profileId, Kept kept, const QString &text);
    void store(const QString &profileId, const Credential &credential);

    CredentialStore &m_keyStore;
    SessionStore m_memory;
    QHash<QString, State> m_states;
    quint64 m_lastTurn = 0;
    KeyStoreState m_keyStoreState = KeyStoreState::Unknown;
    bool m_isProbing = false;
};

} // namespace leasekeeper

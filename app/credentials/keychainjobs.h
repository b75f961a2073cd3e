// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QString>

#include <functional>

namespace leasekeeper
{

/// What a system's key store can be asked, one bare call each: the seam at which tests put a key store of
/// their own. A call that was made cannot be taken back.
class KeychainJobs
{
public:
    enum class Outcome {
        Done,
        NotFound,
        Denied,       ///< the user said no
        Locked,       ///< access denied for another reason: the store is locked, or was not unlocked
        NotRemovable, ///< an entry that could not be deleted
        NoStore,      ///< the system has none
        OtherTrouble, ///< out of reach, or broken
    };
    struct Answer {
        Outcome outcome = Outcome::Done;
        QByteArray value; ///< of read(), if Done: a secret
    };
    using Done = std::function<void(const Answer &)>;

    virtual ~KeychainJobs() = default;

    /// Each returns at once and calls `done` later, from the event loop: once, or never where the store
    /// stays silent. Whoever is gone by then has to see to it in `done`.
    virtual void read(const QString &key, Done done) = 0;
    virtual void write(const QString &key, const QByteArray &value, Done done) = 0;
    virtual void remove(const QString &key, Done done) = 0;
};

} // namespace leasekeeper

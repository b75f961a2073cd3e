// SPDX-License-Identifier: MIT
#pragma once

#include "keychainjobs.h"
#include "timers.h"

#include <QByteArray>
#include <QHash>

namespace leasekeeper::test::model
{

/// A system's key store that outlives the runs of the program, and what goes wrong with it.
struct KeyStoreScript {
    QHash<QString, QByteArray> entries;
    int calls = 0;
    int troubled = 0;    ///< which call fails; 0: none
    bool silent = false; ///< it is never answered; else it is refused
};

/// One run's way to that key store.
class TroubledKeys final : public KeychainJobs
{
public:
    /// Both must outlive this.
    TroubledKeys(KeyStoreScript &script, Timers &timers) : m_script(script), m_timers(timers) {}

    void read(const QString &key, Done done) override;
    void write(const QString &key, const QByteArray &value, Done done) override;
    void remove(const QString &key, Done done) override;

private:
    /// Answers later with what `act` says, if this call is to succeed.
    void later(const std::function<Answer()> &act, const Done &done);

    KeyStoreScript &m_script;
    Timers &m_timers;
};

} // namespace leasekeeper::test::model

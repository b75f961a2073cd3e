// SPDX-License-Identifier: MIT
#pragma once

#include "keychainjobs.h"
#include "timers.h"

#include <QList>
#include <QMap>
#include <QStringList>

namespace leasekeeper::test
{

/// A key store of the test's making, seen through KeychainScript, which outlives it.
struct KeychainScript {
    using Outcome = KeychainJobs::Outcome;

    explicit KeychainScript(Timers &source) : timers(source) {}

    Timers &timers;
    QMap<QString, QByteArray> entries;
    Outcome trouble = Outcome::Done; ///< what it answers instead of doing anything, if not Done
    qint64 delayMs = 0;              ///< before an answer; < 0: it never answers
    QStringList log;                 ///< "read a", "write a", "remove a", in the order in which they began
    int running = 0;                 ///< begun and not yet answered
    int mostRunning = 0;
};

class ScriptedKeychain final : public KeychainJobs
{
public:
    explicit ScriptedKeychain(KeychainScript &script) : m_script(script) {}
    void read(const QString &key, Done done) override;
    void write(const QString &key, const QByteArray &value, Done done) override;
    void remove(const QString &key, Done done) override;

private:
    void begin(const QString &what, std::function<Answer()> act, Done done);

    KeychainScript &m_script;
};

} // namespace leasekeeper::test

// SPDX-License-Identifier: MIT
#include "scriptedkeychain.h"

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

namespace leasekeeper::test
{

void ScriptedKeychain::read(const QString &key, Done done)
{
    const auto act = [&script = m_script, key]() -> Answer {
        const auto entry = script.entries.constFind(key);
        if (entry == script.entries.constEnd())
            return {Outcome::NotFound, {}};
        return {Outcome::Done, *entry};
    };
    begin(u"read "_s + key, act, std::move(done));
}

void ScriptedKeychain::write(const QString &key, const QByteArray &value, Done done)
{
    // A copy of its own, as a real one makes: the caller wipes its bytes.
    const QByteArray copy(value.constData(), value.size());
    const auto act = [&script = m_script, key, copy]() -> Answer {
        script.entries.insert(key, copy);
        return {};
    };
    begin(u"write "_s + key, act, std::move(done));
}

void ScriptedKeychain::remove(const QString &key, Done done)
{
    const auto act = [&script = m_script, key]() -> Answer {
        return {script.entries.remove(key) > 0 ? Outcome::Done : Outcome::NotFound, {}};
    };
    begin(u"remove "_s + key, act, std::move(done));
}

void ScriptedKeychain::begin(const QString &what, std::function<Answer()> act, Done done)
{
    m_script.log.append(what);
    m_script.mostRunning = std::max(m_script.mostRunning, ++m_script.running);
    if (m_script.delayMs < 0)
        return;
    m_script.timers.schedule(m_script.delayMs,
                             [&script = m_script, act = std::move(act), done = std::move(done)] {
                                 --script.running;
                                 done(script.trouble == Outcome::Done ? act() : Answer{script.trouble, {}});
                             });
}

} // namespace leasekeeper::test

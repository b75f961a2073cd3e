// SPDX-License-Identifier: MIT
#include "troubledkeys.h"

namespace leasekeeper::test::model
{

namespace
{
constexpr qint64 AnswerMs = 3;
}

void TroubledKeys::later(const std::function<Answer()> &act, const Done &done)
{
    const bool fails = ++m_script.calls == m_script.troubled;
    if (fails && m_script.silent)
        return;
    Answer answer;
    if (fails)
        answer.outcome = Outcome::OtherTrouble;
    else
        answer = act();
    m_timers.schedule(AnswerMs, [answer, done] { done(answer); });
}

void TroubledKeys::read(const QString &key, Done done)
{
    later(
        [this, key] {
            const auto found = m_script.entries.constFind(key);
            return found == m_script.entries.constEnd() ? Answer{Outcome::NotFound, {}}
                                                        : Answer{Outcome::Done, *found};
        },
        done);
}

void TroubledKeys::write(const QString &key, const QByteArray &value, Done done)
{
    later(
        [this, key, value] {
            m_script.entries.insert(key, value);
            return Answer();
        },
        done);
}

void TroubledKeys::remove(const QString &key, Done done)
{
    later(
        [this, key] {
            return Answer{m_script.entries.remove(key) > 0 ? Outcome::Done : Outcome::NotFound, {}};
        },
        done);
}

} // namespace leasekeeper::test::model

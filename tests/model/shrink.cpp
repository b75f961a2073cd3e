// SPDX-License-Identifier: MIT
#include "shrink.h"

#include <algorithm>

namespace leasekeeper::test::model
{

namespace
{

constexpr int MostTries = 600;

class Shrinker
{
public:
    Shrinker(Script script, const std::function<bool(const Script &)> &fails)
        : m_script(std::move(script)), m_fails(fails)
    {
    }

    Script run()
    {
        bool smaller = true;
        while (smaller && m_tries < MostTries) {
            smaller = dropSteps();
            smaller = simplifySteps() || smaller;
            smaller = simplifyStart() || smaller;
        }
        return m_script;
    }

private:
    bool accept(const Script &candidate)
    {
        if (m_tries >= MostTries)
            return false;
        ++m_tries;
        if (!m_fails(candidate))
            return false;
        m_script = candidate;
        return true;
    }

    /// Pieces of half the script, then of a quarter, down to single steps.
    bool dropSteps()
    {
        bool dropped = false;
        for (qsizetype piece = std::max<qsizetype>(1, m_script.steps.size() / 2); piece >= 1; piece /= 2) {
            for (qsizetype at = 0; at < m_script.steps.size();) {
                Script candidate = m_script;
                candidate.steps.remove(at, std::min(piece, candidate.steps.size() - at));
                if (accept(candidate))
                    dropped = true;
                else
                    at += piece;
            }
        }
        return dropped;
    }

    bool trySteps(qsizetype at, const std::function<void(Step &)> &change)
    {
        Script candidate = m_script;
        change(candidate.steps[at]);
        return candidate.steps.at(at) != m_script.steps.at(at) && accept(candidate);
    }

    bool tryStart(const std::function<void(Start &)> &change)
    {
        Script candidate = m_script;
        change(candidate.start);
        return candidate.start != m_script.start && accept(candidate);
    }

    bool simplifySteps()
    {
        bool simpler = false;
        for (qsizetype at = 0; at < m_script.steps.size(); ++at) {
            const bool changed[] = {
                trySteps(at, [](Step &step) { step.thenMs = 0; }),
                trySteps(at, [](Step &step) { step.thenMs = (step.thenMs + 999) / 1000 * 1000; }),
                trySteps(at, [](Step &step) { step.times = 1; }),
                trySteps(at, [](Step &step) { step.skip = std::min(step.skip, 0); }),
                trySteps(at, [](Step &step) { step.who &= ~(step.who - 1); }),
                trySteps(at, [](Step &step) { step.on = On::Any; }),
                trySteps(at,
                         [](Step &step) {
                             if (step.what == Do::Fault)
                                 step.trouble = Trouble::LostBefore;
                         }),
                trySteps(at,
                         [](Step &step) {
                             if (step.what == Do::Fault)
                                 step.value = 0;
                         }),
            };
            simpler =
                simpler || std::any_of(std::begin(changed), std::end(changed), [](bool one) { return one; });
        }
        return simpler;
    }

    bool simplifyStart()
    {
        const Start usual;
        const bool changed[] = {
            tryStart([](Start &start) { start.crowd = 0; }),
            tryStart([](Start &start) { start.password = false; }),
            tryStart([](Start &start) { start.allUsers = false; }),
            tryStart([](Start &start) { start.aheadMs = 0; }),
            tryStart([](Start &start) { start.graceMs = 0; }),
            tryStart([&usual](Start &start) { start.leaseMs = usual.leaseMs; }),
            tryStart([&usual](Start &start) { start.transitionMs = usual.transitionMs; }),
            tryStart([&usual](Start &start) { start.roundTripMs = usual.roundTripMs; }),
            tryStart([](Start &start) {
                if (start.states.size() > 1)
                    start.states.removeLast();
            }),
        };
        return std::any_of(std::begin(changed), std::end(changed), [](bool one) { return one; });
    }

    Script m_script;
    const std::function<bool(const Script &)> &m_fails;
    int m_tries = 0;
};

} // namespace

Script shrink(Script script, const std::function<bool(const Script &)> &fails)
{
    return Shrinker(std::move(script), fails).run();
}

} // namespace leasekeeper::test::model

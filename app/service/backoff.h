// SPDX-License-Identifier: MIT
#pragma once

#include <QRandomGenerator>
#include <QtGlobal>

namespace leasekeeper
{

/// How long to wait after each failure in a row: up to 2 s, three times as long each time with jitter, up to
/// the cap. At the cap the jitter only lengthens, and by as much as makes up for the quicker tries before it,
/// so that a failing service hears from us at most once per cap from the first hour on.
class Backoff
{
public:
    static constexpr qint64 BaseMs = 2'000;

    /// `random` must outlive this.
    Backoff(qint64 capMs, QRandomGenerator &random);
    /// One more failure: the pause before the next try, in ms.
    [[nodiscard]] qint64 next();
    void reset() { m_failures = 0; }
    [[nodiscard]] int failures() const { return m_failures; }

private:
    qint64 m_capMs;
    QRandomGenerator &m_random;
    int m_failures = 0;
};

} // namespace leasekeeper

// SPDX-License-Identifier: MIT
#pragma once

#include <QRandomGenerator>
#include <QtGlobal>

namespace leasekeeper
{

/// How long to wait after each failure in a row: 2 s doubled each time with jitter, up to the cap. At the cap
/// the jitter only lengthens, so that a failing service hears from us at most once per cap.
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

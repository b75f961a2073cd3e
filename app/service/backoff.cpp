// SPDX-License-Identifier: MIT
#include "backoff.h"

namespace leasekeeper
{

namespace
{
constexpr int Factor = 3;
constexpr double CapSurplus = 0.12;
constexpr double CapJitter = 0.03;
} // namespace

Backoff::Backoff(qint64 capMs, QRandomGenerator &random) : m_capMs(capMs), m_random(random) {}

qint64 Backoff::next()
{
    qint64 pause = BaseMs;
    for (int i = 0; i < m_failures && pause < m_capMs; ++i)
        pause *= Factor;
    ++m_failures;
    const double random = m_random.generateDouble();
    if (pause >= m_capMs)
        return m_capMs + qint64(double(m_capMs) * (CapSurplus + CapJitter * random));
    return pause / 2 + qint64(double(pause) / 2 * random);
}

} // namespace leasekeeper

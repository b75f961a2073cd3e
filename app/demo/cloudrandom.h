// SPDX-License-Identifier: MIT
#pragma once

#include <QString>
#include <QtGlobal>

#include <random>

namespace leasekeeper
{

/// Invented numbers and names, the same for the same seed on every system.
class CloudRandom
{
public:
    explicit CloudRandom(quint32 seed) : m_engine(seed) {}

    /// 0 … `limit` - 1; `limit` > 0. The standard's distributions differ between libraries, this does not.
    [[nodiscard]] quint32 below(quint32 limit) { return quint32(m_engine() % limit); }
    [[nodiscard]] qint64 between(qint64 first, qint64 last);
    /// `digits` lower-case hexadecimal digits.
    [[nodiscard]] QString hex(int digits);
    /// In the form of a random UUID.
    [[nodiscard]] QString uuid();

private:
    std::mt19937 m_engine;
};

} // namespace leasekeeper

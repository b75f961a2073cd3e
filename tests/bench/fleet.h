// SPDX-License-Identifier: MIT
#pragma once

#include "clock.h"
#include "instance.h"
#include "simulatedcloud.h"
#include "trackedinstance.h"

#include <QByteArray>
#include <QList>

#include <functional>

namespace leasekeeper::bench
{

/// Service time that stands still unless it is moved.
class StillTime final : public ServerTime
{
public:
    StillTime();
    [[nodiscard]] qint64 nowMs() const override { return m_nowMs; }
    [[nodiscard]] bool isVerified() const override { return true; }
    void advance(qint64 ms) { m_nowMs += ms; }

private:
    qint64 m_nowMs;
};

/// Instances as a service tells them: every text read from JSON of its own, as in the program.
class Fleet
{
public:
    explicit Fleet(int count);

    [[nodiscard]] int count() const { return m_count; }
    /// The bytes of a page of the listing; `limit` 10, 20 or 50.
    [[nodiscard]] QByteArray pageBytes(int offset, int limit = 50);
    /// Decoded pages, one after the other, until all have come.
    void eachPage(const std::function<void(const QList<Instance> &)> &take);
    [[nodiscard]] QList<Instance> all();

private:
    SystemClock m_clock;
    int m_count;
    SimulatedCloud m_cloud;
};

/// Many made of few: each with an id and a name of its own, and sharing no text. Quicker than reading all.
/// The first of them has the number `first`.
[[nodiscard]] QList<Instance> multiplied(const QList<Instance> &few, int count, int first = 0);
/// Some to be multiplied: read from JSON.
[[nodiscard]] QList<Instance> sampleOfFleet();
/// A second reading of the same, sharing no text with the first.
[[nodiscard]] QList<Instance> readAgain(const QList<Instance> &instances);
[[nodiscard]] Instance readAgain(const Instance &instance);

} // namespace leasekeeper::bench

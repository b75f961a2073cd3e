// SPDX-License-Identifier: MIT
#include "fuzztargets.h"
#include "httpdate.h"
#include "lease.h"
#include "require.h"
#include "serverclock.h"

#include <QDateTime>
#include <QLocale>

#include <algorithm>
#include <cstdlib>

namespace leasekeeper::fuzz
{

using namespace Qt::StringLiterals;

namespace
{

constexpr qint64 Now = 1'700'000'000'000;
constexpr qint64 DayMs = 24 * 3'600'000;

class StandingClock final : public Clock
{
public:
    [[nodiscard]] qint64 wallMs() const override { return Now; }
    [[nodiscard]] qint64 monotonicMs() const override { return 50'000; }
};

QByteArray httpDateText(qint64 ms)
{
    return QLocale::c()
        .toString(QDateTime::fromMSecsSinceEpoch(ms, Qt::UTC), u"ddd, dd MMM yyyy HH:mm:ss 'GMT'"_s)
        .toLatin1();
}

} // namespace

void date(const QByteArray &input)
{
    const std::optional<qint64> moment = parseHttpDate(input);
    if (moment) {
        // Read back it is the same text: nothing was guessed.
        FUZZ_REQUIRE(*moment % 1000 == 0);
        FUZZ_REQUIRE(httpDateText(*moment).compare(input.trimmed(), Qt::CaseInsensitive) == 0);
    }
    const StandingClock clock;
    ServerClock fresh(clock);
    fresh.observe(moment.value_or(0), 49'900, 50'000);
    FUZZ_REQUIRE(isPlausibleTimeMs(fresh.nowMs()));
    FUZZ_REQUIRE(moment || !fresh.isVerified());

    // One odd answer among good ones moves the service's time by a day at most.
    ServerClock known(clock);
    for (qint64 at = 10'000; at <= 40'000; at += 10'000)
        known.observe(Now + at, at - 100, at);
    const qint64 before = known.nowMs();
    known.observe(moment.value_or(0), 49'900, 50'000);
    FUZZ_REQUIRE(std::llabs(known.nowMs() - before) <= DayMs + 2'000);
    FUZZ_REQUIRE(moment || known.nowMs() == before);
}

void retryafter(const QByteArray &input)
{
    const std::optional<qint64> ms = retryAfterMs(input, Now);
    FUZZ_REQUIRE(!ms || (*ms >= RetryAfterFloorMs && *ms <= RetryAfterCeilingMs));
    const QByteArray text = input.trimmed();
    const bool hasDigit = std::any_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
    const bool isNumber =
        hasDigit && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
    // Garbage asks for nothing, a number always asks for something.
    FUZZ_REQUIRE(hasDigit || !ms);
    FUZZ_REQUIRE(!isNumber || ms);
    FUZZ_REQUIRE(!text.contains('-') || !ms);
    // A later moment by the service's clock is never a longer pause.
    if (ms)
        FUZZ_REQUIRE(retryAfterMs(input, Now + 60'000).value_or(RetryAfterCeilingMs) <= *ms);
}

} // namespace leasekeeper::fuzz

// SPDX-License-Identifier: MIT
#include "fuzztargets.h"
#include "instancejson.h"
#include "jsonvalues.h"
#include "require.h"
#include "storagetotal.h"

#include <QSet>

#include <algorithm>

namespace leasekeeper::fuzz
{

using namespace Qt::StringLiterals;

namespace
{

constexpr int Asked = 50;
constexpr qint64 LargestExact = Q_INT64_C(9'007'199'254'740'992);
constexpr qint64 Now = 1'700'000'000'000;

bool isTimeOrUnknown(std::optional<qint64> ms)
{
    return !ms || isPlausibleTimeMs(*ms);
}

/// Nothing below `least`, nothing that JSON cannot hold exactly.
bool isAmountOrUnknown(std::optional<qint64> value, qint64 least)
{
    return !value || (*value >= least && *value <= LargestExact);
}

void requireLease(const Lease &lease)
{
    FUZZ_REQUIRE(isTimeOrUnknown(lease.createAtMs));
    FUZZ_REQUIRE(isTimeOrUnknown(lease.updateAtMs));
    FUZZ_REQUIRE(isAmountOrUnknown(lease.durationMs, 1));
    FUZZ_REQUIRE(isTimeOrUnknown(leaseEndMs(lease)));
    if (const std::optional<qint64> granted = grantedMs(lease))
        FUZZ_REQUIRE(*granted > 0 && *granted <= *lease.durationMs);

    // What is not known is never "expired": only a whole timed lease counts down.
    const LeasePhase phase = leasePhase(lease, InstanceStatus::Running, Now);
    const bool countsDown = phase == LeasePhase::Due || phase == LeasePhase::Urgent ||
                            phase == LeasePhase::Soon || phase == LeasePhase::Comfortable;
    const bool isWhole = lease.enabled == true && lease.createAtMs && lease.durationMs &&
                         lease.type == Lease::Type::Timing && leaseEndMs(lease);
    FUZZ_REQUIRE(countsDown == isWhole);
    if (phase == LeasePhase::Due)
        FUZZ_REQUIRE(*lease.createAtMs + *lease.durationMs <= Now);
    FUZZ_REQUIRE(!stopsAtMs(lease, InstanceStatus::Stopped));
    if (lease.enabled == false)
        FUZZ_REQUIRE(phase == LeasePhase::None);
}

void requireStorage(const InstanceStorage &storage)
{
    FUZZ_REQUIRE(isAmountOrUnknown(storage.capacityGb, 0));
    FUZZ_REQUIRE(!storageText(storage).isEmpty() && isVisible(storageText(storage)));
}

void requireInstance(const Instance &instance)
{
    requireLease(instance.lease);
    requireStorage(instance.storage);
    for (const InstanceStorage &mount : instance.extraMounts)
        requireStorage(mount);
    FUZZ_REQUIRE(isTimeOrUnknown(instance.createdAtMs));
    FUZZ_REQUIRE(isTimeOrUnknown(instance.updatedAtMs));
    FUZZ_REQUIRE(instance.status == instanceStatusFromText(instance.statusText));
    if (instance.status == InstanceStatus::Unknown) {
        for (const InstanceVerb verb : {InstanceVerb::Start, InstanceVerb::Stop, InstanceVerb::Prolong,
                                        InstanceVerb::Open, InstanceVerb::Delete})
            FUZZ_REQUIRE(!allows(instance.status, verb));
    }
    FUZZ_REQUIRE(
        std::is_sorted(instance.progress.begin(), instance.progress.end(),
                       [](const InstanceProgress &a, const InstanceProgress &b) { return a.step < b.step; }));
    for (const InstanceProgress &step : instance.progress)
        FUZZ_REQUIRE(step.step >= 0 && step.step <= 1000);

    FUZZ_REQUIRE(isVisible(displayName(instance)));
    FUZZ_REQUIRE(isVisible(ownerText(instance)) && !ownerText(instance).isEmpty());
    FUZZ_REQUIRE(isVisible(statusLabel(instance)));
    FUZZ_REQUIRE(isVisible(autoStopLabel(instance)));
    const StorageTotal total = storageTotal(QList<Instance>{instance, instance});
    FUZZ_REQUIRE(total.capacityGb >= 0 && total.unknownCapacities >= 0);
}

/// The answer is used, or there is one sentence that says why not.
template <typename T> void requireReason(const std::optional<T> &decoded, const QString &whyNot)
{
    FUZZ_REQUIRE(decoded.has_value() ? whyNot.isEmpty() : isSentence(whyNot));
}

} // namespace

void page(const QByteArray &input)
{
    QString whyNot;
    const std::optional<InstancePage> page = decodePage(input, Asked, &whyNot);
    requireReason(page, whyNot);
    if (!page)
        return;
    FUZZ_REQUIRE(page->received >= 0 && page->received <= Asked);
    FUZZ_REQUIRE(page->unreadable >= 0);
    FUZZ_REQUIRE(page->instances.size() + page->unreadable <= page->received);
    FUZZ_REQUIRE(isAmountOrUnknown(page->total, 0));
    QSet<QString> ids;
    for (const Instance &instance : page->instances) {
        FUZZ_REQUIRE(!ids.contains(instance.id));
        ids.insert(instance.id);
        requireInstance(instance);
    }
    FUZZ_REQUIRE(page->instances.isEmpty() == (page->received == page->unreadable));
}

void instance(const QByteArray &input)
{
    const QString expected = u"nb-1"_s;
    QString whyNot;
    QString whyNotSparse;
    const std::optional<Instance> whole = decodeInstance(input, expected, &whyNot);
    const std::optional<Instance> sparse = decodeSparseInstance(input, expected, &whyNotSparse);
    requireReason(whole, whyNot);
    requireReason(sparse, whyNotSparse);
    // What is good enough as a record is good enough as a write's answer, and says the same there.
    FUZZ_REQUIRE(!whole || whole == sparse);
    if (!sparse)
        return;
    FUZZ_REQUIRE(sparse->id == expected);
    requireInstance(*sparse);
}

void lease(const QByteArray &input)
{
    QString whyNot;
    const std::optional<Lease> lease = decodeLease(input, &whyNot);
    requireReason(lease, whyNot);
    if (!lease)
        return;
    requireLease(*lease);
    // What we would ask for next fits what we read.
    const qint64 target = targetForProlongBy(*lease, InstanceStatus::Running, 3'600'000, Now);
    FUZZ_REQUIRE(target >= Now + 3'600'000);
    if (lease->durationMs) {
        QString whyNotOurs;
        const std::optional<Lease> ours = decodeLease(renewalBody(*lease->durationMs), &whyNotOurs);
        FUZZ_REQUIRE(ours && ours->durationMs == lease->durationMs && ours->type == Lease::Type::Timing);
    }
}

} // namespace leasekeeper::fuzz

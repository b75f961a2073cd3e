// SPDX-License-Identifier: MIT
#include "cloudcast.h"

#include "cloudrandom.h"

namespace leasekeeper
{

using namespace Qt::StringLiterals;

namespace
{

constexpr qint64 Minute = 60'000;
constexpr qint64 Hour = 60 * Minute;
constexpr qint64 Day = 24 * Hour;

template <typename T> const T &oneOf(const QList<T> &choices, CloudRandom &random)
{
    return choices.at(qsizetype(random.below(quint32(choices.size()))));
}

/// A house of this kind: half of it runs, most of the rest is stopped, a few have failed.
CloudState drawState(CloudRandom &random)
{
    const quint32 dice = random.below(100);
    if (dice < 52)
        return CloudState::Running;
    if (dice < 90)
        return CloudState::Stopped;
    if (dice < 93)
        return CloudState::StartFailed;
    if (dice < 95)
        return CloudState::CreateFailed;
    if (dice < 97)
        return CloudState::Error;
    if (dice < 98)
        return CloudState::DeleteFailed;
    return CloudState::Frozen;
}

void drawLease(CloudRecord &record, qint64 startMs, CloudRandom &random)
{
    CloudLease &lease = record.lease;
    lease.type = u"TIMING"_s;
    if (record.state != CloudState::Running) {
        lease.grant(startMs - random.between(Hour, startMs - lease.createAtMs), Hour);
        return;
    }
    const quint32 dice = random.below(100);
    if (dice < 8)
        lease.type = u"IDLE"_s;
    else if (dice < 16)
        lease.enabled = false;
    static const QList<qint64> Grants = {Hour,     Hour,     Hour,      2 * Hour,
                                         4 * Hour, 6 * Hour, 24 * Hour, 72 * Hour};
    const qint64 grantedMs = oneOf(Grants, random);
    setTimeLeft(lease, startMs, random.between(2 * Minute, grantedMs), grantedMs);
}

} // namespace

CloudRecord inventOne(const CloudUser &owner, int number, qint64 startMs, CloudRandom &random)
{
    static const QStringList Topics = {u"bert"_s,  u"ocr"_s,     u"viz"_s,      u"etl"_s,    u"speech"_s,
                                       u"churn"_s, u"pose"_s,    u"fraud"_s,    u"lidar"_s,  u"gan"_s,
                                       u"yolo"_s,  u"tabular"_s, u"forecast"_s, u"search"_s, u"rank"_s,
                                       u"embed"_s, u"segment"_s, u"audio"_s,    u"robot"_s,  u"weather"_s};
    static const QStringList Tasks = {u"lab"_s,   u"tune"_s,  u"eval"_s, u"train"_s, u"prep"_s,
                                      u"bench"_s, u"draft"_s, u"demo"_s, u"study"_s, u"sweep"_s};
    static const QStringList Flavors = {u"modelarts.vm.cpu.2u"_s,   u"modelarts.vm.cpu.2u"_s,
                                        u"modelarts.vm.cpu.8u"_s,   u"modelarts.vm.gpu.t4"_s,
                                        u"modelarts.vm.gpu.v100"_s, u"modelarts.bm.npu.ascend910"_s};
    static const QList<qint64> Capacities = {5, 5, 20, 50, 50, 100, 200, 500};

    CloudRecord record;
    record.name = QString(oneOf(Topics, random) % u'-' % oneOf(Tasks, random) % u'-' %
                          QString::number(number).rightJustified(2, u'0'));
    record.state = drawState(random);
    record.feature = u"NOTEBOOK"_s;
    record.flavor = oneOf(Flavors, random);
    record.image = cloudImages().at(record.flavor.contains("gpu"_L1)   ? 1
                                    : record.flavor.contains("npu"_L1) ? 2
                                                                       : int(random.below(2)) * 3);
    record.ownerId = owner.id;
    record.ownerName = owner.name;
    record.workspaceId = u"0"_s;
    // At least four days: longer than the longest grant.
    record.lease.createAtMs = startMs - random.between(4 * Day, 200 * Day);
    drawLease(record, startMs, random);
    record.volume.category = random.below(6) == 0 ? u"EFS"_s : u"EVS"_s;
    record.volume.capacityGb = record.volume.category == u"EFS"_s ? 50 : oneOf(Capacities, random);
    completeRecord(record, random);
    return record;
}

void setTimeLeft(CloudLease &lease, qint64 nowMs, qint64 leftMs, qint64 grantedMs)
{
    lease.grant(nowMs + leftMs - grantedMs, grantedMs);
}

} // namespace leasekeeper

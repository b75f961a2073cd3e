// SPDX-License-Identifier: MIT
#include "cloudcast.h"

#include "cloudrandom.h"

#include <algorithm>

namespace leasekeeper
{

using namespace Qt::StringLiterals;

const QList<CloudUser> &cloudUsers()
{
    static const QList<CloudUser> Users = {{u"5b7c9a1e3d2f4a6b8c0d1e2f3a4b5c6d"_s, u"ana"_s},
                                           {u"90f1e2d3c4b5a69788776655443322aa"_s, u"li"_s},
                                           {u"0c1d2e3f405162738495a6b7c8d9eafb"_s, u"tom"_s}};
    return Users;
}

QString cloudAccountId()
{
    return u"d0a1b2c3d4e5f60718293a4b5c6d7e8f"_s;
}

QString cloudAccountName()
{
    return u"demo-house"_s;
}

QLatin1String soldOutFlavor()
{
    return QLatin1String("modelarts.bm.npu.ascend910.8");
}

const QList<CloudImage> &cloudImages()
{
    static const QList<CloudImage> Images = {
        {u"e1a07296-22a8-4f05-8bc8-e936c8e54090"_s, u"notebook2.0-mul-kernel-cpu-cp36"_s,
         u"3.3.2-release_v1"_s, u"x86_64"_s, u"BUILD_IN"_s, u"CPU, several kernels, Python 3.6"_s},
        {u"8f2d4b77-0a3c-4f4e-9c27-5b1f6a7d8e90"_s, u"pytorch2.1-cuda12.1-ubuntu22.04"_s, u"2.2.0"_s,
         u"x86_64"_s, u"BUILD_IN"_s, u"PyTorch for GPU"_s},
        {u"c4b3a291-7e6d-4c5b-8a19-08f7e6d5c4b3"_s, u"mindspore2.2-cann7.0-euler2.10"_s, u"7.0.1"_s,
         u"aarch64"_s, u"BUILD_IN"_s, u"MindSpore for Ascend"_s},
        {u"2a1b0c9d-8e7f-4a6b-9c5d-4e3f2a1b0c9d"_s, u"rstudio-spark3.1"_s, u"1.4.0"_s, u"x86_64"_s,
         u"BUILD_IN"_s, u"R and Spark"_s},
        {u"61f0e5d4-c3b2-41a0-9f8e-7d6c5b4a3f2e"_s, u"geo-stack"_s, u"2024-11"_s, u"x86_64"_s, u"DEDICATED"_s,
         u"The team's own image"_s}};
    return Images;
}

void completeRecord(CloudRecord &record, CloudRandom &random)
{
    if (record.id.isEmpty())
        record.id = random.uuid();
    record.token = random.uuid();
    if (record.image.id.isEmpty())
        record.image = cloudImages().first();
    if (record.volume.ownership.isEmpty())
        record.volume.ownership = u"MANAGED"_s;
    if (record.volume.mountPath.isEmpty())
        record.volume.mountPath = u"/home/ma-user/work"_s;
    if (record.volume.id.isEmpty())
        record.volume.id = random.uuid();
    // The record is made a few ms after its lease (section 2.1).
    if (record.createAtMs == 0)
        record.createAtMs = record.lease.createAtMs + random.between(1, 4);
    if (record.updateAtMs == 0)
        record.updateAtMs = std::max(record.createAtMs, record.lease.updateAtMs);
}

} // namespace leasekeeper

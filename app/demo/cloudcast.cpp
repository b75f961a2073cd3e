// SPDX-License-Identifier: MIT
#include "cloudcast.h"

#include "cloudrandom.h"

namespace leasekeeper
{

using namespace Qt::StringLiterals;

namespace
{

constexpr qint64 Second = 1000;
constexpr qint64 Minute = 60 * Second;
constexpr qint64 Hour = 60 * Minute;
constexpr qint64 Day = 24 * Hour;

/// Times are told by the lease, except for these.
enum class Rule { Timed, Idle, Off, Unreadable };

/// One hand-written member of the cast.
struct Role {
    QString name;
    CloudState state = CloudState::Stopped;
    QLatin1String flavor;
    int image = 0;
    qint64 ageMs = 10 * Day;
    Rule rule = Rule::Timed;
    qint64 leftMs = Hour; ///< of running ones
    qint64 grantedMs = Hour;
    QString storage = u"EVS"_s;
    qint64 storageGb = 5;
    QString description = QString();
    QString failReason = QString();
    QLatin1String pool = QLatin1String();
    qint64 stepMs = 0; ///< how long the initial transition goes on
    qint64 stopsLateMs = 0;
    int refuseDeletes = 0;
    int user = 0;
    bool codeLab = false;
    QString otherState = QString();
    QString mount = QString(); ///< an OBS folder mounted as well
    QString volumeStatus = QString();
    QString workspace = u"0"_s;
};

constexpr QLatin1String CpuFree("modelarts.vm.cpu.free");
constexpr QLatin1String Cpu2("modelarts.vm.cpu.2u");
constexpr QLatin1String Cpu8("modelarts.vm.cpu.8u");
constexpr QLatin1String T4("modelarts.vm.gpu.t4");
constexpr QLatin1String V100("modelarts.vm.gpu.v100");
constexpr QLatin1String V100x8("modelarts.bm.gpu.v100.8");
constexpr QLatin1String Ascend("modelarts.bm.npu.ascend910");
constexpr QLatin1String Custom("custom.flavor.spec.code");
constexpr QLatin1String TeamPool("pool-ml-team");

QString longName()
{
    // 128 characters, the longest name the service takes.
    const QString words = u"hyperparameter-sweep-over-learning-rate-batch-size-warmup-and-dropout-"_s;
    return QString(words % words).left(120) % u"-final-2"_s;
}

/// The most telling first: where few are asked for, only the first ones play.
QList<Role> ownRoles()
{
    using S = CloudState;
    // The marks are written as code points: nobody should have to guess what the editor hides.
    const QString bidiName = u"q3-report"_s % QChar(0x202E) % u"gpj.exe"_s;
    const QString rightToLeft = u"\u05DE\u05D5\u05D3\u05DC-\u05E9\u05E4\u05D4"_s;
    // clang-format off
    return {
        {.name = u"bert-tune"_s, .state = S::Running, .flavor = V100, .image = 1, .ageMs = 21 * Day,
         .leftMs = 8 * Minute + 43 * Second, .storageGb = 50, .description = u"Fine-tuning for the support mailbox"_s},
        {.name = u"ocr-lab"_s, .state = S::Running, .flavor = Cpu2, .ageMs = 6 * Day,
         .leftMs = 24 * Minute + 20 * Second, .description = u"Receipts, second round"_s},
        {.name = u"night-run"_s, .state = S::Running, .flavor = V100x8, .image = 1, .ageMs = 40 * Day,
         .leftMs = 28 * Hour + 10 * Minute, .grantedMs = 48 * Hour, .storage = u"SFS"_s, .storageGb = 1200,
         .description = u"Full training, started on purpose"_s, .pool = TeamPool, .mount = u"training-data"_s},
        {.name = u"etl-old"_s, .state = S::Error, .flavor = Cpu2, .ageMs = 160 * Day,
         .failReason = u"The node of this instance is not reachable."_s},
        {.name = u"viz"_s, .state = S::Running, .flavor = Cpu8, .image = 3, .ageMs = 33 * Day, .rule = Rule::Off,
         .storageGb = 20, .description = u"Dashboards for the weekly meeting"_s},
        {.name = u"codelab"_s, .state = S::Running, .flavor = CpuFree, .ageMs = 9 * Hour,
         .leftMs = 42 * Minute + 30 * Second, .storage = u"EFS"_s, .storageGb = 0, .codeLab = true},
        {.name = u"demo-free"_s, .state = S::Stopped, .flavor = CpuFree, .ageMs = 5 * Day},
        {.name = u"speech-asr"_s, .state = S::Creating, .flavor = V100, .image = 1, .ageMs = 70 * Second,
         .storageGb = 100, .stepMs = 5 * Minute},
        {.name = u"rag-eval"_s, .state = S::Starting, .flavor = T4, .image = 1, .ageMs = 12 * Day, .storageGb = 50,
         .stepMs = 4 * Minute},
        {.name = u"churn-model"_s, .state = S::Stopping, .flavor = Cpu8, .ageMs = 18 * Day, .storageGb = 20,
         .stepMs = 3 * Minute + 30 * Second},
        {.name = u"gan-faces"_s, .state = S::Snapshotting, .flavor = V100, .image = 1, .ageMs = 3 * Day,
         .leftMs = 3 * Hour + 12 * Minute, .grantedMs = 4 * Hour, .storageGb = 100, .stepMs = 6 * Minute},
        {.name = u"tmp-0815"_s, .state = S::Deleting, .flavor = Cpu2, .ageMs = 2 * Day, .stepMs = 6 * Minute},
        {.name = u"scratch"_s, .state = S::Deleted, .flavor = Cpu2, .ageMs = 4 * Day},
        {.name = u"llm-lora"_s, .state = S::StartFailed, .flavor = V100x8, .image = 1, .ageMs = 15 * Day,
         .storageGb = 500, .failReason = u"Starting timed out while the storage was being mounted."_s,
         .pool = TeamPool},
        {.name = u"quant-int8"_s, .state = S::CreateFailed, .flavor = Ascend, .image = 2, .ageMs = 26 * Hour,
         .failReason = u"The image could not be pulled."_s},
        {.name = u"old-poc"_s, .state = S::DeleteFailed, .flavor = Cpu2, .ageMs = 300 * Day,
         .failReason = u"The volume is still in use."_s, .refuseDeletes = 1},
        {.name = u"invoice-ai"_s, .state = S::Frozen, .flavor = Cpu8, .ageMs = 90 * Day, .storageGb = 50},
        {.name = u"vision-2"_s, .state = S::Init, .flavor = T4, .image = 1, .ageMs = 15 * Second, .storageGb = 50,
         .stepMs = 4 * Minute},
        {.name = u"data-prep"_s, .state = S::Other, .flavor = Cpu8, .ageMs = 11 * Day, .storageGb = 20,
         .otherState = u"MIGRATING"_s},
        {.name = u"pose-net"_s, .state = S::Running, .flavor = T4, .image = 1, .ageMs = 8 * Day,
         .leftMs = -5 * Second, .storageGb = 20, .stopsLateMs = 3 * Minute},
        {.name = u"sync-job"_s, .state = S::Running, .flavor = Cpu2, .ageMs = 64 * Day, .leftMs = -17 * Minute,
         .stopsLateMs = 12 * Hour},
        {.name = u"notes-idle"_s, .state = S::Running, .flavor = Cpu2, .ageMs = 13 * Day, .rule = Rule::Idle},
        {.name = u"sensor-fusion"_s, .state = S::Running, .flavor = Ascend, .image = 2, .ageMs = 28 * Day,
         .rule = Rule::Unreadable, .storageGb = 50},
        {.name = u"fraud-graph"_s, .state = S::Running, .flavor = Cpu8, .ageMs = 19 * Day,
         .leftMs = 3 * Hour + 12 * Minute + 30 * Second, .grantedMs = 4 * Hour, .storageGb = 100},
        {.name = u"weekly-report"_s, .state = S::Running, .flavor = Cpu2, .image = 3, .ageMs = 120 * Day,
         .leftMs = 70 * Hour + 5 * Minute, .grantedMs = 72 * Hour},
        {.name = u"ascend-eval"_s, .state = S::Stopped, .flavor = soldOutFlavor(), .image = 2, .ageMs = 44 * Day,
         .storageGb = 100, .description = u"Start me and see: the flavor is sold out"_s},
        {.name = u"shared-corpus"_s, .state = S::Stopped, .flavor = Cpu8, .ageMs = 52 * Day, .storage = u"SFS"_s,
         .storageGb = 1200, .description = u"Same storage as night-run"_s},
        {.name = u"數據清洗-日本語-데이터"_s, .state = S::Running, .flavor = Cpu8, .ageMs = 7 * Day,
         .leftMs = 1 * Hour + 58 * Minute, .grantedMs = 2 * Hour, .storageGb = 20,
         .description = u"训练数据清洗"_s},
        {.name = u"Größenmaßstab-Übung"_s, .state = S::Stopped, .flavor = Cpu2, .ageMs = 17 * Day},
        {.name = u"<b>bold</b><img src=x>"_s, .state = S::Stopped, .flavor = Cpu2, .ageMs = 71 * Day,
         .description = u"<a href=\"https://example.invalid\">not a link</a>"_s},
        {.name = longName(), .state = S::Running, .flavor = V100, .image = 1, .ageMs = 2 * Day,
         .leftMs = 5 * Hour + 40 * Minute, .grantedMs = 6 * Hour, .storageGb = 50},
        {.name = rightToLeft, .state = S::Stopped, .flavor = T4, .image = 1, .ageMs = 25 * Day, .storageGb = 20},
        {.name = bidiName, .state = S::Stopped, .flavor = Cpu2, .ageMs = 39 * Day},
        {.name = u"=SUM(A1:A9)"_s, .state = S::Stopped, .flavor = Cpu2, .ageMs = 84 * Day},
        {.name = u"tab-baseline"_s, .state = S::Stopped, .flavor = Cpu8, .image = 3, .ageMs = 30 * Day,
         .storage = u"EFS"_s, .storageGb = 50, .refuseDeletes = 1},
        {.name = u"geo-tiles"_s, .state = S::Running, .flavor = Custom, .image = 4, .ageMs = 5 * Day,
         .leftMs = 55 * Minute, .storageGb = 200, .pool = TeamPool, .mount = u"tiles"_s,
         .volumeStatus = u"RESIZING"_s, .workspace = u"7a1f0c52e0f34ab1a7d0d9e1d2b3c4e5"_s},
    };
    // clang-format on
}

QList<Role> foreignRoles()
{
    using S = CloudState;
    // clang-format off
    return {
        {.name = u"lidar-map"_s, .state = S::Running, .flavor = V100, .image = 1, .ageMs = 16 * Day,
         .leftMs = 2 * Hour + 20 * Minute, .grantedMs = 4 * Hour, .storageGb = 100, .user = 1},
        {.name = u"payroll-forecast"_s, .state = S::Stopped, .flavor = Cpu2, .ageMs = 22 * Day, .user = 2},
        {.name = u"codelab"_s, .state = S::Stopped, .flavor = CpuFree, .ageMs = 30 * Hour, .storage = u"EFS"_s,
         .storageGb = 0, .user = 1, .codeLab = true},
        {.name = u"churn-dash"_s, .state = S::Running, .flavor = Cpu8, .image = 3, .ageMs = 48 * Day,
         .rule = Rule::Off, .storageGb = 20, .user = 2},
        {.name = u"codelab"_s, .state = S::Running, .flavor = CpuFree, .ageMs = 3 * Hour, .leftMs = 12 * Minute,
         .storage = u"EFS"_s, .storageGb = 0, .user = 2, .codeLab = true},
        {.name = u"ocr-lab"_s, .state = S::Running, .flavor = Cpu2, .ageMs = 3 * Day, .leftMs = 31 * Minute,
         .description = u"Same name, other owner"_s, .user = 1},
    };
    // clang-format on
}

void setLease(CloudRecord &record, const Role &role, qint64 startMs)
{
    CloudLease &lease = record.lease;
    lease.createAtMs = startMs - role.ageMs;
    lease.type = role.rule == Rule::Idle ? u"IDLE"_s : u"TIMING"_s;
    lease.enabled = role.rule != Rule::Off;
    record.leaseUnreadable = role.rule == Rule::Unreadable;
    switch (role.state) {
    case CloudState::Running:
    case CloudState::Snapshotting:
        setTimeLeft(lease, startMs, role.leftMs, role.grantedMs);
        break;
    case CloudState::Init:
    case CloudState::Creating:
    case CloudState::CreateFailed:
        lease.grant(lease.createAtMs, role.grantedMs);
        break;
    case CloudState::Starting:
        lease.grant(startMs - 20 * Second, role.grantedMs);
        break;
    case CloudState::Stopping:
    case CloudState::Stopped:
    case CloudState::StartFailed:
    case CloudState::DeleteFailed:
    case CloudState::Error:
    case CloudState::Frozen:
    case CloudState::Deleting:
    case CloudState::Deleted:
    case CloudState::Other:
        lease.grant(startMs - role.ageMs / 3, role.grantedMs);
        break;
    }
}

CloudRecord play(const Role &role, qint64 startMs, CloudRandom &random)
{
    const CloudUser &user = cloudUsers().at(role.user);
    CloudRecord record;
    record.name = role.name;
    record.description = role.description;
    record.state = role.state;
    record.otherState = role.otherState;
    record.feature = role.codeLab ? u"DEFAULT"_s : u"NOTEBOOK"_s;
    record.flavor = role.flavor;
    record.image = cloudImages().at(role.image);
    record.ownerId = user.id;
    record.ownerName = user.name;
    record.workspaceId = role.workspace;
    record.failReason = role.failReason;
    record.soldOut = role.flavor == soldOutFlavor();
    record.refuseDeletes = role.refuseDeletes;
    record.stopsLateMs = role.stopsLateMs;
    record.stepMs = role.stepMs;
    if (role.state == CloudState::Deleted || role.state == CloudState::Deleting)
        record.deletedForMs = Hour; // long enough to be met
    record.transitionEndMs = startMs + (role.state == CloudState::Deleted ? Hour : role.stepMs);
    setLease(record, role, startMs);
    record.volume.category = role.storage;
    record.volume.capacityGb = role.storageGb;
    record.volume.status = role.volumeStatus;
    if (role.storage == u"SFS"_s) {
        record.volume.ownership = u"DEDICATED"_s;
        record.volume.id = u"3f0c6c1e-6b1f-4a55-9d7b-2f3a4c5d6e7f"_s;
        record.volume.uri = u"sfs-turbo.demo.invalid:/corpus"_s;
    }
    if (!role.mount.isEmpty()) {
        CloudVolume mount;
        mount.category = u"OBS"_s;
        mount.mountPath = QString(u"/data/"_s % role.mount);
        mount.uri = QString(u"obs://ml-team/"_s % role.mount % u'/');
        mount.status = u"MOUNTED"_s;
        record.mounts.append(mount);
    }
    if (!role.pool.isEmpty()) {
        record.poolName = role.pool;
        record.poolId = u"pool5c3b1a9e"_s;
    }
    completeRecord(record, random);
    return record;
}

} // namespace

QList<CloudRecord> inventCast(int count, int others, qint64 startMs, CloudRandom &random)
{
    QList<CloudRecord> cast;
    cast.reserve(count + others);
    const QList<Role> own = ownRoles();
    for (int i = 0; i < count; ++i) {
        cast.append(i < own.size() ? play(own.at(i), startMs, random)
                                   : inventOne(cloudUsers().first(), i, startMs, random));
    }
    const QList<Role> foreign = foreignRoles();
    for (int i = 0; i < others; ++i) {
        cast.append(i < foreign.size() ? play(foreign.at(i), startMs, random)
                                       : inventOne(cloudUsers().at(1 + i % 2), count + i, startMs, random));
    }
    return cast;
}

} // namespace leasekeeper

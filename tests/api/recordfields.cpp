// SPDX-License-Identifier: MIT
#include "recordfields.h"

#include "instancejson.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

namespace leasekeeper::test
{

using namespace Qt::StringLiterals;

namespace
{

QString number(const std::optional<qint64> &value)
{
    return value ? QString::number(*value) : u"unknown"_s;
}

QString flag(const std::optional<bool> &value)
{
    return value ? (*value ? u"true"_s : u"false"_s) : u"unknown"_s;
}

QString steps(const Instance &instance)
{
    QString text;
    for (const InstanceProgress &step : instance.progress)
        text += u"%1 %2 %3;"_s.arg(step.step).arg(step.status, step.description);
    return text;
}

QString mounts(const Instance &instance)
{
    QString text;
    for (const InstanceStorage &mount : instance.extraMounts)
        text += u"%1 %2 %3 %4;"_s.arg(mount.category, mount.mountPath, mount.uri, mount.status);
    return text;
}

} // namespace

QJsonValue json(const QByteArray &text)
{
    return QJsonDocument::fromJson(QByteArray("[" + text + "]")).array().first();
}

const QList<RecordField> &recordFields()
{
    static const QList<RecordField> all = {
        {{u"name"_s}, u"ocr-lab"_s, u"ocr-lab"_s, [](const Instance &i) { return i.name; }},
        {{u"description"_s}, u"d"_s, u"d"_s, [](const Instance &i) { return i.description; }},
        {{u"status"_s}, u"RUNNING"_s, u"RUNNING"_s, [](const Instance &i) { return i.statusText; }},
        {{u"feature"_s}, u"NOTEBOOK"_s, u"NOTEBOOK"_s, [](const Instance &i) { return i.feature; }},
        {{u"flavor"_s},
         u"modelarts.vm.cpu.2u"_s,
         u"modelarts.vm.cpu.2u"_s,
         [](const Instance &i) { return i.flavor; }},
        {{u"image"_s, u"id"_s}, u"i1"_s, u"i1"_s, [](const Instance &i) { return i.image.id; }},
        {{u"image"_s, u"name"_s}, u"pytorch"_s, u"pytorch"_s, [](const Instance &i) { return i.image.name; }},
        {{u"image"_s, u"tag"_s}, u"v1"_s, u"v1"_s, [](const Instance &i) { return i.image.tag; }},
        {{u"image"_s, u"type"_s},
         u"BUILD_IN"_s,
         u"BUILD_IN"_s,
         [](const Instance &i) { return i.image.type; }},
        {{u"lease"_s, u"create_at"_s},
         qint64(1687656452470),
         u"1687656452470"_s,
         [](const Instance &i) { return number(i.lease.createAtMs); }},
        {{u"lease"_s, u"duration"_s},
         4657544,
         u"4657544"_s,
         [](const Instance &i) { return number(i.lease.durationMs); }},
        {{u"lease"_s, u"enable"_s}, true, u"true"_s, [](const Instance &i) { return flag(i.lease.enabled); }},
        {{u"lease"_s, u"update_at"_s},
         qint64(1687657510014),
         u"1687657510014"_s,
         [](const Instance &i) { return number(i.lease.updateAtMs); }},
        {{u"lease"_s, u"type"_s}, u"IDLE"_s, u"IDLE"_s, [](const Instance &i) { return i.lease.typeText; }},
        {{u"volume"_s, u"category"_s},
         u"EVS"_s,
         u"EVS"_s,
         [](const Instance &i) { return i.storage.category; }},
        {{u"volume"_s, u"ownership"_s},
         u"MANAGED"_s,
         u"MANAGED"_s,
         [](const Instance &i) { return i.storage.ownership; }},
        {{u"volume"_s, u"capacity"_s},
         50,
         u"50"_s,
         [](const Instance &i) { return number(i.storage.capacityGb); }},
        {{u"volume"_s, u"mount_path"_s},
         u"/home/ma-user/work/"_s,
         u"/home/ma-user/work/"_s,
         [](const Instance &i) { return i.storage.mountPath; }},
        {{u"volume"_s, u"status"_s},
         u"RESIZING"_s,
         u"RESIZING"_s,
         [](const Instance &i) { return i.storage.status; }},
        {{u"volume"_s, u"uri"_s},
         u"sfs://x"_s,
         u"sfs://x"_s,
         [](const Instance &i) { return i.storage.uri; }},
        {{u"volume"_s, u"id"_s}, u"v1"_s, u"v1"_s, [](const Instance &i) { return i.storage.id; }},
        {{u"data_volumes"_s},
         json(
             R"([{"category":"OBS","mount_path":"/data","url":"obs://b","status":"MOUNTED"},7,{"uri":"obs://c"}])"),
         u"OBS /data obs://b MOUNTED;  obs://c ;"_s,
         mounts},
        {{u"pool"_s, u"id"_s}, u"p1"_s, u"p1"_s, [](const Instance &i) { return i.poolId; }},
        {{u"pool"_s, u"name"_s}, u"pool"_s, u"pool"_s, [](const Instance &i) { return i.poolName; }},
        {{u"user"_s, u"name"_s}, u"ana"_s, u"ana"_s, [](const Instance &i) { return i.ownerName; }},
        {{u"user_id"_s}, u"u1"_s, u"u1"_s, [](const Instance &i) { return i.ownerId; }},
        {{u"workspace_id"_s}, u"0"_s, u"0"_s, [](const Instance &i) { return i.workspaceId; }},
        {{u"fail_reason"_s}, u"no disk"_s, u"no disk"_s, [](const Instance &i) { return i.failReason; }},
        {{u"action_progress"_s},
         json(
             R"([{"step":2,"status":"WAITING","step_description":"old"},{"step":1,"status":"COMPLETED","description":"new"},"x"])"),
         u"1 COMPLETED new;2 WAITING old;"_s,
         steps},
        {{u"billing_items"_s},
         json(R"(["STORAGE",7,"COMPUTE"])"),
         u"STORAGE,COMPUTE"_s,
         [](const Instance &i) { return i.billingItems.join(u','); }},
        {{u"url"_s},
         u"https://authoring/lab"_s,
         u"https://authoring/lab"_s,
         [](const Instance &i) { return i.url; }},
        {{u"token"_s}, u"t"_s, u"t"_s, [](const Instance &i) { return QString::fromUtf8(i.token.reveal()); }},
        {{u"create_at"_s},
         qint64(1687656452471),
         u"1687656452471"_s,
         [](const Instance &i) { return number(i.createdAtMs); }},
        {{u"update_at"_s},
         qint64(1687656452472),
         u"1687656452472"_s,
         [](const Instance &i) { return number(i.updatedAtMs); }},
    };
    return all;
}

QJsonObject with(QJsonObject object, const QList<QString> &path, const QJsonValue &value)
{
    if (path.size() == 1)
        object.insert(path.first(), value);
    else
        object.insert(path.first(), with(object.value(path.first()).toObject(), path.mid(1), value));
    return object;
}

QJsonObject without(QJsonObject object, const QList<QString> &path)
{
    if (path.size() == 1)
        object.remove(path.first());
    else
        object.insert(path.first(), without(object.value(path.first()).toObject(), path.mid(1)));
    return object;
}

/// A record in which every field is good.
QJsonObject fullRecord()
{
    QJsonObject record{{u"id"_s, u"id-1"_s}, {u"a field of the future"_s, QJsonArray{1, 2}}};
    for (const RecordField &field : recordFields())
        record = with(record, field.path, field.value);
    return record;
}

QByteArray page(const QList<QByteArray> &records)
{
    return QByteArray("{\"current\":0,\"data\":[" + records.join(',') +
                      "],\"pages\":1,\"size\":50,\"total\":9}");
}

Instance decodeOne(const QJsonObject &record)
{
    const auto decoded =
        decodePage(page({QJsonDocument(record).toJson(QJsonDocument::Compact)}), 50, nullptr);
    if (!decoded || decoded->instances.size() != 1)
        QTest::qFail("The record was lost.", __FILE__, __LINE__);
    return decoded && !decoded->instances.isEmpty() ? decoded->instances.first() : Instance{};
}

} // namespace leasekeeper::test

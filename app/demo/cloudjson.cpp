// SPDX-License-Identifier: MIT
#include "cloudjson.h"

#include "cloudcast.h"

#include <QJsonArray>
#include <QJsonDocument>

namespace leasekeeper::cloudjson
{

using namespace Qt::StringLiterals;

namespace
{

void putText(QJsonObject &object, QLatin1String key, const QString &text)
{
    if (!text.isEmpty())
        object.insert(key, text);
}

QJsonObject image(const CloudImage &image, Detail detail)
{
    QJsonObject json{
        {u"id"_s, image.id},
        {u"name"_s, image.name},
        {u"tag"_s, image.tag},
        {u"type"_s, image.type},
        {u"description"_s, image.description},
        {u"swr_path"_s, QString(u"swr.demo.invalid/atelier/"_s % image.name % u':' % image.tag)}};
    if (detail == Detail::Shown) {
        json.insert(u"arch"_s, image.arch);
        json.insert(u"status"_s, u"ACTIVE"_s);
        json.insert(u"service_type"_s, u"COMMON"_s);
        json.insert(u"dev_services"_s, QJsonArray{u"NOTEBOOK"_s, u"SSH"_s});
        json.insert(u"visibility"_s, image.type == u"BUILD_IN"_s ? u"PUBLIC"_s : u"PRIVATE"_s);
    }
    return json;
}

QJsonObject volume(const CloudVolume &volume)
{
    QJsonObject json;
    putText(json, "category"_L1, volume.category);
    putText(json, "ownership"_L1, volume.ownership);
    putText(json, "mount_path"_L1, volume.mountPath);
    putText(json, "status"_L1, volume.status);
    putText(json, "uri"_L1, volume.uri);
    putText(json, "id"_L1, volume.id);
    if (volume.capacityGb > 0)
        json.insert(u"capacity"_s, volume.capacityGb);
    return json;
}

QJsonArray mounts(const QList<CloudVolume> &volumes)
{
    QJsonArray list;
    for (const CloudVolume &mount : volumes) {
        list.append(QJsonObject{{u"category"_s, mount.category},
                                {u"mount_path"_s, mount.mountPath},
                                {u"url"_s, mount.uri},
                                {u"status"_s, mount.status},
                                {u"mount_type"_s, u"DYNAMIC"_s}});
    }
    return list;
}

/// The four steps of coming up; empty where it does not come up.
QJsonArray progress(CloudState state)
{
    int done = 0;
    QString word = u"PROCESSING"_s;
    if (state == CloudState::Creating) {
        done = 2;
    } else if (state == CloudState::Starting) {
        done = 1;
    } else if (state == CloudState::CreateFailed || state == CloudState::StartFailed) {
        done = 1;
        word = u"FAILED"_s;
    } else if (state != CloudState::Init) {
        return {};
    }
    const QStringList steps = {u"Preparing storage"_s, u"Preparing compute resources"_s,
                               u"Configuring network"_s, u"Initializing instance"_s};
    QJsonArray list;
    for (int i = int(steps.size()) - 1; i >= 0; --i) { // the service does not sort them either
        const QString status = i < done ? u"COMPLETED"_s : i == done ? word : u"WAITING"_s;
        list.append(QJsonObject{{u"step"_s, i + 1}, {u"status"_s, status}, {u"description"_s, steps.at(i)}});
    }
    return list;
}

QJsonObject customSpec()
{
    return {{u"cpu"_s, 12},
            {u"memory"_s, 96},
            {u"gpu"_s, 1},
            {u"gpu_type"_s, u"t4"_s},
            {u"arch"_s, u"x86_64"_s},
            {u"category"_s, u"GPU"_s},
            {u"resource_flavor"_s, u"modelarts.pool.visual.xlarge"_s}};
}

} // namespace

QJsonObject lease(const CloudRecord &record)
{
    const CloudLease &lease = record.lease;
    return {{u"create_at"_s, lease.createAtMs},
            {u"duration"_s, record.leaseUnreadable ? QJsonValue() : QJsonValue(lease.durationMs)},
            {u"enable"_s, lease.enabled},
            {u"type"_s, lease.type},
            {u"update_at"_s, lease.updateAtMs}};
}

QJsonObject notebook(const CloudRecord &record, Detail detail)
{
    const QString url = u"https://authoring-modelarts.demo.invalid/"_s % record.id % u"/lab"_s;
    QJsonObject json{{u"id"_s, record.id},
                     {u"name"_s, record.name},
                     {u"description"_s, record.description},
                     {u"status"_s, record.stateText()},
                     {u"feature"_s, record.feature},
                     {u"flavor"_s, record.flavor},
                     {u"image"_s, image(record.image, detail)},
                     {u"lease"_s, lease(record)},
                     {u"volume"_s, volume(record.volume)},
                     {u"create_at"_s, record.createAtMs},
                     {u"update_at"_s, record.updateAtMs},
                     {u"workspace_id"_s, record.workspaceId},
                     {u"user_id"_s, record.ownerId}};
    QJsonObject user{{u"id"_s, record.ownerId}, {u"name"_s, record.ownerName}};
    if (detail == Detail::Shown) {
        user.insert(u"domain"_s, QJsonObject{{u"id"_s, cloudAccountId()}, {u"name"_s, cloudAccountName()}});
    }
    json.insert(u"user"_s, user);
    if (record.flavor == "custom.flavor.spec.code"_L1)
        json.insert(u"custom_spec"_s, customSpec());
    if (record.hasToken()) {
        json.insert(u"url"_s, url);
        json.insert(u"token"_s, record.token);
        json.insert(u"endpoints"_s, QJsonArray{QJsonObject{{u"service"_s, u"NOTEBOOK"_s}, {u"uri"_s, url}}});
    }
    if (detail != Detail::Acted) {
        json.insert(u"billing_items"_s,
                    record.state == CloudState::Running ? QJsonArray{u"COMPUTE"_s} : QJsonArray());
    }
    if (!record.mounts.isEmpty())
        json.insert(u"data_volumes"_s, mounts(record.mounts));
    if (!record.poolId.isEmpty())
        json.insert(u"pool"_s, QJsonObject{{u"id"_s, record.poolId}, {u"name"_s, record.poolName}});
    putText(json, "fail_reason"_L1, record.failReason);
    if (const QJsonArray steps = progress(record.state); !steps.isEmpty())
        json.insert(u"action_progress"_s, steps);
    return json;
}

QJsonObject error(const CloudRefusal &refusal)
{
    const QString number = QString::number(refusal.code).rightJustified(4, u'0');
    return {{u"error_code"_s, QString(u"ModelArts."_s % number)}, {u"error_msg"_s, refusal.words}};
}

QJsonObject gatewayError(const QString &code, const QString &words, const QString &requestId)
{
    return {{u"error_msg"_s, words}, {u"error_code"_s, code}, {u"request_id"_s, requestId}};
}

QByteArray bytes(const QJsonObject &object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

} // namespace leasekeeper::cloudjson

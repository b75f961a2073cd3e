// SPDX-License-Identifier: MIT
#include "instancejson.h"

#include "jsonvalues.h"

#include <QCoreApplication>
#include <QHash>
#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>
#include <utility>

namespace leasekeeper
{

using namespace Qt::StringLiterals;

namespace
{

struct Text {
    Q_DECLARE_TR_FUNCTIONS(leasekeeper::InstanceJson)
};

/// The first of these fields that holds text. Several spellings of one field are in use.
QString text(const QJsonObject &object, std::initializer_list<QLatin1StringView> keys)
{
    for (const QLatin1StringView key : keys) {
        const QString value = object.value(key).toString();
        if (!value.isEmpty())
            return value;
    }
    return {};
}

/// Null where there is none; an empty text is not.
QString text(const QJsonObject &object, QLatin1StringView key)
{
    const QJsonValue value = object.value(key);
    const QString found = value.toString();
    return value.isString() && found.isNull() ? u""_s : found;
}

std::optional<qint64> timeMs(const QJsonObject &object, QLatin1StringView key)
{
    const std::optional<qint64> ms = wholeNumber(object.value(key));
    return ms && isPlausibleTimeMs(*ms) ? ms : std::nullopt;
}

/// A duration or a size: nothing below `least` makes sense.
std::optional<qint64> amount(const QJsonObject &object, QLatin1StringView key, qint64 least)
{
    const std::optional<qint64> value = wholeNumber(object.value(key));
    return value && *value >= least ? value : std::nullopt;
}

std::optional<bool> flag(const QJsonObject &object, QLatin1StringView key)
{
    const QJsonValue value = object.value(key);
    return value.isBool() ? std::optional(value.toBool()) : std::nullopt;
}

Lease::Type leaseType(const QJsonValue &value)
{
    // Older answers have no type at all; a type of the wrong kind is something else.
    if (value.isUndefined() || value.isNull())
        return Lease::Type::Timing;
    const QString written = value.toString();
    if (written.compare("TIMING"_L1, Qt::CaseInsensitive) == 0)
        return Lease::Type::Timing;
    if (written.compare("IDLE"_L1, Qt::CaseInsensitive) == 0)
        return Lease::Type::Idle;
    return Lease::Type::Unknown;
}

Lease lease(const QJsonObject &object)
{
    Lease lease;
    lease.createAtMs = timeMs(object, "create_at"_L1);
    lease.durationMs = amount(object, "duration"_L1, 1);
    lease.enabled = flag(object, "enable"_L1);
    lease.updateAtMs = timeMs(object, "update_at"_L1);
    lease.type = leaseType(object.value("type"_L1));
    lease.typeText = text(object, "type"_L1);
    return lease;
}

InstanceImage image(const QJsonObject &object)
{
    InstanceImage image;
    image.id = text(object, "id"_L1);
    image.name = text(object, "name"_L1);
    image.tag = text(object, "tag"_L1);
    image.type = text(object, "type"_L1);
    return image;
}

InstanceStorage storage(const QJsonObject &object)
{
    InstanceStorage storage;
    storage.category = text(object, "category"_L1);
    storage.ownership = text(object, "ownership"_L1);
    storage.capacityGb = amount(object, "capacity"_L1, 0);
    storage.mountPath = text(object, "mount_path"_L1);
    storage.status = text(object, "status"_L1);
    storage.uri = text(object, {"uri"_L1, "url"_L1});
    storage.id = text(object, "id"_L1);
    return storage;
}

QList<InstanceStorage> mounts(const QJsonArray &array)
{
    QList<InstanceStorage> mounts;
    for (const QJsonValue &value : array) {
        if (value.isObject())
            mounts.append(storage(value.toObject()));
    }
    return mounts;
}

QList<InstanceProgress> progress(const QJsonArray &array)
{
    constexpr qint64 MaxStep = 1000;
    QList<InstanceProgress> steps;
    for (const QJsonValue &value : array) {
        if (!value.isObject())
            continue;
        const QJsonObject object = value.toObject();
        InstanceProgress step;
        step.step = int(std::min(amount(object, "step"_L1, 0).value_or(0), MaxStep));
        step.status = text(object, "status"_L1);
        step.description = text(object, {"description"_L1, "step_description"_L1});
        steps.append(step);
    }
    std::stable_sort(steps.begin(), steps.end(),
                     [](const InstanceProgress &a, const InstanceProgress &b) { return a.step < b.step; });
    return steps;
}

QStringList texts(const QJsonArray &array)
{
    QStringList texts;
    for (const QJsonValue &value : array) {
        if (value.isString())
            texts.append(value.toString());
    }
    return texts;
}

/// Everything but the id.
Instance record(const QJsonObject &object)
{
    Instance instance;
    instance.name = text(object, "name"_L1);
    instance.description = text(object, "description"_L1);
    instance.statusText = text(object, "status"_L1);
    instance.status = instanceStatusFromText(instance.statusText);
    instance.feature = text(object, "feature"_L1);
    instance.flavor = text(object, "flavor"_L1);
    instance.image = image(object.value("image"_L1).toObject());
    instance.lease = lease(object.value("lease"_L1).toObject());
    instance.storage = storage(object.value("volume"_L1).toObject());
    instance.extraMounts = mounts(object.value("data_volumes"_L1).toArray());
    const QJsonObject pool = object.value("pool"_L1).toObject();
    instance.poolId = text(pool, "id"_L1);
    instance.poolName = text(pool, "name"_L1);
    const QJsonObject user = object.value("user"_L1).toObject();
    instance.ownerId = text(object, "user_id"_L1);
    if (instance.ownerId.isEmpty())
        instance.ownerId = text(user, "id"_L1);
    instance.ownerName = text(user, "name"_L1);
    instance.workspaceId = text(object, {"workspace_id"_L1, "workspaceId"_L1});
    instance.failReason = text(object, "fail_reason"_L1);
    instance.progress = progress(object.value("action_progress"_L1).toArray());
    instance.billingItems = texts(object.value("billing_items"_L1).toArray());
    instance.url = text(object, "url"_L1);
    instance.token = Secret(text(object, "token"_L1).toUtf8());
    instance.createdAtMs = timeMs(object, "create_at"_L1);
    if (!instance.createdAtMs)
        instance.createdAtMs = instance.lease.createAtMs;
    instance.updatedAtMs = timeMs(object, "update_at"_L1);
    return instance;
}

template <typename T> std::optional<T> refuse(const QString &reason, QString *whyNot)
{
    if (whyNot)
        *whyNot = reason;
    return std::nullopt;
}

} // namespace

std::optional<InstancePage> decodePage(const QByteArray &body, int asked, QString *whyNot)
{
    const std::optional<QJsonObject> answer = parseJsonObject(body, whyNot);
    if (!answer)
        return std::nullopt;
    const QJsonValue data = answer->value("data"_L1);
    if (!data.isArray() && !data.isNull() && !data.isUndefined())
        return refuse<InstancePage>(Text::tr("Its list of instances is no list."), whyNot);
    // A service that has no instances says so in one way or the other.
    if (data.isUndefined() && !answer->value("total"_L1).isDouble())
        return refuse<InstancePage>(Text::tr("It holds no list of instances."), whyNot);
    const QJsonArray records = data.toArray();
    if (records.size() > asked)
        return refuse<InstancePage>(Text::tr("It lists more instances than were asked for."), whyNot);

    InstancePage page;
    page.received = int(records.size());
    page.total = amount(*answer, "total"_L1, 0);
    QHash<QString, qsizetype> places;
    places.reserve(records.size());
    page.instances.reserve(records.size());
    for (const QJsonValue &value : records) {
        const QJsonObject object = value.toObject();
        const QJsonValue id = object.value("id"_L1);
        if (!id.isString()) {
            ++page.unreadable;
            continue;
        }
        Instance instance = record(object);
        instance.id = id.toString();
        const auto known = places.constFind(instance.id);
        if (known != places.constEnd()) {
            page.instances[*known] = std::move(instance);
            continue;
        }
        places.insert(instance.id, page.instances.size());
        page.instances.append(std::move(instance));
    }
    return page;
}

std::optional<Instance> decodeInstance(const QByteArray &body, const QString &expectedId, QString *whyNot)
{
    const std::optional<QJsonObject> object = parseJsonObject(body, whyNot);
    if (!object)
        return std::nullopt;
    if (text(*object, "id"_L1) != expectedId)
        return refuse<Instance>(Text::tr("It is not about the instance that was asked for."), whyNot);
    Instance instance = record(*object);
    instance.id = expectedId;
    return instance;
}

std::optional<Instance> decodeSparseInstance(const QByteArray &body, const QString &expectedId,
                                             QString *whyNot)
{
    const std::optional<QJsonObject> object = parseJsonObject(body, whyNot);
    if (!object)
        return std::nullopt;
    const QString id = text(*object, "id"_L1);
    if (!id.isEmpty() && id != expectedId)
        return refuse<Instance>(Text::tr("It is not about the instance that was asked for."), whyNot);
    Instance instance = record(*object);
    instance.id = expectedId;
    return instance;
}

std::optional<Lease> decodeLease(const QByteArray &body, QString *whyNot)
{
    const std::optional<QJsonObject> object = parseJsonObject(body, whyNot);
    return object ? std::optional(lease(*object)) : std::nullopt;
}

QByteArray renewalBody(qint64 durationMs)
{
    // Lower case on purpose: requests and answers differ in that.
    const QJsonObject body{{u"duration"_s, durationMs}, {u"type"_s, u"timing"_s}};
    return QJsonDocument(body).toJson(QJsonDocument::Compact);
}

} // namespace leasekeeper

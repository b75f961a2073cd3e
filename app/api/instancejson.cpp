// SPDX-License-Identifier: MIT
#include "instancejson.h"

#include "jsonfields.h"
#include "jsonvalues.h"
#include "redact.h"

#include <QCoreApplication>
#include <QHash>
#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>
#include <array>
#include <utility>

namespace leasekeeper
{

using namespace Qt::StringLiterals;

namespace
{

struct Text {
    Q_DECLARE_TR_FUNCTIONS(leasekeeper::InstanceJson)
};

/// Null where there is none; an empty text is not.
QString text(const QJsonValueConstRef &value)
{
    const QString found = value.toString();
    return found.isNull() && value.isString() ? u""_s : found;
}

/// Several spellings of one field are in use: whichever holds text.
void takeText(QString &text, const QJsonValueConstRef &value)
{
    const QString found = value.toString();
    if (!found.isEmpty())
        text = found;
}

std::optional<qint64> timeMs(const QJsonValue &value)
{
    const std::optional<qint64> ms = wholeNumber(value);
    return ms && isPlausibleTimeMs(*ms) ? ms : std::nullopt;
}

/// A duration or a size: nothing below `least` makes sense.
std::optional<qint64> amount(const QJsonValue &value, qint64 least)
{
    const std::optional<qint64> number = wholeNumber(value);
    return number && *number >= least ? number : std::nullopt;
}

std::optional<bool> flag(const QJsonValueConstRef &value)
{
    return value.isBool() ? std::optional(value.toBool()) : std::nullopt;
}

// Older answers have no type at all; a type of the wrong kind is something else.
Lease::Type leaseType(const QString &written)
{
    if (written.compare("TIMING"_L1, Qt::CaseInsensitive) == 0)
        return Lease::Type::Timing;
    if (written.compare("IDLE"_L1, Qt::CaseInsensitive) == 0)
        return Lease::Type::Idle;
    return Lease::Type::Unknown;
}

using Value = const QJsonValueConstRef &;

constexpr int MaxFailReason = 4'000; // characters

constexpr std::array LeaseFields = std::to_array<JsonField<Lease>>({
    {"create_at"_L1, [](Lease &lease, Value value) { lease.createAtMs = timeMs(value); }},
    {"duration"_L1, [](Lease &lease, Value value) { lease.durationMs = amount(value, 1); }},
    {"enable"_L1, [](Lease &lease, Value value) { lease.enabled = flag(value); }},
    {"type"_L1,
     [](Lease &lease, Value value) {
         lease.typeText = text(value);
         lease.type = value.isNull() ? Lease::Type::Timing : leaseType(lease.typeText);
     }},
    {"update_at"_L1, [](Lease &lease, Value value) { lease.updateAtMs = timeMs(value); }},
});
static_assert(isSortedByName(LeaseFields));

constexpr std::array ImageFields = std::to_array<JsonField<InstanceImage>>({
    {"id"_L1, [](InstanceImage &image, Value value) { image.id = text(value); }},
    {"name"_L1, [](InstanceImage &image, Value value) { image.name = text(value); }},
    {"tag"_L1, [](InstanceImage &image, Value value) { image.tag = text(value); }},
    {"type"_L1, [](InstanceImage &image, Value value) { image.type = text(value); }},
});
static_assert(isSortedByName(ImageFields));

constexpr std::array StorageFields = std::to_array<JsonField<InstanceStorage>>({
    {"capacity"_L1, [](InstanceStorage &storage, Value value) { storage.capacityGb = amount(value, 0); }},
    {"category"_L1, [](InstanceStorage &storage, Value value) { storage.category = text(value); }},
    {"id"_L1, [](InstanceStorage &storage, Value value) { storage.id = text(value); }},
    {"mount_path"_L1, [](InstanceStorage &storage, Value value) { storage.mountPath = text(value); }},
    {"ownership"_L1, [](InstanceStorage &storage, Value value) { storage.ownership = text(value); }},
    {"status"_L1, [](InstanceStorage &storage, Value value) { storage.status = text(value); }},
    {"uri"_L1, [](InstanceStorage &storage, Value value) { takeText(storage.uri, value); }},
    {"url"_L1,
     [](InstanceStorage &storage, Value value) {
         if (storage.uri.isEmpty())
             takeText(storage.uri, value);
     }},
});
static_assert(isSortedByName(StorageFields));

constexpr std::array StepFields = std::to_array<JsonField<InstanceProgress>>({
    {"description"_L1, [](InstanceProgress &step, Value value) { takeText(step.description, value); }},
    {"status"_L1, [](InstanceProgress &step, Value value) { step.status = text(value); }},
    {"step"_L1,
     [](InstanceProgress &step, Value value) {
         constexpr qint64 MaxStep = 1000;
         step.step = int(std::min(amount(value, 0).value_or(0), MaxStep));
     }},
    {"step_description"_L1,
     [](InstanceProgress &step, Value value) {
         if (step.description.isEmpty())
             takeText(step.description, value);
     }},
});
static_assert(isSortedByName(StepFields));

constexpr std::array PoolFields = std::to_array<JsonField<Instance>>({
    {"id"_L1, [](Instance &instance, Value value) { instance.poolId = text(value); }},
    {"name"_L1, [](Instance &instance, Value value) { instance.poolName = text(value); }},
});
static_assert(isSortedByName(PoolFields));

constexpr std::array UserFields = std::to_array<JsonField<Instance>>({
    {"id"_L1, [](Instance &instance, Value value) { instance.ownerId = text(value); }},
    {"name"_L1, [](Instance &instance, Value value) { instance.ownerName = text(value); }},
});
static_assert(isSortedByName(UserFields));

/// The objects of a list, each of them a T.
template <typename T, std::size_t N>
QList<T> objects(const QJsonArray &array, const std::array<JsonField<T>, N> &fields)
{
    QList<T> all;
    for (const QJsonValueConstRef value : array) {
        if (value.isObject())
            takeFields(value.toObject(), fields, all.emplaceBack());
    }
    return all;
}

QList<InstanceProgress> progress(const QJsonArray &array)
{
    QList<InstanceProgress> steps = objects(array, StepFields);
    std::stable_sort(steps.begin(), steps.end(),
                     [](const InstanceProgress &a, const InstanceProgress &b) { return a.step < b.step; });
    return steps;
}

QStringList texts(const QJsonArray &array)
{
    QStringList texts;
    for (const QJsonValueConstRef value : array) {
        if (value.isString())
            texts.append(value.toString());
    }
    return texts;
}

/// Everything but the id.
constexpr std::array RecordFields = std::to_array<JsonField<Instance>>({
    {"action_progress"_L1,
     [](Instance &instance, Value value) { instance.progress = progress(value.toArray()); }},
    {"billing_items"_L1,
     [](Instance &instance, Value value) { instance.billingItems = texts(value.toArray()); }},
    {"create_at"_L1, [](Instance &instance, Value value) { instance.createdAtMs = timeMs(value); }},
    {"data_volumes"_L1,
     [](Instance &instance, Value value) { instance.extraMounts = objects(value.toArray(), StorageFields); }},
    {"description"_L1, [](Instance &instance, Value value) { instance.description = text(value); }},
    {"fail_reason"_L1, [](Instance &instance, Value value) { instance.failReason = redacted(text(value).left(MaxFailReason)); }},
    {"feature"_L1, [](Instance &instance, Value value) { instance.feature = text(value); }},
    {"flavor"_L1, [](Instance &instance, Value value) { instance.flavor = text(value); }},
    {"image"_L1,
     [](Instance &instance, Value value) { takeFields(value.toObject(), ImageFields, instance.image); }},
    {"lease"_L1,
     [](Instance &instance, Value value) { takeFields(value.toObject(), LeaseFields, instance.lease); }},
    {"name"_L1, [](Instance &instance, Value value) { instance.name = text(value); }},
    {"pool"_L1, [](Instance &instance, Value value) { takeFields(value.toObject(), PoolFields, instance); }},
    {"status"_L1,
     [](Instance &instance, Value value) {
         instance.statusText = text(value);
         instance.status = instanceStatusFromText(instance.statusText);
     }},
    {"token"_L1,
     [](Instance &instance, Value value) { instance.token = Secret(value.toString().toUtf8()); }},
    {"update_at"_L1, [](Instance &instance, Value value) { instance.updatedAtMs = timeMs(value); }},
    {"url"_L1, [](Instance &instance, Value value) { instance.url = text(value); }},
    {"user"_L1, [](Instance &instance, Value value) { takeFields(value.toObject(), UserFields, instance); }},
    {"user_id"_L1, [](Instance &instance, Value value) { takeText(instance.ownerId, value); }},
    {"volume"_L1,
     [](Instance &instance, Value value) { takeFields(value.toObject(), StorageFields, instance.storage); }},
    {"workspaceId"_L1, [](Instance &instance, Value value) { takeText(instance.workspaceId, value); }},
    {"workspace_id"_L1, [](Instance &instance, Value value) { takeText(instance.workspaceId, value); }},
});
static_assert(isSortedByName(RecordFields));

Instance record(const QJsonObject &object)
{
    Instance instance;
    takeFields(object, RecordFields, instance);
    if (!instance.createdAtMs)
        instance.createdAtMs = instance.lease.createAtMs;
    return instance;
}

bool isWrongTime(const QJsonValue &value)
{
    return (value.isDouble() || wholeNumber(value)) && !timeMs(value);
}

/// Whether a time that is unknown was told, but as nothing that can be one.
bool tellsWrongTime(const QJsonObject &object, const Instance &instance)
{
    const Lease &lease = instance.lease;
    if (instance.createdAtMs && instance.updatedAtMs && lease.createAtMs && lease.updateAtMs)
        return false;
    const QJsonObject told = object.value("lease"_L1).toObject();
    return (!instance.createdAtMs && isWrongTime(object.value("create_at"_L1))) ||
           isWrongTime(object.value("update_at"_L1)) || isWrongTime(told.value("create_at"_L1)) ||
           isWrongTime(told.value("update_at"_L1));
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
    page.total = amount(answer->value("total"_L1), 0);
    QHash<QString, qsizetype> places;
    places.reserve(records.size());
    page.instances.reserve(records.size());
    for (const QJsonValueConstRef value : records) {
        const QJsonObject object = value.toObject();
        // An empty one names nothing, either: no row could be told from another by it.
        const QString id = object.value("id"_L1).toString();
        if (id.isEmpty()) {
            ++page.unreadable;
            continue;
        }
        Instance instance = record(object);
        instance.id = id;
        if (tellsWrongTime(object, instance))
            page.wrongTimes.append(id);
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
    if (object->value("id"_L1).toString() != expectedId)
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
    const QString id = object->value("id"_L1).toString();
    if (!id.isEmpty() && id != expectedId)
        return refuse<Instance>(Text::tr("It is not about the instance that was asked for."), whyNot);
    Instance instance = record(*object);
    instance.id = expectedId;
    return instance;
}

std::optional<Lease> decodeLease(const QByteArray &body, QString *whyNot)
{
    const std::optional<QJsonObject> object = parseJsonObject(body, whyNot);
    if (!object)
        return std::nullopt;
    Lease lease;
    takeFields(*object, LeaseFields, lease);
    return lease;
}

QByteArray renewalBody(qint64 durationMs)
{
    // Lower case on purpose: requests and answers differ in that.
    const QJsonObject body{{u"duration"_s, durationMs}, {u"type"_s, u"timing"_s}};
    return QJsonDocument(body).toJson(QJsonDocument::Compact);
}

} // namespace leasekeeper

// SPDX-License-Identifier: MIT
#include "exporter.h"

#include "csvwriter.h"
#include "jsonwriter.h"
#include "timetext.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <optional>
#include <utility>
#include <variant>
#include <vector>

namespace leasekeeper
{

namespace
{

using Value = std::variant<std::monostate, QString, qint64>; ///< monostate: not known

/// An empty text is known to be empty.
Value known(const QString &text)
{
    return text.isNull() ? Value() : Value(text);
}

Value known(const std::optional<qint64> &number)
{
    return number ? Value(*number) : Value();
}

Value moment(const std::optional<qint64> &ms)
{
    return ms ? Value(isoUtc(*ms)) : Value();
}

struct Field {
    const char *name;
    Value value;
};

std::vector<Field> storageFields(const InstanceStorage &storage)
{
    return {{"category", known(storage.category)},
            {"capacity_gb", known(storage.capacityGb)},
            {"ownership", known(storage.ownership)},
            {"mount_path", known(storage.mountPath)}};
}

/// What stands before `storage`.
std::vector<Field> leadingFields(const Instance &instance)
{
    return {{"id", known(instance.id)},
            {"name", known(instance.name)},
            {"description", known(instance.description)},
            {"status", known(instance.statusText)},
            {"feature", known(instance.feature)},
            {"flavor", known(instance.flavor)},
            {"image", known(instance.image.name)},
            {"owner", known(instance.ownerName)},
            {"workspace_id", known(instance.workspaceId)},
            {"pool", known(instance.poolName)}};
}

/// What stands after `storage`.
std::vector<Field> trailingFields(const Instance &instance, std::optional<qint64> serverTimeMs)
{
    const Lease &lease = instance.lease;
    std::optional<qint64> remaining;
    LeasePhase phase = LeasePhase::Unknown;
    if (serverTimeMs) {
        remaining = remainingMs(lease, instance.status, *serverTimeMs);
        phase = leasePhase(lease, instance.status, *serverTimeMs);
    }
    const std::optional<qint64> createdAt = instance.createdAtMs ? instance.createdAtMs : lease.createAtMs;
    return {{"created_at", moment(createdAt)},
            {"auto_stop", known(autoStopKey(autoStop(lease)))},
            {"stops_at", moment(stopsAtMs(lease, instance.status))},
            {"remaining_ms", known(remaining)},
            {"phase", known(leasePhaseKey(phase))},
            {"fail_reason", known(instance.failReason)}};
}

/// By code points: UTF-16 would put what lies beyond the basic plane before U+E000.
void sortByName(QList<Instance> &instances)
{
    using Key = std::pair<QList<uint>, QList<uint>>;
    std::vector<std::pair<Key, qsizetype>> keys;
    keys.reserve(std::size_t(instances.size()));
    for (qsizetype i = 0; i < instances.size(); ++i)
        keys.push_back({{instances.at(i).name.toUcs4(), instances.at(i).id.toUcs4()}, i});
    std::sort(keys.begin(), keys.end());
    QList<Instance> sorted;
    sorted.reserve(instances.size());
    for (const auto &[key, at] : keys)
        sorted.append(std::move(instances[at]));
    instances = std::move(sorted);
}

void write(JsonWriter &json, const std::vector<Field> &fields)
{
    for (const Field &field : fields) {
        json.key(field.name);
        if (const QString *text = std::get_if<QString>(&field.value))
            json.value(*text);
        else if (const qint64 *number = std::get_if<qint64>(&field.value))
            json.value(*number);
        else
            json.null();
    }
}

QByteArray jsonDocument(const QList<Instance> &instances, const ExportHead &head)
{
    JsonWriter json;
    json.beginObject();
    write(json, {{"exported_at", isoUtc(head.exportedAtMs)},
                 {"server_time", moment(head.serverTimeMs)},
                 {"endpoint", known(head.endpoint)},
                 {"project_id", known(head.projectId)}});
    json.key("complete");
    json.value(head.complete);
    json.key("instances");
    json.beginArray();
    for (const Instance &instance : instances) {
        json.beginObject();
        write(json, leadingFields(instance));
        json.key("storage");
        json.beginObject();
        write(json, storageFields(instance.storage));
        json.endObject();
        write(json, trailingFields(instance, head.serverTimeMs));
        json.endObject();
    }
    json.endArray();
    json.endObject();
    return json.bytes() + '\n';
}

std::vector<Field> csvFields(const Instance &instance, std::optional<qint64> serverTimeMs)
{
    static constexpr std::array<const char *, 4> storageNames{"storage_category", "storage_capacity_gb",
                                                              "storage_ownership", "storage_mount_path"};
    std::vector<Field> fields = leadingFields(instance);
    std::vector<Field> storage = storageFields(instance.storage);
    for (std::size_t i = 0; i < storage.size(); ++i)
        fields.push_back({storageNames.at(i), std::move(storage[i].value)});
    std::vector<Field> trailing = trailingFields(instance, serverTimeMs);
    std::move(trailing.begin(), trailing.end(), std::back_inserter(fields));
    return fields;
}

QByteArray csvDocument(const QList<Instance> &instances, const ExportHead &head)
{
    CsvWriter csv;
    for (const Field &field : csvFields(Instance(), 0))
        csv.cell(QString::fromLatin1(field.name));
    csv.endRow();
    for (const Instance &instance : instances) {
        for (const Field &field : csvFields(instance, head.serverTimeMs)) {
            if (const QString *text = std::get_if<QString>(&field.value))
                csv.cell(*text);
            else if (const qint64 *number = std::get_if<qint64>(&field.value))
                csv.cell(*number);
            else
                csv.emptyCell();
        }
        csv.endRow();
    }
    return csv.bytes();
}

} // namespace

QByteArray exportDocument(QList<Instance> instances, const ExportHead &head, ExportFormat format)
{
    sortByName(instances);
    switch (format) {
    case ExportFormat::Json:
        return jsonDocument(instances, head);
    case ExportFormat::Csv:
        return csvDocument(instances, head);
    }
    return {};
}

} // namespace leasekeeper

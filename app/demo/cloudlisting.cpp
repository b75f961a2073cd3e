// SPDX-License-Identifier: MIT
#include "cloudlisting.h"

#include "cloudjson.h"

#include <QJsonArray>

#include <algorithm>
#include <optional>

namespace leasekeeper
{

using namespace Qt::StringLiterals;

namespace
{

/// What a listing was asked for, checked.
struct Wanted {
    qint64 limit = 10;
    qint64 offset = 0;
    QString feature = u"NOTEBOOK"_s;
    QString status;
    QString owner;
    QString name;
    QString workspace;
    QString pool;
    QString sortKey;
    bool ascending = false;

    [[nodiscard]] bool filters() const
    {
        return !(status.isEmpty() && owner.isEmpty() && name.isEmpty() && workspace.isEmpty() &&
                 pool.isEmpty());
    }
    [[nodiscard]] bool fits(const CloudRecord &record) const
    {
        return (status.isEmpty() || record.stateText() == status) &&
               (owner.isEmpty() || record.ownerId == owner) &&
               (name.isEmpty() || record.name.contains(name, Qt::CaseInsensitive)) &&
               (workspace.isEmpty() || record.workspaceId == workspace) &&
               (pool.isEmpty() || record.poolId == pool);
    }
};

bool isNameLike(const QString &text)
{
    return text.size() <= 128 && std::all_of(text.begin(), text.end(), [](QChar c) {
               return c.isLetterOrNumber() || c == u'-' || c == u'_';
           });
}

bool isSortable(const QString &key)
{
    return key.isEmpty() || key == u"create_at"_s || key == u"update_at"_s || key == u"name"_s;
}

std::optional<CloudRefusal> readNumbers(const CloudQuery &query, Wanted &wanted)
{
    bool ok = true;
    if (query.has(u"limit"_s)) {
        wanted.limit = query.value(u"limit"_s).toLongLong(&ok);
        if (!ok || (wanted.limit != 10 && wanted.limit != 20 && wanted.limit != 50))
            return cloudlife::badParameter(u"limit"_s);
    }
    if (query.has(u"offset"_s)) {
        wanted.offset = query.value(u"offset"_s).toLongLong(&ok);
        if (!ok || wanted.offset < 0)
            return cloudlife::badParameter(u"offset"_s);
    }
    return std::nullopt;
}

std::optional<CloudRefusal> readTexts(const CloudQuery &query, Wanted &wanted)
{
    if (query.has(u"feature"_s))
        wanted.feature = query.value(u"feature"_s);
    if (wanted.feature != u"NOTEBOOK"_s && wanted.feature != u"DEFAULT"_s)
        return cloudlife::badParameter(u"feature"_s);
    wanted.status = query.value(u"status"_s);
    if (!wanted.status.isEmpty() && cloudStateFromText(wanted.status) == CloudState::Other)
        return cloudlife::badParameter(u"status"_s);
    wanted.owner = query.value(u"owner"_s);
    wanted.name = query.value(u"name"_s);
    if (!isNameLike(wanted.name))
        return cloudlife::badParameter(u"name"_s);
    // Texts of the service disagree on the spelling (section 10): both are understood.
    wanted.workspace = query.value(query.has(u"workspace_id"_s) ? u"workspace_id"_s : u"workspaceId"_s);
    wanted.pool = query.value(u"pool_id"_s);
    const QString direction = query.value(u"sort_dir"_s);
    if (!direction.isEmpty() && direction != u"ASC"_s && direction != u"DESC"_s)
        return cloudlife::badParameter(u"sort_dir"_s);
    wanted.ascending = direction == u"ASC"_s;
    wanted.sortKey = query.value(u"sort_key"_s);
    if (!isSortable(wanted.sortKey))
        return CloudRefusal{400, 6303, u"Sorting by %1 is not supported."_s.arg(wanted.sortKey)};
    return std::nullopt;
}

void sortBy(CloudRegister::Listing &list, const Wanted &wanted)
{
    if (wanted.sortKey == u"name"_s) {
        std::stable_sort(list.begin(), list.end(), [](const CloudRecord *left, const CloudRecord *right) {
            return left->name > right->name;
        });
    } else if (wanted.sortKey == u"update_at"_s) {
        std::stable_sort(list.begin(), list.end(), [](const CloudRecord *left, const CloudRecord *right) {
            return left->updateAtMs > right->updateAtMs;
        });
    }
    if (wanted.ascending)
        std::reverse(list.begin(), list.end());
}

QJsonObject page(const CloudRegister::Listing &list, const Wanted &wanted)
{
    const qint64 total = qint64(list.size());
    const qint64 first = std::min(wanted.offset, total);
    const qint64 end = std::min(first + wanted.limit, total);
    QJsonArray data;
    for (qint64 i = first; i < end; ++i)
        data.append(cloudjson::notebook(*list[size_t(i)], cloudjson::Detail::Listed));
    return {{u"current"_s, wanted.offset / wanted.limit},
            {u"data"_s, data},
            {u"pages"_s, (total + wanted.limit - 1) / wanted.limit},
            {u"size"_s, wanted.limit},
            {u"total"_s, total}};
}

} // namespace

std::variant<QJsonObject, CloudRefusal> listInstances(CloudRegister &instances, const QString &ownerId,
                                                      const CloudQuery &query)
{
    Wanted wanted;
    if (const auto refusal = readNumbers(query, wanted))
        return *refusal;
    if (const auto refusal = readTexts(query, wanted))
        return *refusal;
    const CloudRegister::Listing &scope = instances.listing(ownerId, wanted.feature);
    if (!wanted.filters() && wanted.sortKey.isEmpty() && !wanted.ascending)
        return page(scope, wanted);
    CloudRegister::Listing found;
    std::copy_if(scope.begin(), scope.end(), std::back_inserter(found),
                 [&wanted](const CloudRecord *record) { return wanted.fits(*record); });
    sortBy(found, wanted);
    return page(found, wanted);
}

} // namespace leasekeeper

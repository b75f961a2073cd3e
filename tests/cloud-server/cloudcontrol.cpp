// SPDX-License-Identifier: MIT
#include "cloudcontrol.h"

#include "cloudserver.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QUrlQuery>

namespace leasekeeper::test
{

using namespace Qt::StringLiterals;

namespace
{

ServedAnswer json(const QJsonObject &object, int status = 200)
{
    return {status,
            {{"Content-Type", "application/json"}},
            QJsonDocument(object).toJson(QJsonDocument::Compact) + '\n'};
}

ServedAnswer done()
{
    return json({{u"ok"_s, true}});
}

ServedAnswer wrong(const QString &what)
{
    return json({{u"error"_s, what}}, 400);
}

QJsonObject headersJson(const QMap<QByteArray, QByteArray> &headers)
{
    QJsonObject object;
    for (auto header = headers.begin(); header != headers.end(); ++header)
        object.insert(QString::fromLatin1(header.key()), QString::fromUtf8(header.value()));
    return object;
}

QJsonObject recordJson(const SimulatedCloud::Record &record)
{
    return {{u"id"_s, record.id},
            {u"name"_s, record.name},
            {u"status"_s, record.status},
            {u"feature"_s, record.feature},
            {u"owner"_s, record.ownerName},
            {u"owner_id"_s, record.ownerId},
            {u"flavor"_s, record.flavor},
            {u"storage"_s, QJsonObject{{u"category"_s, record.storageCategory},
                                       {u"ownership"_s, record.storageOwnership},
                                       {u"capacity_gb"_s, record.storageGb}}},
            {u"lease"_s, QJsonObject{{u"create_at"_s, record.leaseCreateAtMs},
                                     {u"duration"_s, record.leaseDurationMs},
                                     {u"update_at"_s, record.leaseUpdateAtMs},
                                     {u"enable"_s, record.leaseEnabled},
                                     {u"type"_s, record.leaseType}}}};
}

ServedAnswer state(CloudServer &server)
{
    QJsonArray records;
    for (const SimulatedCloud::Record &record : server.cloud().records())
        records.append(recordJson(record));
    return json({{u"now_ms"_s, server.cloud().nowMs()}, {u"records"_s, records}});
}

ServedAnswer requests(const CloudServer &server)
{
    QJsonArray list;
    for (const CloudServer::Seen &seen : server.seen()) {
        list.append(QJsonObject{{u"number"_s, seen.number},
                                {u"method"_s, QString::fromUtf8(seen.method)},
                                {u"path"_s, QString::fromUtf8(seen.path)},
                                {u"query"_s, QString::fromUtf8(seen.query)},
                                {u"headers"_s, headersJson(seen.headers)},
                                {u"body"_s, QString::fromUtf8(seen.body)},
                                {u"connection"_s, seen.connection},
                                {u"at_ms"_s, seen.atMs},
                                {u"status"_s, seen.status}});
    }
    return json({{u"connections"_s, server.connectionsAccepted()}, {u"requests"_s, list}});
}

ServedAnswer effects(CloudServer &server)
{
    QJsonArray list;
    for (const CloudEffect &effect : server.cloud().effects()) {
        list.append(QJsonObject{
            {u"verb"_s, QString::fromUtf8(effect.verb)}, {u"id"_s, effect.id}, {u"at_ms"_s, effect.atMs}});
    }
    return json({{u"effects"_s, list}});
}

ServedAnswer addFault(CloudServer &server, const QJsonObject &body)
{
    const auto fault = readServerFault(body);
    if (const QString *what = std::get_if<QString>(&fault))
        return wrong(*what);
    server.addFault(std::get<ServerFault>(fault));
    return done();
}

ServedAnswer place(CloudServer &server, const QJsonObject &body)
{
    SimulatedCloud::Record record;
    record.id = body.value("id"_L1).toString();
    record.name = body.value("name"_L1).toString();
    record.status = body.value("status"_L1).toString();
    record.feature = body.value("feature"_L1).toString();
    record.ownerName = body.value("owner"_L1).toString();
    record.ownerId = body.value("owner_id"_L1).toString();
    record.flavor = body.value("flavor"_L1).toString();
    const QJsonObject storage = body.value("storage"_L1).toObject();
    record.storageCategory = storage.value("category"_L1).toString();
    record.storageOwnership = storage.value("ownership"_L1).toString();
    record.storageGb = storage.value("capacity_gb"_L1).toInteger();
    const QJsonObject lease = body.value("lease"_L1).toObject();
    record.leaseCreateAtMs = lease.value("create_at"_L1).toInteger();
    record.leaseDurationMs = lease.value("duration"_L1).toInteger();
    record.leaseUpdateAtMs = lease.value("update_at"_L1).toInteger();
    record.leaseEnabled = lease.value("enable"_L1).toBool(true);
    record.leaseType = lease.value("type"_L1).toString();
    if (body.contains("stops_in_ms"_L1)) {
        const qint64 now = server.cloud().nowMs();
        if (record.leaseCreateAtMs == 0)
            record.leaseCreateAtMs = now - 86'400'000;
        record.leaseUpdateAtMs = now;
        record.leaseDurationMs = now + body.value("stops_in_ms"_L1).toInteger() - record.leaseCreateAtMs;
    }
    return json({{u"id"_s, server.cloud().place(record)}});
}

ServedAnswer erase(CloudServer &server, const QJsonObject &body)
{
    const QString id = body.value("id"_L1).toString();
    if (!server.cloud().record(id))
        return wrong(u"no such id"_s);
    server.cloud().erase(id);
    return done();
}

ServedAnswer read(CloudServer &server, const QByteArray &what)
{
    if (what == "state")
        return state(server);
    if (what == "requests")
        return requests(server);
    if (what == "effects")
        return effects(server);
    return wrong(u"known are state, requests, effects"_s);
}

ServedAnswer forget(CloudServer &server, const QByteArray &what)
{
    if (what == "requests")
        server.forgetSeen();
    else if (what == "faults")
        server.clearFaults();
    else if (what == "state")
        server.cloud().clear();
    else
        return wrong(u"known are requests, faults, state"_s);
    return done();
}

/// The steps that take a time: advance and transition.
ServedAnswer setTime(CloudServer &server, const QByteArray &what, const QByteArray &query)
{
    bool ok = false;
    const qint64 ms = QUrlQuery(QString::fromUtf8(query)).queryItemValue(u"ms"_s).toLongLong(&ok);
    if (!ok || ms < 0)
        return wrong(u"?ms= must be a number of 0 or more"_s);
    if (what == "advance")
        server.skip(ms);
    else
        server.cloud().setTransitionMs(ms);
    return json({{u"now_ms"_s, server.cloud().nowMs()}});
}

ServedAnswer expireTokens(CloudServer &server, const QByteArray &query)
{
    server.cloud().expireTokens(QUrlQuery(QString::fromUtf8(query)).hasQueryItem(u"printed"_s));
    return json({{u"now_ms"_s, server.cloud().nowMs()}, {u"issued"_s, server.cloud().tokensIssued()}});
}

ServedAnswer change(CloudServer &server, const QByteArray &what, const ServedRequest &request)
{
    if (what == "advance" || what == "transition")
        return setTime(server, what, request.query);
    if (what == "expire-tokens")
        return expireTokens(server, request.query);
    const QJsonDocument document = QJsonDocument::fromJson(request.body);
    if (!document.isObject())
        return wrong(u"the body must be a JSON object"_s);
    const QJsonObject body = document.object();
    if (what == "faults")
        return addFault(server, body);
    if (what == "place")
        return place(server, body);
    if (what == "erase")
        return erase(server, body);
    return wrong(u"known are faults, place, erase, advance, transition, expire-tokens"_s);
}

} // namespace

ServedAnswer answerControl(CloudServer &server, const ServedRequest &request)
{
    const QByteArray what = request.path.mid(QByteArray("/_control/").size());
    if (request.method == "GET")
        return read(server, what);
    if (request.method == "DELETE")
        return forget(server, what);
    if (request.method == "POST")
        return change(server, what, request);
    return wrong(u"GET, POST or DELETE"_s);
}

} // namespace leasekeeper::test

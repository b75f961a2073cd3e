// SPDX-License-Identifier: MIT
#include "cloudwrites.h"

#include "cloudjson.h"

#include <QJsonDocument>

#include <cmath>
#include <variant>

namespace leasekeeper
{

using namespace Qt::StringLiterals;

namespace
{

/// What was asked of the lease, checked.
struct Grant {
    qint64 runMs = CloudLease::DefaultMs;
    QString type = u"TIMING"_s;
};
using GrantOrRefusal = std::variant<Grant, CloudRefusal>;

CloudWrite refusedWith(const CloudRefusal &refusal)
{
    CloudWrite write;
    write.refusal = refusal;
    return write;
}

bool isAllowed(qint64 runMs)
{
    return runMs >= CloudLease::MinimumMs && runMs <= CloudLease::MaximumMs;
}

/// Upper case, or empty if the service does not know it.
QString knownType(const QString &text)
{
    const QString upper = text.toUpper();
    return upper == u"TIMING"_s || upper == u"IDLE"_s ? upper : QString();
}

GrantOrRefusal checked(Grant grant, bool mayBeOff)
{
    if (!(mayBeOff && grant.runMs == -1) && !isAllowed(grant.runMs))
        return cloudlife::durationOutOfRange();
    if (grant.type.isEmpty())
        return cloudlife::badParameter(u"type"_s);
    return grant;
}

/// Start takes both from the query; without a duration it grants an hour, with -1 it switches auto-stop off.
GrantOrRefusal startGrant(const CloudQuery &query)
{
    Grant grant;
    bool ok = true;
    if (query.has(u"duration"_s))
        grant.runMs = query.value(u"duration"_s).toLongLong(&ok);
    if (!ok)
        return cloudlife::badParameter(u"duration"_s);
    if (query.has(u"type"_s))
        grant.type = knownType(query.value(u"type"_s));
    return checked(grant, true);
}

/// The body form of a renewal.
GrantOrRefusal bodyGrant(const QByteArray &body)
{
    if (body.trimmed().isEmpty())
        return cloudlife::durationMissing();
    QJsonParseError error;
    const QJsonDocument document = QJsonDocument::fromJson(body, &error);
    if (!document.isObject())
        return CloudRefusal{400, 101, u"The request body is not valid: %1"_s.arg(error.errorString())};
    const QJsonObject object = document.object();
    const QJsonValue duration = object.value("duration"_L1);
    if (duration.isUndefined() || duration.isNull())
        return cloudlife::durationMissing();
    const double number = duration.toDouble(std::nan(""));
    if (!(std::abs(number) < 9e15) || number != std::floor(number))
        return cloudlife::badParameter(u"duration"_s);
    Grant grant;
    grant.runMs = duration.toInteger();
    if (const QJsonValue type = object.value("type"_L1); !type.isUndefined())
        grant.type = knownType(type.toString());
    return checked(grant, false);
}

/// The query form wins: the body is ignored and the type becomes timed stop (section 3).
GrantOrRefusal renewGrant(const CloudQuery &query, const QByteArray &body)
{
    if (!query.has(u"duration"_s))
        return bodyGrant(body);
    Grant grant;
    bool ok = false;
    grant.runMs = query.value(u"duration"_s).toLongLong(&ok);
    if (!ok)
        return cloudlife::badParameter(u"duration"_s);
    return checked(grant, false);
}

CloudWrite renew(CloudRecord &record, const CloudCall &call, const QByteArray &body, qint64 nowMs)
{
    const GrantOrRefusal asked = renewGrant(call.query, body);
    if (const auto *refusal = std::get_if<CloudRefusal>(&asked))
        return refusedWith(*refusal);
    if (const auto refusal = cloudlife::refuseRenew(record))
        return refusedWith(*refusal);
    const Grant grant = std::get<Grant>(asked);
    record.lease.grant(nowMs, grant.runMs);
    record.lease.type = grant.type;
    record.lease.enabled = true;
    record.leaseUnreadable = false;
    record.stopsLateMs = 0;
    return {std::nullopt, "renew", cloudjson::lease(record)};
}

CloudWrite start(CloudRecord &record, const CloudCall &call, qint64 nowMs, qint64 usualMs)
{
    const GrantOrRefusal asked = startGrant(call.query);
    if (const auto *refusal = std::get_if<CloudRefusal>(&asked))
        return refusedWith(*refusal);
    if (const auto refusal = cloudlife::refuseStart(record))
        return refusedWith(*refusal);
    const Grant grant = std::get<Grant>(asked);
    record.lease.enabled = grant.runMs != -1;
    record.lease.type = grant.type;
    if (record.lease.enabled)
        record.lease.grant(nowMs, grant.runMs);
    else
        record.lease.updateAtMs = nowMs;
    record.leaseUnreadable = false;
    record.stopsLateMs = 0;
    record.failReason.clear();
    cloudlife::enter(record, CloudState::Starting, nowMs, usualMs);
    return {std::nullopt, "start", cloudjson::notebook(record, cloudjson::Detail::Acted)};
}

CloudWrite stop(CloudRecord &record, qint64 nowMs, qint64 usualMs)
{
    if (const auto refusal = cloudlife::refuseStop(record))
        return refusedWith(*refusal);
    const qint64 recordUpdateAtMs = record.updateAtMs;
    // The traced instance shows it: stopping, too, leaves a lease of the default hour from now (section 4.2).
    if (record.lease.enabled)
        record.lease.grant(nowMs, CloudLease::DefaultMs);
    cloudlife::enter(record, CloudState::Stopping, nowMs, usualMs);
    CloudWrite write{std::nullopt, "stop", cloudjson::notebook(record, cloudjson::Detail::Acted)};
    write.answer.insert(u"update_at"_s, recordUpdateAtMs); // the old one, as the service does (section 10)
    return write;
}

CloudWrite remove(CloudRecord &record, qint64 nowMs, qint64 usualMs)
{
    if (const auto refusal = cloudlife::refuseDelete(record))
        return refusedWith(*refusal);
    cloudlife::enter(record, CloudState::Deleting, nowMs, usualMs);
    return {std::nullopt, "delete", cloudjson::notebook(record, cloudjson::Detail::Acted)};
}

} // namespace

CloudWrite writeInstance(CloudRecord &record, const CloudCall &call, const QByteArray &body, qint64 nowMs,
                         qint64 usualMs)
{
    using Operation = CloudCall::Operation;
    switch (call.operation) {
    case Operation::RenewLease:
        return renew(record, call, body, nowMs);
    case Operation::Start:
        return start(record, call, nowMs, usualMs);
    case Operation::Stop:
        return stop(record, nowMs, usualMs);
    case Operation::Delete:
        return remove(record, nowMs, usualMs);
    case Operation::List:
    case Operation::ListAll:
    case Operation::Show:
    case Operation::ShowLease:
        break;
    }
    return {}; // reads do not come here
}

} // namespace leasekeeper

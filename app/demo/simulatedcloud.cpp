// SPDX-License-Identifier: MIT
#include "simulatedcloud.h"

#include "cloudcast.h"
#include "cloudgate.h"
#include "cloudidentity.h"
#include "cloudjson.h"
#include "cloudlife.h"
#include "cloudlisting.h"
#include "cloudrandom.h"
#include "cloudregister.h"
#include "cloudrouter.h"
#include "cloudwrites.h"

#include <QDateTime>
#include <QLocale>

#include <algorithm>

namespace leasekeeper
{

using namespace Qt::StringLiterals;

namespace
{

constexpr qint64 UsualTransitionMs = 8'000;
constexpr qint64 HourMs = 3'600'000;

/// The date of RFC 7231: English whatever the locale is, whole seconds, GMT.
QByteArray httpDate(qint64 ms)
{
    const QDateTime time = QDateTime::fromMSecsSinceEpoch(ms, Qt::UTC);
    return QLocale::c().toString(time, u"ddd, dd MMM yyyy hh:mm:ss 'GMT'"_s).toLatin1();
}

CloudResponse jsonResponse(int status, const QJsonObject &body)
{
    return {status, {{"Content-Type", "application/json"}}, cloudjson::bytes(body)};
}

CloudResponse refused(const CloudRefusal &refusal)
{
    return jsonResponse(refusal.status, cloudjson::error(refusal));
}

bool hasHeader(const CloudResponse &response, const QByteArray &name)
{
    return std::any_of(response.headers.begin(), response.headers.end(), [&name](const auto &header) {
        return header.first.compare(name, Qt::CaseInsensitive) == 0;
    });
}

} // namespace

struct SimulatedCloud::Private {
    struct ScriptedAnswer {
        QByteArray method;
        QByteArray pathPart;
        CloudResponse response;
        int times = 1;
        bool withEffect = false;
    };

    Private(const Clock &clockOf, const Options &optionsOf)
        : clock(clockOf),
          options(optionsOf),
          random(optionsOf.seed),
          requestIds(optionsOf.seed + 1),
          startMs(clockOf.wallMs() + optionsOf.clockAheadMs),
          startMonotonicMs(clockOf.monotonicMs())
    {
        token = (u"demo-"_s % random.hex(48)).toUtf8();
        projectId = random.hex(32);
        identity = std::make_unique<CloudIdentity>(options, projectId, token, startMs);
        const int own = std::max(0, options.count);
        const int others = std::max(0, options.others.value_or(own / 4));
        for (CloudRecord &record : inventCast(own, others, startMs, random)) {
            if (record.ownerId == caller().id)
                record.ownerName = caller().signIn.name;
            addScheduled(std::move(record));
        }
        // Put in order here, so that the first page of a hundred thousand takes no longer than the next.
        for (const QString &owner : {QString(), caller().id}) {
            for (const QString &feature : {u"NOTEBOOK"_s, u"DEFAULT"_s})
                (void)instances.listing(owner, feature);
        }
    }

    [[nodiscard]] qint64 nowMs() const { return startMs + (clock.monotonicMs() - startMonotonicMs); }
    [[nodiscard]] const CloudPerson &caller() const { return identity->directory().caller(); }

    void addScheduled(CloudRecord record)
    {
        record.dueMs = cloudlife::nextEventMs(record);
        instances.add(std::move(record));
    }

    /// Lets everything happen that is due, each at its own moment.
    void catchUp()
    {
        const qint64 now = nowMs();
        while (CloudRecord *record = instances.firstDue(now)) {
            const qint64 atMs = *record->dueMs;
            const bool comesUp =
                record->state == CloudState::Creating || record->state == CloudState::Starting;
            switch (cloudlife::pass(*record, atMs, transitionMs)) {
            case cloudlife::Passed::AutoStops:
                effects.append({"auto-stop", record->id, atMs});
                [[fallthrough]];
            case cloudlife::Passed::Moved:
                if (comesUp)
                    record->token = random.uuid();
                instances.setDue(*record, cloudlife::nextEventMs(*record));
                break;
            case cloudlife::Passed::Gone:
                instances.remove(QString(record->id));
                break;
            }
        }
    }

    [[nodiscard]] std::optional<CloudRefusal> refuseScope(const CloudRequest &request, const CloudCall &call,
                                                          const CloudPrincipal &principal) const;
    [[nodiscard]] CloudResponse carryOut(const CloudRequest &request, const QString &requestId);
    [[nodiscard]] CloudResponse operate(const CloudCall &call, const QByteArray &body, const QString &userId);
    [[nodiscard]] CloudResponse list(CloudRegister &listed, const CloudCall &call, const QString &ownerId);

    const Clock &clock;
    Options options;
    CloudRandom random;
    CloudRandom requestIds; ///< apart, so that reading more or less often does not change what happens
    qint64 startMs;
    qint64 startMonotonicMs;
    QByteArray token;
    QString projectId;
    std::unique_ptr<CloudIdentity> identity;
    CloudRegister instances;
    QList<CloudEffect> effects;
    QList<ScriptedAnswer> scripted;
    qint64 transitionMs = UsualTransitionMs;
    int placed = 0;
};

/// Section 5.2: a project token is good for its own project, an access key for those of its account.
std::optional<CloudRefusal> SimulatedCloud::Private::refuseScope(const CloudRequest &request,
                                                                 const CloudCall &call,
                                                                 const CloudPrincipal &principal) const
{
    const CloudRefusal otherProject{403, 210,
                                    u"The project ID in the URL is different from that in the token."_s};
    switch (principal.scope) {
    case CloudPrincipal::Scope::Anything:
        return std::nullopt;
    case CloudPrincipal::Scope::NoProject:
        return CloudRefusal{400, 204, u"The token does not contain project information."_s};
    case CloudPrincipal::Scope::Project:
        return call.projectId == principal.projectId ? std::nullopt : std::optional(otherProject);
    case CloudPrincipal::Scope::Account:
        break;
    }
    const CloudProject *const project = identity->directory().project(call.projectId);
    const QByteArray named = request.headers.value("x-project-id");
    if (!project || !project->isUsable() || project->accountId != principal.accountId ||
        (!named.isEmpty() && named != call.projectId.toUtf8())) {
        return otherProject;
    }
    return std::nullopt;
}

CloudResponse SimulatedCloud::Private::carryOut(const CloudRequest &request, const QString &requestId)
{
    if (CloudIdentity::isAddressed(request))
        return identity->answer(request, requestId, nowMs());
    const auto admitted = identity->gate().admit(request, nowMs());
    if (const auto *refusal = std::get_if<CloudGateRefusal>(&admitted))
        return jsonResponse(401, cloudjson::gatewayError(refusal->code, refusal->words, requestId));
    std::optional<CloudCall> call = routeCloudCall(request);
    if (!call) {
        return jsonResponse(
            404, cloudjson::gatewayError(u"APIG.0101"_s,
                                         u"The API does not exist or has not been published in the "
                                         u"environment"_s,
                                         requestId));
    }
    const auto &principal = std::get<CloudPrincipal>(admitted);
    if (const auto refusal = refuseScope(request, *call, principal))
        return refused(*refusal);
    if (principal.scope == CloudPrincipal::Scope::Anything)
        call->projectId = projectId;
    return operate(*call, request.body, principal.userId);
}

CloudResponse SimulatedCloud::Private::operate(const CloudCall &call, const QByteArray &body,
                                               const QString &userId)
{
    using Operation = CloudCall::Operation;
    CloudRegister nothing; // the other projects are empty
    CloudRegister &there = call.projectId == projectId ? instances : nothing;
    if (call.operation == Operation::List)
        return list(there, call, userId);
    if (call.operation == Operation::ListAll)
        return list(there, call, {});

    CloudRecord *const record = there.find(call.instanceId);
    if (!record)
        return refused(cloudlife::notFound());
    if (call.operation == Operation::Show)
        return jsonResponse(200, cloudjson::notebook(*record, cloudjson::Detail::Shown));
    if (call.operation == Operation::ShowLease)
        return jsonResponse(200, cloudjson::lease(*record));

    const CloudWrite write = writeInstance(*record, call, body, nowMs(), transitionMs);
    if (write.refusal)
        return refused(*write.refusal);
    instances.setDue(*record, cloudlife::nextEventMs(*record));
    effects.append({write.verb, record->id, nowMs()});
    return jsonResponse(200, write.answer);
}

CloudResponse SimulatedCloud::Private::list(CloudRegister &listed, const CloudCall &call,
                                            const QString &ownerId)
{
    const auto answer = listInstances(listed, ownerId, call.query);
    if (const auto *refusal = std::get_if<CloudRefusal>(&answer))
        return refused(*refusal);
    return jsonResponse(200, std::get<QJsonObject>(answer));
}

SimulatedCloud::SimulatedCloud(const Clock &clock, Options options)
    : d(std::make_unique<Private>(clock, options))
{
}

SimulatedCloud::~SimulatedCloud() = default;

CloudResponse SimulatedCloud::handle(const CloudRequest &request)
{
    d->catchUp();
    const QString requestId = d->requestIds.hex(32);
    CloudResponse response;
    const QByteArray target = request.path + '?' + request.query;
    const auto script =
        std::find_if(d->scripted.begin(), d->scripted.end(), [&request, &target](const auto &candidate) {
            return (candidate.method.isEmpty() || candidate.method == request.method) &&
                   target.contains(candidate.pathPart);
        });
    if (script == d->scripted.end()) {
        response = d->carryOut(request, requestId);
    } else {
        response = script->response;
        if (script->withEffect)
            (void)d->carryOut(request, requestId);
        if (--script->times <= 0)
            d->scripted.erase(script);
    }
    if (!hasHeader(response, "Date"))
        response.headers.append({"Date", httpDate(nowMs())});
    // The Identity service has a header of its own for it.
    if (!hasHeader(response, "X-Request-Id") && !hasHeader(response, "X-IAM-Trace-Id"))
        response.headers.append({"X-Request-Id", requestId.toLatin1()});
    return response;
}

QByteArray SimulatedCloud::token() const
{
    return d->token;
}

QString SimulatedCloud::projectId() const
{
    return d->projectId;
}

QString SimulatedCloud::projectName() const
{
    return d->identity->directory().callerProject().name;
}

QString SimulatedCloud::otherProjectId() const
{
    return d->identity->directory().otherProject().id;
}

QString SimulatedCloud::accountId() const
{
    return d->caller().accountId;
}

SimulatedCloud::User SimulatedCloud::signIn() const
{
    return d->caller().signIn;
}

SimulatedCloud::AccessKey SimulatedCloud::accessKey() const
{
    const CloudKey &key = d->identity->accessKey();
    return {key.access, key.secret};
}

QString SimulatedCloud::userId() const
{
    return d->caller().id;
}

QString SimulatedCloud::userName() const
{
    return d->caller().signIn.name;
}

qint64 SimulatedCloud::nowMs() const
{
    return d->nowMs();
}

namespace
{

SimulatedCloud::Record toPublic(const CloudRecord &record)
{
    SimulatedCloud::Record told;
    told.id = record.id;
    told.name = record.name;
    told.status = record.stateText();
    told.feature = record.feature;
    told.ownerId = record.ownerId;
    told.ownerName = record.ownerName;
    told.workspaceId = record.workspaceId;
    told.flavor = record.flavor;
    told.storageCategory = record.volume.category;
    told.storageOwnership = record.volume.ownership;
    told.storageGb = record.volume.capacityGb;
    told.leaseCreateAtMs = record.lease.createAtMs;
    told.leaseDurationMs = record.lease.durationMs;
    told.leaseUpdateAtMs = record.lease.updateAtMs;
    told.leaseEnabled = record.lease.enabled;
    told.leaseType = record.lease.type;
    return told;
}

QString orElse(const QString &text, const QString &otherwise)
{
    return text.isEmpty() ? otherwise : text;
}

} // namespace

QList<SimulatedCloud::Record> SimulatedCloud::records()
{
    d->catchUp();
    QList<Record> all;
    for (const CloudRecord *record : d->instances.listing({}, {}))
        all.append(toPublic(*record));
    return all;
}

std::optional<SimulatedCloud::Record> SimulatedCloud::record(const QString &id)
{
    d->catchUp();
    const CloudRecord *const found = d->instances.find(id);
    return found ? std::optional(toPublic(*found)) : std::nullopt;
}

QString SimulatedCloud::place(Record wish)
{
    d->catchUp();
    const qint64 now = nowMs();
    const CloudPerson &caller = d->caller();
    CloudRecord record;
    record.id = wish.id;
    record.name = orElse(wish.name, u"placed-"_s % QString::number(++d->placed));
    record.otherState = orElse(wish.status, u"RUNNING"_s);
    record.state = cloudStateFromText(record.otherState);
    record.feature = orElse(wish.feature, u"NOTEBOOK"_s);
    record.flavor = orElse(wish.flavor, u"modelarts.vm.cpu.2u"_s);
    record.soldOut = record.flavor == soldOutFlavor();
    record.ownerId = orElse(wish.ownerId, caller.id);
    record.ownerName = orElse(wish.ownerName, wish.ownerId.isEmpty() ? caller.signIn.name : QString());
    record.workspaceId = orElse(wish.workspaceId, u"0"_s);
    record.volume.category = orElse(wish.storageCategory, u"EVS"_s);
    record.volume.ownership = wish.storageOwnership;
    record.volume.capacityGb = wish.storageCategory.isEmpty() && wish.storageGb == 0 ? 5 : wish.storageGb;
    CloudLease &lease = record.lease;
    lease.createAtMs = wish.leaseCreateAtMs != 0 ? wish.leaseCreateAtMs : now;
    lease.grant(wish.leaseUpdateAtMs != 0 ? wish.leaseUpdateAtMs : now, CloudLease::DefaultMs);
    if (wish.leaseDurationMs != 0)
        lease.durationMs = wish.leaseDurationMs;
    lease.enabled = wish.leaseEnabled;
    lease.type = orElse(wish.leaseType, u"TIMING"_s);
    if (const std::optional<qint64> endMs = lease.endMs(); endMs && *endMs <= now)
        record.stopsLateMs = now - *endMs + HourMs;
    record.transitionEndMs = now + d->transitionMs;
    completeRecord(record, d->random);
    const QString id = record.id;
    d->addScheduled(std::move(record));
    return id;
}

void SimulatedCloud::erase(const QString &id)
{
    d->instances.remove(id);
}

void SimulatedCloud::clear()
{
    d->instances.clear();
}

const QList<CloudEffect> &SimulatedCloud::effects()
{
    d->catchUp();
    return d->effects;
}

void SimulatedCloud::addAccessKey(const AccessKey &key)
{
    d->identity->keys().add({key.access, key.secret, {}, d->caller().id, std::nullopt});
}

void SimulatedCloud::expireTokens(bool fixedToo)
{
    d->identity->tokens().expireAll(nowMs(), fixedToo ? QByteArray() : d->token);
}

int SimulatedCloud::tokensIssued() const
{
    return d->identity->tokens().issued();
}

void SimulatedCloud::answerNext(const QByteArray &method, const QByteArray &pathPart,
                                const CloudResponse &response, int times, bool withEffect)
{
    if (times > 0)
        d->scripted.append({method, pathPart, response, times, withEffect});
}

void SimulatedCloud::setTransitionMs(qint64 ms)
{
    d->transitionMs = std::max<qint64>(0, ms);
}

} // namespace leasekeeper

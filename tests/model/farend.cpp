// SPDX-License-Identifier: MIT
#include "farend.h"

#include "httpclient.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QRegularExpression>
#include <QUrl>

#include <algorithm>
#include <utility>

namespace leasekeeper::test::model
{

using namespace Qt::StringLiterals;

namespace
{

constexpr qint64 HourMs = 3'600'000;
constexpr qint64 LongestObeyedPauseMs = 120'000;

SimulatedCloud::Options cloudOptions(const Start &start, const QString &prefix)
{
    SimulatedCloud::Options options;
    options.count = 0;
    options.clockAheadMs = start.aheadMs;
    options.seed = prefix == u"a"_s ? 1 : 2;
    options.users = {{.name = u"ana"_s, .account = u"OTC0001"_s, .password = u"CANARY-pass-"_s + prefix}};
    return options;
}

CloudResponse json(int status, const QByteArray &body)
{
    return {status, {{"Content-Type", "application/json"}}, body};
}

CloudResponse refusal(int status, const QByteArray &code)
{
    return json(status, "{\"error_code\":\"" + code + "\",\"error_msg\":\"no\"}");
}

/// What is answered in place of what was asked for.
std::optional<CloudResponse> answerOf(Trouble trouble)
{
    switch (trouble) {
    case Trouble::Moved:
        return CloudResponse{302, {{"Location", "https://elsewhere.test/v1"}}, {}};
    case Trouble::S401:
        return refusal(401, "APIGW.0301");
    case Trouble::S403:
        return refusal(403, "APIG.0302");
    case Trouble::S404:
        return refusal(404, "APIG.0101");
    case Trouble::S409:
        return refusal(409, "ModelArts.6347");
    case Trouble::S429:
        return refusal(429, "APIGW.0308");
    case Trouble::S500:
    case Trouble::S500After:
        return refusal(500, "ModelArts.0010");
    case Trouble::S502:
        return CloudResponse{502, {{"Content-Type", "text/html"}}, "<html>bad gateway</html>"};
    case Trouble::S503:
    case Trouble::S503After:
        return refusal(503, "APIG.0201");
    case Trouble::S504After:
        return CloudResponse{504, {}, "gateway timeout"};
    default: // the line, or only the body
        return std::nullopt;
    }
}

bool isCarriedOut(Trouble trouble)
{
    switch (trouble) {
    case Trouble::S500After:
    case Trouble::S503After:
    case Trouble::S504After:
        return true;
    default:
        return !answerOf(trouble);
    }
}

SimulatedAccessManager::Fault faultOf(Trouble trouble)
{
    using Fault = SimulatedAccessManager::Fault;
    switch (trouble) {
    case Trouble::Refused:
        return Fault::Refused;
    case Trouble::HostNotFound:
        return Fault::HostNotFound;
    case Trouble::LostBefore:
        return Fault::LostBefore;
    case Trouble::LostAfter:
        return Fault::LostAfter;
    case Trouble::Hang:
        return Fault::Hang;
    case Trouble::HangAfter:
        return Fault::HangAfter;
    case Trouble::Portal:
        return Fault::Html;
    default: // the answer is another one
        return Fault::None;
    }
}

QString idIn(const QString &path)
{
    const QString rest = path.section(u"/notebooks/"_s, 1);
    const QString id = rest.section(u'/', 0, 0);
    return id == u"all"_s ? QString() : id;
}

QByteArray verbOf(const QByteArray &method, const QString &path)
{
    if (method == "DELETE")
        return "delete";
    if (method == "PATCH")
        return "renew";
    if (method == "POST" && path.endsWith(u"/start"_s))
        return "start";
    return method == "POST" && path.endsWith(u"/stop"_s) ? QByteArray("stop") : QByteArray();
}

void setHeader(CloudResponse *response, const QByteArray &name, const QByteArray &value)
{
    response->headers.removeIf([&name](const auto &header) { return header.first == name; });
    response->headers.append({name, value});
}

/// As a decoder would that takes the creation of a lease for two seconds later than it was.
void addTwoSeconds(CloudResponse *response)
{
    static const QRegularExpression pattern(u"(\"lease\":\\{\"create_at\":)(\\d+)"_s);
    QString body = QString::fromUtf8(response->body);
    QString changed;
    qsizetype done = 0;
    for (auto it = pattern.globalMatch(body); it.hasNext();) {
        const QRegularExpressionMatch match = it.next();
        changed += body.mid(done, match.capturedStart(2) - done);
        changed += QString::number(match.captured(2).toLongLong() + 2'000);
        done = match.capturedEnd(2);
    }
    response->body = (changed + body.mid(done)).toUtf8();
}

std::optional<qint64> endOf(const QJsonObject &lease)
{
    const qint64 durationMs = lease.value("duration"_L1).toInteger();
    const bool counts = lease.value("enable"_L1).toBool() && durationMs > 0 &&
                        lease.value("type"_L1).toString().compare("TIMING"_L1, Qt::CaseInsensitive) == 0;
    return counts ? std::optional(lease.value("create_at"_L1).toInteger() + durationMs) : std::nullopt;
}

std::optional<qint64> endOf(const SimulatedCloud::Record &record)
{
    const bool counts = record.leaseEnabled && record.leaseDurationMs > 0 && record.leaseType == u"TIMING"_s;
    return counts ? std::optional(record.leaseCreateAtMs + record.leaseDurationMs) : std::nullopt;
}

} // namespace

FarEnd::FarEnd(VirtualTime &time, const Start &start, const QString &prefix)
    : cloud(time, cloudOptions(start, prefix)),
      m_time(time),
      m_prefix(prefix),
      m_start(start),
      m_slowestMs(start.roundTripMs)
{
    cloud.setTransitionMs(start.transitionMs);
    m_secrets = {cloud.token(), cloud.signIn().password.toUtf8()};
    placeFirst(start);
}

void FarEnd::placeFirst(const Start &start)
{
    for (int i = 0; i < start.states.size(); ++i) {
        SimulatedCloud::Record record;
        record.id = u"%1-%2"_s.arg(m_prefix).arg(i);
        record.name = u"n%1"_s.arg(i);
        record.status = start.states.at(i);
        // One of the free kind, which is listed apart.
        record.feature = i == 3 ? u"DEFAULT"_s : QString();
        record.leaseCreateAtMs = cloud.nowMs() - HourMs - i;
        record.leaseUpdateAtMs = cloud.nowMs() - HourMs / 2;
        record.leaseDurationMs = HourMs + (i == 0 ? start.leaseMs : (i + 1) * HourMs);
        record.leaseEnabled = i != 4;
        m_ids.append(cloud.place(record));
    }
    for (int i = 0; i < start.crowd; ++i) {
        SimulatedCloud::Record record;
        record.id = u"%1-crowd-%2"_s.arg(m_prefix).arg(i);
        record.status = u"STOPPED"_s;
        // Among the others in the order of the listing.
        record.leaseCreateAtMs = cloud.nowMs() - HourMs + (i % 2 == 0 ? i : -i) * 1'000;
        record.leaseUpdateAtMs = record.leaseCreateAtMs;
        record.leaseDurationMs = HourMs;
        m_everThere.insert(cloud.place(record));
    }
    for (const QString &id : std::as_const(m_ids))
        m_everThere.insert(id);
}

/// How long a request may take that meets this, or the dark.
qint64 FarEnd::longestMs(const std::optional<Armed> &trouble) const
{
    const HttpDeadlines deadlines;
    if (trouble && trouble->trouble == Trouble::Slow)
        return std::min(trouble->value, deadlines.silenceMs);
    const bool hangs =
        trouble && (trouble->trouble == Trouble::Hang || trouble->trouble == Trouble::HangAfter);
    return m_start.roundTripMs + (hangs ? deadlines.silenceMs : 0);
}

void FarEnd::attach(SimulatedAccessManager &network)
{
    network.setFaults(
        [this, &network](const QByteArray &method, const QUrl &url) { return decide(network, method, url); });
    network.setService([this](const CloudRequest &request) { return answer(request); });
}

const QString &FarEnd::idOf(quint32 who) const
{
    for (int i = 0; i < m_ids.size(); ++i) {
        if ((who >> i) & 1U)
            return m_ids.at(i);
    }
    return m_ids.constFirst();
}

bool FarEnd::isDark() const
{
    return m_time.monotonicMs() < m_darkUntilMs;
}

int FarEnd::pages() const
{
    return 1 + int(m_everThere.size()) / 49;
}

void FarEnd::play(const Step &step)
{
    switch (step.what) {
    case Do::Fault:
        m_armed.append({step.on, step.trouble, step.times, step.skip, step.value});
        return;
    case Do::Dark:
        m_darkUntilMs = m_time.monotonicMs() + step.value;
        return;
    case Do::Lag:
        m_lagMs = step.value;
        return;
    case Do::Expire:
        cloud.expireTokens();
        return;
    case Do::Meddle:
        if (step.skip < 0)
            meddle(step);
        else
            m_meddlings.append(step);
        return;
    default: // what the person and the clocks do is not our affair
        return;
    }
}

void FarEnd::heal()
{
    m_armed.clear();
    m_meddlings.clear();
    m_darkUntilMs = 0;
    m_lagMs = 0;
    m_stale.clear();
}

SimulatedAccessManager::Fault FarEnd::decide(SimulatedAccessManager &network, const QByteArray &method,
                                             const QUrl &url)
{
    OnTheWire request;
    request.method = method;
    const QString path = url.path();
    const bool signsIn = path.startsWith(u"/v3/"_s);
    if (!signsIn) {
        request.id = idIn(path);
        request.verb = verbOf(method, path);
        request.readsLease = method == "GET" && path.endsWith(u"/lease"_s);
    }
    request.sentAtMs = m_time.monotonicMs();

    Fate fate;
    fate.wireIndex = int(m_wire.size());
    fate.trouble = meet(request, signsIn);
    network.setRoundTripMs(m_start.roundTripMs);
    Fault fault = isDark() ? Fault::LostBefore : Fault::None;
    if (fate.trouble) {
        fault = faultOf(fate.trouble->trouble);
        if (fate.trouble->trouble == Trouble::Slow) {
            network.setRoundTripMs(fate.trouble->value);
            m_slowestMs = std::max(m_slowestMs, fate.trouble->value);
        }
    }
    if (fault != Fault::None || fate.trouble)
        m_troubledUntilMs = std::max(m_troubledUntilMs, m_time.monotonicMs() + longestMs(fate.trouble));
    request.neverLeft = fault == Fault::Refused || fault == Fault::HostNotFound;
    m_wire.append(request);
    m_fates.insert(network.seen().constLast().headers.value("x-request-id"), fate);
    network.forgetSeen();
    if (onSent)
        onSent(fate.wireIndex);
    return fault;
}

std::optional<FarEnd::Armed> FarEnd::meet(const OnTheWire &request, bool signsIn)
{
    const auto fits = [&request, signsIn](On on) {
        switch (on) {
        case On::Any:
            return true;
        case On::List:
            return !signsIn && request.id.isEmpty();
        case On::Show:
            return !request.id.isEmpty() && request.verb.isEmpty();
        case On::Write:
            return !request.verb.isEmpty();
        case On::SignIn:
            return signsIn;
        }
        return false;
    };
    for (qsizetype i = 0; i < m_armed.size(); ++i) {
        Armed &armed = m_armed[i];
        if (!fits(armed.on))
            continue;
        if (armed.skip > 0) {
            --armed.skip;
            continue;
        }
        const Armed met = armed;
        if (--armed.times <= 0)
            m_armed.removeAt(i);
        return met;
    }
    return std::nullopt;
}

CloudResponse FarEnd::answer(const CloudRequest &request)
{
    const auto found = m_fates.constFind(request.headers.value("x-request-id"));
    const Fate fate = found == m_fates.constEnd() ? Fate() : *found;
    OnTheWire *sent = &m_wire[fate.wireIndex];
    ++sent->arrivals;
    ++m_arrivals;
    if (onArrival)
        onArrival(m_arrivals);
    meddleAsArmed();
    if (!sent->verb.isEmpty())
        keepStale(sent->id);

    CloudResponse response;
    const std::optional<CloudResponse> instead =
        fate.trouble ? answerOf(fate.trouble->trouble) : std::nullopt;
    if (m_broken == Broken::OnlySaysSo && sent->verb == "renew")
        response = promised(request);
    else if (!instead || isCarriedOut(fate.trouble->trouble))
        response = carryOut(request, sent);
    if (m_broken == Broken::RepeatsWrites && !sent->verb.isEmpty()) {
        ++sent->arrivals;
        response = carryOut(request, sent);
    }
    if (instead) {
        const auto date = std::find_if(response.headers.begin(), response.headers.end(),
                                       [](const auto &header) { return header.first == "Date"; });
        const bool hasDate = date != response.headers.end();
        const std::pair<QByteArray, QByteArray> told = hasDate ? *date : std::pair<QByteArray, QByteArray>();
        response = *instead;
        if (hasDate)
            response.headers.append(told);
    } else {
        showStale(&response, *sent);
    }
    if (!instead)
        note(*sent, response);
    if (fate.trouble)
        response = spoil(std::move(response), *fate.trouble);
    if (m_broken == Broken::AddsTwoSeconds)
        addTwoSeconds(&response);
    if (sent->verb.isEmpty() && sent->method == "GET")
        m_readFailed = m_readFailed || response.status >= 500;
    if (m_broken == Broken::ForgetsToHeal && m_readFailed)
        response = refusal(500, "ModelArts.0010");
    sent->status = response.status;
    if (response.status == 429 || response.status == 503) {
        const qint64 asked = fate.trouble ? fate.trouble->value * 1'000 : 0;
        m_muchTooBusy = m_muchTooBusy || asked > LongestObeyedPauseMs;
        m_quietUntilMs = std::max(m_quietUntilMs, m_time.monotonicMs() + m_slowestMs + asked);
    }
    return response;
}

/// The answer to a prolong that is not carried out.
CloudResponse FarEnd::promised(const CloudRequest &request)
{
    const qint64 askedMs = QJsonDocument::fromJson(request.body).object().value("duration"_L1).toInteger();
    QJsonObject lease =
        QJsonDocument::fromJson(ask("GET", idIn(QString::fromUtf8(request.path)), "/lease").body).object();
    lease.insert("duration"_L1, cloud.nowMs() - lease.value("create_at"_L1).toInteger() + askedMs);
    lease.insert("update_at"_L1, cloud.nowMs());
    return json(200, QJsonDocument(lease).toJson(QJsonDocument::Compact));
}

CloudResponse FarEnd::carryOut(const CloudRequest &request, OnTheWire *sent)
{
    const qsizetype before = cloud.effects().size();
    CloudResponse response = cloud.handle(request);
    sent->effects += int(cloud.effects().size() - before);
    if (sent->verb == "renew" && cloud.effects().size() > before) {
        const SimulatedCloud::Record record = *cloud.record(sent->id);
        sent->leaseEndMs = record.leaseCreateAtMs + record.leaseDurationMs;
    }
    for (const auto &[name, value] : response.headers) {
        if (name == "X-Subject-Token")
            m_secrets.append(value);
    }
    return response;
}

CloudResponse FarEnd::spoil(CloudResponse response, const Armed &armed)
{
    switch (armed.trouble) {
    case Trouble::S429:
    case Trouble::S503:
        if (armed.value > 0)
            setHeader(&response, "Retry-After", QByteArray::number(armed.value));
        else if (armed.value == -1)
            setHeader(&response, "Retry-After", "soon");
        else if (armed.value == -2)
            setHeader(&response, "Retry-After", "Wed, 21 Oct 2015 07:28:00 GMT");
        return response;
    case Trouble::Cut:
        response.body.chop(response.body.size() / 3 + 1);
        return response;
    case Trouble::NoBody:
        response.body.clear();
        return response;
    case Trouble::NoContent:
        response.body.clear();
        if (response.status == 200)
            response.status = 204;
        return response;
    case Trouble::ErrorIn200:
        response.body = refusal(200, "ModelArts.0010").body;
        return response;
    case Trouble::NoDate:
        setHeader(&response, "Date", "yesterday");
        return response;
    case Trouble::WildDate:
        setHeader(&response, "Date", "Tue, 21 Nov 2023 07:28:00 GMT");
        return response;
    case Trouble::TotalMore:
    case Trouble::TotalLess:
    case Trouble::TotalMissing:
    case Trouble::Twice:
    case Trouble::OneNoId: {
        QJsonObject page = QJsonDocument::fromJson(response.body).object();
        if (!page.contains("data"_L1))
            return response;
        QJsonArray data = page.value("data"_L1).toArray();
        const qint64 total = page.value("total"_L1).toInteger();
        if (armed.trouble == Trouble::TotalMore)
            page.insert("total"_L1, total + 1);
        else if (armed.trouble == Trouble::TotalLess)
            page.insert("total"_L1, total - 1);
        else if (armed.trouble == Trouble::TotalMissing)
            page.remove("total"_L1);
        else if (armed.trouble == Trouble::Twice && !data.isEmpty())
            data.append(data.first());
        else if (armed.trouble == Trouble::OneNoId && !data.isEmpty()) {
            QJsonObject last = data.last().toObject();
            last.remove("id"_L1);
            data.replace(data.size() - 1, last);
        }
        page.insert("data"_L1, data);
        response.body = QJsonDocument(page).toJson(QJsonDocument::Compact);
        return response;
    }
    default: // done already
        return response;
    }
}

QByteArray FarEnd::pathOf(const QString &id) const
{
    return "/v1/" + cloud.projectId().toUtf8() + "/notebooks/" + id.toUtf8();
}

CloudResponse FarEnd::ask(const QByteArray &method, const QString &id, const QByteArray &suffix,
                          const QByteArray &query, const QByteArray &body)
{
    CloudRequest request;
    request.method = method;
    request.path = pathOf(id) + suffix;
    request.query = query;
    request.headers.insert("x-auth-token", cloud.token());
    request.body = body;
    return cloud.handle(request);
}

void FarEnd::meddleAsArmed()
{
    for (qsizetype i = 0; i < m_meddlings.size();) {
        if (m_meddlings[i].skip > 0) {
            --m_meddlings[i].skip;
            ++i;
            continue;
        }
        const Step due = m_meddlings.takeAt(i);
        meddle(due);
    }
}

void FarEnd::meddle(const Step &step)
{
    if (step.meddling == Meddling::Create) {
        SimulatedCloud::Record record;
        record.id = u"%1-new-%2"_s.arg(m_prefix).arg(++m_created);
        record.status = u"STOPPED"_s;
        m_everThere.insert(cloud.place(record));
        return;
    }
    const bool isCrowd = step.value > 0 && m_start.crowd > 0;
    const QString id =
        isCrowd ? u"%1-crowd-%2"_s.arg(m_prefix).arg(step.value % m_start.crowd) : idOf(step.who);
    keepStale(id);
    m_meddled.insert(id);
    switch (step.meddling) {
    case Meddling::Start:
        (void)ask("POST", id, "/start", "duration=7200000");
        return;
    case Meddling::Stop:
        (void)ask("POST", id, "/stop");
        return;
    case Meddling::Prolong:
        (void)ask("PATCH", id, "/lease", {}, "{\"duration\":36000000,\"type\":\"timing\"}");
        return;
    case Meddling::Shorten:
        (void)ask("PATCH", id, "/lease", {}, "{\"duration\":3600000,\"type\":\"timing\"}");
        return;
    case Meddling::Delete:
        (void)ask("DELETE", id);
        return;
    case Meddling::Erase:
        cloud.erase(id);
        return;
    case Meddling::Create:
        return;
    }
}

void FarEnd::keepStale(const QString &id)
{
    if (m_lagMs == 0 || !cloud.record(id))
        return;
    m_stale[id].append(
        {QJsonDocument::fromJson(ask("GET", id).body).object(), m_time.monotonicMs() + m_lagMs});
}

std::optional<QJsonObject> FarEnd::staleOf(const QString &id)
{
    const auto found = m_stale.find(id);
    if (found == m_stale.end() || !cloud.record(id))
        return std::nullopt;
    while (!found->isEmpty() && found->constFirst().untilMs <= m_time.monotonicMs())
        found->removeFirst();
    return found->isEmpty() ? std::nullopt : std::optional(found->constFirst().shown);
}

void FarEnd::showStale(CloudResponse *response, const OnTheWire &sent)
{
    if (m_stale.isEmpty() || !sent.verb.isEmpty() || response->status != 200 || sent.method != "GET")
        return;
    QJsonObject body = QJsonDocument::fromJson(response->body).object();
    if (!sent.id.isEmpty()) {
        const auto stale = staleOf(sent.id);
        if (!stale)
            return;
        const bool isLease = !body.contains("status"_L1);
        response->body = QJsonDocument(isLease ? stale->value("lease"_L1).toObject() : *stale).toJson();
        return;
    }
    QJsonArray data = body.value("data"_L1).toArray();
    for (qsizetype i = 0; i < data.size(); ++i) {
        if (const auto stale = staleOf(data.at(i).toObject().value("id"_L1).toString()))
            data.replace(i, *stale);
    }
    body.insert("data"_L1, data);
    response->body = QJsonDocument(body).toJson(QJsonDocument::Compact);
}

void FarEnd::note(const OnTheWire &sent, const CloudResponse &response)
{
    // A refused write says how things are, too: "already stopping".
    noteToken(response);
    if (!sent.id.isEmpty() && (response.status / 100 == 2 || !sent.verb.isEmpty())) {
        noteTold(sent.id, sent);
        return;
    }
    if (response.status / 100 != 2)
        return;
    if (sent.method != "GET")
        return;
    // More than the page may have carried: a row that claims to come from this answer must show one of these.
    const QList<QString> known = m_everThere.values();
    for (const QString &id : known)
        noteTold(id, sent);
}

/// What opens a notebook is for the browser alone.
void FarEnd::noteToken(const CloudResponse &response)
{
    const QByteArray token =
        QJsonDocument::fromJson(response.body).object().value("token"_L1).toString().toUtf8();
    if (!token.isEmpty() && !m_secrets.contains(token))
        m_secrets.append(token);
}

void FarEnd::noteTold(const QString &id, const OnTheWire &sent)
{
    const std::optional<SimulatedCloud::Record> record = cloud.record(id);
    if (!record)
        return;
    Told told;
    told.sentAtMs = sent.sentAtMs;
    told.isOfWrite = !sent.verb.isEmpty();
    told.isLeaseOnly = sent.readsLease;
    told.status = record->status;
    told.leaseEndMs = endOf(*record);
    if (const auto stale = told.isOfWrite ? std::nullopt : staleOf(id)) {
        told.status = stale->value("status"_L1).toString();
        told.leaseEndMs = endOf(stale->value("lease"_L1).toObject());
    }
    m_told[id].append(told);
}

} // namespace leasekeeper::test::model

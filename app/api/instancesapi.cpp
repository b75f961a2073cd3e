// SPDX-License-Identifier: MIT
#include "instancesapi.h"

#include "authenticator.h"
#include "httpclient.h"
#include "instancejson.h"
#include "plaintext.h"
#include "runningcall.h"

#include <QRandomGenerator>

#include <utility>

namespace leasekeeper
{

using namespace Qt::StringLiterals;

namespace
{

/// One path segment or query value: everything but unreserved characters is percent-encoded.
QString encoded(const QString &text)
{
    return QString::fromLatin1(QUrl::toPercentEncoding(text));
}

/// Whether the text can stand for itself in a path: "." and ".." would mean another address, and half a
/// surrogate pair cannot be encoded.
bool isSegment(const QString &text)
{
    return !text.isEmpty() && text != "."_L1 && text != ".."_L1 && QStringView(text).isValidUtf16();
}

/// Words that stand where an id stands and mean something else (section 1).
bool isReserved(const QString &id)
{
    return id == "all"_L1 || id == "flavors"_L1 || id == "tags"_L1 || id == "open"_L1;
}

QString featureText(InstanceFeature feature)
{
    switch (feature) {
    case InstanceFeature::Notebook:
        return u"NOTEBOOK"_s;
    case InstanceFeature::Default:
        return u"DEFAULT"_s;
    }
    return {};
}

template <typename T, typename Decode>
std::function<std::optional<WriteAnswer>(const HttpResponse &, QString *)>
writeDecoder(std::optional<T> WriteAnswer::*member, Decode decode)
{
    return [member, decode](const HttpResponse &response, QString *whyNot) -> std::optional<WriteAnswer> {
        WriteAnswer answer;
        // Accepted without a word: reading will tell.
        if (response.status == 204 || response.body.trimmed().isEmpty())
            return answer;
        answer.*member = decode(response.body, whyNot);
        return answer.*member ? std::optional(answer) : std::nullopt;
    };
}

} // namespace

InstancesApi::InstancesApi(HttpClient &http, Authenticator &authenticator, Profile profile, QObject *parent)
    : QObject(parent),
      m_http(http),
      m_authenticator(authenticator),
      m_profile(std::move(profile)),
      m_traffic(std::make_shared<Traffic>(http.clock(), http.timers()))
{
    m_traffic->random = [] { return QRandomGenerator::global()->generateDouble(); };
}

InstancesApi::~InstancesApi() = default;

RequestGate &InstancesApi::gate() const
{
    return m_traffic->gate;
}

void InstancesApi::setRandomness(std::function<double()> random)
{
    m_traffic->random = std::move(random);
}

RequestGate::Lane InstancesApi::laneOf(const Target &target)
{
    if (target.method != "GET")
        return RequestGate::Lane::Write;
    // A listing has many pages: those who asked for it do not want to wait for it with all else.
    return target.id && target.patience == Patience::Person ? RequestGate::Lane::Person
                                                            : RequestGate::Lane::Background;
}

CallPlan InstancesApi::plan(const Target &target) const
{
    CallPlan plan;
    plan.patience = target.patience;
    plan.lane = laneOf(target);
    plan.request.method = target.method;
    plan.request.body = target.body;
    plan.bodyNow = target.bodyNow;
    // One rule for addresses, that of whoever typed them: also for a profile made elsewhere.
    QString objection;
    const QUrl endpoint = parseEndpoint(m_profile.endpoint.toString(QUrl::FullyEncoded), &objection);
    QString path = QString(u"/v1/"_s + encoded(m_profile.projectId) + u"/notebooks"_s);
    if (target.id)
        path += QString(u'/' + encoded(*target.id));
    path += target.suffix;
    QUrl &url = plan.request.url;
    url.setScheme(endpoint.scheme());
    url.setHost(endpoint.host());
    url.setPort(endpoint.port());
    url.setPath(path, QUrl::StrictMode);
    if (!target.query.isEmpty())
        url.setQuery(target.query, QUrl::StrictMode);

    plan.context.subject = target.id ? CallSubject::Instance : CallSubject::Listing;
    plan.context.isRead = plan.request.isRead();
    plan.context.host =
        endpoint.port() < 0 ? endpoint.host() : u"%1:%2"_s.arg(endpoint.host()).arg(endpoint.port());
    plan.context.request = QString(QString::fromLatin1(target.method) + u' ' + path);
    plan.context.permission = target.permission;

    if (target.id && (!isSegment(*target.id) || isReserved(*target.id)))
        plan.refusal =
            refusal(tr("The instance has an id that no request can name: “%1”.").arg(visibleText(*target.id)),
                    plan.context.request);
    else if (!isSegment(m_profile.projectId))
        plan.refusal = refusal(tr("The profile names no usable project id."), {});
    else if (m_profile.endpoint.isEmpty())
        plan.refusal =
            refusal(tr("This connection has no service address yet. Edit the connection to add it."), {});
    else if (!endpoint.isValid())
        plan.refusal = refusal(objection, {});
    return plan;
}

ApiError InstancesApi::refusal(const QString &message, const QString &detail)
{
    ApiError error;
    error.kind = ApiError::Kind::BadRequest;
    error.delivery = ApiError::Delivery::NeverSent;
    error.message = message;
    error.detail = detail;
    return error;
}

template <typename T, typename Decoder>
ApiCall<T> *InstancesApi::run(const Target &target, Decoder decoder, QObject *parent,
                              RequestGate::Place place)
{
    return new RunningCall<T>(m_http, m_authenticator, m_traffic, plan(target), std::move(decoder),
                              parent ? parent : this, std::move(place));
}

ApiCall<InstancePage> *InstancesApi::list(bool allUsers, InstanceFeature feature, qint64 offset,
                                          Patience patience, QObject *parent)
{
    Target target;
    target.suffix = allUsers ? u"/all"_s : QString();
    target.query = u"limit=%1&offset=%2&feature=%3"_s.arg(PageLimit).arg(offset).arg(featureText(feature));
    if (!m_profile.workspaceId.isEmpty())
        target.query += QString(u"&workspace_id="_s + encoded(m_profile.workspaceId));
    target.patience = patience;
    target.permission = u"modelarts:notebook:list"_s;
    const auto decode = [](const HttpResponse &response, QString *whyNot) {
        return decodePage(response.body, PageLimit, whyNot);
    };
    return run<InstancePage>(target, decode, parent);
}

ApiCall<Instance> *InstancesApi::show(const QString &id, Patience patience, QObject *parent)
{
    Target target;
    target.id = id;
    target.patience = patience;
    target.permission = u"modelarts:notebook:get"_s;
    const auto decode = [id](const HttpResponse &response, QString *whyNot) {
        return decodeInstance(response.body, id, whyNot);
    };
    return run<Instance>(target, decode, parent);
}

ApiCall<Lease> *InstancesApi::showLease(const QString &id, Patience patience, QObject *parent)
{
    Target target;
    target.id = id;
    target.suffix = u"/lease"_s;
    target.patience = patience;
    const auto decode = [](const HttpResponse &response, QString *whyNot) {
        return decodeLease(response.body, whyNot);
    };
    return run<Lease>(target, decode, parent);
}

ApiCall<WriteAnswer> *InstancesApi::writeInstance(Target target, QObject *parent, RequestGate::Place place,
                                                  MayLeave mayLeave)
{
    if (mayLeave) {
        target.bodyNow = [mayLeave = std::move(mayLeave), body = target.body] {
            return mayLeave() ? std::optional(body) : std::nullopt;
        };
    }
    const auto decode = [id = *target.id](const QByteArray &body, QString *whyNot) {
        return decodeSparseInstance(body, id, whyNot);
    };
    return run<WriteAnswer>(target, writeDecoder(&WriteAnswer::instance, decode), parent, std::move(place));
}

ApiCall<WriteAnswer> *InstancesApi::remove(const QString &id, QObject *parent, RequestGate::Place place,
                                           MayLeave mayLeave)
{
    Target target;
    target.method = "DELETE";
    target.id = id;
    target.permission = u"modelarts:notebook:delete"_s;
    return writeInstance(std::move(target), parent, std::move(place), std::move(mayLeave));
}

ApiCall<WriteAnswer> *InstancesApi::start(const QString &id, qint64 durationMs, QObject *parent,
                                          RequestGate::Place place, MayLeave mayLeave)
{
    Target target;
    target.method = "POST";
    target.id = id;
    target.suffix = u"/start"_s;
    target.query = u"duration=%1"_s.arg(durationMs);
    if (durationMs > 0)
        target.query += u"&type=timing"_s;
    // Sent in place of nothing, both are allowed: that it was taken from us tells that the request left.
    target.body = "{}";
    target.permission = u"modelarts:notebook:start"_s;
    return writeInstance(std::move(target), parent, std::move(place), std::move(mayLeave));
}

ApiCall<WriteAnswer> *InstancesApi::stop(const QString &id, QObject *parent, RequestGate::Place place,
                                         MayLeave mayLeave)
{
    Target target;
    target.method = "POST";
    target.id = id;
    target.suffix = u"/stop"_s;
    target.body = "{}";
    target.permission = u"modelarts:notebook:stop"_s;
    return writeInstance(std::move(target), parent, std::move(place), std::move(mayLeave));
}

ApiCall<WriteAnswer> *InstancesApi::renewLease(const QString &id, qint64 durationMs, QObject *parent,
                                               RequestGate::Place place, DurationNow durationNow)
{
    Target target;
    target.method = "PATCH";
    target.id = id;
    target.suffix = u"/lease"_s;
    target.body = renewalBody(durationMs);
    if (durationNow) {
        target.bodyNow = [durationNow]() -> std::optional<QByteArray> {
            const std::optional<qint64> now = durationNow();
            return now ? std::optional(renewalBody(*now)) : std::nullopt;
        };
    }
    target.permission = u"modelarts:notebook:updateStopPolicy"_s;
    return run<WriteAnswer>(target, writeDecoder(&WriteAnswer::lease, decodeLease), parent, std::move(place));
}

} // namespace leasekeeper

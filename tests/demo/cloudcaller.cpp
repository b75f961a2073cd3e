// SPDX-License-Identifier: MIT
#include "cloudcaller.h"

#include "cloudsignature.h"

#include <QJsonArray>
#include <QJsonDocument>

namespace leasekeeper::test
{

using namespace Qt::StringLiterals;

QString Told::errorCode() const
{
    return text("error_code"_L1);
}

QString Told::identityMessage() const
{
    return object("error"_L1).value("message"_L1).toString();
}

QString Told::text(QLatin1String key) const
{
    return json.value(key).toString();
}

qint64 Told::number(QLatin1String key) const
{
    return json.value(key).toInteger(-1);
}

QJsonObject Told::object(QLatin1String key) const
{
    return json.value(key).toObject();
}

QList<QJsonObject> Told::data() const
{
    QList<QJsonObject> list;
    const QJsonArray array = json.value("data"_L1).toArray();
    for (const QJsonValue &value : array)
        list.append(value.toObject());
    return list;
}

void sign(CloudRequest &request, const SimulatedCloud::AccessKey &key, qint64 atMs)
{
    const QByteArray date = cloudsignature::dateText(atMs);
    request.headers.remove("authorization");
    request.headers.insert("x-sdk-date", date);
    const QList<QByteArray> names = request.headers.keys();
    const std::optional<QByteArray> canonical = cloudsignature::canonicalRequest(request, names);
    request.headers.insert(
        "authorization",
        "SDK-HMAC-SHA256 Access=" + key.access + ", SignedHeaders=" + names.join(';') +
            ", Signature=" + cloudsignature::signatureOf(canonical.value_or(""), date, key.secret));
}

QByteArray SignInBody::bytes() const
{
    QJsonObject who{{u"name"_s, user}, {u"password"_s, password}};
    if (!account.isEmpty())
        who.insert(u"domain"_s, QJsonObject{{u"name"_s, account}});
    QJsonObject identity{{u"methods"_s, QJsonArray{u"password"_s}},
                         {u"password"_s, QJsonObject{{u"user"_s, who}}}};
    if (!passcode.isEmpty()) {
        identity.insert(u"methods"_s, QJsonArray{u"password"_s, u"totp"_s});
        identity.insert(u"totp"_s,
                        QJsonObject{{u"user"_s, QJsonObject{{u"name"_s, user}, {u"passcode"_s, passcode}}}});
    }
    QJsonObject auth{{u"identity"_s, identity}};
    if (!scope.isEmpty())
        auth.insert(u"scope"_s, scope);
    return QJsonDocument(QJsonObject{{u"auth"_s, auth}}).toJson(QJsonDocument::Compact);
}

CloudRequest CloudCaller::request(const QByteArray &method, const QByteArray &target) const
{
    CloudRequest request;
    request.method = method;
    const qsizetype mark = target.indexOf('?');
    request.path =
        "/v1/" + m_cloud.projectId().toUtf8() + "/notebooks" + (mark < 0 ? target : target.left(mark));
    request.query = mark < 0 ? QByteArray() : target.mid(mark + 1);
    request.headers.insert("x-auth-token", m_cloud.token());
    return request;
}

Told CloudCaller::send(const CloudRequest &request)
{
    const CloudResponse response = m_cloud.handle(request);
    Told told;
    told.status = response.status;
    told.body = response.body;
    told.json = QJsonDocument::fromJson(response.body).object();
    for (const auto &[name, value] : response.headers)
        told.headers.insert(name, value);
    return told;
}

Told CloudCaller::call(const QByteArray &method, const QByteArray &target, const QByteArray &body)
{
    CloudRequest asked = request(method, target);
    asked.body = body;
    return send(asked);
}

Told CloudCaller::renew(const QString &id, qint64 durationMs)
{
    return call("PATCH", '/' + id.toUtf8() + "/lease",
                R"({"duration":)" + QByteArray::number(durationMs) + R"(,"type":"timing"})");
}

Told CloudCaller::signIn(const SignInBody &body)
{
    CloudRequest request;
    request.method = "POST";
    request.path = "/v3/auth/tokens";
    request.query = "nocatalog=true";
    request.body = body.bytes();
    return send(request);
}

SignInBody CloudCaller::rightBody() const
{
    const SimulatedCloud::User user = m_cloud.signIn();
    return {user.name, user.account, user.password, user.passcode,
            QJsonObject{{u"project"_s, QJsonObject{{u"id"_s, m_cloud.projectId()}}}}};
}

Told CloudCaller::identity(const QByteArray &method, const QByteArray &path, const QByteArray &token,
                           const QByteArray &body)
{
    CloudRequest request;
    request.method = method;
    const qsizetype mark = path.indexOf('?');
    request.path = mark < 0 ? path : path.left(mark);
    request.query = mark < 0 ? QByteArray() : path.mid(mark + 1);
    request.body = body;
    if (!token.isEmpty())
        request.headers.insert("x-auth-token", token);
    return send(request);
}

QList<QJsonObject> CloudCaller::listAll(const QByteArray &path, const QByteArray &parameters, int limit)
{
    QList<QJsonObject> all;
    while (true) {
        const Told page = get(path + "?limit=" + QByteArray::number(limit) +
                              "&offset=" + QByteArray::number(all.size()) + parameters);
        const QList<QJsonObject> data = page.data();
        all += data;
        if (data.size() < limit)
            return all;
    }
}

} // namespace leasekeeper::test

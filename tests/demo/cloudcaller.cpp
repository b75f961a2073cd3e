// SPDX-License-Identifier: MIT
#include "cloudcaller.h"

#include <QJsonArray>
#include <QJsonDocument>

namespace leasekeeper::test
{

using namespace Qt::StringLiterals;

QString Told::errorCode() const
{
    return text("error_code"_L1);
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

// SPDX-License-Identifier: MIT
#include "serverfault.h"

#include <QHash>
#include <QJsonDocument>
#include <QStringList>

#include <algorithm>
#include <optional>

namespace leasekeeper::test
{

using namespace Qt::StringLiterals;

namespace
{

std::optional<ServerFault::Kind> lineFault(const QString &name)
{
    using Kind = ServerFault::Kind;
    static const QHash<QString, Kind> Names = {{u"close_before"_s, Kind::CloseBefore},
                                               {u"close_after"_s, Kind::CloseAfter},
                                               {u"hang"_s, Kind::Hang},
                                               {u"hang_after"_s, Kind::HangAfter},
                                               {u"drip"_s, Kind::Drip},
                                               {u"delay"_s, Kind::Delay}};
    const auto found = Names.find(name);
    return found == Names.end() ? std::nullopt : std::optional(*found);
}

QString unknownKey(const QJsonObject &json)
{
    static const QStringList Known = {u"method"_s, u"path"_s, u"status"_s,      u"body"_s, u"headers"_s,
                                      u"times"_s,  u"line"_s, u"with_effect"_s, u"ms"_s};
    const QStringList keys = json.keys();
    const auto wrong =
        std::find_if(keys.begin(), keys.end(), [](const QString &key) { return !Known.contains(key); });
    return wrong == keys.end() ? QString() : *wrong;
}

ServedAnswer readAnswer(const QJsonObject &json)
{
    ServedAnswer answer;
    answer.status = json.value("status"_L1).toInt();
    const QJsonValue body = json.value("body"_L1);
    if (body.isObject()) {
        answer.body = QJsonDocument(body.toObject()).toJson(QJsonDocument::Compact);
        answer.headers.emplaceBack("Content-Type", "application/json");
    } else {
        answer.body = body.toString().toUtf8();
    }
    const QJsonObject headers = json.value("headers"_L1).toObject();
    for (auto it = headers.begin(); it != headers.end(); ++it)
        answer.headers.append({it.key().toUtf8(), it.value().toString().toUtf8()});
    return answer;
}

} // namespace

bool ServerFault::hits(const ServedRequest &request) const
{
    if (!method.isEmpty() && method != request.method)
        return false;
    const QByteArray target =
        request.query.isEmpty() ? request.path : QByteArray(request.path + '?' + request.query);
    return target.contains(part);
}

std::variant<ServerFault, QString> readServerFault(const QJsonObject &json)
{
    if (const QString wrong = unknownKey(json); !wrong.isEmpty())
        return QString(u"unknown key: "_s % wrong);
    ServerFault fault;
    fault.method = json.value("method"_L1).toString().toUtf8();
    fault.part = json.value("path"_L1).toString().toUtf8();
    fault.times = json.value("times"_L1).toInt(1);
    fault.withEffect = json.value("with_effect"_L1).toBool();
    fault.ms = json.value("ms"_L1).toInt(1000);
    if (fault.times < 1)
        return u"times must be 1 or more"_s;
    if (json.contains("line"_L1)) {
        const std::optional<ServerFault::Kind> kind = lineFault(json.value("line"_L1).toString());
        if (!kind)
            return u"line must be close_before, close_after, hang, hang_after, drip or delay"_s;
        fault.kind = *kind;
        return fault;
    }
    fault.answer = readAnswer(json);
    if (fault.answer.status < 200 || fault.answer.status > 599)
        return u"status must be 200 to 599, or give line"_s;
    return fault;
}

} // namespace leasekeeper::test

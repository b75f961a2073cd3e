// SPDX-License-Identifier: MIT
#include "cloudrouter.h"

namespace leasekeeper
{

using namespace Qt::StringLiterals;

namespace
{

QString decoded(const QByteArray &part)
{
    return QString::fromUtf8(QByteArray::fromPercentEncoding(part));
}

std::optional<CloudCall::Operation> operationOnOne(const QByteArray &method, const QList<QByteArray> &rest)
{
    using Operation = CloudCall::Operation;
    if (rest.isEmpty()) {
        if (method == "GET")
            return Operation::Show;
        if (method == "DELETE")
            return Operation::Delete;
        return std::nullopt;
    }
    if (rest.size() > 1)
        return std::nullopt;
    const QByteArray &what = rest.first();
    if (method == "POST" && what == "start")
        return Operation::Start;
    if (method == "POST" && what == "stop")
        return Operation::Stop;
    if (method == "GET" && what == "lease")
        return Operation::ShowLease;
    if (method == "PATCH" && what == "lease")
        return Operation::RenewLease;
    return std::nullopt;
}

} // namespace

CloudQuery::CloudQuery(const QByteArray &raw)
{
    for (const QByteArray &pair : raw.split('&')) {
        if (pair.isEmpty())
            continue;
        const qsizetype equals = pair.indexOf('=');
        const QString name = decoded(equals < 0 ? pair : pair.left(equals));
        if (!m_values.contains(name))
            m_values.insert(name, equals < 0 ? u""_s : decoded(pair.mid(equals + 1)));
    }
}

std::optional<CloudCall> routeCloudCall(const CloudRequest &request)
{
    // Split before decoding: an encoded slash belongs to its segment.
    QList<QByteArray> segments = request.path.split('/');
    if (segments.size() < 4 || !segments.at(0).isEmpty() || segments.at(1) != "v1" ||
        segments.at(3) != "notebooks")
        return std::nullopt;
    CloudCall call;
    call.projectId = decoded(segments.at(2));
    call.query = CloudQuery(request.query);
    segments = segments.mid(4);
    if (segments.isEmpty()) {
        if (request.method != "GET")
            return std::nullopt;
        return call;
    }
    const QByteArray first = segments.takeFirst();
    if (first == "all" && segments.isEmpty() && request.method == "GET") {
        call.operation = CloudCall::Operation::ListAll;
        return call;
    }
    // Neighbouring interfaces that this cloud does not play.
    if (first.isEmpty() || first == "flavors" || first == "tags" || first == "open")
        return std::nullopt;
    call.instanceId = decoded(first);
    const std::optional<CloudCall::Operation> operation = operationOnOne(request.method, segments);
    if (!operation)
        return std::nullopt;
    call.operation = *operation;
    return call;
}

} // namespace leasekeeper

// SPDX-License-Identifier: MIT
#include "httprequestparser.h"

namespace leasekeeper::test
{

namespace
{

constexpr qsizetype HeadLimit = 64 * 1024;

ParsedRequest refused(int status)
{
    ParsedRequest parsed;
    parsed.state = ParsedRequest::State::Refused;
    parsed.refusal = status;
    return parsed;
}

/// False: no HTTP.
bool readRequestLine(const QByteArray &line, ServedRequest &request)
{
    const QList<QByteArray> words = line.split(' ');
    if (words.size() != 3 || words.at(0).isEmpty() || !words.at(1).startsWith('/') ||
        !words.at(2).startsWith("HTTP/1.")) {
        return false;
    }
    request.method = words.at(0);
    const qsizetype mark = words.at(1).indexOf('?');
    request.path = mark < 0 ? words.at(1) : words.at(1).left(mark);
    request.query = mark < 0 ? QByteArray() : words.at(1).mid(mark + 1);
    request.keepAlive = words.at(2) != "HTTP/1.0";
    return true;
}

bool readHeader(const QByteArray &line, ServedRequest &request)
{
    const qsizetype colon = line.indexOf(':');
    if (colon <= 0 || line.at(colon - 1) == ' ')
        return false;
    const QByteArray name = line.left(colon).toLower();
    const QByteArray value = line.mid(colon + 1).trimmed();
    const auto known = request.headers.find(name);
    if (known == request.headers.end())
        request.headers.insert(name, value);
    else
        *known += QByteArray(", ") + value;
    return true;
}

} // namespace

ParsedRequest parseRequest(const QByteArray &bytes, qint64 bodyLimit)
{
    const qsizetype headEnd = bytes.indexOf("\r\n\r\n");
    if (headEnd < 0)
        return bytes.size() > HeadLimit ? refused(431) : ParsedRequest{};
    if (headEnd > HeadLimit)
        return refused(431);

    ParsedRequest parsed;
    QList<QByteArray> lines = bytes.left(headEnd).split('\n');
    for (QByteArray &line : lines) {
        if (line.endsWith('\r'))
            line.chop(1);
    }
    if (!readRequestLine(lines.takeFirst(), parsed.request))
        return refused(400);
    for (const QByteArray &line : std::as_const(lines)) {
        if (!readHeader(line, parsed.request))
            return refused(400);
    }

    const QMap<QByteArray, QByteArray> &headers = parsed.request.headers;
    if (headers.contains("transfer-encoding"))
        return refused(501);
    qint64 length = 0;
    if (headers.contains("content-length")) {
        bool ok = false;
        length = headers.value("content-length").toLongLong(&ok);
        if (!ok || length < 0)
            return refused(400);
    }
    if (length > bodyLimit)
        return refused(413);
    const QByteArray connection = headers.value("connection").toLower();
    if (connection == "close")
        parsed.request.keepAlive = false;
    else if (connection == "keep-alive")
        parsed.request.keepAlive = true;

    const qsizetype bodyStart = headEnd + 4;
    if (bytes.size() - bodyStart < length)
        return {};
    parsed.request.body = bytes.mid(bodyStart, length);
    parsed.consumed = bodyStart + length;
    parsed.state = ParsedRequest::State::Complete;
    return parsed;
}

} // namespace leasekeeper::test

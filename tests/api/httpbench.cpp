// SPDX-License-Identifier: MIT
#include "httpbench.h"

#include "eventually.h"

#include <QLoggingCategory>
#include <QMutex>
#include <QPointer>
#include <QSignalSpy>
#include <QTest>

namespace leasekeeper::test
{

using namespace Qt::StringLiterals;

HttpBench::HttpBench(VirtualTime *time)
    : client(network, time ? static_cast<const Clock &>(*time) : systemClock,
             time ? static_cast<Timers &>(*time) : systemTimers)
{
    if (!server.start())
        qFatal("The scripted server cannot listen on loopback.");
}

HttpRequest HttpBench::request(const QByteArray &method, const QByteArray &body) const
{
    HttpRequest request;
    request.method = method;
    request.url = server.url(u"/v1/p/notebooks"_s);
    request.body = body;
    return request;
}

std::optional<Result<HttpResponse>> HttpBench::run(const HttpRequest &request, int limitMs)
{
    HttpCall *call = client.send(request);
    std::optional<Result<HttpResponse>> result;
    int ends = 0;
    QObject::connect(call, &HttpCall::finished, call, [&] {
        ++ends;
        result = call->result();
    });
    QSignalSpy gone(call, &QObject::destroyed);
    if (!gone.wait(limitMs)) {
        delete call; // it must not come back to what is on this stack
        return std::nullopt;
    }
    return ends == 1 ? result : std::nullopt;
}

ApiError HttpBench::fail(const HttpRequest &request)
{
    const auto result = run(request);
    if (result && !result->isOk())
        return result->error();
    QTest::qFail(result ? "The request was answered." : "The request did not end exactly once.", __FILE__,
                 __LINE__);
    return {};
}

HttpResponse HttpBench::succeed(const HttpRequest &request)
{
    const auto result = run(request);
    if (result && result->isOk())
        return result->value();
    QTest::qFail(result ? qPrintable(result->error().message) : "The request did not end exactly once.",
                 __FILE__, __LINE__);
    return {};
}

bool roundTrip(HttpClient &client, const QUrl &url)
{
    HttpRequest request;
    request.method = "GET";
    request.url = url;
    HttpCall *call = client.send(request);
    bool isAnswered = false;
    QObject::connect(call, &HttpCall::finished, call, [&] { isAnswered = call->result().isOk(); });
    const QPointer<HttpCall> gone(call);
    return eventually([&gone] { return gone.isNull(); }) && isAnswered;
}

qsizetype requestsByNow(ScriptedServer &server, HttpClient &client)
{
    server.play(Script::answer(200, "{}"));
    return roundTrip(client, server.url()) ? server.requests().size() - 1 : -1;
}

namespace
{

QString &caught()
{
    static QString text;
    return text;
}

QMutex &caughtMutex()
{
    static QMutex mutex;
    return mutex;
}

QtMessageHandler previousHandler = nullptr;

void catchLine(QtMsgType, const QMessageLogContext &, const QString &line)
{
    const QMutexLocker lock(&caughtMutex());
    caught() += QString(line + u'\n');
}

} // namespace

LogCatcher::LogCatcher()
{
    caught().clear();
    QLoggingCategory::setFilterRules(u"*=true"_s);
    previousHandler = qInstallMessageHandler(catchLine);
}

LogCatcher::~LogCatcher()
{
    qInstallMessageHandler(previousHandler);
    QLoggingCategory::setFilterRules({});
}

QString LogCatcher::text()
{
    const QMutexLocker lock(&caughtMutex());
    return caught();
}

} // namespace leasekeeper::test

// SPDX-License-Identifier: MIT
#include "children.h"

#include "measure.h"

#include <QDir>
#include <QEventLoop>
#include <QJsonArray>
#include <QJsonDocument>
#include <QNetworkAccessManager>
#include <QNetworkReply>

#include <algorithm>
#include <vector>

#include <csignal>
#include <sys/prctl.h>

using namespace Qt::StringLiterals;

namespace leasekeeper::bench
{

namespace
{
constexpr int LongestMs = 200'000;
}

ServerProcess::ServerProcess(int count, int roundTripMs)
{
    m_process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    // It must not outlive a benchmark that is ended from outside.
    m_process.setChildProcessModifier([] { prctl(PR_SET_PDEATHSIG, SIGTERM); });
    m_process.start(QStringLiteral(CLOUD_SERVER_PROGRAM),
                    {u"--count"_s, QString::number(count), u"--rtt-ms"_s, QString::number(roundTripMs)});
    while (!m_process.canReadLine()) {
        if (!m_process.waitForReadyRead(LongestMs))
            qFatal("the cloud server does not start");
    }
    const QJsonObject greeting = QJsonDocument::fromJson(m_process.readLine()).object();
    m_url = QUrl(greeting["url"_L1].toString());
    m_token = greeting["token"_L1].toString().toUtf8();
    m_project = greeting["project"_L1].toString();
}

ServerProcess::~ServerProcess()
{
    m_process.terminate();
    if (!m_process.waitForFinished(5'000))
        m_process.kill();
}

QJsonObject ServerProcess::control(const QByteArray &method, const QString &what,
                                   const QJsonObject &body) const
{
    QNetworkAccessManager network;
    QNetworkRequest request(m_url.resolved(QUrl(QString(u"/_control/"_s + what))));
    request.setHeader(QNetworkRequest::ContentTypeHeader, u"application/json"_s);
    QNetworkReply *reply = network.sendCustomRequest(
        request, method, method == "POST" ? QJsonDocument(body).toJson() : QByteArray());
    QEventLoop loop;
    QObject::connect(reply, &QNetworkReply::finished, &loop, &QEventLoop::quit);
    loop.exec();
    return QJsonDocument::fromJson(reply->readAll()).object();
}

Requests Requests::seen(const ServerProcess &server, const QByteArray &method, const QString &pathPart,
                        int roundTripMs)
{
    std::vector<qint64> moments;
    const QJsonObject told = server.control("GET", u"requests"_s);
    for (const QJsonValue request : told["requests"_L1].toArray()) {
        if (request["method"_L1].toString().toUtf8() == method &&
            request["path"_L1].toString().contains(pathPart))
            moments.push_back(request["at_ms"_L1].toInteger());
    }
    std::sort(moments.begin(), moments.end());
    Requests requests;
    requests.count = int(moments.size());
    for (std::size_t first = 0, last = 0; last < moments.size(); ++last) {
        // An answer takes a round trip: whatever came within less was on its way together.
        while (moments[last] - moments[first] >= roundTripMs)
            ++first;
        requests.mostAtOnce = std::max(requests.mostAtOnce, int(last - first) + 1);
    }
    return requests;
}

Home::Home()
{
    for (const QString &name : {u"config"_s, u"cache"_s, u"data"_s, u"runtime"_s}) {
        QDir(m_folder.path()).mkpath(name);
        QFile::setPermissions(m_folder.filePath(name),
                              QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    }
}

QProcessEnvironment Home::environment() const
{
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(u"HOME"_s, m_folder.path());
    environment.insert(u"XDG_CONFIG_HOME"_s, m_folder.filePath(u"config"_s));
    environment.insert(u"XDG_CACHE_HOME"_s, m_folder.filePath(u"cache"_s));
    environment.insert(u"XDG_DATA_HOME"_s, m_folder.filePath(u"data"_s));
    environment.insert(u"XDG_RUNTIME_DIR"_s, m_folder.filePath(u"runtime"_s));
    environment.insert(u"QT_QPA_PLATFORM"_s, u"offscreen"_s);
    environment.insert(u"LC_ALL"_s, u"C.UTF-8"_s);
    for (const QString &name : {u"DISPLAY"_s, u"WAYLAND_DISPLAY"_s, u"DBUS_SESSION_BUS_ADDRESS"_s})
        environment.remove(name);
    return environment;
}

std::unique_ptr<QProcess> startObserved(const Home &home, const QString &program,
                                        const QStringList &arguments,
                                        const QHash<QString, QString> &variables)
{
    auto process = std::make_unique<QProcess>();
    QProcessEnvironment environment = home.environment();
    for (auto variable = variables.begin(); variable != variables.end(); ++variable)
        environment.insert(variable.key(), variable.value());
    process->setProcessEnvironment(environment);
    process->setProcessChannelMode(QProcess::ForwardedErrorChannel);
    process->setChildProcessModifier([] { prctl(PR_SET_PDEATHSIG, SIGTERM); });
    process->start(program, arguments);
    return process;
}

Observed observedOf(QProcess &process, double startedMs)
{
    if (!process.waitForFinished(LongestMs) || process.exitCode() != 0)
        qFatal("%s did not end well", qPrintable(process.program()));
    Observed observed;
    observed.startedMs = startedMs;
    const QList<QByteArray> lines = process.readAllStandardOutput().split('\n');
    for (const QByteArray &line : lines) {
        const QList<QByteArray> parts = line.split(' ');
        if (parts.size() == 2)
            observed.told.insert(parts.at(0), parts.at(1).toDouble());
    }
    return observed;
}

Observed observe(const Home &home, const QString &program, const QStringList &arguments,
                 const QHash<QString, QString> &variables)
{
    const double startedMs = sharedClockMs();
    const std::unique_ptr<QProcess> process = startObserved(home, program, arguments, variables);
    return observedOf(*process, startedMs);
}

QString programPath()
{
    return QStringLiteral(LEASEKEEPER_BENCH_PROGRAM);
}

QString bareProgramPath()
{
    return QStringLiteral(LEASEKEEPER_BARE_PROGRAM);
}

QStringList readingArguments(const ServerProcess &server)
{
    return {u"--endpoint"_s, server.url().toString(), u"--project-id"_s, server.project()};
}

} // namespace leasekeeper::bench

// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QHash>
#include <QJsonObject>
#include <QJsonValue>
#include <QProcess>
#include <QString>
#include <QStringList>
#include <QTemporaryDir>
#include <QUrl>

#include <memory>

namespace leasekeeper::bench
{

/// The simulated cloud as a process of its own, over loopback.
class ServerProcess
{
public:
    ServerProcess(int count, int roundTripMs);
    ~ServerProcess();

    [[nodiscard]] QUrl url() const { return m_url; }
    [[nodiscard]] QByteArray token() const { return m_token; }
    [[nodiscard]] QString project() const { return m_project; }
    /// Its control page.
    [[nodiscard]] QJsonObject control(const QByteArray &method, const QString &what,
                                      const QJsonObject &body = {}) const;
    void forgetRequests() const { (void)control("DELETE", QStringLiteral("requests")); }

private:
    QProcess m_process;
    QUrl m_url;
    QByteArray m_token;
    QString m_project;
};

/// Requests the service saw.
struct Requests {
    int count = 0;
    int mostAtOnce = 0; ///< that arrived within one round trip
    [[nodiscard]] static Requests seen(const ServerProcess &server, const QByteArray &method,
                                       const QString &pathPart, int roundTripMs);
};

/// A started program with an eye in it, and what it told.
struct Observed {
    double startedMs = 0; ///< shared clock
    QHash<QByteArray, double> told;
    [[nodiscard]] double since(const QByteArray &name) const { return told.value(name) - startedMs; }
};

/// A home of its own for the programs that are measured, used again, so that caches are warm.
class Home
{
public:
    Home();
    [[nodiscard]] QProcessEnvironment environment() const;

private:
    QTemporaryDir m_folder;
};

/// Starts the program, waits until it has ended.
[[nodiscard]] Observed observe(const Home &home, const QString &program, const QStringList &arguments,
                               const QHash<QString, QString> &variables);
[[nodiscard]] std::unique_ptr<QProcess> startObserved(const Home &home, const QString &program,
                                                      const QStringList &arguments,
                                                      const QHash<QString, QString> &variables);
[[nodiscard]] Observed observedOf(QProcess &process, double startedMs);

/// Paths of what is built beside the benchmark.
[[nodiscard]] QString programPath();
[[nodiscard]] QString bareProgramPath();
/// How ours is told to read from a server.
[[nodiscard]] QStringList readingArguments(const ServerProcess &server);

} // namespace leasekeeper::bench

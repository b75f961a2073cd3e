// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QProcessEnvironment>
#include <QString>
#include <QStringList>
#include <QTemporaryDir>

#include <optional>

namespace leasekeeper::test
{

/// How one run of the program ended.
struct ProgramRun {
    int exitCode = -1; ///< -1: it did not end by itself
    QByteArray out;
    QByteArray err;

    /// Errors are one line: "leasekeeper: …".
    [[nodiscard]] bool saysOneLine() const;
};

/// Runs the built program as a user would, with a home of its own, while the event loop of the test, and with
/// it a server in the same process, goes on.
class Program
{
public:
    Program();

    /// Goes into OS_TOKEN; nullopt: not set.
    std::optional<QByteArray> token;
    QProcessEnvironment environment;
    QString standardOutputFile; ///< empty: into ProgramRun::out

    [[nodiscard]] ProgramRun run(const QStringList &arguments) const;
    [[nodiscard]] static QString path();
    [[nodiscard]] QString file(const QString &name) const { return m_folder.filePath(name); }
    /// Every file below the program's home, contents joined.
    [[nodiscard]] QByteArray homeContents() const;

private:
    QTemporaryDir m_folder;
};

} // namespace leasekeeper::test

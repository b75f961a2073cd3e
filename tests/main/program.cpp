// SPDX-License-Identifier: MIT
#include "program.h"

#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QProcess>
#include <QTest>

using namespace Qt::StringLiterals;

namespace leasekeeper::test
{

namespace
{

constexpr int PatienceMs = 100'000;

} // namespace

bool ProgramRun::saysOneLine() const
{
    return err.startsWith("leasekeeper: ") && err.endsWith('\n') && err.count('\n') == 1;
}

Program::Program() : environment(QProcessEnvironment::systemEnvironment())
{
    for (const QString &name : environment.keys()) {
        const bool signsIn =
            name.startsWith("OS_"_L1) || name.startsWith("HW_"_L1) || name.startsWith("HUAWEICLOUD_"_L1);
        if (signsIn || name.endsWith("_proxy"_L1, Qt::CaseInsensitive)) {
            environment.remove(name);
        }
    }
    for (const QString &name : {u"DISPLAY"_s, u"WAYLAND_DISPLAY"_s, u"QT_QPA_PLATFORM"_s,
                                u"QT_LOGGING_RULES"_s, u"DBUS_SESSION_BUS_ADDRESS"_s}) {
        environment.remove(name);
    }
    const QString home = m_folder.filePath(u"home"_s);
    QDir().mkpath(home);
    for (const QString &name : {u"HOME"_s, u"XDG_CONFIG_HOME"_s, u"XDG_DATA_HOME"_s, u"XDG_CACHE_HOME"_s}) {
        environment.insert(name, home);
    }
}

QString Program::path()
{
    return QStringLiteral(LEASEKEEPER_PROGRAM);
}

ProgramRun Program::run(const QStringList &arguments) const
{
    QProcess process;
    QProcessEnvironment all = environment;
    if (token) {
        all.insert(u"OS_TOKEN"_s, QString::fromUtf8(*token));
    }
    process.setProcessEnvironment(all);
    if (!standardOutputFile.isEmpty()) {
        process.setStandardOutputFile(standardOutputFile);
    }
    process.start(path(), arguments);
    const bool ended =
        QTest::qWaitFor([&process] { return process.state() == QProcess::NotRunning; }, PatienceMs);
    if (!ended) {
        process.kill();
        process.waitForFinished();
    }
    const bool byItself = ended && process.exitStatus() == QProcess::NormalExit;
    return {byItself ? process.exitCode() : -1, process.readAllStandardOutput(),
            process.readAllStandardError()};
}

QByteArray Program::homeContents() const
{
    QByteArray all;
    QDirIterator files(m_folder.filePath(u"home"_s), QDir::Files | QDir::Hidden,
                       QDirIterator::Subdirectories);
    while (files.hasNext()) {
        QFile file(files.next());
        if (file.open(QIODevice::ReadOnly)) {
            all += file.readAll();
        }
    }
    return all;
}

} // namespace leasekeeper::test

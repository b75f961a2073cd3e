// SPDX-License-Identifier: MIT
#include "machine.h"

#include <QFile>
#include <QSysInfo>
#include <QThread>

using namespace Qt::StringLiterals;

namespace leasekeeper::bench
{

namespace
{

QByteArray contents(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

QString processor()
{
    const QList<QByteArray> lines = contents(u"/proc/cpuinfo"_s).split('\n');
    for (const QByteArray &line : lines) {
        if (line.startsWith("model name"))
            return QString::fromUtf8(line.mid(line.indexOf(':') + 1).trimmed());
    }
    return QSysInfo::currentCpuArchitecture();
}

} // namespace

QString loadOfMachine()
{
    return QString::fromLatin1(contents(u"/proc/loadavg"_s).split(' ').mid(0, 3).join(' '));
}

QJsonObject describeMachine()
{
    return
    {
        {u"processor"_s, processor()}, {u"cores"_s, QThread::idealThreadCount()},
            {u"system"_s, QSysInfo::prettyProductName()}, {u"qt"_s, QString::fromLatin1(qVersion())},
#if defined(__clang__)
            {u"compiler"_s, u"Clang %1.%2"_s.arg(__clang_major__).arg(__clang_minor__)},
#else
            {u"compiler"_s, u"GCC %1.%2"_s.arg(__GNUC__).arg(__GNUC_MINOR__)},
#endif
            {u"flags"_s, QStringLiteral(LEASEKEEPER_BENCH_FLAGS)},
        {
            u"load_before"_s, loadOfMachine()
        }
    };
}

} // namespace leasekeeper::bench

// SPDX-License-Identifier: MIT
#include "instructions.h"

#include <QCoreApplication>
#include <QProcess>
#include <QRegularExpression>
#include <QStandardPaths>

using namespace Qt::StringLiterals;

namespace
{
constexpr int LongestMs = 300'000;
}

/// The tool knows it by its name.
extern "C" [[gnu::noinline]] void leasekeeperCounted(const std::function<void()> &work)
{
    work();
    asm volatile("");
}

namespace leasekeeper::bench
{

void countInstructions(const std::function<void()> &work)
{
    leasekeeperCounted(work);
}

std::optional<double> instructionsOfProbe(const QString &section, const QString &probe)
{
    const QString tool = QStandardPaths::findExecutable(u"valgrind"_s);
    if (tool.isEmpty())
        return std::nullopt;
    QProcess process;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(u"QT_ENABLE_REGEXP_JIT"_s, u"0"_s);
    process.setProcessEnvironment(environment);
    process.start(tool,
                  {u"--tool=callgrind"_s, u"--callgrind-out-file=/dev/null"_s, u"--collect-atstart=no"_s,
                   u"--toggle-collect=leasekeeperCounted"_s, QCoreApplication::applicationFilePath(),
                   u"--section"_s, section, u"--probe"_s, probe});
    if (!process.waitForFinished(LongestMs) || process.exitCode() != 0)
        return std::nullopt;
    static const QRegularExpression collected(u"Collected : (\\d+)"_s);
    const QRegularExpressionMatch match =
        collected.match(QString::fromLocal8Bit(process.readAllStandardError()));
    return match.hasMatch() ? std::optional(match.captured(1).toDouble()) : std::nullopt;
}

} // namespace leasekeeper::bench

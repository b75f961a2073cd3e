// SPDX-License-Identifier: MIT
#include "instructions.h"

#include <QCoreApplication>
#include <QProcess>
#include <QRegularExpression>
#include <QStandardPaths>

#include <memory>
#include <vector>

#if __has_include(<valgrind/callgrind.h>)
#include <valgrind/callgrind.h>
#endif

using namespace Qt::StringLiterals;

namespace
{

constexpr int LongestMs = 300'000;

// Making ready takes most of the time, and several times as long where the tool looks at it all.
#ifdef CALLGRIND_START_INSTRUMENTATION
constexpr bool WaitsForWord = true;
void giveWord()
{
    CALLGRIND_START_INSTRUMENTATION;
}
#else
constexpr bool WaitsForWord = false;
void giveWord() {}
#endif

} // namespace

/// The tool knows it by its name.
extern "C" [[gnu::noinline]] void leasekeeperCounted(const std::function<void()> &work)
{
    work();
    asm volatile("");
}

namespace leasekeeper::bench
{

namespace
{

std::unique_ptr<QProcess> startCounted(const QString &tool, const QString &section, const QString &probe)
{
    auto process = std::make_unique<QProcess>();
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(u"QT_ENABLE_REGEXP_JIT"_s, u"0"_s);
    process->setProcessEnvironment(environment);
    QStringList arguments{u"--tool=callgrind"_s, u"--callgrind-out-file=/dev/null"_s,
                          u"--collect-atstart=no"_s, u"--toggle-collect=leasekeeperCounted"_s};
    if (WaitsForWord)
        arguments += u"--instr-atstart=no"_s;
    arguments += {QCoreApplication::applicationFilePath(), u"--section"_s, section, u"--probe"_s, probe};
    process->start(tool, arguments);
    return process;
}

std::optional<double> collected(QProcess &process)
{
    if (!process.waitForFinished(LongestMs) || process.exitCode() != 0)
        return std::nullopt;
    static const QRegularExpression line(u"Collected : (\\d+)"_s);
    const QRegularExpressionMatch match = line.match(QString::fromLocal8Bit(process.readAllStandardError()));
    return match.hasMatch() ? std::optional(match.captured(1).toDouble()) : std::nullopt;
}

} // namespace

void countInstructions(const std::function<void()> &work)
{
    giveWord();
    leasekeeperCounted(work);
}

QList<std::optional<double>> instructionsOfProbes(const QString &section, const QStringList &probes)
{
    const QString tool = QStandardPaths::findExecutable(u"valgrind"_s);
    if (tool.isEmpty())
        return QList<std::optional<double>>(probes.size());
    std::vector<std::unique_ptr<QProcess>> running;
    for (const QString &probe : probes)
        running.push_back(startCounted(tool, section, probe));
    QList<std::optional<double>> counts;
    for (const std::unique_ptr<QProcess> &process : running)
        counts.append(collected(*process));
    return counts;
}

} // namespace leasekeeper::bench

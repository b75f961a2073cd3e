// SPDX-License-Identifier: MIT
#include "report.h"

#include "machine.h"
#include "rowlist.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QFile>
#include <QHash>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>

#include <cmath>
#include <csignal>
#include <cstdio>
#include <memory>
#include <vector>

#include <sys/prctl.h>

using namespace Qt::StringLiterals;

namespace leasekeeper::bench
{

namespace
{

constexpr int LongestSectionMs = 900'000;
constexpr QLatin1StringView Mark("told: ");

struct Outcome {
    QHash<QString, Row> rows;
    QStringList remarks;
};

/// A section at work in a process of its own.
class RunningSection
{
public:
    RunningSection(const Section &section, const Surrounding &surrounding) : m_name(section.name)
    {
        m_timer.start();
        m_process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        QStringList arguments{u"--section"_s, section.name};
        if (surrounding.quick)
            arguments += u"--quick"_s;
        m_process.setChildProcessModifier([] { prctl(PR_SET_PDEATHSIG, SIGTERM); });
        m_process.start(QCoreApplication::applicationFilePath(), arguments);
    }

    /// Waits for its end, and takes over what it told.
    void finish(Outcome &outcome)
    {
        const bool ended = m_process.waitForFinished(LongestSectionMs);
        std::fprintf(stderr, "%-10s %6.1f s\n", qPrintable(m_name), double(m_timer.elapsed()) / 1e3);
        if (!ended || m_process.exitStatus() != QProcess::NormalExit || m_process.exitCode() != 0) {
            outcome.remarks += u"The section %1 failed: %2."_s.arg(m_name, m_process.errorString());
            m_process.kill();
            m_process.waitForFinished(1'000);
            return;
        }
        const QList<QByteArray> lines = m_process.readAllStandardOutput().split('\n');
        for (const QByteArray &line : lines) {
            if (line.startsWith(QByteArray(Mark.data(), Mark.size())))
                take(QJsonDocument::fromJson(line.mid(Mark.size())).object(), outcome);
        }
    }

private:
    static void take(const QJsonObject &told, Outcome &outcome)
    {
        for (const QJsonValue row : told["rows"_L1].toArray())
            outcome.rows.insert(row["id"_L1].toString(), Row::fromJson(row.toObject()));
        for (const QJsonValue remark : told["remarks"_L1].toArray())
            outcome.remarks += remark.toString();
    }

    QString m_name;
    QElapsedTimer m_timer;
    QProcess m_process;
};

/// Those that measure no time go side by side, the others one after the other.
Outcome runSections(const QList<Section> &wanted, const Surrounding &surrounding)
{
    Outcome outcome;
    std::vector<std::unique_ptr<RunningSection>> together;
    for (const Section &section : wanted) {
        if (!section.timed)
            together.push_back(std::make_unique<RunningSection>(section, surrounding));
    }
    for (const auto &running : together)
        running->finish(outcome);
    for (const Section &section : wanted) {
        if (section.timed)
            RunningSection(section, surrounding).finish(outcome);
    }
    return outcome;
}

QString number(double value)
{
    const double size = std::abs(value);
    return QString::number(value, 'f', size >= 1000 ? 0 : size >= 100 ? 1 : size >= 1 ? 2 : 3);
}

QString limit(double value)
{
    return std::isfinite(value) ? QString(u"≤ "_s + QString::number(value, 'g', 3)) : u"–"_s;
}

void print(const QString &line)
{
    std::fputs(qPrintable(line), stdout);
    std::fputc('\n', stdout);
}

void printRow(const Row &row)
{
    const auto cell = [](const QString &text, int width) { return text.leftJustified(width, u' '); };
    const auto right = [](const QString &text, int width) { return text.rightJustified(width, u' '); };
    QString line = cell(row.metric, 52) + right(number(row.ours.median), 11) +
                   right(number(row.theirs.median), 11) + u' ' + cell(row.unit, 9);
    line +=
        right(row.value ? number(*row.value) : u"–"_s, 9) + u"  "_s +
        cell(row.value ? QString(number(row.spread.least) + u'…' + number(row.spread.most)) : QString(), 16) +
        cell(limit(row.must), 8) + cell(limit(row.goal), 8) + row.verdict();
    print(line);
    print(u"    against %1%2"_s.arg(row.peer, row.note.isEmpty() ? QString() : QString(u"; "_s + row.note)));
    for (const Growth &rule : row.growth)
        print(u"    %1: %2: %3 (at most %4)"_s.arg(rule.holds() ? u"holds"_s : u"BROKEN"_s, rule.what,
                                                   number(rule.value), number(rule.limit)));
}

bool writeJson(const QString &path, const QJsonObject &json)
{
    QFile file(path);
    return file.open(QIODevice::WriteOnly) && file.write(QJsonDocument(json).toJson()) > 0;
}

} // namespace

QByteArray toLine(const Told &told)
{
    QJsonArray rows;
    for (const Row &row : told.rows)
        rows.append(row.toJson());
    const QJsonObject json{{u"rows"_s, rows}, {u"remarks"_s, QJsonArray::fromStringList(told.remarks)}};
    return QByteArray(Mark.data(), Mark.size()) + QJsonDocument(json).toJson(QJsonDocument::Compact) + '\n';
}

int runAll(const Surrounding &surrounding, const QStringList &only, const QString &jsonPath)
{
    QJsonObject machine = describeMachine();
    QElapsedTimer timer;
    timer.start();
    QList<Section> wanted = sections();
    wanted.removeIf(
        [&only](const Section &section) { return !only.isEmpty() && !only.contains(section.name); });
    const Outcome outcome = runSections(wanted, surrounding);
    machine.insert(u"load_after"_s, loadOfMachine());

    print(u"Leasekeeper benchmark%1"_s.arg(surrounding.quick ? u", quick"_s : QString()));
    for (auto fact = machine.constBegin(); fact != machine.constEnd(); ++fact)
        print(fact.key() + u": "_s + fact.value().toVariant().toString());
    print(QString());
    print(u"metric"_s.leftJustified(52) + u"ours"_s.rightJustified(11) + u"peer"_s.rightJustified(11) + u' ' +
          u"unit"_s.leftJustified(9) + u"ratio"_s.rightJustified(9) + u"  "_s +
          u"min…max"_s.leftJustified(16) + u"must"_s.leftJustified(8) + u"goal"_s.leftJustified(8) +
          u"verdict"_s);
    QJsonArray rows;
    int missed = 0;
    int goals = 0;
    int judged = 0;
    for (const Row &expected : expectedRows()) {
        const bool measured = outcome.rows.contains(expected.id);
        if (!measured && only.isEmpty() && surrounding.quick && expected.isLong) {
            print(expected.metric + u": left out, it takes too long"_s);
            continue;
        }
        if (!measured && !only.isEmpty())
            continue;
        const Row row = outcome.rows.value(expected.id, expected);
        printRow(row);
        rows.append(row.toJson());
        ++judged;
        missed += row.meetsMust() ? 0 : 1;
        goals += row.meetsGoal() ? 1 : 0;
    }
    print(QString());
    for (const QString &remark : outcome.remarks)
        print(remark);
    print(u"%1 lines, %2 missed, %3 at their goal, %4 s."_s.arg(judged).arg(missed).arg(goals).arg(
        timer.elapsed() / 1000));
    const QJsonObject json{{u"environment"_s, machine},
                           {u"quick"_s, surrounding.quick},
                           {u"rows"_s, rows},
                           {u"remarks"_s, QJsonArray::fromStringList(outcome.remarks)},
                           {u"missed"_s, missed}};
    if (!jsonPath.isEmpty() && !writeJson(jsonPath, json)) {
        std::fprintf(stderr, "leasekeeper-bench: cannot write %s\n", qPrintable(jsonPath));
        return 2;
    }
    return missed == 0 ? 0 : 1;
}

} // namespace leasekeeper::bench

// SPDX-License-Identifier: MIT
#include "eye.h"

#include "calltap.h"
#include "measure.h"

#include <QApplication>
#include <QEvent>
#include <QFile>
#include <QTableView>
#include <QTimer>

#include <cstdio>

using namespace Qt::StringLiterals;

namespace leasekeeper::bench
{

namespace
{

constexpr int MemoryAfterMs = 700;  ///< once rows are there: all of them have come, and buffers are gone
constexpr int QuietAfterMs = 3'000; ///< what happens once, after the start, is no idling

/// kB from the system's account of this process.
qint64 statusKb(const char *name)
{
    QFile file(u"/proc/self/status"_s);
    if (!file.open(QIODevice::ReadOnly))
        return 0;
    const QList<QByteArray> lines = file.readAll().split('\n');
    for (const QByteArray &line : lines) {
        if (line.startsWith(name))
            return line.simplified().split(' ').value(1).toLongLong();
    }
    return 0;
}

void tell(const char *name, double value)
{
    std::printf("%s %.3f\n", name, value);
    std::fflush(stdout);
}

[[noreturn]] void leave()
{
    std::fflush(stdout);
    // Whatever tidying up costs is not the question.
    std::_Exit(0);
}

} // namespace

Eye::Eye(QObject *parent) : QObject(parent)
{
    qApp->installEventFilter(this);
}

bool Eye::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() != QEvent::Paint || m_rows)
        return false;
    if (!m_painted) {
        m_painted = true;
        // After all of the frame.
        QMetaObject::invokeMethod(this, &Eye::tellPainted, Qt::QueuedConnection);
    }
    const auto *table = qobject_cast<QTableView *>(watched->parent());
    if (table && table->objectName() == "instanceTable"_L1 && table->viewport() == watched &&
        table->model() && table->model()->rowCount() > 0) {
        m_rows = true;
        QMetaObject::invokeMethod(this, &Eye::tellRows, Qt::QueuedConnection);
    }
    return false;
}

void Eye::tellPainted()
{
    tell("painted", sharedClockMs());
    tell("network", double(calls().networkSockets));
    tell("local", double(calls().localConnections));
    tell("writes", double(calls().fileWrites));
    if (qEnvironmentVariable("LEASEKEEPER_BENCH_UNTIL") == "painted"_L1)
        leave();
}

void Eye::tellRows()
{
    tell("rows", sharedClockMs());
    if (qEnvironmentVariable("LEASEKEEPER_BENCH_UNTIL") == "rows"_L1)
        leave();
    const int stayMs = qEnvironmentVariableIntValue("LEASEKEEPER_BENCH_STAY");
    QTimer::singleShot(MemoryAfterMs, this, [this, stayMs] {
        tell("rss", double(statusKb("VmRSS:")));
        if (stayMs == 0)
            leave();
        settleThenStay(stayMs);
    });
}

void Eye::settleThenStay(int ms)
{
    if (qEnvironmentVariable("LEASEKEEPER_BENCH_WINDOW") == "hidden"_L1) {
        const QWidgetList windows = QApplication::topLevelWidgets();
        for (QWidget *window : windows) {
            if (window->isVisible())
                window->hide();
        }
    }
    QTimer::singleShot(QuietAfterMs, this, [this, ms] { stay(ms); });
}

void Eye::stay(int ms)
{
    const Calls before = calls();
    QTimer::singleShot(ms, Qt::PreciseTimer, this, [before] {
        tell("timer-wakeups", double(calls().timerWakeUps - before.timerWakeUps));
        tell("other-wakeups", double(calls().otherWakeUps - before.otherWakeUps));
        leave();
    });
}

} // namespace leasekeeper::bench

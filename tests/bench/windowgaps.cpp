// SPDX-License-Identifier: MIT
//
// Works through a large demo in the real window, with real events, and prints the longest gap of the event
// loop for each thing a person does. Sorting on the user's command is shown but not judged.
//
//   windowgaps [instances]        10 000 unless told
//
// Ends with 1 if a judged gap is 50 ms or more.

#include "application.h"
#include "demoworld.h"
#include "instanceservice.h"
#include "loopgaps.h"
#include "mainwindow.h"
#include "session.h"
#include "settings.h"
#include "timers.h"

#include <QApplication>
#include <QHeaderView>
#include <QLineEdit>
#include <QScrollBar>
#include <QTableView>
#include <QTest>

#include <cstdio>
#include <functional>

using namespace leasekeeper;
using namespace Qt::StringLiterals;

namespace
{

constexpr double LimitMs = 50.0;

class Course
{
public:
    /// Does `work`, lets the loop come to rest, prints and judges the longest gap meanwhile.
    void run(const char *name, bool judged, const std::function<void()> &work)
    {
        m_gaps.restart();
        work();
        for (int i = 0; i < 20; ++i)
            QTest::qWait(10);
        const double gap = m_gaps.longestMs();
        const char *verdict = !judged ? "shown only" : gap < LimitMs ? "ok" : "TOO LONG";
        std::printf("%-34s %8.1f ms   %s\n", name, gap, verdict);
        std::fflush(stdout);
        m_failed = m_failed || (judged && gap >= LimitMs);
    }
    [[nodiscard]] bool failed() const { return m_failed; }

private:
    bench::LoopGaps m_gaps;
    bool m_failed = false;
};

bool waitForListing(const Session &session, int milliseconds)
{
    return QTest::qWaitFor(
        [&] {
            return session.readingState().phase == ReadingState::Phase::Ready &&
                   !session.readingState().listing;
        },
        milliseconds);
}

void clickHeader(QTableView &table, int column)
{
    QHeaderView *header = table.horizontalHeader();
    const QPoint middle(header->sectionViewportPosition(column) + header->sectionSize(column) / 2,
                        header->height() / 2);
    QTest::mouseClick(header->viewport(), Qt::LeftButton, {}, middle);
}

} // namespace

int main(int argc, char **argv)
{
    QApplication program(argc, argv);
    const int count = argc > 1 ? atoi(argv[1]) : 10'000;

    DemoWorld::Options options;
    options.count = count;
    options.roundTripMs = 1;
    SystemTimers timers;
    Settings settings{QString()};
    Application application(timers, settings);
    application.open(std::make_unique<DemoWorld>(options));
    MainWindow &window = application.window();
    window.resize(1280, 800);

    std::printf("%d instances, platform %s, limit %.0f ms\n", count, qPrintable(QApplication::platformName()),
                LimitMs);
    Course course;
    bool listed = false;
    // Building the window is start-up, not the loop; the listing that follows is measured.
    application.start();
    if (!QTest::qWaitForWindowExposed(&window)) {
        std::fprintf(stderr, "windowgaps: the window was not shown\n");
        return 2;
    }
    course.run("first listing", true, [&] { listed = waitForListing(*application.session(), 240'000); });
    auto *table = window.findChild<QTableView *>(u"instanceTable"_s);
    auto *filter = window.findChild<QLineEdit *>(u"filterEdit"_s);
    if (!listed || table == nullptr || filter == nullptr) {
        std::fprintf(stderr, "windowgaps: the listing did not come to its end\n");
        return 2;
    }
    std::printf("rows in the table: %d\n", table->model()->rowCount());

    course.run("filter, key by key", true, [&] {
        filter->setFocus();
        for (const QChar key : u"gpu run"_s) {
            QTest::keyClick(filter, key.toLatin1());
            QTest::qWait(40);
        }
    });
    course.run("filter, letter by letter away", true, [&] {
        for (int i = 0; i < 7; ++i) {
            QTest::keyClick(filter, Qt::Key_Backspace);
            QTest::qWait(40);
        }
    });
    course.run("scroll, 200 pages", true, [&] {
        table->setFocus();
        for (int i = 0; i < 200; ++i) {
            QTest::keyClick(table, Qt::Key_PageDown);
            QTest::qWait(1);
        }
    });
    course.run("scroll by the bar, end to end", true, [&] {
        QScrollBar *bar = table->verticalScrollBar();
        for (int i = 100; i >= 0; --i) {
            bar->setValue(int(qint64(bar->maximum()) * i / 100));
            QTest::qWait(1);
        }
    });
    course.run("refresh of all rows", true, [&] {
        QTest::keyClick(&window, Qt::Key_F5);
        QTest::qWait(20);
        waitForListing(*application.session(), 240'000);
    });
    course.run("ten seconds of countdown", true, [&] {
        QElapsedTimer ticking;
        ticking.start();
        while (ticking.elapsed() < 10'000)
            QTest::qWait(50);
    });
    course.run("select all", true, [&] { QTest::keyClick(table, Qt::Key_A, Qt::ControlModifier); });
    course.run("sort by name", false, [&] { clickHeader(*table, 0); });
    course.run("sort by stop time", false, [&] { clickHeader(*table, 2); });
    return course.failed() ? 1 : 0;
}

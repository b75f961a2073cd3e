// SPDX-License-Identifier: MIT
#include "windowcourse.h"

#include "application.h"
#include "demoworld.h"
#include "instanceservice.h"
#include "loopgaps.h"
#include "mainwindow.h"
#include "session.h"
#include "settings.h"
#include "timers.h"

#include <QHeaderView>
#include <QLineEdit>
#include <QScrollBar>
#include <QTableView>
#include <QTest>

using namespace Qt::StringLiterals;

namespace leasekeeper::bench
{

namespace
{

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

/// What a person does in the window, one thing after the other.
class Hand
{
public:
    Hand(Application &application, const GapNote &note) : m_application(application), m_note(note) {}

    /// Does `work`, lets the loop come to rest, and tells the longest gap meanwhile.
    void run(const QString &id, const QString &remark, const std::function<void()> &work)
    {
        m_gaps.restart();
        work();
        for (int i = 0; i < 20; ++i)
            QTest::qWait(10);
        m_note(id, m_gaps.longestMs(), remark);
    }

    void filter(QTableView &table, QLineEdit &edit)
    {
        run(u"gap-filter"_s, u"“gpu run” letter by letter, and away again"_s, [&] {
            edit.setFocus();
            for (const QChar key : u"gpu run"_s) {
                QTest::keyClick(&edit, key.toLatin1());
                QTest::qWait(100); // past the delay of the filter: each letter counts
            }
            for (int i = 0; i < 7; ++i) {
                QTest::keyClick(&edit, Qt::Key_Backspace);
                QTest::qWait(100);
            }
            table.setFocus();
        });
    }

    void scroll(QTableView &table)
    {
        run(u"gap-scroll"_s, u"200 pages, then by the bar from end to end"_s, [&] {
            for (int i = 0; i < 200; ++i) {
                QTest::keyClick(&table, Qt::Key_PageDown);
                QTest::qWait(1);
            }
            QScrollBar *bar = table.verticalScrollBar();
            for (int i = 100; i >= 0; --i) {
                bar->setValue(int(qint64(bar->maximum()) * i / 100));
                QTest::qWait(1);
            }
        });
    }

    void refresh()
    {
        run(u"gap-refresh"_s, u"all pages again"_s, [&] {
            QTest::keyClick(&m_application.window(), Qt::Key_F5);
            QTest::qWait(20);
            waitForListing(*m_application.session(), 240'000);
        });
    }

private:
    Application &m_application;
    const GapNote &m_note;
    LoopGaps m_gaps;
};

} // namespace

bool runCourse(int instances, bool quick, const GapNote &note)
{
    DemoWorld::Options options;
    options.count = instances;
    options.roundTripMs = 1;
    SystemTimers timers;
    Settings settings{QString()};
    Application application(timers, settings);
    application.open(std::make_unique<DemoWorld>(options));
    MainWindow &window = application.window();
    window.resize(1280, 800);
    application.start();
    if (!QTest::qWaitForWindowExposed(&window))
        return false;
    Hand hand(application, note);
    bool listed = false;
    // Building the window is start-up, not the loop; the listing that follows is measured.
    hand.run(u"gap-listing"_s, u"the cloud works in the same process"_s,
             [&] { listed = waitForListing(*application.session(), 240'000); });
    auto *table = window.findChild<QTableView *>(u"instanceTable"_s);
    auto *filter = window.findChild<QLineEdit *>(u"filterEdit"_s);
    if (!listed || table == nullptr || filter == nullptr)
        return false;
    hand.filter(*table, *filter);
    hand.scroll(*table);
    if (!quick)
        hand.refresh();
    hand.run(u"gap-select"_s, {}, [&] { QTest::keyClick(table, Qt::Key_A, Qt::ControlModifier); });
    hand.run(u"gap-sort-name"_s, {}, [&] { clickHeader(*table, 0); });
    hand.run(u"gap-sort-stop"_s, {}, [&] { clickHeader(*table, 2); });
    return true;
}

} // namespace leasekeeper::bench

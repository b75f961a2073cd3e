// SPDX-License-Identifier: MIT
//
// What painting costs: a tick of the countdowns, a step of scrolling, all of a large window; against a
// QTableView as it comes with the same columns, heights and texts from a constant model.

#include "baretable.h"
#include "countdownticker.h"
#include "rowlist.h"
#include "section.h"
#include "table.h"
#include "theme.h"

#include <QHeaderView>
#include <QScrollBar>
#include <QStyle>
#include <QStyleFactory>

#include <algorithm>
#include <memory>

using namespace Qt::StringLiterals;

namespace leasekeeper::bench
{

namespace
{

constexpr int VisibleRows = 35;
constexpr int RowsAStep = 3; ///< a notch of the wheel

/// As the table of ours looks, without anything of ours.
struct BareTable {
    BareTable(const InstanceView &like, int rows) : model(rows, textsOf(like))
    {
        view.setModel(&model);
        setUpBareView(view, like.rowHeight(0));
        const QHeaderView *header = like.horizontalHeader();
        int column = 0;
        for (int section = 0; section < header->count(); ++section) {
            if (!header->isSectionHidden(section))
                view.setColumnWidth(column++, header->sectionSize(section));
        }
        view.resize(like.size());
        useFusion(view);
        view.show();
        Table::settle();
    }

    static QStringList textsOf(const InstanceView &like)
    {
        QStringList texts;
        for (int section = 0; section < like.horizontalHeader()->count(); ++section) {
            if (!like.isColumnHidden(section))
                texts.append(like.model()->index(0, section).data().toString());
        }
        return texts;
    }

    void useFusion(QWidget &widget)
    {
        widget.setStyle(fusion.get());
        widget.setPalette(fusion->standardPalette());
        const QList<QWidget *> parts = widget.findChildren<QWidget *>();
        for (QWidget *part : parts)
            part->setStyle(fusion.get());
    }

    std::unique_ptr<QStyle> fusion{QStyleFactory::create(u"fusion"_s)};
    ConstantModel model;
    QTableView view;
};

/// Instances that all count in seconds.
QList<Instance> counting(const QList<Instance> &instances, qint64 nowMs)
{
    QList<Instance> all = instances;
    qint64 n = 0;
    for (Instance &instance : all) {
        instance.status = InstanceStatus::Running;
        instance.statusText = u"RUNNING"_s;
        instance.lease = Lease();
        instance.lease.createAtMs = nowMs - 3'600'000;
        instance.lease.durationMs = 3'600'000 + 300'000 + n++ % 200'000;
        instance.lease.enabled = true;
    }
    return all;
}

struct Ticking {
    explicit Ticking(const QList<Instance> &instances)
    {
        table.observe(inPages(counting(instances, table.time.nowMs())));
        table.show();
        QTableView &view = table.view;
        view.resize(1280, view.horizontalHeader()->height() + VisibleRows * view.rowHeight(0));
        Table::settle();
    }
    double tickMs()
    {
        // Not a whole second: the timer of the table itself must not do it first.
        table.time.advance(1'000);
        return cpuMs([this] {
            table.view.ticker().tick();
            Table::settle();
        });
    }
    Table table;
};

Row tickRow(const Surrounding &surrounding, const QList<Instance> &many)
{
    Row row = expectedRow(u"tick"_s);
    Ticking few(many.first(100));
    Ticking all(many);
    BareTable bare(few.table.view, 100);
    const int column = 2;
    const QRect strip(bare.view.columnViewportPosition(column), 0, bare.view.columnWidth(column),
                      bare.view.viewport()->height());
    row.take(inTurns(
        surrounding.rounds(60, 30), [&] { return few.tickMs(); },
        [&] {
            return cpuMs([&] {
                bare.view.viewport()->update(strip);
                Table::settle();
            });
        }));
    row.note = u"%1 rows visible, all of them change"_s.arg(few.table.view.visibleRows().size());
    const auto asked = [](Ticking &ticking) {
        const qint64 before = ticking.table.model.asked;
        (void)ticking.tickMs();
        return double(ticking.table.model.asked - before);
    };
    row.grow(u"cells asked, 100 000 rows against 100"_s, asked(all) / asked(few), 1.05);
    // What is asked is exact, so it carries the narrow limit. A time as short as this one differs by several
    // percent between two tables alike, so its limit only finds work that is done for rows nobody sees. All
    // rounds together take less than the 300 s after which the first countdowns would be over.
    constexpr int ScaleRounds = 60;
    const Paired scale = inTurns(
        ScaleRounds, [&] { return all.tickMs(); }, [&] { return few.tickMs(); });
    row.grow(u"time, 100 000 rows against 100"_s, scale.bestRatio(), 1.25);
    return row;
}

/// Steps of scrolling, or all of it painted anew.
double scrollMs(QTableView &view, int step)
{
    QScrollBar *bar = view.verticalScrollBar();
    return cpuMs([&] {
        bar->setValue(bar->value() + step);
        Table::settle();
    });
}

double repaintMs(QTableView &view)
{
    return cpuMs([&] {
        view.update();
        view.viewport()->update();
        view.horizontalHeader()->viewport()->update();
        Table::settle();
    });
}

QList<Row> paintRows(const Surrounding &surrounding, const QList<Instance> &many)
{
    const auto filled = [](const QList<Instance> &instances) {
        auto table = std::make_unique<Table>();
        table->observe(inPages(instances));
        table->show();
        return table;
    };
    const auto all = filled(many);
    const auto few = filled(many.first(1'000));
    BareTable bare(all->view, int(many.size()));
    const int step = RowsAStep * all->view.rowHeight(0);
    const int rounds = surrounding.rounds(100, 40);
    Row scroll = expectedRow(u"scroll"_s);
    scroll.take(inTurns(
        rounds, [&] { return scrollMs(all->view, step); }, [&] { return scrollMs(bare.view, step); }));
    scroll.note = u"%1 rows a step, processor time"_s.arg(RowsAStep);
    Row repaint = expectedRow(u"repaint"_s);
    repaint.take(inTurns(
        surrounding.rounds(40, 15), [&] { return repaintMs(all->view); },
        [&] { return repaintMs(bare.view); }));
    // Back and forth, so that the few rows suffice.
    int sign = 1;
    const auto backAndForth = [&](Table &table) { return scrollMs(table.view, sign * step); };
    const Paired scale = inTurns(
        150, // the best of them are compared, and a step takes less than a millisecond
        [&] {
            sign = -sign;
            return backAndForth(*all);
        },
        [&] { return backAndForth(*few); });
    scroll.grow(u"100 000 rows against 1 000"_s, scale.bestRatio(), 1.1);
    const Paired whole = inTurns(
        surrounding.rounds(30, 11), [&] { return repaintMs(all->view); },
        [&] { return repaintMs(few->view); });
    repaint.grow(u"100 000 rows against 1 000"_s, whole.bestRatio(), 1.1);
    return {scroll, repaint};
}

} // namespace

Told viewSection(const Surrounding &surrounding)
{
    applyTheme(Theme::Light);
    const QList<Instance> many = multiplied(sampleOfFleet(), 100'000);
    Told told;
    told.rows += tickRow(surrounding, many);
    told.rows += paintRows(surrounding, many);
    return told;
}

} // namespace leasekeeper::bench

// SPDX-License-Identifier: MIT
//
// A refresh of 10 000 rows: nothing changed, fifty changed; against a loop that looks each instance up and
// compares it, and against a program that resets its model. Work is counted in instructions where there is a
// tool for it (valgrind); this program is then started again below it, with a probe.

#include "baretable.h"
#include "cellsort.h"
#include "celltext.h"
#include "instructions.h"
#include "rowlist.h"
#include "section.h"
#include "table.h"

#include <QCollator>
#include <QHeaderView>
#include <QScrollBar>
#include <QSignalSpy>
#include <QSortFilterProxyModel>

#include <tuple>

using namespace Qt::StringLiterals;

namespace leasekeeper::bench
{

namespace
{

constexpr int Rows = 10'000;
constexpr QLatin1StringView FewOf("few-of-");
constexpr int Changed = 50;

/// Counts what a view is made to paint.
class PaintCount final : public QObject
{
public:
    explicit PaintCount(QWidget *watched) { watched->installEventFilter(this); }
    int paints = 0;

protected:
    bool eventFilter(QObject *, QEvent *event) override
    {
        paints += event->type() == QEvent::Paint ? 1 : 0;
        return false;
    }
};

/// The instances again, every so-and-so-many'th with a lease renewed by `byMs`.
QList<Instance> renewed(const QList<Instance> &instances, int count, qint64 byMs)
{
    QList<Instance> fresh = readAgain(instances);
    const qsizetype step = instances.size() / count;
    for (qsizetype n = step / 2; n < fresh.size() && byMs > 0; n += step) {
        Lease &lease = fresh[n].lease;
        fresh[n].status = InstanceStatus::Running;
        fresh[n].statusText = u"RUNNING"_s;
        lease.createAtMs = lease.createAtMs.value_or(1'700'000'000'000);
        lease.durationMs = lease.durationMs.value_or(0) + byMs;
        lease.updateAtMs = lease.updateAtMs.value_or(1'700'000'000'000) + byMs;
    }
    return fresh;
}

/// The least a refresh has to do: find each instance and compare it.
struct CompareLoop {
    explicit CompareLoop(const QList<Instance> &instances)
    {
        for (const Instance &instance : instances)
            known.insert(instance.id, instance);
    }
    [[nodiscard]] int differing(const QList<QList<Instance>> &pages) const
    {
        int count = 0;
        for (const QList<Instance> &page : pages) {
            for (const Instance &instance : page) {
                const auto found = known.constFind(instance.id);
                count += found == known.constEnd() || *found != instance ? 1 : 0;
            }
        }
        return count;
    }
    QHash<QString, Instance> known;
};

/// A program that replaces its list: reset, order anew, paint anew.
class ResetModel final : public QAbstractTableModel
{
public:
    explicit ResetModel(const ServerTime &time) : m_time(time) {}
    /// All pages, since it has nothing to show before it has them all; they are let go.
    void replace(QList<Instance> instances)
    {
        beginResetModel();
        m_rows.clear();
        for (const Instance &instance : instances) {
            TrackedInstance row;
            row.instance = instance;
            m_rows.append(row);
        }
        endResetModel();
    }
    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override
    {
        return parent.isValid() ? 0 : int(m_rows.size());
    }
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override
    {
        return parent.isValid() ? 0 : 8;
    }
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override
    {
        const TrackedInstance &row = m_rows.at(index.row());
        if (role == Qt::DisplayRole) {
            const CellContext context{m_profile,        m_thresholds, m_zone,
                                      Freshness::Fresh, QLocale(),    m_time.nowMs()};
            return cellText(row, InstanceColumn(index.column()), context);
        }
        return role == Qt::UserRole ? cellSortValue(row.instance, InstanceColumn(index.column()))
                                    : QVariant();
    }

private:
    const ServerTime &m_time;
    Profile m_profile;
    PhaseThresholds m_thresholds;
    QTimeZone m_zone = QTimeZone::utc();
    QList<TrackedInstance> m_rows;
};

struct ResetProgram {
    ResetProgram()
    {
        order.setSortRole(Qt::UserRole);
        order.setSortLocaleAware(true);
        order.setSourceModel(&model);
        view.setModel(&order);
        setUpBareView(view, 34);
        view.setSortingEnabled(true);
        view.sortByColumn(0, Qt::AscendingOrder);
        view.resize(1600, 900);
        view.show();
    }
    StillTime time;
    ResetModel model{time};
    QSortFilterProxyModel order;
    QTableView view;
};

/// Our table with rows in it, somewhere in the middle, a few selected.
struct Scene {
    explicit Scene(const QList<Instance> &instances)
    {
        table.show();
        table.observe(inPages(instances));
        table.sortModel.sort(int(InstanceColumn::Name));
        Table::settle();
        table.view.verticalScrollBar()->setValue(table.view.rowHeight(0) * int(instances.size() / 2));
        for (const int row : {int(instances.size()) / 2 + 3, int(instances.size()) / 2 + 7})
            table.view.selectionModel()->select(table.sortModel.index(row, 0),
                                                QItemSelectionModel::Select | QItemSelectionModel::Rows);
        table.view.selectionModel()->setCurrentIndex(table.sortModel.index(int(instances.size()) / 2 + 7, 0),
                                                     QItemSelectionModel::NoUpdate);
        Table::settle();
    }
    void refresh(const QList<QList<Instance>> &pages)
    {
        table.observe(pages);
        Table::settle();
    }
    /// Processor time of the same, each page taken up just after it was read, as it is in the program, and
    /// let go then. Reading them is not counted.
    [[nodiscard]] double refreshMs(const QList<QList<Instance>> &pages)
    {
        double ms = 0;
        for (const QList<Instance> &page : pages) {
            QList<QList<Instance>> fresh{readAgain(page)};
            ms += cpuMs([&] {
                table.observe(fresh);
                fresh.clear();
            });
        }
        return ms + cpuMs([] { Table::settle(); });
    }
    Table table;
};

struct Material {
    explicit Material(int rows)
    {
        instances = multiplied(sampleOfFleet(), rows);
        // Both states have 50 renewed leases, so that going from one to the other changes 50 rows.
        states[0] = inPages(renewed(instances, Changed, 3'600'000));
        states[1] = inPages(renewed(instances, Changed, 7'200'000));
        again[0] = inPages(renewed(instances, Changed, 3'600'000));
        again[1] = inPages(renewed(instances, Changed, 7'200'000));
    }
    QList<Instance> instances;
    QList<QList<Instance>> states[2];
    QList<QList<Instance>> again[2];
};

QList<Instance> flat(const QList<QList<Instance>> &pages)
{
    QList<Instance> all;
    for (const QList<Instance> &page : pages)
        all += page;
    return all;
}

void countSignals(Row &same, Row &fifty, const Material &material)
{
    Scene scene(flat(material.states[0]));
    scene.refresh(material.again[0]);
    PaintCount paints(scene.table.view.viewport());
    const QSignalSpy told(&scene.table.sortModel, &QAbstractItemModel::dataChanged);
    const QSignalSpy moved(&scene.table.sortModel, &QAbstractItemModel::layoutChanged);
    const QSignalSpy stored(&scene.table.store, &InstanceStore::changed);
    scene.refresh(material.states[0]);
    same.grow(u"signals"_s, double(told.count() + moved.count() + stored.count()), 0);
    same.grow(u"repaints"_s, paints.paints, 0);

    const QString current = scene.table.view.idAt(scene.table.view.currentIndex().row());
    const QStringList selected = scene.table.view.selectedIds();
    const int scrolled = scene.table.view.verticalScrollBar()->value();
    const QSignalSpy source(&scene.table.model, &QAbstractItemModel::dataChanged);
    scene.refresh(material.states[1]);
    // Changed rows lie far apart: as many runs as rows.
    fifty.grow(u"ranges told per run of changed rows"_s, double(source.count()) / Changed, 1);
    const bool kept = current == scene.table.view.idAt(scene.table.view.currentIndex().row()) &&
                      selected == scene.table.view.selectedIds() &&
                      scrolled == scene.table.view.verticalScrollBar()->value();
    fifty.grow(u"selection, current row or scroll position lost"_s, kept ? 0 : 1, 0);
}

/// Only the changed instances, none of them in sight, so that what grows with all rows shows.
void fewOf(int rows)
{
    Scene scene(multiplied(sampleOfFleet(), rows));
    const int firstSeen = scene.table.view.visibleRows().constFirst();
    QStringList ids;
    for (int n = 0; n < Changed; ++n)
        ids += scene.table.view.idAt(n * (firstSeen / Changed));
    const auto prolonged = [&](qint64 byMs) {
        QList<Instance> few;
        for (const QString &id : ids) {
            Instance instance = readAgain(scene.table.store.find(id)->instance);
            instance.status = InstanceStatus::Running;
            instance.lease.createAtMs = 1'700'000'000'000;
            instance.lease.enabled = true;
            instance.lease.durationMs = 3'600'000'000 + byMs;
            few.append(instance);
        }
        return few;
    };
    scene.refresh({prolonged(0)});
    const QList<QList<Instance>> again{prolonged(60'000)};
    countInstructions([&] { scene.refresh(again); });
}

/// Under the counting tool: makes everything ready, then does one thing between the marks.
Told probe(const QString &what)
{
    if (what.startsWith(FewOf)) {
        fewOf(what.mid(FewOf.size()).toInt());
        return {};
    }
    const Material material(Rows);
    if (what == u"loop"_s) {
        const CompareLoop loop(flat(material.states[0]));
        int differing = loop.differing(material.again[0]);
        countInstructions([&] { differing += loop.differing(material.again[0]); });
        return {{}, {QString::number(differing)}};
    }
    Scene scene(flat(material.states[0]));
    scene.refresh(material.again[0]);
    if (what == u"same"_s) {
        scene.refresh(material.states[0]);
        countInstructions([&] { scene.refresh(material.again[0]); });
    } else {
        scene.refresh(material.states[1]);
        scene.refresh(material.states[0]);
        countInstructions([&] { scene.refresh(material.again[1]); });
    }
    return {};
}

} // namespace

Told refreshSection(const Surrounding &surrounding)
{
    if (!surrounding.probe.isEmpty())
        return probe(surrounding.probe.constFirst());

    Row same = expectedRow(u"refresh-same"_s);
    Row fifty = expectedRow(u"refresh-50"_s);
    const int many = surrounding.rounds(100'000, 10'000);
    const QList<std::optional<double>> counts =
        instructionsOfProbes(u"refresh"_s, {FewOf + QString::number(many), u"loop"_s, u"same"_s, u"fifty"_s,
                                            FewOf + QString::number(many / 10)});
    const auto &[fewOfMany, loop, unchanged, some, few] =
        std::tie(counts.at(0), counts.at(1), counts.at(2), counts.at(3), counts.at(4));
    const auto only = [](double value) { return Figure{value / 1e6, value / 1e6, value / 1e6}; };
    if (loop && unchanged && some && few && fewOfMany) {
        same.ours = only(*unchanged);
        same.theirs = only(*loop);
        same.value = *unchanged / *loop;
        same.spread = {*same.value, *same.value, *same.value};
        fifty.ours = only(*some);
        fifty.theirs = only(*unchanged);
        fifty.value = *some / *unchanged;
        fifty.spread = {*fifty.value, *fifty.value, *fifty.value};
        fifty.grow(u"50 changes in %1 rows against in %2, log is at most 1.33"_s.arg(many).arg(many / 10),
                   *fewOfMany / *few, 1.33);
    } else {
        same.note = fifty.note = u"no tool that counts instructions (valgrind)"_s;
    }

    const Material material(Rows);
    countSignals(same, fifty, material);

    Row reset = expectedRow(u"refresh-reset"_s);
    Scene scene(flat(material.states[0]));
    ResetProgram program;
    program.model.replace(flat(material.states[0]));
    Table::settle();
    int turn = 0;
    int resetTurn = 0;
    const QList<Instance> whole[2] = {flat(material.states[0]), flat(material.states[1])};
    reset.take(inTurns(
        surrounding.rounds(11, 5), [&] { return scene.refreshMs(material.states[++turn % 2]); },
        [&] {
            QList<Instance> fresh = readAgain(whole[++resetTurn % 2]);
            return cpuMs([&] {
                program.model.replace(std::exchange(fresh, {}));
                Table::settle();
            });
        }));
    reset.note = u"processor time, painting included; the peer is a reset model below "
                 u"QSortFilterProxyModel"_s;
    return {{same, fifty, reset}, {}};
}

} // namespace leasekeeper::bench

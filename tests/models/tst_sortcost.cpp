// SPDX-License-Identifier: MIT
#include "filterindex.h"
#include "instancesortmodel.h"
#include "modelfixture.h"
#include "nameorder.h"
#include "roworder.h"

#include <QHash>
#include <QIdentityProxyModel>
#include <QRandomGenerator>
#include <QTest>

#include <algorithm>
#include <cmath>
#include <numeric>

using namespace leasekeeper;
using namespace leasekeeper::test;
using namespace Qt::StringLiterals;

namespace
{

constexpr int Few = 1'000;
constexpr int Many = 10'000;

/// The table, counting what is asked of its cells.
class AskedTable final : public QIdentityProxyModel
{
    Q_OBJECT
public:
    explicit AskedTable(int count)
    {
        QRandomGenerator random(1);
        InstanceChanges changes;
        for (int n = 0; n < count; ++n)
            changes.inserted += running(u"i-%1"_s.arg(n), u"name-%1"_s.arg(random.bounded(count)),
                                        random.bounded(48 * 3'600) * SecondMs);
        m_table.apply(changes);
        setSourceModel(&m_table);
    }

    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override
    {
        ++m_asked[role];
        return QIdentityProxyModel::data(index, role);
    }

    void forget() { m_asked.clear(); }
    [[nodiscard]] qint64 asked(int role) const { return m_asked.value(role); }
    [[nodiscard]] qint64 asked() const { return std::accumulate(m_asked.begin(), m_asked.end(), qint64(0)); }
    void apply(const InstanceChanges &changes) { m_table.apply(changes); }

private:
    FixedTime m_time;
    InstanceTableModel m_table{m_time};
    mutable QHash<int, qint64> m_asked;
};

/// The order of an AskedTable.
struct Ordered {
    explicit Ordered(int count) : table(count) { order.setSourceModel(&table); }
    AskedTable table;
    InstanceSortModel order;
};

/// What a full sort of `count` rows compares.
qint64 comparisons(int count)
{
    QRandomGenerator random(2);
    std::vector<quint32> keys(static_cast<std::size_t>(count));
    std::generate(keys.begin(), keys.end(), [&random] { return random.generate(); });
    qint64 asked = 0;
    RowOrder order;
    order.reset(count);
    (void)order.sorted([&](int a, int b) {
        ++asked;
        return std::pair(keys[std::size_t(a)], a) < std::pair(keys[std::size_t(b)], b);
    });
    return asked;
}

} // namespace

/// The laws by which the cost of ordering and filtering grows, counted exactly.
class TestSortCost : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void F74_aFullSortComparesNLogN();
    void F74_aSortAsksEachCellOnce_data();
    void F74_aSortAsksEachCellOnce();
    void F74_theOtherDirectionAsksForNoValue();
    void F74_oneChangedRowIsAskedAlone();
    void F74_namesAreAskedPerRowNotPerComparison();
    void F74_aKeyStrokeReadsNoRow();
};

void TestSortCost::F74_aFullSortComparesNLogN()
{
    const double few = double(comparisons(Few)) / (Few * std::log2(Few));
    const double many = double(comparisons(Many)) / (Many * std::log2(Many));
    QVERIFY2(many <= 1.2, qPrintable(QString::number(many)));
    QVERIFY2(many <= few * 1.1, qPrintable(u"%1 against %2"_s.arg(many).arg(few)));
}

void TestSortCost::F74_aSortAsksEachCellOnce_data()
{
    QTest::addColumn<InstanceColumn>("column");
    for (int column = 0; column < InstanceColumnCount; ++column)
        QTest::addRow("column %d", column) << InstanceColumn(column);
}

void TestSortCost::F74_aSortAsksEachCellOnce()
{
    QFETCH(const InstanceColumn, column);
    const auto asked = [column](int count) {
        Ordered ordered(count);
        ordered.table.forget();
        ordered.order.sort(int(column));
        [&] { QCOMPARE(ordered.table.asked(Qt::DisplayRole), 0); }(); // no text is made
        return ordered.table.asked();
    };
    const qint64 few = asked(Few);
    const qint64 many = asked(Many);
    // Its value and its tie; equal ones by name and id, whose order is there already but for its first use.
    QVERIFY2(few <= qint64(Few) * 9 / 2, qPrintable(QString::number(few)));
    QVERIFY2(many * Few <= few * Many * 11 / 10, qPrintable(u"%1 against %2"_s.arg(many).arg(few)));
}

void TestSortCost::F74_theOtherDirectionAsksForNoValue()
{
    Ordered ordered(Many);
    ordered.order.sort(int(InstanceColumn::Name), Qt::AscendingOrder);
    for (const InstanceColumn column : {InstanceColumn::StopsIn, InstanceColumn::Owner}) {
        ordered.order.sort(int(column), Qt::AscendingOrder);
        ordered.table.forget();
        ordered.order.sort(int(column), Qt::DescendingOrder);
        QCOMPARE(ordered.table.asked(), 0);
    }
    // Of names it looks once along the order which are equal, since those stay by id.
    ordered.order.sort(int(InstanceColumn::Name), Qt::AscendingOrder);
    ordered.table.forget();
    ordered.order.sort(int(InstanceColumn::Name), Qt::DescendingOrder);
    QCOMPARE(ordered.table.asked(Qt::DisplayRole), 0);
    QVERIFY2(ordered.table.asked() <= 2 * Many, qPrintable(QString::number(ordered.table.asked())));
}

void TestSortCost::F74_oneChangedRowIsAskedAlone()
{
    const auto asked = [](int count) {
        Ordered ordered(count);
        ordered.order.sort(int(InstanceColumn::StopsIn));
        InstanceChanges changes;
        changes.changed += running(u"i-7"_s, u"other"_s, 5 * MinuteMs);
        ordered.table.forget();
        ordered.table.apply(changes);
        return ordered.table.asked();
    };
    // The row itself, and those it is compared with on its way to its place.
    const qint64 many = asked(Many);
    QVERIFY2(many > 0 && many <= 100, qPrintable(QString::number(many)));
    QVERIFY(many <= asked(Few) + 20);
}

void TestSortCost::F74_namesAreAskedPerRowNotPerComparison()
{
    const auto asked = [](int count) {
        QCollator collator;
        qint64 names = 0;
        NameOrder order(
            collator,
            [&](int row) {
                ++names;
                return u"name-%1"_s.arg(row * 7'919 % count);
            },
            [](int row) { return QString::number(row); });
        order.reset(count);
        (void)order.rows();
        return names;
    };
    QCOMPARE(asked(Few), 2 * Few); // once to know it again, once for its key
    QCOMPARE(asked(Many), 2 * Many);
}

void TestSortCost::F74_aKeyStrokeReadsNoRow()
{
    Ordered ordered(Many);
    ordered.order.sort(int(InstanceColumn::Name));
    ordered.table.forget();
    int before = Many;
    for (const QString &typed : {u"n"_s, u"name-1"_s, u"name-12"_s, u"name-12 i-5"_s, QString()}) {
        ordered.order.setFilterText(typed);
        QVERIFY(typed.isEmpty() || ordered.order.rowCount() <= before);
        before = ordered.order.rowCount();
        QCOMPARE(ordered.table.asked(), 0);
    }
    QCOMPARE(before, Many);
}

QTEST_GUILESS_MAIN(TestSortCost)
#include "tst_sortcost.moc"

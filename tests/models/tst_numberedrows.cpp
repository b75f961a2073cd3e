// SPDX-License-Identifier: MIT
#include "numberedrows.h"

#include <QRandomGenerator>
#include <QTest>

#include <algorithm>
#include <limits>

using namespace leasekeeper;

class TestNumberedRows : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void equalsAStableSort_data();
    void equalsAStableSort();
};

void TestNumberedRows::equalsAStableSort_data()
{
    QTest::addColumn<quint64>("bound");
    QTest::newRow("all equal") << quint64(1);
    QTest::newRow("few values") << quint64(3);
    QTest::newRow("one digit") << quint64(2'048);
    QTest::newRow("times") << quint64(4'000'000'000'000);
    QTest::newRow("everything") << std::numeric_limits<quint64>::max();
}

void TestNumberedRows::equalsAStableSort()
{
    QFETCH(const quint64, bound);
    const quint32 seed = QRandomGenerator::global()->generate();
    qInfo("seed %u", seed);
    QRandomGenerator random(seed);
    for (const int count : {0, 1, 2, 1'000}) {
        std::vector<NumberedRow> rows;
        for (int row = 0; row < count; ++row)
            rows.push_back({random.generate64() % bound, row});
        std::vector<NumberedRow> expected = rows;
        std::stable_sort(expected.begin(), expected.end(),
                         [](const NumberedRow &a, const NumberedRow &b) { return a.number < b.number; });
        sortByNumber(rows);
        QCOMPARE(rows.size(), expected.size());
        for (std::size_t n = 0; n < rows.size(); ++n)
            QCOMPARE(rows[n].row, expected[n].row);
    }
}

QTEST_GUILESS_MAIN(TestNumberedRows)
#include "tst_numberedrows.moc"

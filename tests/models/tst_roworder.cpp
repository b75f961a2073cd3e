// SPDX-License-Identifier: MIT
#include "roworder.h"

#include <QRandomGenerator>
#include <QTest>

#include <algorithm>
#include <numeric>

using namespace leasekeeper;

class TestRowOrder : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void fewChangesAskFewQuestions();
    void randomChangesEqualASort();
};

void TestRowOrder::fewChangesAskFewQuestions()
{
    std::vector<int> keys(10'000);
    std::iota(keys.begin(), keys.end(), 0);
    int asked = 0;
    const auto less = [&](int a, int b) {
        ++asked;
        return keys[std::size_t(a)] < keys[std::size_t(b)];
    };
    RowOrder order;
    order.reset(int(keys.size()));
    QCOMPARE(order.sorted(less).front(), 0);
    asked = 0;
    QCOMPARE(order.sorted(less).front(), 0);
    QCOMPARE(asked, 0);
    keys[7'000] = -1;
    order.touch(7'000);
    QCOMPARE(order.sorted(less).front(), 7'000);
    QVERIFY2(asked > 0 && asked < 20, qPrintable(QString::number(asked)));
    order.remove(7'000, 1);
    QCOMPARE(order.sorted(less).front(), 0);
    QCOMPARE(order.sorted(less).size(), std::size_t(9'999));
}

void TestRowOrder::randomChangesEqualASort()
{
    const quint32 seed = QRandomGenerator::global()->generate();
    qInfo("seed %u", seed);
    QRandomGenerator random(seed);
    std::vector<int> keys;
    RowOrder order;
    order.reset(0);
    for (int round = 0; round < 2'000; ++round) {
        const int what = random.bounded(5);
        const int count = int(keys.size());
        if (what == 0) {
            const int first = random.bounded(count + 1);
            const int added = 1 + random.bounded(4);
            for (int n = 0; n < added; ++n)
                keys.insert(keys.begin() + first, random.bounded(50));
            order.insert(first, added);
        } else if (what == 1 && count > 0) {
            const int first = random.bounded(count);
            const int gone = 1 + random.bounded(std::min(4, count - first));
            keys.erase(keys.begin() + first, keys.begin() + first + gone);
            order.remove(first, gone);
        } else if (count > 0) {
            const int row = random.bounded(count);
            keys[std::size_t(row)] = random.bounded(50);
            order.touch(row);
        }
        if (random.bounded(3) != 0)
            continue;
        const auto less = [&keys](int a, int b) {
            const int left = keys[std::size_t(a)];
            const int right = keys[std::size_t(b)];
            return left != right ? left < right : a < b;
        };
        RowOrder::Rows expected(keys.size());
        std::iota(expected.begin(), expected.end(), 0);
        std::sort(expected.begin(), expected.end(), less);
        QCOMPARE(order.sorted(less), expected);
    }
}

QTEST_GUILESS_MAIN(TestRowOrder)
#include "tst_roworder.moc"

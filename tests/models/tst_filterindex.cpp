// SPDX-License-Identifier: MIT
#include "filterindex.h"

#include <QRandomGenerator>
#include <QTest>

#include <algorithm>

using namespace leasekeeper;
using namespace Qt::StringLiterals;

namespace
{

RowFilterTexts randomTexts(QRandomGenerator &random)
{
    const auto word = [&random](int count) { return u"w%1"_s.arg(random.bounded(count)); };
    return {word(5'000) + u'\n' + word(5'000), {word(4), word(6), u"zürich %1"_s.arg(random.bounded(3))}};
}

/// The same in the plainest way.
bool plainAccepts(const RowFilterTexts &texts, const QStringList &words)
{
    return std::all_of(words.begin(), words.end(), [&texts](const QString &word) {
        return texts.own.contains(word) ||
               std::any_of(texts.shared.begin(), texts.shared.end(),
                           [&word](const QString &shared) { return shared.contains(word); });
    });
}

} // namespace

class TestFilterIndex : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void randomChangesEqualAPlainSearch();
    void changesLeaveNoWaste();
};

void TestFilterIndex::randomChangesEqualAPlainSearch()
{
    const quint32 seed = QRandomGenerator::global()->generate();
    qInfo("seed %u", seed);
    QRandomGenerator random(seed);
    QList<RowFilterTexts> rows;
    FilterIndex index([&rows](int row) { return rows.at(row); });
    index.reset(0);
    const QStringList wordLists[] = {{}, {u"w1"_s}, {u"w12"_s, u"ü"_s}, {u"w3"_s, u"h 2"_s}, {u"x"_s}};
    QStringList words;
    for (int round = 0; round < 2'000; ++round) {
        const int count = int(rows.size());
        switch (random.bounded(4)) {
        case 0: {
            const int first = random.bounded(count + 1);
            const int added = 1 + random.bounded(5);
            for (int n = 0; n < added; ++n)
                rows.insert(first, randomTexts(random));
            index.insert(first, added);
            break;
        }
        case 1:
            if (count > 0) {
                const int first = random.bounded(count);
                const int gone = 1 + random.bounded(std::min(4, count - first));
                rows.remove(first, gone);
                RowSpans spans;
                spans.add(first, gone);
                index.remove(spans);
            }
            break;
        case 2:
            if (count > 0) {
                const int row = random.bounded(count);
                rows[row] = randomTexts(random);
                index.changed(row);
            }
            break;
        default:
            words = wordLists[random.bounded(5)];
            index.setWords(words);
            break;
        }
        for (int row = 0; row < rows.size(); ++row)
            QCOMPARE(index.accepts(row), plainAccepts(rows.at(row), words));
    }
}

void TestFilterIndex::changesLeaveNoWaste()
{
    QString own;
    FilterIndex index([&own](int) { return RowFilterTexts{own, {own, {}, {}}}; });
    own = u"first"_s;
    index.reset(100);
    for (int round = 0; round < 3'000; ++round) {
        own = QString(1'000, QChar(u'a' + round % 26)) + QString::number(round);
        for (int row = 0; row < 10; ++row)
            index.changed(row);
    }
    QVERIFY2(index.bytesKept() < 3'000'000, qPrintable(QString::number(index.bytesKept())));
    index.setWords({u"2999"_s});
    QVERIFY(index.accepts(3));
    QVERIFY(!index.accepts(50));
}

QTEST_GUILESS_MAIN(TestFilterIndex)
#include "tst_filterindex.moc"

// SPDX-License-Identifier: MIT
#include "dialoglist.h"
#include "dialoglistmodel.h"

#include <QAbstractItemModelTester>
#include <QRandomGenerator>
#include <QSignalSpy>
#include <QTest>

using namespace leasekeeper;
using namespace Qt::StringLiterals;

namespace
{

DialogRow row(const QString &id, std::optional<bool> ticked = std::nullopt)
{
    DialogRow made;
    made.id = id;
    made.cells = {id, u"state"_s};
    made.ticked = ticked;
    return made;
}

QStringList idsOf(const DialogListModel &model)
{
    QStringList ids;
    for (int i = 0; i < model.rowCount(); ++i)
        ids += model.index(i, 0).data(DialogListModel::IdRole).toString();
    return ids;
}

} // namespace

class TestDialogListModel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void announcesExactlyWhatChanged();
    void followsAnySequence();
    void spaceTogglesTheTickFromAnyColumn();
};

void TestDialogListModel::announcesExactlyWhatChanged()
{
    DialogListModel model({u"Name"_s, u"State"_s});
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setRows({row(u"a"_s), row(u"b"_s), row(u"c"_s)});
    QSignalSpy inserted(&model, &QAbstractItemModel::rowsInserted);
    QSignalSpy removed(&model, &QAbstractItemModel::rowsRemoved);
    QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
    QSignalSpy reset(&model, &QAbstractItemModel::modelReset);

    model.setRows({row(u"a"_s), row(u"b"_s), row(u"c"_s)});
    QCOMPARE(inserted.count() + removed.count() + changed.count(), 0);

    DialogRow other = row(u"c"_s);
    other.cells = {u"c"_s, u"another"_s};
    model.setRows({row(u"a"_s), other});
    QCOMPARE(removed.count(), 1);
    QCOMPARE(removed.first().at(1).toInt(), 1);
    QCOMPARE(changed.count(), 1);
    QCOMPARE(changed.first().at(0).toModelIndex().row(), 1);
    QCOMPARE(inserted.count(), 0);
    QCOMPARE(reset.count(), 0);
}

void TestDialogListModel::followsAnySequence()
{
    DialogListModel model({u"Name"_s, u"State"_s});
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    QRandomGenerator random(7);
    for (int round = 0; round < 300; ++round) {
        QList<DialogRow> rows;
        for (int i = 0; i < 12; ++i) {
            if (random.bounded(3) != 0)
                rows.append(row(QString::number(i), random.bounded(2) == 0));
        }
        model.setRows(rows);
        QStringList expected;
        for (const DialogRow &one : rows)
            expected += one.id;
        QCOMPARE(idsOf(model), expected);
        QCOMPARE(model.rows(), rows);
    }
}

void TestDialogListModel::spaceTogglesTheTickFromAnyColumn()
{
    DialogListModel model({u"Name"_s, u"State"_s});
    model.setRows({row(u"a"_s, true), row(u"b"_s, true)});
    QSignalSpy toggled(&model, &DialogListModel::tickToggled);
    DialogList list(&model, u"list"_s, u"Some list"_s);
    list.show();
    list.setCurrentIndex(model.index(1, 1));
    QTest::keyClick(&list, Qt::Key_Space);
    QCOMPARE(toggled.count(), 1);
    QCOMPARE(toggled.first().at(0).toString(), u"b"_s);
    QCOMPARE(toggled.first().at(1).toBool(), false);
    QTest::keyClick(&list, Qt::Key_Space);
    QCOMPARE(toggled.last().at(1).toBool(), true);
    QCOMPARE(toggled.count(), 2);
}

QTEST_MAIN(TestDialogListModel)
#include "tst_dialoglistmodel.moc"

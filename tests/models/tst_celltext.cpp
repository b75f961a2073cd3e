// SPDX-License-Identifier: MIT
#include "cellspeech.h"
#include "celltext.h"
#include "celltooltip.h"
#include "modelfixture.h"

#include <QTest>

using namespace leasekeeper;
using namespace leasekeeper::test;
using namespace Qt::StringLiterals;

Q_DECLARE_METATYPE(leasekeeper::TrackedInstance)

/// What cells show, add and say.
class TestCellText : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void shows_data();
    void shows();
    void F45_whatIsMissingIsADash_data();
    void F45_whatIsMissingIsADash();
    void F46_unknownStateKeepsTheServicesWord();
    void F49_foreignTextStaysPlainAndVisible_data();
    void F49_foreignTextStaysPlainAndVisible();
    void F80_eachLeaseHasItsOwnDisplay_data();
    void F80_eachLeaseHasItsOwnDisplay();
    void whatWeDoWinsOverTheState();
    void ownInstancesAreYours_data();
    void ownInstancesAreYours();
    void tooltipsExplain();
    void speaks_data();
    void speaks();
    void oldDataIsMarked();

private:
    [[nodiscard]] CellContext context() const
    {
        return {m_profile, m_thresholds, m_zone, m_freshness, QLocale(QLocale::English), NowMs};
    }
    [[nodiscard]] QString text(const TrackedInstance &row, InstanceColumn column) const
    {
        return cellText(row, column, context());
    }

    Profile m_profile = [] {
        Profile profile;
        profile.allUsers = true;
        profile.userId = u"u-li"_s;
        return profile;
    }();
    PhaseThresholds m_thresholds;
    QTimeZone m_zone = QTimeZone::utc();
    Freshness m_freshness = Freshness::Fresh;
};

void TestCellText::shows_data()
{
    QTest::addColumn<InstanceColumn>("column");
    QTest::addColumn<QString>("shown");
    QTest::newRow("name") << InstanceColumn::Name << u"ocr-lab"_s;
    QTest::newRow("state") << InstanceColumn::Status << u"Running"_s;
    QTest::newRow("stops in") << InstanceColumn::StopsIn << u"24 min"_s;
    QTest::newRow("stops at") << InstanceColumn::StopsAt << u"18:55"_s;
    QTest::newRow("auto-stop") << InstanceColumn::AutoStop << u"Timed 1 h"_s;
    QTest::newRow("flavor") << InstanceColumn::Flavor << u"cpu.2u"_s;
    QTest::newRow("image") << InstanceColumn::Image << u"notebook2.0"_s;
    QTest::newRow("storage") << InstanceColumn::Storage << u"EVS 5 GB"_s;
    QTest::newRow("owner") << InstanceColumn::Owner << u"ana"_s;
    QTest::newRow("workspace") << InstanceColumn::Workspace << u"0"_s;
    QTest::newRow("pool") << InstanceColumn::Pool << u"–"_s;
    QTest::newRow("created") << InstanceColumn::Created << u"5 h ago"_s;
    QTest::newRow("updated") << InstanceColumn::Updated << u"3 min ago"_s;
    QTest::newRow("id") << InstanceColumn::Id << u"i-1"_s;
    QTest::newRow("fail reason") << InstanceColumn::FailReason << u"–"_s;
    QTest::newRow("billing") << InstanceColumn::Billing << u"STORAGE, COMPUTE"_s;
}

void TestCellText::shows()
{
    QFETCH(const InstanceColumn, column);
    QTEST(text(running(u"i-1"_s, u"ocr-lab"_s), column), "shown");
}

void TestCellText::F45_whatIsMissingIsADash_data()
{
    QTest::addColumn<InstanceColumn>("column");
    for (int column = 0; column < InstanceColumnCount; ++column)
        QTest::newRow(qPrintable(instanceColumnKey(InstanceColumn(column)))) << InstanceColumn(column);
}

void TestCellText::F45_whatIsMissingIsADash()
{
    QFETCH(const InstanceColumn, column);
    TrackedInstance bare;
    bare.instance.id = u"i-1"_s;
    const bool isIdentity = column == InstanceColumn::Name || column == InstanceColumn::Id;
    const QString nothing = column == InstanceColumn::Status ? u"Unknown"_s : u"–"_s;
    QCOMPARE(text(bare, column), isIdentity ? u"i-1"_s : nothing);
    // Nothing that is only a sign reaches a screen reader.
    QVERIFY(!cellSpeech(bare, column, context()).isEmpty());
    QVERIFY(!cellSpeech(bare, column, context()).contains(u'–'));
}

void TestCellText::F46_unknownStateKeepsTheServicesWord()
{
    TrackedInstance row = withStatus(running(u"i-1"_s, u"ocr-lab"_s), InstanceStatus::Unknown);
    row.instance.statusText = u"HIBERNATING"_s;
    QCOMPARE(text(row, InstanceColumn::Status), u"HIBERNATING"_s);
    QCOMPARE(text(row, InstanceColumn::StopsIn), u"–"_s);
    QCOMPARE(cellSpeech(row, InstanceColumn::Name, context()), u"ocr-lab, HIBERNATING"_s);
}

void TestCellText::F49_foreignTextStaysPlainAndVisible_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("shown");
    QTest::addColumn<QString>("tooltip");
    QTest::newRow("markup") << u"<b>x</b><img src=a>"_s << u"<b>x</b><img src=a>"_s
                            << u"&lt;b&gt;x&lt;/b&gt;&lt;img src=a&gt;"_s;
    QTest::newRow("line break") << u"a\nb"_s << u"a b"_s << u"a b"_s;
    QTest::newRow("escape") << u"a\u001B[2J"_s << u"a␛[2J"_s << u"a␛[2J"_s;
    QTest::newRow("right to left") << u"a\u202Egpj.b"_s << u"a⟨U+202E⟩gpj.b"_s << u"a⟨U+202E⟩gpj.b"_s;
}

void TestCellText::F49_foreignTextStaysPlainAndVisible()
{
    QFETCH(const QString, name);
    QFETCH(const QString, tooltip);
    TrackedInstance row = running(u"i-1"_s, name);
    row.instance.flavor = name;
    row.instance.image.name = name;
    row.instance.storage.category = name;
    row.instance.storage.capacityGb.reset();
    row.instance.ownerName = name;
    row.instance.workspaceId = name;
    row.instance.poolName = name;
    row.instance.failReason = name;
    row.instance.billingItems = {name};
    for (const InstanceColumn column :
         {InstanceColumn::Name, InstanceColumn::Flavor, InstanceColumn::Image, InstanceColumn::Storage,
          InstanceColumn::Owner, InstanceColumn::Workspace, InstanceColumn::Pool, InstanceColumn::FailReason,
          InstanceColumn::Billing}) {
        QTEST(text(row, column), "shown");
        const QString shownTip = cellToolTip(row, column, context());
        QVERIFY2(shownTip.contains(tooltip), qPrintable(shownTip));
        QVERIFY2(!shownTip.contains(u"<b>"_s) && !shownTip.contains(u"<img"_s), qPrintable(shownTip));
    }
    row = running(u"i-1"_s, QString(10'000, u'x'));
    QVERIFY(text(row, InstanceColumn::Name).size() <= 257);
    QVERIFY(text(row, InstanceColumn::Name).endsWith(u'…'));
}

void TestCellText::F80_eachLeaseHasItsOwnDisplay_data()
{
    QTest::addColumn<TrackedInstance>("row");
    QTest::addColumn<QString>("stopsIn");
    QTest::addColumn<QString>("stopsAt");
    QTest::addColumn<QString>("rule");
    const TrackedInstance base = running(u"i-1"_s, u"ocr-lab"_s);
    const auto with = [&base](const Lease &lease) {
        TrackedInstance row = base;
        row.instance.lease = lease;
        return row;
    };
    QTest::newRow("off") << with(offLease()) << u"none"_s << u"never"_s << u"Off"_s;
    QTest::newRow("idle") << with(idleLease()) << u"when idle"_s << u"–"_s << u"Idle"_s;
    QTest::newRow("unreadable") << with(Lease()) << u"?"_s << u"–"_s << u"–"_s;
    QTest::newRow("stopped with an old lease")
        << stopped(u"i-1"_s, u"x"_s) << u"–"_s << u"–"_s << u"Timed 1 h"_s;
    QTest::newRow("72 h") << with(timedLease(72 * HourMs)) << u"3 d 00 h"_s << u"Fri 18:31"_s
                          << u"Timed 1 h"_s;
    QTest::newRow("shortened") << with(timedLease(5 * MinuteMs)) << u"5:00"_s << u"18:36"_s << u"Timed 1 h"_s;
    QTest::newRow("due") << with(timedLease(0)) << u"due"_s << u"18:31"_s << u"Timed 1 h"_s;
    QTest::newRow("long past") << with(timedLease(-HourMs)) << u"unclear"_s << u"17:31"_s << u"Timed 1 h"_s;
}

void TestCellText::F80_eachLeaseHasItsOwnDisplay()
{
    QFETCH(const TrackedInstance, row);
    QTEST(text(row, InstanceColumn::StopsIn), "stopsIn");
    QTEST(text(row, InstanceColumn::StopsAt), "stopsAt");
    QTEST(text(row, InstanceColumn::AutoStop), "rule");
}

void TestCellText::whatWeDoWinsOverTheState()
{
    TrackedInstance row = running(u"i-1"_s, u"ocr-lab"_s);
    row.activity.state = RowActivity::State::Working;
    row.activity.text = u"Stopping, then deleting…"_s;
    QCOMPARE(text(row, InstanceColumn::Status), u"Stopping, then deleting…"_s);
    QVERIFY(
        cellSpeech(row, InstanceColumn::Name, context()).startsWith(u"ocr-lab, stopping, then deleting,"_s));
    QVERIFY(cellToolTip(row, InstanceColumn::Status, context()).contains(u"Running"_s));

    row.activity.state = RowActivity::State::Failed;
    row.activity.text = u"Could not delete ocr-lab."_s;
    QCOMPARE(text(row, InstanceColumn::Status), u"Running"_s);
    QVERIFY(cellToolTip(row, InstanceColumn::Status, context()).contains(row.activity.text));
    QVERIFY(cellToolTip(row, InstanceColumn::Name, context()).contains(row.activity.text));
    QVERIFY(cellSpeech(row, InstanceColumn::Name, context()).endsWith(row.activity.text));
}

void TestCellText::ownInstancesAreYours_data()
{
    QTest::addColumn<bool>("allUsers");
    QTest::addColumn<QString>("userId");
    QTest::addColumn<QString>("shown");
    QTest::newRow("id is mine") << true << u"u-ana"_s << u"you"_s;
    QTest::newRow("id is another's") << true << u"u-li"_s << u"ana"_s;
    QTest::newRow("all, I am not known") << true << QString() << u"ana"_s;
    QTest::newRow("own listing") << false << QString() << u"you"_s;
}

void TestCellText::ownInstancesAreYours()
{
    QFETCH(const bool, allUsers);
    QFETCH(const QString, userId);
    Profile profile;
    profile.allUsers = allUsers;
    profile.userId = userId;
    const CellContext here{profile, m_thresholds, m_zone, Freshness::Fresh, QLocale(QLocale::English), NowMs};
    const TrackedInstance row = running(u"i-1"_s, u"ocr-lab"_s);
    QTEST(cellText(row, InstanceColumn::Owner, here), "shown");
    QVERIFY(cellToolTip(row, InstanceColumn::Owner, here).contains(u"ana"_s));
}

void TestCellText::tooltipsExplain()
{
    TrackedInstance row = running(u"i-1"_s, u"ocr-lab"_s);
    QVERIFY(cellToolTip(row, InstanceColumn::StopsAt, context()).contains(u"2023-11-14 18:55:00 UTC"_s));
    QVERIFY(cellToolTip(row, InstanceColumn::Created, context()).contains(u"2023-11-14 13:31:00 UTC"_s));
    row.note = u"It stops earlier than you asked for."_s;
    for (const InstanceColumn column :
         {InstanceColumn::Name, InstanceColumn::Status, InstanceColumn::StopsIn})
        QVERIFY(cellToolTip(row, column, context()).contains(row.note));

    row.instance.lease = Lease();
    const QString why = countdownOf(row.instance, context()).explanation;
    QVERIFY(!why.isEmpty());
    QVERIFY(cellToolTip(row, InstanceColumn::StopsIn, context()).contains(why.toHtmlEscaped()));

    row = withStatus(row, InstanceStatus::StartFailed);
    row.instance.failReason = u"no capacity"_s;
    QVERIFY(cellToolTip(row, InstanceColumn::Status, context()).contains(u"no capacity"_s));

    InstanceStorage mount;
    mount.category = u"OBS"_s;
    mount.mountPath = u"/data/x"_s;
    row.instance.extraMounts = {mount};
    row.instance.storage.mountPath = u"/home/ma-user/work"_s;
    const QString storage = cellToolTip(row, InstanceColumn::Storage, context());
    QVERIFY2(storage.contains(u"EVS 5 GB at /home/ma-user/work<br/>OBS at /data/x"_s), qPrintable(storage));

    // A placeholder in foreign text stays what it is.
    row.instance.storage.mountPath = u"/%1/%2"_s;
    QVERIFY(cellToolTip(row, InstanceColumn::Storage, context()).contains(u"EVS 5 GB at /%1/%2"_s));
}

void TestCellText::speaks_data()
{
    QTest::addColumn<TrackedInstance>("row");
    QTest::addColumn<QString>("sentence");
    const auto left = [](qint64 ms) { return running(u"i-1"_s, u"ocr-lab"_s, ms); };
    const auto with = [](const Lease &lease) {
        TrackedInstance row = running(u"i-1"_s, u"ocr-lab"_s);
        row.instance.lease = lease;
        return row;
    };
    QTest::newRow("soon") << left(24 * MinuteMs)
                          << u"ocr-lab, running, stops in 24 minutes, at 18:55, soon"_s;
    QTest::newRow("urgent, seconds never")
        << left(8 * MinuteMs + 41 * SecondMs) << u"ocr-lab, running, stops in 8 minutes, at 18:39, urgent"_s;
    QTest::newRow("comfortable") << left(3 * HourMs + 12 * MinuteMs)
                                 << u"ocr-lab, running, stops in 3 hours 12 minutes, at 21:43"_s;
    QTest::newRow("tomorrow") << left(20 * HourMs)
                              << u"ocr-lab, running, stops in 20 hours, tomorrow 14:31"_s;
    QTest::newRow("due") << left(-MinuteMs) << u"ocr-lab, running, due, stop time at 18:30"_s;
    QTest::newRow("idle") << with(idleLease()) << u"ocr-lab, running, stops when idle"_s;
    QTest::newRow("off") << with(offLease()) << u"ocr-lab, running, no automatic stop"_s;
    QTest::newRow("unreadable") << with(Lease()) << u"ocr-lab, running, stop time not known"_s;
    QTest::newRow("stopped") << stopped(u"i-1"_s, u"ocr-lab"_s) << u"ocr-lab, stopped"_s;
    QTest::newRow("saving its image")
        << withStatus(left(HourMs), InstanceStatus::Snapshotting) << u"ocr-lab, saving image"_s;
    QTest::newRow("placeholders in a name")
        << running(u"i-1"_s, u"%2 %3"_s) << u"%2 %3, running, stops in 24 minutes, at 18:55, soon"_s;
}

void TestCellText::speaks()
{
    QFETCH(const TrackedInstance, row);
    QTEST(cellSpeech(row, InstanceColumn::Name, context()), "sentence");
}

void TestCellText::oldDataIsMarked()
{
    m_freshness = Freshness::Stale;
    const TrackedInstance row = running(u"i-1"_s, u"ocr-lab"_s);
    QCOMPARE(text(row, InstanceColumn::StopsIn), u"≈ 24 min"_s);
    QCOMPARE(cellSpeech(row, InstanceColumn::StopsIn, context()),
             u"stops in 24 minutes, at 18:55, soon, estimate"_s);
    m_freshness = Freshness::Fresh;
}

QTEST_GUILESS_MAIN(TestCellText)
#include "tst_celltext.moc"

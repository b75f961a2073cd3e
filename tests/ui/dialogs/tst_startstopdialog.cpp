// SPDX-License-Identifier: MIT
#include "dialogdesktop.h"

#include <QPushButton>
#include <QRadioButton>
#include <QSpinBox>
#include <QTableView>

using namespace leasekeeper;
using namespace leasekeeper::test;
using namespace Qt::StringLiterals;

class TestStartStopDialog : public QObject
{
    Q_OBJECT

public:
    static void initMain() { qputenv("TZ", "UTC"); }

private Q_SLOTS:
    void init() { m_desk = std::make_unique<DialogDesktop>(); }
    void cleanup() { m_desk.reset(); }

    void everythingHasAName();
    void startAsksForTheFirstLease();
    void startLimits_data();
    void startLimits();
    void startWithoutAutomaticStop();
    void startKeys_data();
    void startKeys();
    void startSeveral();
    void F67_startedElsewhere();

    void stopSaysWhatIsLost();
    void stopWithoutFlavor();
    void stopKeys_data();
    void stopKeys();
    void stopSeveral();
    void F67_becomingAbleIsNotConsent_data();
    void F67_becomingAbleIsNotConsent();
    void F66_waitsForWhatIsUnderWay();
    void F65_heldKeysDoNothing();
    void F73_vanishedWhileOpen_data();
    void F73_vanishedWhileOpen();
    void openHasNoDialog();

private:
    [[nodiscard]] Instance stopped(const QString &name) const
    {
        return m_desk->instance(name, InstanceStatus::Stopped);
    }

    std::unique_ptr<DialogDesktop> m_desk;
};

void TestStartStopDialog::everythingHasAName()
{
    m_desk->open(InstanceVerb::Start, {stopped(u"a"_s), stopped(u"b"_s)});
    QCOMPARE(m_desk->dialog->objectName(), u"startDialog"_s);
    QCOMPARE(m_desk->nameless(), QStringList());
    m_desk->open(InstanceVerb::Stop, {m_desk->instance(u"a"_s), m_desk->instance(u"b"_s)});
    QCOMPARE(m_desk->dialog->objectName(), u"stopDialog"_s);
    QCOMPARE(m_desk->nameless(), QStringList());
}

void TestStartStopDialog::startAsksForTheFirstLease()
{
    m_desk->open(InstanceVerb::Start, {stopped(u"ocr-lab"_s)});
    QCOMPARE(m_desk->dialog->windowTitle(), u"Start ocr-lab"_s);
    QCOMPARE(m_desk->text("sublineLabel"), u"Flavor: cpu.2u · Owner: ana (you)"_s);
    QCOMPARE(m_desk->text("previewLabel"), u"It stops by itself 1 h after it has started."_s);
    QCOMPARE(m_desk->text("limitsLabel"), u"limits: 1 h … 72 h"_s);
    QCOMPARE(m_desk->buttonText("startButton"), u"Start ocr-lab"_s);
    m_desk->click("quick4hButton");
    QCOMPARE(m_desk->text("previewLabel"), u"It stops by itself 4 h after it has started."_s);
    m_desk->find<QSpinBox>("minutesSpin")->setValue(30);
    m_desk->click("startButton");
    QCOMPARE(m_desk->decisions.size(), 1);
    QCOMPARE(m_desk->decisions.first().verb, InstanceVerb::Start);
    QCOMPARE(m_desk->decisions.first().firstLeaseMs, 4 * HourMs + 30 * MinuteMs);
    QCOMPARE(m_desk->decisions.first().targets.first().name, u"ocr-lab"_s);
    QVERIFY(!m_desk->dialog);
}

void TestStartStopDialog::startLimits_data()
{
    QTest::addColumn<int>("hours");
    QTest::addColumn<int>("minutes");
    QTest::addColumn<QString>("problem");
    QTest::newRow("too short") << 0 << 59 << u"Too short: a first lease must last at least 1 h."_s;
    QTest::newRow("shortest") << 1 << 0 << QString();
    QTest::newRow("longest") << 72 << 0 << QString();
    QTest::newRow("too long") << 72 << 1 << u"Too long: a first lease may last at most 72 h."_s;
}

void TestStartStopDialog::startLimits()
{
    QFETCH(int, hours);
    QFETCH(int, minutes);
    QFETCH(QString, problem);
    m_desk->open(InstanceVerb::Start, {stopped(u"a"_s)});
    m_desk->find<QSpinBox>("hoursSpin")->setValue(hours);
    m_desk->find<QSpinBox>("minutesSpin")->setValue(minutes);
    QCOMPARE(m_desk->text("problemLabel"), problem);
    QCOMPARE(m_desk->isEnabled("startButton"), problem.isEmpty());
    m_desk->press(Qt::Key_Return);
    QCOMPARE(m_desk->decisions.size(), problem.isEmpty() ? 1 : 0);
}

void TestStartStopDialog::startWithoutAutomaticStop()
{
    m_desk->open(InstanceVerb::Start, {stopped(u"a"_s)});
    m_desk->find<QSpinBox>("hoursSpin")->setValue(0);
    m_desk->click("noStopRadio");
    QCOMPARE(m_desk->text("previewLabel"), u"It does not stop by itself."_s);
    QCOMPARE(m_desk->text("noStopLabel"), u"It runs, and may be billed, until somebody stops it."_s);
    QVERIFY(!m_desk->isShown("problemLabel"));
    m_desk->click("startButton");
    QCOMPARE(m_desk->decisions.first().firstLeaseMs, -1);
}

void TestStartStopDialog::startKeys_data()
{
    QTest::addColumn<QByteArray>("focus");
    QTest::addColumn<Qt::Key>("key");
    QTest::addColumn<int>("decisions");
    for (const char *focus : {"hoursSpin", "runForRadio", "quick2hButton", "startButton"}) {
        QTest::addRow("%s: Return starts", focus) << QByteArray(focus) << Qt::Key_Return << 1;
        QTest::addRow("%s: Escape cancels", focus) << QByteArray(focus) << Qt::Key_Escape << 0;
    }
    QTest::addRow("Return on Cancel cancels") << QByteArray("cancelButton") << Qt::Key_Return << 0;
}

void TestStartStopDialog::startKeys()
{
    QFETCH(QByteArray, focus);
    QFETCH(Qt::Key, key);
    QFETCH(int, decisions);
    m_desk->open(InstanceVerb::Start, {stopped(u"a"_s)});
    m_desk->find<QWidget>(focus.constData())->setFocus();
    m_desk->press(key);
    QCOMPARE(m_desk->decisions.size(), decisions);
    QVERIFY(!m_desk->dialog);
}

void TestStartStopDialog::startSeveral()
{
    m_desk->open(InstanceVerb::Start, {stopped(u"a"_s), m_desk->instance(u"b"_s),
                                       m_desk->foreign(stopped(u"c"_s)), stopped(u"d"_s)});
    QCOMPARE(m_desk->find<QTableView>("startList")->model()->rowCount(), 3);
    QCOMPARE(m_desk->text("leftOutLabel"),
             u"b – Only a stopped instance can be started; this one is running."_s);
    QCOMPARE(m_desk->buttonText("startButton"), u"Start 3 instances"_s);
    QCOMPARE(m_desk->text("previewLabel"), u"Each stops by itself 1 h after it has started."_s);
    m_desk->click("startButton");
    QCOMPARE(m_desk->decisions.first().targets.size(), 3);
}

void TestStartStopDialog::F67_startedElsewhere()
{
    m_desk->open(InstanceVerb::Start, {stopped(u"a"_s)});
    m_desk->observe({m_desk->instance(u"a"_s, InstanceStatus::Starting)});
    m_desk->time.settle();
    QCOMPARE(m_desk->text("problemLabel"),
             u"Only a stopped instance can be started; this one is starting."_s);
    QVERIFY(!m_desk->isEnabled("startButton"));
    m_desk->press(Qt::Key_Return);
    QCOMPARE(m_desk->decisions.size(), 0);
}

void TestStartStopDialog::stopSaysWhatIsLost()
{
    m_desk->open(InstanceVerb::Stop, {m_desk->instance(u"ocr-lab"_s)});
    QCOMPARE(m_desk->dialog->windowTitle(), u"Stop ocr-lab?"_s);
    QCOMPARE(m_desk->text("sublineLabel"),
             u"Only files in /home/ma-user/work are kept; other packages and /cache are lost. "
             "Starting again needs free cpu.2u capacity."_s);
    QCOMPARE(m_desk->text("stateFact"), u"Running, stops in 24 min"_s);
    QCOMPARE(m_desk->text("ownerFact"), u"ana (you)"_s);
    QCOMPARE(m_desk->buttonText("stopButton"), u"Stop ocr-lab"_s);
    QVERIFY(m_desk->hasFocus("cancelButton"));
    QVERIFY(m_desk->find<QPushButton>("cancelButton")->isDefault());
    m_desk->time.advance(5 * MinuteMs + 200);
    QCOMPARE(m_desk->text("stateFact"), u"Running, stops in 18 min"_s);
    m_desk->click("stopButton");
    QCOMPARE(m_desk->decisions.size(), 1);
    QCOMPARE(m_desk->decisions.first().verb, InstanceVerb::Stop);
}

void TestStartStopDialog::stopWithoutFlavor()
{
    Instance instance = m_desk->instance(u"a"_s);
    instance.flavor.clear();
    m_desk->open(InstanceVerb::Stop, {instance});
    QVERIFY(m_desk->text("sublineLabel").endsWith(u"Starting again needs free capacity."_s));
}

void TestStartStopDialog::stopKeys_data()
{
    QTest::addColumn<QByteArray>("focus");
    QTest::addColumn<Qt::Key>("key");
    QTest::addColumn<int>("decisions");
    QTest::newRow("at first: Return cancels") << QByteArray() << Qt::Key_Return << 0;
    QTest::newRow("at first: Enter cancels") << QByteArray() << Qt::Key_Enter << 0;
    QTest::newRow("at first: Space cancels") << QByteArray() << Qt::Key_Space << 0;
    QTest::newRow("at first: Escape cancels") << QByteArray() << Qt::Key_Escape << 0;
    QTest::newRow("Escape on the button cancels") << QByteArray("stopButton") << Qt::Key_Escape << 0;
    QTest::newRow("Return on the button stops") << QByteArray("stopButton") << Qt::Key_Return << 1;
    QTest::newRow("Space on the button stops") << QByteArray("stopButton") << Qt::Key_Space << 1;
}

void TestStartStopDialog::stopKeys()
{
    QFETCH(QByteArray, focus);
    QFETCH(Qt::Key, key);
    QFETCH(int, decisions);
    m_desk->open(InstanceVerb::Stop, {m_desk->instance(u"a"_s)});
    if (!focus.isEmpty())
        m_desk->find<QWidget>(focus.constData())->setFocus();
    m_desk->press(key);
    QCOMPARE(m_desk->decisions.size(), decisions);
    QVERIFY(!m_desk->dialog);
}

void TestStartStopDialog::stopSeveral()
{
    Instance large = m_desk->foreign(m_desk->instance(u"b"_s));
    large.flavor = u"gpu.v100"_s;
    m_desk->open(InstanceVerb::Stop, {m_desk->instance(u"a"_s), large, stopped(u"c"_s)});
    const QAbstractItemModel *list = m_desk->find<QTableView>("stopList")->model();
    QCOMPARE(list->rowCount(), 2);
    QCOMPARE(list->index(0, 1).data().toString(), u"24 min"_s);
    QCOMPARE(list->index(1, 3).data().toString(), u"li (not you)"_s);
    QVERIFY(
        m_desk->text("sublineLabel").endsWith(u"Starting again needs free cpu.2u and gpu.v100 capacity."_s));
    QCOMPARE(m_desk->text("leftOutLabel"),
             u"c – Only a running instance can be stopped; this one is stopped."_s);
    QCOMPARE(m_desk->buttonText("stopButton"), u"Stop 2 instances"_s);
    m_desk->click("stopButton");
    QCOMPARE(m_desk->decisions.first().targets.size(), 2);
}

void TestStartStopDialog::F67_becomingAbleIsNotConsent_data()
{
    QTest::addColumn<InstanceVerb>("verb");
    QTest::addColumn<QByteArray>("button");
    QTest::newRow("start") << InstanceVerb::Start << QByteArray("startButton");
    QTest::newRow("stop") << InstanceVerb::Stop << QByteArray("stopButton");
}

void TestStartStopDialog::F67_becomingAbleIsNotConsent()
{
    QFETCH(const InstanceVerb, verb);
    QFETCH(const QByteArray, button);
    const bool starts = verb == InstanceVerb::Start;
    const InstanceStatus able = starts ? InstanceStatus::Stopped : InstanceStatus::Running;
    const InstanceStatus busy = starts ? InstanceStatus::Stopping : InstanceStatus::Starting;
    m_desk->open(verb, {m_desk->instance(u"a"_s, able), m_desk->instance(u"b"_s, able),
                        m_desk->instance(u"c"_s, busy)});
    const QString asked = m_desk->buttonText(button.constData());
    QVERIFY(m_desk->text("leftOutLabel").startsWith(u"c – "_s));
    // Just before the click: what the person has read named two.
    m_desk->observe({m_desk->instance(u"c"_s, able)});
    m_desk->time.settle();
    QCOMPARE(m_desk->buttonText(button.constData()), asked);
    QCOMPARE(m_desk->text("leftOutLabel"),
             u"c – It was left out when this was opened. Open this again to include it."_s);
    m_desk->click(button.constData());
    QCOMPARE(m_desk->decisions.size(), 1);
    QCOMPARE(m_desk->decisions.first().targets.size(), 2);
    QCOMPARE(m_desk->decisions.first().targets.last().name, u"b"_s);
}

void TestStartStopDialog::F66_waitsForWhatIsUnderWay()
{
    const Instance a = m_desk->instance(u"a"_s);
    const Instance b = m_desk->instance(u"b"_s);
    m_desk->open(InstanceVerb::Stop, {a, b});
    RowActivity prolonging;
    prolonging.state = RowActivity::State::Working;
    prolonging.verb = InstanceVerb::Prolong;
    prolonging.text = u"Prolonging…"_s;
    prolonging.takesMore = true;
    m_desk->store.setActivity(a.id, prolonging);
    RowActivity stopping = prolonging;
    stopping.verb = InstanceVerb::Stop;
    stopping.text = u"Stopping…"_s;
    m_desk->store.setActivity(b.id, stopping);
    m_desk->time.settle();
    QCOMPARE(m_desk->text("leftOutLabel"), u"b – Another action on it is under way: Stopping…"_s);
    m_desk->click("stopButton");
    QCOMPARE(m_desk->decisions.first().targets.size(), 1);
    QCOMPARE(m_desk->decisions.first().targets.first().name, u"a"_s);
}

void TestStartStopDialog::F65_heldKeysDoNothing()
{
    for (const auto &[verb, button, instance] :
         {std::tuple(InstanceVerb::Start, "startButton", stopped(u"a"_s)),
          std::tuple(InstanceVerb::Stop, "stopButton", m_desk->instance(u"b"_s))}) {
        m_desk->open(verb, {instance});
        m_desk->hold(Qt::Key_Return);
        QVERIFY(m_desk->dialog);
        m_desk->find<QWidget>(button)->setFocus();
        m_desk->hold(Qt::Key_Return);
        m_desk->hold(Qt::Key_Space);
        QVERIFY(m_desk->dialog);
        QCOMPARE(m_desk->decisions.size(), 0);
    }
}

void TestStartStopDialog::F73_vanishedWhileOpen_data()
{
    QTest::addColumn<InstanceVerb>("verb");
    QTest::addColumn<QByteArray>("button");
    QTest::newRow("start") << InstanceVerb::Start << QByteArray("startButton");
    QTest::newRow("stop") << InstanceVerb::Stop << QByteArray("stopButton");
}

void TestStartStopDialog::F73_vanishedWhileOpen()
{
    QFETCH(InstanceVerb, verb);
    QFETCH(QByteArray, button);
    const Instance gone =
        verb == InstanceVerb::Start ? stopped(u"ocr-lab"_s) : m_desk->instance(u"ocr-lab"_s);
    m_desk->open(verb, {gone});
    m_desk->find<QWidget>(button.constData())->setFocus();
    m_desk->vanish(gone);
    m_desk->time.settle();
    QCOMPARE(m_desk->text("problemLabel"), u"“ocr-lab” no longer exists."_s);
    QVERIFY(!m_desk->isEnabled(button.constData()));
    m_desk->press(Qt::Key_Return);
    QCOMPARE(m_desk->decisions.size(), 0);
}

void TestStartStopDialog::openHasNoDialog()
{
    const DialogContext context{
        m_desk->store, m_desk->serverTime, m_desk->time, m_desk->time, m_desk->settings, m_desk->profile, {}};
    QVERIFY(!createInstanceDialog(InstanceVerb::Open, context, {u"x"_s}, nullptr));
}

QTEST_MAIN(TestStartStopDialog)
#include "tst_startstopdialog.moc"

// SPDX-License-Identifier: MIT
#include "dialogdesktop.h"
#include "dialoglistmodel.h"

#include <QAbstractItemModelTester>
#include <QDateTimeEdit>
#include <QPushButton>
#include <QRadioButton>
#include <QSpinBox>
#include <QTableView>

using namespace leasekeeper;
using namespace leasekeeper::test;
using namespace Qt::StringLiterals;

class TestProlongDialog : public QObject
{
    Q_OBJECT

public:
    static void initMain() { qputenv("TZ", "UTC"); }

private Q_SLOTS:
    void init() { m_desk = std::make_unique<DialogDesktop>(); }
    void cleanup() { m_desk.reset(); }

    void everythingHasAName();
    void showsStopTimesNotLengths();
    void F80_eachKindOfLease_data();
    void F80_eachKindOfLease();
    void previewTexts_data();
    void previewTexts();
    void quickButtonsAdd();
    void quickMoments_data();
    void quickMoments();
    void typingMovesTheRadio();
    void decisionIsATargetStopTime();
    void addWithoutStopTimeCountsFromTheDecision();

    void rememberedAsDefault_data();
    void rememberedAsDefault();
    void onlyAnAdditionIsRemembered();

    void limits_data();
    void limits();
    void offersTheMaximum();
    void offersTheMinimum();
    void limitOfTheContextCounts();

    void keys_data();
    void keys();
    void shorteningNeedsItsButton();
    void F65_heldReturnDoesNothing();
    void F65_doubleClickDecidesOnce();

    void previewFollowsTheServersClock();
    void previewFollowsAFastClock();
    void F75_wrongComputerClock();
    void F67_leaseChangedElsewhere();
    void F79_stopsWhileOpen();
    void F79_limitPassesWhileOpen();
    void F79_whatWasShownIsWhatIsDecided();
    void F73_vanishesWhileOpen();

    void severalAreListedOldAndNew();
    void severalUntilTheSameMoment();
    void severalOutsideTheLimits();
    void titleHeadingAndButtonSpeakOfTheSameNumber();
    void agreeingToShortenIsTold();
    void severalShortenedAreNamed();
    void leftOutByName();
    void noneOfThemRuns();
    void setAutoStopOfSeveral();
    void F49_namesAreShownLiterally();
    void twoHundredInstances();

private:
    [[nodiscard]] Instance running(const QString &name, qint64 leftMs) const
    {
        return m_desk->instance(name, InstanceStatus::Running, leftMs);
    }
    InstanceDialog *open(const QList<Instance> &instances)
    {
        return m_desk->open(InstanceVerb::Prolong, instances);
    }
    void add(qint64 ms)
    {
        m_desk->find<QSpinBox>("hoursSpin")->setValue(int(ms / HourMs));
        m_desk->find<QSpinBox>("minutesSpin")->setValue(int(ms % HourMs / MinuteMs));
        m_desk->find<QRadioButton>("addRadio")->setChecked(true);
        m_desk->time.settle();
    }
    void until(qint64 ms)
    {
        m_desk->find<QDateTimeEdit>("untilEdit")->setDateTime(QDateTime::fromMSecsSinceEpoch(ms));
        m_desk->find<QRadioButton>("untilRadio")->setChecked(true);
        m_desk->time.settle();
    }
    [[nodiscard]] QAbstractItemModel *list() const
    {
        return m_desk->find<QTableView>("prolongList")->model();
    }
    [[nodiscard]] QStringList row(int number) const
    {
        QStringList cells;
        for (int column = 0; column < list()->columnCount(); ++column)
            cells += list()->index(number, column).data().toString();
        return cells;
    }

    std::unique_ptr<DialogDesktop> m_desk;
};

void TestProlongDialog::everythingHasAName()
{
    const InstanceDialog *dialog = open({running(u"a"_s, HourMs), running(u"b"_s, 71 * HourMs)});
    add(4 * HourMs);
    QCOMPARE(dialog->objectName(), u"prolongDialog"_s);
    QCOMPARE(dialog->accessibleName(), u"Prolong instances"_s);
    const QList<std::pair<const char *, QString>> fixed{
        {"addRadio", u"Add"_s},        {"untilRadio", u"Run until"_s},
        {"hoursSpin", u"Hours"_s},     {"minutesSpin", u"Minutes"_s},
        {"untilEdit", u"Run until"_s}, {"prolongList", u"Instances to prolong"_s},
        {"cancelButton", u"Cancel"_s}, {"prolongButton", m_desk->buttonText("prolongButton")},
        {"previewLabel", QString()},
    };
    for (const auto &[name, accessible] : fixed)
        QCOMPARE(m_desk->find<QWidget>(name)->accessibleName(), accessible);
    QVERIFY(m_desk->isShown("toLimitButton"));
    QCOMPARE(m_desk->nameless(), QStringList());
}

void TestProlongDialog::showsStopTimesNotLengths()
{
    open({running(u"ocr-lab"_s, 24 * MinuteMs)});
    QCOMPARE(m_desk->dialog->windowTitle(), u"Prolong ocr-lab"_s);
    QCOMPARE(m_desk->text("headlineLabel"), u"Prolong ocr-lab"_s);
    QCOMPARE(m_desk->text("sublineLabel"), u"Now: stops today 18:55 (in 24 min)"_s);
    QCOMPARE(m_desk->text("previewLabel"),
             u"New stop time: today 19:55 (in 1 h 24 min) · 1 h later than now"_s);
    QCOMPARE(m_desk->text("limitsLabel"), u"limits: 1 h … 72 h from now"_s);
    QCOMPARE(m_desk->buttonText("prolongButton"), u"Prolong until 19:55"_s);
    QVERIFY(m_desk->find<QLabel>("previewLabel")->toolTip().contains(u"UTC+00:00"_s));
}

void TestProlongDialog::F80_eachKindOfLease_data()
{
    QTest::addColumn<QString>("kind");
    QTest::addColumn<QString>("title");
    QTest::addColumn<QString>("now");
    QTest::addColumn<QString>("note");
    QTest::addColumn<QString>("preview");
    QTest::addColumn<QString>("button");
    const QString introduced = u"New stop time: today 19:31 (in 1 h)"_s;
    QTest::newRow("idle") << u"idle"_s << u"Set auto-stop"_s << u"Now: stops when idle"_s
                          << u"This replaces the idle rule by a fixed stop time."_s << introduced
                          << u"Set stop time 19:31"_s;
    QTest::newRow("off") << u"off"_s << u"Set auto-stop"_s << u"Now: no auto-stop"_s
                         << u"This instance has no auto-stop now; it will get one."_s << introduced
                         << u"Set stop time 19:31"_s;
    QTest::newRow("unreadable")
        << u"unknown"_s << u"Set auto-stop"_s << u"Now: stop time not known"_s
        << u"The service tells no stop time for this instance; it will get a fixed one."_s << introduced
        << u"Set stop time 19:31"_s;
    QTest::newRow("72 h") << u"72"_s << u"Prolong one"_s << u"Now: stops Fri 18:31 (in 72 h)"_s << QString()
                          << u"New stop time: Fri 19:31 (in 3 d 1 h) · 1 h later than now"_s
                          << u"Prolong until Fri 19:31"_s;
    QTest::newRow("past") << u"past"_s << u"Prolong one"_s << u"Now: due to stop since today 18:29"_s
                          << QString() << u"New stop time: today 19:31 (in 1 h) · 1 h 2 min later than now"_s
                          << u"Prolong until 19:31"_s;
}

void TestProlongDialog::F80_eachKindOfLease()
{
    QFETCH(QString, kind);
    Instance instance = running(u"one"_s, kind == u"72"_s     ? 72 * HourMs
                                          : kind == u"past"_s ? -2 * MinuteMs
                                                              : HourMs);
    if (kind == u"idle"_s)
        instance.lease.type = Lease::Type::Idle;
    else if (kind == u"off"_s)
        instance.lease.enabled = false;
    else if (kind == u"unknown"_s)
        instance.lease.durationMs.reset();
    open({instance});
    QTEST(m_desk->dialog->windowTitle(), "title");
    QTEST(m_desk->text("sublineLabel"), "now");
    QTEST(m_desk->text("introducesLabel"), "note");
    QTEST(m_desk->text("previewLabel"), "preview");
    QTEST(m_desk->buttonText("prolongButton"), "button");
}

void TestProlongDialog::previewTexts_data()
{
    QTest::addColumn<qint64>("leftMs");
    QTest::addColumn<qint64>("addMs");   // or
    QTest::addColumn<qint64>("untilMs"); // after the start
    QTest::addColumn<QString>("preview");
    QTest::addColumn<QString>("button");
    QTest::newRow("add 2 h 30 min")
        << 24 * MinuteMs << 150 * MinuteMs << qint64(0)
        << u"New stop time: today 21:25 (in 2 h 54 min) · 2 h 30 min later than now"_s
        << u"Prolong until 21:25"_s;
    QTest::newRow("over midnight") << 24 * MinuteMs << 8 * HourMs << qint64(0)
                                   << u"New stop time: tomorrow 02:55 (in 8 h 24 min) · 8 h later than now"_s
                                   << u"Prolong until tomorrow 02:55"_s;
    QTest::newRow("until later") << 24 * MinuteMs << qint64(0) << 2 * HourMs
                                 << u"New stop time: today 20:31 (in 2 h) · 1 h 36 min later than now"_s
                                 << u"Prolong until 20:31"_s;
    QTest::newRow("until a weekday") << 24 * MinuteMs << qint64(0) << 60 * HourMs
                                     << u"New stop time: Fri 06:31 (in 60 h) · 59 h 36 min later than now"_s
                                     << u"Prolong until Fri 06:31"_s;
    QTest::newRow("until the same") << 2 * HourMs << qint64(0) << 2 * HourMs
                                    << u"New stop time: today 20:31 (in 2 h) · as it is now"_s
                                    << u"Prolong until 20:31"_s;
    QTest::newRow("until earlier") << 5 * HourMs << qint64(0) << 3 * HourMs
                                   << u"New stop time: today 21:31 (in 3 h) · 2 h earlier than now"_s
                                   << u"Shorten to 21:31"_s;
}

void TestProlongDialog::previewTexts()
{
    QFETCH(qint64, leftMs);
    QFETCH(qint64, addMs);
    QFETCH(qint64, untilMs);
    open({running(u"one"_s, leftMs)});
    if (untilMs)
        until(StartMs + untilMs);
    else
        add(addMs);
    QTEST(m_desk->text("previewLabel"), "preview");
    QTEST(m_desk->buttonText("prolongButton"), "button");
}

void TestProlongDialog::quickButtonsAdd()
{
    open({running(u"one"_s, 24 * MinuteMs)});
    for (const int hours : {1, 2, 4, 8}) {
        const QByteArray name = QByteArray("quick") + QByteArray::number(hours) + "hButton";
        QCOMPARE(m_desk->buttonText(name.constData()), u"+%1 h"_s.arg(hours));
        until(StartMs + 3 * HourMs);
        m_desk->click(name.constData());
        QVERIFY(m_desk->find<QRadioButton>("addRadio")->isChecked());
        QCOMPARE(m_desk->find<QSpinBox>("hoursSpin")->value(), hours);
        QVERIFY(m_desk->text("previewLabel").contains(u"%1 h later than now"_s.arg(hours)));
        QCOMPARE(m_desk->decisions.size(), 0);
    }
}

void TestProlongDialog::quickMoments_data()
{
    QTest::addColumn<QByteArray>("button");
    QTest::addColumn<QString>("prolong");
    QTest::newRow("end of day") << QByteArray("endOfDayButton") << u"Prolong until 23:59"_s;
    QTest::newRow("tomorrow") << QByteArray("tomorrowButton") << u"Prolong until tomorrow 09:00"_s;
    QTest::newRow("latest possible") << QByteArray("latestButton") << u"Prolong until Fri 18:31"_s;
}

void TestProlongDialog::quickMoments()
{
    QFETCH(QByteArray, button);
    QFETCH(QString, prolong);
    open({running(u"one"_s, 24 * MinuteMs)});
    m_desk->click(button.constData());
    QVERIFY(m_desk->find<QRadioButton>("untilRadio")->isChecked());
    QCOMPARE(m_desk->buttonText("prolongButton"), prolong);
    QVERIFY(m_desk->isEnabled("prolongButton"));
    QVERIFY(!m_desk->isShown("problemLabel"));
}

void TestProlongDialog::typingMovesTheRadio()
{
    open({running(u"one"_s, 24 * MinuteMs)});
    m_desk->find<QRadioButton>("untilRadio")->setChecked(true);
    auto *hours = m_desk->find<QSpinBox>("hoursSpin");
    hours->setFocus();
    hours->selectAll();
    QTest::keyClicks(hours, u"5"_s);
    QVERIFY(m_desk->find<QRadioButton>("addRadio")->isChecked());
    QVERIFY(m_desk->text("previewLabel").contains(u"5 h later"_s));
    auto *until = m_desk->find<QDateTimeEdit>("untilEdit");
    until->setFocus();
    until->setSelectedSection(QDateTimeEdit::HourSection);
    QTest::keyClick(until, Qt::Key_Up);
    QVERIFY(m_desk->find<QRadioButton>("untilRadio")->isChecked());
}

void TestProlongDialog::decisionIsATargetStopTime()
{
    const Instance instance = running(u"one"_s, 24 * MinuteMs);
    open({instance});
    add(2 * HourMs);
    m_desk->time.advance(5 * MinuteMs);
    m_desk->click("prolongButton");
    QCOMPARE(m_desk->decisions.size(), 1);
    const Decision decision = m_desk->decisions.first();
    QCOMPARE(decision.verb, InstanceVerb::Prolong);
    QCOMPARE(decision.targets.size(), 1);
    QCOMPARE(decision.targets.first().id, instance.id);
    QCOMPARE(decision.targets.first().stopAtMs, StartMs + 24 * MinuteMs + 2 * HourMs);
    QVERIFY(!m_desk->dialog);
}

void TestProlongDialog::addWithoutStopTimeCountsFromTheDecision()
{
    Instance instance = running(u"one"_s, HourMs);
    instance.lease.enabled = false;
    open({instance});
    add(2 * HourMs);
    m_desk->time.advance(5 * MinuteMs);
    m_desk->click("prolongButton");
    QCOMPARE(m_desk->decisions.first().targets.first().stopAtMs, StartMs + 5 * MinuteMs + 2 * HourMs);
}

void TestProlongDialog::rememberedAsDefault_data()
{
    QTest::addColumn<bool>("ticked");
    QTest::addColumn<QByteArray>("button");
    QTest::addColumn<qint64>("next");
    QTest::newRow("ticked") << true << QByteArray("prolongButton") << 4 * HourMs;
    QTest::newRow("not ticked") << false << QByteArray("prolongButton") << HourMs;
    QTest::newRow("cancelled") << true << QByteArray("cancelButton") << HourMs;
}

void TestProlongDialog::rememberedAsDefault()
{
    QFETCH(bool, ticked);
    QFETCH(QByteArray, button);
    QFETCH(qint64, next);
    open({running(u"one"_s, 24 * MinuteMs)});
    QVERIFY(!m_desk->find<QAbstractButton>("rememberCheck")->isChecked());
    m_desk->click("quick4hButton");
    if (ticked)
        m_desk->click("rememberCheck");
    QCOMPARE(m_desk->settings.defaultProlongMs(), HourMs);
    m_desk->click(button.constData());
    QCOMPARE(m_desk->settings.defaultProlongMs(), next);
    // The next dialog begins with it.
    open({running(u"two"_s, 24 * MinuteMs)});
    QCOMPARE(m_desk->find<QSpinBox>("hoursSpin")->value() * HourMs, next);
    QVERIFY(!m_desk->find<QAbstractButton>("rememberCheck")->isChecked());
}

void TestProlongDialog::onlyAnAdditionIsRemembered()
{
    open({running(u"one"_s, 24 * MinuteMs)});
    m_desk->click("quick4hButton");
    m_desk->find<QWidget>("rememberCheck")->setFocus();
    m_desk->press(Qt::Key_Space);
    QVERIFY(m_desk->find<QAbstractButton>("rememberCheck")->isChecked());
    m_desk->click("endOfDayButton");
    QVERIFY(!m_desk->isEnabled("rememberCheck"));
    m_desk->click("prolongButton");
    QCOMPARE(m_desk->decisions.size(), 1);
    QCOMPARE(m_desk->settings.defaultProlongMs(), HourMs);
    // Return on it prolongs, as everywhere in the dialog.
    open({running(u"two"_s, 24 * MinuteMs)});
    m_desk->click("quick8hButton");
    m_desk->click("rememberCheck");
    m_desk->find<QWidget>("rememberCheck")->setFocus();
    m_desk->press(Qt::Key_Return);
    QCOMPARE(m_desk->decisions.size(), 1);
    QCOMPARE(m_desk->settings.defaultProlongMs(), 8 * HourMs);
}

void TestProlongDialog::limits_data()
{
    QTest::addColumn<qint64>("leftMs");
    QTest::addColumn<qint64>("addMs");
    QTest::addColumn<QString>("problem");
    const QString tooLong = u"Too long: the stop time may be at most 72 h from now, that is Fri 18:31."_s;
    const QString tooShort =
        u"Too short: the stop time must be at least 1 h from now, that is today 19:31."_s;
    QTest::newRow("just long enough") << 20 * MinuteMs << 40 * MinuteMs << QString();
    QTest::newRow("too short") << 20 * MinuteMs << 39 * MinuteMs << tooShort;
    QTest::newRow("nothing added") << 20 * MinuteMs << qint64(0) << tooShort;
    QTest::newRow("just short enough") << 71 * HourMs << HourMs << QString();
    QTest::newRow("too long") << 71 * HourMs << HourMs + MinuteMs << tooLong;
}

void TestProlongDialog::limits()
{
    QFETCH(qint64, leftMs);
    QFETCH(qint64, addMs);
    QFETCH(QString, problem);
    open({running(u"one"_s, leftMs)});
    add(addMs);
    QCOMPARE(m_desk->text("problemLabel"), problem);
    QCOMPARE(m_desk->isEnabled("prolongButton"), problem.isEmpty());
    m_desk->press(Qt::Key_Return);
    QCOMPARE(m_desk->decisions.size(), problem.isEmpty() ? 1 : 0);
    QCOMPARE(m_desk->dialog.isNull(), problem.isEmpty());
}

void TestProlongDialog::offersTheMaximum()
{
    open({running(u"one"_s, 71 * HourMs)});
    add(4 * HourMs);
    QCOMPARE(m_desk->buttonText("toLimitButton"), u"Use the latest possible: Fri 18:31"_s);
    m_desk->click("toLimitButton");
    QVERIFY(!m_desk->isShown("problemLabel"));
    QCOMPARE(m_desk->buttonText("prolongButton"), u"Prolong until Fri 18:31"_s);
    m_desk->click("prolongButton");
    QCOMPARE(m_desk->decisions.first().targets.first().stopAtMs, StartMs + 72 * HourMs);
}

void TestProlongDialog::offersTheMinimum()
{
    open({running(u"one"_s, 20 * MinuteMs)});
    add(30 * MinuteMs);
    QCOMPARE(m_desk->buttonText("toLimitButton"), u"Use the earliest possible: 19:31"_s);
    m_desk->click("toLimitButton");
    QCOMPARE(m_desk->buttonText("prolongButton"), u"Prolong until 19:31"_s);
    add(10 * MinuteMs); // another choice is judged anew
    QVERIFY(m_desk->isShown("problemLabel"));
    QVERIFY(!m_desk->isEnabled("prolongButton"));
}

void TestProlongDialog::limitOfTheContextCounts()
{
    m_desk->range = {2 * HourMs, 24 * HourMs};
    open({running(u"one"_s, 24 * MinuteMs)});
    QCOMPARE(m_desk->text("limitsLabel"), u"limits: 2 h … 24 h from now"_s);
    QVERIFY(m_desk->text("problemLabel").startsWith(u"Too short: the stop time must be at least 2 h"_s));
    m_desk->click("latestButton");
    QCOMPARE(m_desk->buttonText("prolongButton"), u"Prolong until tomorrow 18:31"_s);
}

void TestProlongDialog::keys_data()
{
    QTest::addColumn<QByteArray>("focus");
    QTest::addColumn<bool>("shortens");
    QTest::addColumn<Qt::Key>("key");
    QTest::addColumn<int>("decisions");
    for (const char *focus : {"hoursSpin", "minutesSpin", "untilEdit", "addRadio", "untilRadio",
                              "quick2hButton", "latestButton", "prolongButton"}) {
        QTest::addRow("%s: Return prolongs", focus) << QByteArray(focus) << false << Qt::Key_Return << 1;
        QTest::addRow("%s: Enter prolongs", focus) << QByteArray(focus) << false << Qt::Key_Enter << 1;
        QTest::addRow("%s: Escape cancels", focus) << QByteArray(focus) << false << Qt::Key_Escape << 0;
        QTest::addRow("%s: Return never shortens", focus) << QByteArray(focus) << true << Qt::Key_Return << 0;
        QTest::addRow("%s: Enter never shortens", focus) << QByteArray(focus) << true << Qt::Key_Enter << 0;
        QTest::addRow("%s: Escape cancels shortening", focus)
            << QByteArray(focus) << true << Qt::Key_Escape << 0;
    }
    QTest::addRow("Return on Cancel cancels") << QByteArray("cancelButton") << false << Qt::Key_Return << 0;
    QTest::addRow("Space on Cancel cancels") << QByteArray("cancelButton") << false << Qt::Key_Space << 0;
}

void TestProlongDialog::keys()
{
    QFETCH(QByteArray, focus);
    QFETCH(bool, shortens);
    QFETCH(Qt::Key, key);
    QFETCH(int, decisions);
    open({running(u"one"_s, 5 * HourMs)});
    if (shortens)
        until(StartMs + 3 * HourMs);
    QCOMPARE(m_desk->find<QPushButton>("cancelButton")->isDefault(), shortens);
    m_desk->find<QWidget>(focus.constData())->setFocus();
    m_desk->press(key);
    QCOMPARE(m_desk->decisions.size(), decisions);
    QVERIFY(!m_desk->dialog);
    if (decisions)
        QCOMPARE(m_desk->decisions.first().targets.first().stopAtMs, StartMs + 6 * HourMs);
}

void TestProlongDialog::shorteningNeedsItsButton()
{
    open({running(u"one"_s, 5 * HourMs)});
    until(StartMs + 3 * HourMs);
    QCOMPARE(m_desk->text("shortensLabel"), u"This is 2 h earlier than now"_s);
    QCOMPARE(m_desk->buttonText("prolongButton"), u"Shorten to 21:31"_s);
    m_desk->click("prolongButton");
    QCOMPARE(m_desk->decisions.size(), 1);
    // A second later, so that the row will not read 21:30.
    QCOMPARE(m_desk->decisions.first().targets.first().stopAtMs, StartMs + 3 * HourMs + 1'000);

    open({running(u"one"_s, 5 * HourMs)});
    until(StartMs + 3 * HourMs);
    m_desk->find<QWidget>("prolongButton")->setFocus();
    m_desk->press(Qt::Key_Space);
    QCOMPARE(m_desk->decisions.size(), 1);

    open({running(u"one"_s, 5 * HourMs)});
    until(StartMs + 3 * HourMs);
    until(StartMs + 6 * HourMs);
    QVERIFY(!m_desk->isShown("shortensLabel"));
    QVERIFY(m_desk->find<QPushButton>("prolongButton")->isDefault());
}

void TestProlongDialog::F65_heldReturnDoesNothing()
{
    open({running(u"one"_s, HourMs)});
    for (const char *focus : {"hoursSpin", "prolongButton", "addRadio"}) {
        m_desk->find<QWidget>(focus)->setFocus();
        m_desk->hold(Qt::Key_Return);
        m_desk->hold(Qt::Key_Enter);
        QVERIFY(m_desk->dialog);
    }
    QCOMPARE(m_desk->decisions.size(), 0);
}

void TestProlongDialog::F65_doubleClickDecidesOnce()
{
    open({running(u"one"_s, HourMs)});
    auto *button = m_desk->find<QPushButton>("prolongButton");
    QTest::mouseClick(button, Qt::LeftButton);
    QTest::mouseDClick(button, Qt::LeftButton);
    button->click();
    QCOMPARE(m_desk->decisions.size(), 1);
}

void TestProlongDialog::previewFollowsTheServersClock()
{
    open({running(u"one"_s, 24 * MinuteMs)});
    m_desk->time.advance(1'000); // a look at how fast the clock goes
    QVERIFY(m_desk->time.pendingTimers() <= 1);
    QCOMPARE(m_desk->text("sublineLabel"), u"Now: stops today 18:55 (in 23 min)"_s);
    m_desk->time.advance(60'000 - 1'000);
    QCOMPARE(m_desk->text("sublineLabel"), u"Now: stops today 18:55 (in 23 min)"_s);
    m_desk->time.advance(200);
    QCOMPARE(m_desk->text("sublineLabel"), u"Now: stops today 18:55 (in 22 min)"_s);
    QCOMPARE(m_desk->text("previewLabel"),
             u"New stop time: today 19:55 (in 1 h 22 min) · 1 h later than now"_s);
    m_desk->time.advance(23 * MinuteMs);
    QCOMPARE(m_desk->text("sublineLabel"), u"Now: due to stop since today 18:55"_s);
}

void TestProlongDialog::previewFollowsAFastClock()
{
    m_desk->clock = std::make_unique<ScaledClock>(m_desk->time, 60);
    struct FastServer : ServerTime {
        explicit FastServer(const Clock &c) : clock(c) {}
        [[nodiscard]] qint64 nowMs() const override { return clock.wallMs(); }
        [[nodiscard]] bool isVerified() const override { return true; }
        const Clock &clock;
    };
    const FastServer server(*m_desk->clock);
    const Instance instance = running(u"one"_s, 24 * MinuteMs);
    m_desk->observe({instance});
    const DialogContext context{m_desk->store,   server, *m_desk->clock, m_desk->time, m_desk->settings,
                                m_desk->profile, {}};
    m_desk->dialog = createInstanceDialog(InstanceVerb::Prolong, context, {instance.id}, nullptr);
    m_desk->dialog->open();
    m_desk->time.advance(10'200);
    QCOMPARE(m_desk->text("sublineLabel"), u"Now: stops today 18:55 (in 13 min)"_s);
    m_desk->close();
}

void TestProlongDialog::F75_wrongComputerClock()
{
    m_desk->serverTime.offsetMs = -30 * MinuteMs; // the computer is half an hour ahead
    open({running(u"one"_s, 24 * MinuteMs)});
    QCOMPARE(m_desk->text("sublineLabel"), u"Now: stops today 18:55 (in 54 min)"_s);
    m_desk->click("latestButton");
    m_desk->click("prolongButton");
    QCOMPARE(m_desk->decisions.first().targets.first().stopAtMs, StartMs - 30 * MinuteMs + 72 * HourMs);
}

void TestProlongDialog::F67_leaseChangedElsewhere()
{
    open({running(u"one"_s, 2 * HourMs)});
    m_desk->observe({running(u"one"_s, 2 * HourMs + 30 * SecondMs)});
    m_desk->time.settle();
    QVERIFY(!m_desk->isShown("changeLabel"));
    m_desk->observe({running(u"one"_s, 90 * MinuteMs)});
    m_desk->time.settle();
    QCOMPARE(m_desk->text("changeLabel"),
             u"The stop time of “one” was changed meanwhile; now it stops in 1 h 30 min."_s);
    QCOMPARE(m_desk->text("sublineLabel"), u"Now: stops today 20:01 (in 1 h 30 min)"_s);
    QCOMPARE(m_desk->buttonText("prolongButton"), u"Prolong until 21:01"_s);
}

void TestProlongDialog::F79_stopsWhileOpen()
{
    open({running(u"one"_s, 2 * MinuteMs)});
    m_desk->observe({m_desk->instance(u"one"_s, InstanceStatus::Stopping, 0)});
    m_desk->time.settle();
    QCOMPARE(m_desk->text("problemLabel"),
             u"Only a running instance can be prolonged; this one is stopping."_s);
    QVERIFY(!m_desk->isEnabled("prolongButton"));
    m_desk->press(Qt::Key_Return);
    QVERIFY(m_desk->dialog);
    m_desk->observe({running(u"one"_s, HourMs)});
    m_desk->time.settle();
    QVERIFY(m_desk->isEnabled("prolongButton"));
    QCOMPARE(m_desk->text("changeLabel"), u"“one” is no longer left out."_s);
}

void TestProlongDialog::F79_limitPassesWhileOpen()
{
    open({running(u"one"_s, 24 * MinuteMs)});
    until(StartMs + 62 * MinuteMs);
    QVERIFY(m_desk->isEnabled("prolongButton"));
    m_desk->time.advance(2 * MinuteMs + 200);
    QVERIFY(!m_desk->isEnabled("prolongButton"));
    QVERIFY(m_desk->text("problemLabel").startsWith(u"Too short"_s));
    // And what was shown a moment before the limit is judged again when it is pressed.
    until(m_desk->time.wallMs() / MinuteMs * MinuteMs + 61 * MinuteMs);
    QVERIFY(m_desk->isEnabled("prolongButton"));
    m_desk->serverTime.offsetMs = 5 * MinuteMs;
    m_desk->find<QPushButton>("prolongButton")->click();
    QCOMPARE(m_desk->decisions.size(), 0);
    QVERIFY(m_desk->dialog);
    QVERIFY(!m_desk->isEnabled("prolongButton"));
}

void TestProlongDialog::F79_whatWasShownIsWhatIsDecided()
{
    open({running(u"a"_s, 30 * MinuteMs), running(u"b"_s, 5 * HourMs)});
    add(31 * MinuteMs);
    QCOMPARE(m_desk->buttonText("prolongButton"), u"Prolong 2 instances"_s);
    // An answer corrects the clock: one of them is outside the limits now, which nobody has seen yet.
    m_desk->serverTime.offsetMs = 5 * MinuteMs;
    m_desk->press(Qt::Key_Return);
    QCOMPARE(m_desk->decisions.size(), 0);
    QVERIFY(m_desk->dialog);
    QCOMPARE(m_desk->text("problemLabel"), u"a is left out: it would stop less than 1 h from now."_s);
    m_desk->press(Qt::Key_Return);
    QCOMPARE(m_desk->decisions.size(), 1);
    QCOMPARE(m_desk->decisions.first().targets.size(), 1);
}

void TestProlongDialog::F73_vanishesWhileOpen()
{
    const Instance gone = running(u"ocr-lab"_s, HourMs);
    open({gone});
    m_desk->vanish(gone);
    m_desk->time.settle();
    QCOMPARE(m_desk->text("problemLabel"), u"“ocr-lab” no longer exists."_s);
    QVERIFY(!m_desk->isEnabled("prolongButton"));
    m_desk->press(Qt::Key_Return);
    QCOMPARE(m_desk->decisions.size(), 0);
}

void TestProlongDialog::severalAreListedOldAndNew()
{
    Instance idle = running(u"idle"_s, HourMs);
    idle.lease.type = Lease::Type::Idle;
    Instance off = running(u"off"_s, HourMs);
    off.lease.enabled = false;
    open({running(u"a"_s, 24 * MinuteMs), running(u"b"_s, 20 * HourMs), idle, off});
    const QAbstractItemModelTester tester(list(), QAbstractItemModelTester::FailureReportingMode::QtTest);
    add(2 * HourMs);
    QCOMPARE(m_desk->text("headlineLabel"), u"Prolong 4 instances"_s);
    QCOMPARE(row(0), QStringList({u"a"_s, u"18:55"_s, u"20:55"_s, u"2 h later"_s}));
    QCOMPARE(row(1), QStringList({u"b"_s, u"tomorrow 14:31"_s, u"tomorrow 16:31"_s, u"2 h later"_s}));
    QCOMPARE(row(2), QStringList({u"idle"_s, u"when idle"_s, u"20:31"_s, u"replaces the idle rule"_s}));
    QCOMPARE(row(3), QStringList({u"off"_s, u"never"_s, u"20:31"_s, u"had no auto-stop"_s}));
    QCOMPARE(m_desk->text("previewLabel"), u"4 instances stop between today 20:31 and tomorrow 16:31"_s);
    QCOMPARE(m_desk->text("introducesLabel"), u"This replaces the idle rule of idle by a fixed stop time.\n"
                                              "off has no stop time now and will get one."_s);
    QCOMPARE(m_desk->buttonText("prolongButton"), u"Prolong 4 instances"_s);
    m_desk->press(Qt::Key_Return);
    QCOMPARE(m_desk->decisions.size(), 1);
    QList<qint64> stops;
    for (const DecisionTarget &target : m_desk->decisions.first().targets)
        stops += target.stopAtMs - StartMs;
    QCOMPARE(stops, QList<qint64>({144 * MinuteMs, 22 * HourMs, 2 * HourMs, 2 * HourMs}));
}

void TestProlongDialog::severalUntilTheSameMoment()
{
    open({running(u"a"_s, 24 * MinuteMs), running(u"b"_s, HourMs)});
    m_desk->click("endOfDayButton");
    QCOMPARE(m_desk->text("previewLabel"), u"2 instances stop today 23:59"_s);
    m_desk->click("prolongButton");
    const Decision decision = m_desk->decisions.first();
    QCOMPARE(decision.targets.size(), 2);
    QCOMPARE(decision.targets.at(0).stopAtMs, decision.targets.at(1).stopAtMs);
}

void TestProlongDialog::severalOutsideTheLimits()
{
    const Instance a = running(u"a"_s, HourMs);
    const Instance b = running(u"b"_s, 70 * HourMs);
    open({a, b, running(u"c"_s, 71 * HourMs)});
    add(4 * HourMs);
    QCOMPARE(m_desk->text("problemLabel"),
             u"b and c are left out: they would stop more than 72 h from now."_s);
    QCOMPARE(row(1), QStringList({u"b"_s, u"Fri 16:31"_s, u"–"_s, u"left out: more than 72 h from now"_s}));
    QCOMPARE(list()->index(1, 0).data(DialogListModel::MarkRole).toInt(), int(DialogRow::Mark::Muted));
    QCOMPARE(m_desk->buttonText("prolongButton"), u"Prolong until 23:31"_s);
    QCOMPARE(m_desk->text("headlineLabel"), u"Prolong a"_s);
    QCOMPARE(m_desk->dialog->windowTitle(), u"Prolong a"_s);
    m_desk->click("toLimitButton");
    QVERIFY(!m_desk->isShown("problemLabel"));
    QCOMPARE(row(1), QStringList({u"b"_s, u"Fri 16:31"_s, u"Fri 18:31"_s, u"2 h later, at the limit"_s}));
    QCOMPARE(m_desk->buttonText("prolongButton"), u"Prolong 3 instances"_s);
    QCOMPARE(m_desk->text("headlineLabel"), u"Prolong 3 instances"_s);
    m_desk->click("prolongButton");
    QCOMPARE(m_desk->decisions.first().targets.at(1).stopAtMs, StartMs + 72 * HourMs);
}

void TestProlongDialog::titleHeadingAndButtonSpeakOfTheSameNumber()
{
    open({running(u"a"_s, HourMs), running(u"b"_s, HourMs), running(u"c"_s, HourMs),
          running(u"d"_s, 71 * HourMs)});
    add(2 * HourMs);
    QCOMPARE(m_desk->buttonText("prolongButton"), u"Prolong 3 instances"_s);
    QCOMPARE(m_desk->text("headlineLabel"), u"Prolong 3 instances"_s);
    QCOMPARE(m_desk->dialog->windowTitle(), u"Prolong 3 instances"_s);
    add(72 * HourMs);
    QCOMPARE(m_desk->buttonText("prolongButton"), u"Prolong"_s);
    QCOMPARE(m_desk->text("headlineLabel"), u"Prolong instances"_s);
    QCOMPARE(m_desk->dialog->windowTitle(), u"Prolong instances"_s);
}

void TestProlongDialog::agreeingToShortenIsTold()
{
    open({running(u"a"_s, HourMs), running(u"b"_s, 20 * HourMs)});
    until(StartMs + 3 * HourMs);
    m_desk->click("prolongButton");
    const QList<DecisionTarget> targets = m_desk->decisions.first().targets;
    QVERIFY(!targets.at(0).mayShorten);
    QVERIFY(targets.at(1).mayShorten);
    QCOMPARE(targets.at(0).shownAutoStop, AutoStop::Timed);
}

void TestProlongDialog::severalShortenedAreNamed()
{
    open({running(u"a"_s, HourMs), running(u"b"_s, 20 * HourMs), running(u"c"_s, 30 * HourMs)});
    until(StartMs + 3 * HourMs);
    QCOMPARE(m_desk->text("shortensLabel"), u"b and c would stop earlier than now."_s);
    QCOMPARE(row(1), QStringList({u"b"_s, u"tomorrow 14:31"_s, u"21:31"_s, u"17 h earlier"_s}));
    QCOMPARE(list()->index(1, 0).data(DialogListModel::MarkRole).toInt(), int(DialogRow::Mark::Attention));
    QCOMPARE(m_desk->buttonText("prolongButton"), u"Prolong 1 and shorten 2"_s);
    QVERIFY(m_desk->find<QPushButton>("cancelButton")->isDefault());
    m_desk->click("skipEarlierButton");
    QCOMPARE(row(1), QStringList({u"b"_s, u"tomorrow 14:31"_s, u"–"_s, u"left out: 17 h earlier"_s}));
    QCOMPARE(m_desk->buttonText("prolongButton"), u"Prolong until 21:31"_s);
    QVERIFY(m_desk->find<QPushButton>("prolongButton")->isDefault());
    m_desk->click("prolongButton");
    QCOMPARE(m_desk->decisions.first().targets.size(), 1);
    QCOMPARE(m_desk->decisions.first().targets.first().name, u"a"_s);
}

void TestProlongDialog::leftOutByName()
{
    const Instance busy = running(u"busy"_s, HourMs);
    m_desk->observe({busy});
    RowActivity activity;
    activity.state = RowActivity::State::Working;
    activity.text = u"Prolonging…"_s;
    m_desk->store.setActivity(busy.id, activity);
    open({running(u"a"_s, HourMs), m_desk->instance(u"old"_s, InstanceStatus::Stopped), busy,
          running(u"b"_s, HourMs)});
    QCOMPARE(list()->rowCount(), 2);
    QCOMPARE(m_desk->text("leftOutLabel"),
             u"old – Only a running instance can be prolonged; this one is stopped.\n"
             "busy – Another action on it is under way: Prolonging…"_s);
    m_desk->press(Qt::Key_Return);
    QCOMPARE(m_desk->decisions.first().targets.size(), 2);
}

void TestProlongDialog::noneOfThemRuns()
{
    open({m_desk->instance(u"a"_s, InstanceStatus::Stopped),
          m_desk->instance(u"b"_s, InstanceStatus::Frozen)});
    QCOMPARE(m_desk->text("headlineLabel"), u"Prolong instances"_s);
    QCOMPARE(m_desk->text("problemLabel"),
             u"Nothing is left to do here: all of these instances are left out."_s);
    QVERIFY(!m_desk->isEnabled("prolongButton"));
    QVERIFY(!m_desk->isShown("previewLabel"));
    m_desk->press(Qt::Key_Escape);
    QVERIFY(!m_desk->dialog);
}

void TestProlongDialog::setAutoStopOfSeveral()
{
    Instance a = running(u"a"_s, HourMs);
    a.lease.enabled = false;
    Instance b = running(u"b"_s, HourMs);
    b.lease.enabled = false;
    open({a, b});
    QCOMPARE(m_desk->dialog->windowTitle(), u"Set auto-stop"_s);
    QCOMPARE(m_desk->text("introducesLabel"), u"a and b have no stop time now and will get one."_s);
}

void TestProlongDialog::F49_namesAreShownLiterally()
{
    Instance instance = running(u"one"_s, HourMs);
    instance.name = u"<i>%1</i>&amp;"_s;
    open({instance});
    QCOMPARE(m_desk->text("headlineLabel"), u"Prolong <i>%1</i>&amp;"_s);
    QCOMPARE(m_desk->dialog->windowTitle(), u"Prolong <i>%1</i>&amp;"_s);
    Instance off = instance;
    off.lease.enabled = false;
    open({off, running(u"b"_s, 70 * HourMs)});
    add(4 * HourMs);
    QCOMPARE(row(0).first(), u"<i>%1</i>&amp;"_s);
    QCOMPARE(m_desk->text("introducesLabel"), u"<i>%1</i>&amp; has no stop time now and will get one."_s);
    for (const QLabel *label : m_desk->dialog->findChildren<QLabel *>())
        QCOMPARE(label->textFormat(), Qt::PlainText);
}

void TestProlongDialog::twoHundredInstances()
{
    QList<Instance> instances;
    for (int i = 0; i < 200; ++i)
        instances.append(i % 2 ? running(u"nb-%1"_s.arg(i), i * MinuteMs)
                               : m_desk->instance(u"nb-%1"_s.arg(i), InstanceStatus::Stopped));
    open(instances);
    QCOMPARE(list()->rowCount(), 100);
    const QAbstractItemModel *leftOut = m_desk->find<QTableView>("leftOutList")->model();
    QCOMPARE(leftOut->rowCount(), 100);
    QCOMPARE(leftOut->index(99, 0).data().toString(), u"nb-198"_s);
    QCOMPARE(leftOut->index(99, 1).data().toString(),
             u"Only a running instance can be prolonged; this one is stopped."_s);
    QVERIFY(m_desk->isShown("leftOutList"));
    QVERIFY(m_desk->dialog->height() <= 800);
    QCOMPARE(m_desk->nameless(), QStringList());
    m_desk->press(Qt::Key_Return);
    QCOMPARE(m_desk->decisions.first().targets.size(), 100);
}

QTEST_MAIN(TestProlongDialog)
#include "tst_prolongdialog.moc"

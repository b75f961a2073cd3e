// SPDX-License-Identifier: MIT
#include "messagebar.h"
#include "messagestrip.h"
#include "virtualtime.h"

#include <QApplication>
#include <QClipboard>
#include <QKeyEvent>
#include <QLabel>
#include <QLayout>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

using namespace leasekeeper;
using namespace leasekeeper::test;
using namespace Qt::StringLiterals;

namespace
{

Message message(const QString &key, const QString &text, MessageLevel level = MessageLevel::Warning)
{
    Message made;
    made.key = key;
    made.text = text;
    made.level = level;
    return made;
}

Decision deleting(int count)
{
    Decision decision;
    decision.verb = InstanceVerb::Delete;
    for (int i = 0; i < count; ++i) {
        DecisionTarget target;
        target.id = QString::number(i);
        target.name = u"nb-%1"_s.arg(i);
        decision.targets.append(target);
    }
    return decision;
}

struct Bar {
    Bar()
    {
        bar.resize(700, 200);
        bar.show();
    }
    [[nodiscard]] QStringList texts() const
    {
        QStringList all;
        // From the top to the bottom.
        for (int i = 0; i < bar.layout()->count(); ++i) {
            const auto *strip = qobject_cast<MessageStrip *>(bar.layout()->itemAt(i)->widget());
            if (strip && strip->isVisible())
                all.append(strip->findChild<QLabel *>(u"messageText"_s)->text());
        }
        return all;
    }
    /// The visible button of this name.
    template <typename Button = QPushButton> [[nodiscard]] Button *button(const QString &name) const
    {
        for (Button *found : bar.findChildren<Button *>(name)) {
            if (found->isVisible())
                return found;
        }
        return nullptr;
    }

    VirtualTime time;
    MessageBar bar{time};
};

} // namespace

class TestMessageBar : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void oncePerCauseAndNotOncePerPoll();
    void closedStaysClosedUntilTheCauseIsOver();
    void successVanishes();
    void theNewestAreSeenAndOlderOnesFold();
    void unfolding();
    void theKeyboardGoesBack_data();
    void theKeyboardGoesBack();
    void theKeyboardStaysElsewhere();
    void F49_textIsPlain();
    void copiesTheDetails();
    void buttonsRunAndKeepTheFocusWhenTheTextChanges();
    void statesStandAboveEventsAndNeverFold();
    void F69_whatCanBeUndoneNeverFolds();
    void tabGoesFromTopToBottom();
    void keyboardAlone();
    void graceCountsDownInRealTime();
    void undoTellsItsBatch();
};

void TestMessageBar::oncePerCauseAndNotOncePerPoll()
{
    Bar b;
    QVERIFY(!b.bar.isVisibleTo(b.bar.parentWidget()) || b.texts().isEmpty());
    for (int i = 0; i < 5; ++i)
        b.bar.post(message(u"offline"_s, u"Next try in %1 s."_s.arg(20 - i)));
    QCOMPARE(b.texts(), QStringList{u"Next try in 16 s."_s});
    b.bar.post(message(u"clock"_s, u"Your clock is wrong."_s));
    QCOMPARE(b.texts().size(), 2);
    b.bar.withdraw(u"offline"_s);
    QCOMPARE(b.texts(), QStringList{u"Your clock is wrong."_s});
}

void TestMessageBar::closedStaysClosedUntilTheCauseIsOver()
{
    Bar b;
    b.bar.post(message(u"offline"_s, u"one"_s));
    QTest::mouseClick(b.button<QToolButton>(u"closeMessageButton"_s), Qt::LeftButton);
    QVERIFY(b.texts().isEmpty());
    b.bar.post(message(u"offline"_s, u"two"_s));
    QVERIFY(b.texts().isEmpty());
    b.bar.withdraw(u"offline"_s);
    b.bar.post(message(u"offline"_s, u"three"_s));
    QCOMPARE(b.texts(), QStringList{u"three"_s});
}

void TestMessageBar::successVanishes()
{
    Bar b;
    Message success = message(u"report"_s, u"2 deleted."_s, MessageLevel::Info);
    success.vanishesAfterMs = 8'000;
    b.bar.post(success);
    b.time.advance(7'900);
    QCOMPARE(b.texts().size(), 1);
    b.time.advance(200);
    QVERIFY(b.texts().isEmpty());
    QVERIFY(!b.bar.isPosted(u"report"_s));
}

void TestMessageBar::theNewestAreSeenAndOlderOnesFold()
{
    Bar b;
    for (int i = 0; i < 3; ++i)
        b.bar.post(message(QString::number(i), QString::number(i)));
    QCOMPARE(b.texts(), QStringList({u"2"_s, u"1"_s, u"0"_s}));
    QVERIFY(!b.button(u"moreMessagesButton"_s));
    b.bar.post(message(u"3"_s, u"3"_s));
    b.bar.post(message(u"4"_s, u"4"_s));
    QCOMPARE(b.texts(), QStringList({u"4"_s, u"3"_s}));
    QCOMPARE(b.button(u"moreMessagesButton"_s)->text(), u"3 more…"_s);
    QCOMPARE(b.button(u"moreMessagesButton"_s)->accessibleName(), u"Show 3 more messages"_s);
    // Another state of an old cause is no news.
    b.bar.post(message(u"1"_s, u"1 again"_s));
    QCOMPARE(b.texts(), QStringList({u"4"_s, u"3"_s}));
    b.bar.withdraw(u"4"_s);
    QCOMPARE(b.texts(), QStringList({u"3"_s, u"2"_s}));
    b.bar.withdraw(u"3"_s);
    QCOMPARE(b.texts(), QStringList({u"2"_s, u"1 again"_s, u"0"_s}));
    QVERIFY(!b.button(u"moreMessagesButton"_s));
    // A running grace period never waits, and stands above everything.
    b.bar.post(message(u"5"_s, u"5"_s));
    b.bar.addGrace(1, deleting(2), 5'000);
    b.bar.post(message(u"6"_s, u"6"_s));
    QVERIFY(b.button(u"undoButton"_s));
    QCOMPARE(b.texts(), QStringList({u"Deleting 2 instances in 5 s…"_s, u"6"_s}));
}

void TestMessageBar::unfolding()
{
    Bar b;
    for (int i = 0; i < MessageBar::MostUnfolded + 2; ++i)
        b.bar.post(message(QString::number(i), QString::number(i)));
    QTest::mouseClick(b.button(u"moreMessagesButton"_s), Qt::LeftButton);
    QCOMPARE(b.texts().size(), MessageBar::MostUnfolded);
    QCOMPARE(b.button(u"moreMessagesButton"_s)->text(), u"Show fewer (2 more wait)"_s);
    b.bar.withdraw(u"9"_s);
    QVERIFY(b.texts().contains(u"1"_s));
    b.bar.withdraw(u"8"_s);
    QCOMPARE(b.texts().constLast(), u"0"_s);
    QCOMPARE(b.button(u"moreMessagesButton"_s)->text(), u"Show fewer"_s);
    QTest::mouseClick(b.button(u"moreMessagesButton"_s), Qt::LeftButton);
    QCOMPARE(b.texts(), QStringList({u"7"_s, u"6"_s}));
    QTest::mouseClick(b.button(u"moreMessagesButton"_s), Qt::LeftButton);
    for (int i = 3; i < 8; ++i)
        b.bar.withdraw(QString::number(i));
    QVERIFY(!b.button(u"moreMessagesButton"_s));
    // The next ones fold again.
    b.bar.post(message(u"x"_s, u"x"_s));
    QCOMPARE(b.texts(), QStringList({u"x"_s, u"2"_s}));
}

void TestMessageBar::theKeyboardGoesBack_data()
{
    QTest::addColumn<int>("how");
    QTest::newRow("a button that closes") << 0;
    QTest::newRow("closed") << 1;
    QTest::newRow("withdrawn") << 2;
    QTest::newRow("folded away") << 3;
    QTest::newRow("its button goes") << 4;
}

void TestMessageBar::theKeyboardGoesBack()
{
    QFETCH(const int, how);
    Bar b;
    QApplication::setActiveWindow(&b.bar);
    b.bar.post(message(u"other"_s, u"Other."_s));
    Message failed = message(u"report"_s, u"1 failed."_s);
    failed.actions.append({u"retryButton"_s, u"Retry failed"_s, {}, [] {}, true});
    b.bar.post(failed);
    QPushButton *retry = b.button(u"retryButton"_s);
    retry->setFocus();
    QSignalSpy freed(&b.bar, &MessageBar::keyboardFreed);
    if (how == 0)
        QTest::keyClick(retry, Qt::Key_Space);
    else if (how == 1)
        QTest::mouseClick(retry->parentWidget()->findChild<QToolButton *>(u"closeMessageButton"_s),
                          Qt::LeftButton);
    else if (how == 2)
        b.bar.withdraw(u"report"_s);
    else if (how == 3)
        for (int i = 0; i < 3; ++i)
            b.bar.post(message(QString::number(i), QString::number(i)));
    else
        b.bar.post(message(u"report"_s, u"Done by now."_s));
    QVERIFY(!freed.isEmpty());
}

void TestMessageBar::theKeyboardStaysElsewhere()
{
    Bar b;
    QApplication::setActiveWindow(&b.bar);
    Message other = message(u"other"_s, u"Other."_s);
    other.details = u"More."_s;
    b.bar.post(other);
    b.bar.post(message(u"report"_s, u"1 failed."_s));
    QPushButton *copy = b.button(u"copyDetailsButton"_s);
    copy->setFocus();
    QSignalSpy freed(&b.bar, &MessageBar::keyboardFreed);
    b.bar.withdraw(u"report"_s);
    QCOMPARE(freed.size(), 0);
    QVERIFY(copy->hasFocus());
}

void TestMessageBar::F49_textIsPlain()
{
    Bar b;
    b.bar.post(message(u"x"_s, u"<b>bold</b><img src=x>"_s));
    for (const QLabel *label : b.bar.findChildren<QLabel *>())
        QCOMPARE(label->textFormat(), Qt::PlainText);
    QCOMPARE(b.texts(), QStringList{u"<b>bold</b><img src=x>"_s});
}

void TestMessageBar::copiesTheDetails()
{
    Bar b;
    Message failed = message(u"report"_s, u"1 failed."_s, MessageLevel::Error);
    b.bar.post(failed);
    QVERIFY(!b.button(u"copyDetailsButton"_s));
    failed.details = u"ModelArts.6307\nrequest 17"_s;
    b.bar.post(failed);
    b.time.settle();
    QTest::mouseClick(b.button(u"copyDetailsButton"_s), Qt::LeftButton);
    QCOMPARE(QApplication::clipboard()->text(), failed.details);
    QCOMPARE(b.texts().size(), 1);
}

void TestMessageBar::buttonsRunAndKeepTheFocusWhenTheTextChanges()
{
    Bar b;
    QApplication::setActiveWindow(&b.bar);
    int pressed = 0;
    const auto offline = [&pressed](const QString &text) {
        Message made = message(u"offline"_s, text);
        made.actions.append({u"retryNowButton"_s, u"Retry now"_s, {}, [&pressed] { ++pressed; }, false});
        return made;
    };
    b.bar.post(offline(u"Next try in 3 s."_s));
    QPushButton *button = b.button(u"retryNowButton"_s);
    button->setFocus();
    b.bar.post(offline(u"Next try in 2 s."_s));
    QCOMPARE(b.button(u"retryNowButton"_s), button);
    QVERIFY(button->hasFocus());
    QTest::mouseClick(button, Qt::LeftButton);
    QCOMPARE(pressed, 1);
    QCOMPARE(b.texts(), QStringList{u"Next try in 2 s."_s});

    Message closing = message(u"report"_s, u"1 failed."_s);
    closing.actions.append({u"retryButton"_s, u"Retry failed"_s, {}, [&pressed] { ++pressed; }, true});
    b.bar.post(closing);
    QTest::mouseClick(b.button(u"retryButton"_s), Qt::LeftButton);
    QCOMPARE(pressed, 2);
    QVERIFY(!b.bar.isPosted(u"report"_s));
}

void TestMessageBar::statesStandAboveEventsAndNeverFold()
{
    Bar b;
    Message state = message(u"offline"_s, u"Not connected."_s);
    state.stands = true;
    b.bar.post(message(u"0"_s, u"report 0"_s));
    b.bar.post(state);
    for (int i = 1; i < 5; ++i)
        b.bar.post(message(QString::number(i), u"report %1"_s.arg(i)));
    QVERIFY(b.texts().contains(u"Not connected."_s));
    QVERIFY(b.texts().contains(u"report 4"_s));
    QCOMPARE(b.texts().size(), MessageBar::MostShown - 1);
    const auto topOf = [&b](const QString &text) {
        for (const MessageStrip *strip : b.bar.findChildren<MessageStrip *>()) {
            if (strip->message().text == text)
                return strip->y();
        }
        return -1;
    };
    b.time.settle();
    QVERIFY(topOf(u"Not connected."_s) < topOf(u"report 4"_s));
}

void TestMessageBar::tabGoesFromTopToBottom()
{
    Bar b;
    QApplication::setActiveWindow(&b.bar);
    for (const QString &name : {u"oldest"_s, u"middle"_s, u"newest"_s}) {
        Message one = message(name, name);
        one.actions.append({name, u"Do it"_s, {}, {}, false});
        b.bar.post(one);
    }
    b.time.settle();
    b.button(u"newest"_s)->setFocus();
    QStringList walk;
    for (int i = 0; i < 6; ++i) {
        walk.append(QApplication::focusWidget()->objectName());
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
    }
    walk.removeAll(u"closeMessageButton"_s);
    QCOMPARE(walk, QStringList({u"newest"_s, u"middle"_s, u"oldest"_s}));
}

void TestMessageBar::keyboardAlone()
{
    Bar b;
    QApplication::setActiveWindow(&b.bar);
    int pressed = 0;
    Message first = message(u"first"_s, u"Signed out."_s);
    first.actions.append({u"signInButton"_s, u"Sign in…"_s, {}, [&pressed] { ++pressed; }, false});
    b.bar.post(first);
    Message second = message(u"second"_s, u"1 failed."_s);
    second.details = u"request 17"_s;
    b.bar.post(second);
    // Other buttons for a message that has been there.
    first.actions.append({u"otherButton"_s, u"Another account…"_s, {}, {}, false});
    b.bar.post(first);
    b.time.settle();
    b.button(u"signInButton"_s)->setFocus();
    QStringList walk;
    for (int i = 0; i < 5; ++i) {
        walk.append(QApplication::focusWidget()->objectName());
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
    }
    QCOMPARE(walk, QStringList({u"signInButton"_s, u"otherButton"_s, u"closeMessageButton"_s,
                                u"copyDetailsButton"_s, u"closeMessageButton"_s}));
    QCOMPARE(pressed, 0);
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
    QCOMPARE(pressed, 1);
    QKeyEvent held(QEvent::KeyPress, Qt::Key_Return, Qt::NoModifier, QString(), true);
    QApplication::sendEvent(QApplication::focusWidget(), &held);
    QCOMPARE(pressed, 1);
}

void TestMessageBar::graceCountsDownInRealTime()
{
    Bar b;
    b.bar.addGrace(7, deleting(3), 5'000);
    QCOMPARE(b.texts(), QStringList{u"Deleting 3 instances in 5 s…"_s});
    b.time.advance(1'000);
    QCOMPARE(b.texts(), QStringList{u"Deleting 3 instances in 4 s…"_s});
    b.time.advance(3'000);
    QCOMPARE(b.texts(), QStringList{u"Deleting 3 instances in 1 s…"_s});
    // The wall clock has no say in it.
    b.time.jumpWall(-3'600'000);
    b.time.advance(1'000);
    QCOMPARE(b.texts(), QStringList{u"Deleting 3 instances in 0 s…"_s});
    b.bar.removeGrace(7);
    QVERIFY(b.texts().isEmpty());
    QCOMPARE(b.bar.latestGrace(), BatchId(0));
    b.time.settle();
    QCOMPARE(b.time.pendingTimers(), 0);
}

void TestMessageBar::F69_whatCanBeUndoneNeverFolds()
{
    constexpr int Many = MessageBar::MostShown + 2;
    Bar b;
    for (int i = 1; i <= Many; ++i)
        b.bar.addGrace(BatchId(i), deleting(i), 5'000);
    QCOMPARE(b.texts().size(), Many);
}

void TestMessageBar::undoTellsItsBatch()
{
    Bar b;
    QSignalSpy undone(&b.bar, &MessageBar::undoRequested);
    b.bar.addGrace(7, deleting(1), 5'000);
    b.bar.addGrace(9, deleting(2), 5'000);
    QCOMPARE(b.bar.latestGrace(), BatchId(9));
    QCOMPARE(b.texts().size(), 2);
    QPushButton *undo = b.button(u"undoButton"_s);
    QCOMPARE(undo->accessibleName(), u"Undo"_s);
    const QString text = undo->parentWidget()->findChild<QLabel *>(u"messageText"_s)->text();
    QTest::mouseClick(undo, Qt::LeftButton);
    QCOMPARE(undone.size(), 1);
    const BatchId expected = text.contains(u"nb-0"_s) ? 7 : 9;
    QCOMPARE(undone.at(0).at(0).value<BatchId>(), expected);
    b.bar.removeGrace(9);
    QCOMPARE(b.bar.latestGrace(), BatchId(7));
}

QTEST_MAIN(TestMessageBar)
#include "tst_messagebar.moc"

// SPDX-License-Identifier: MIT
#include "choicecard.h"
#include "firstrunpage.h"
#include "probe.h"
#include "pseudolong.h"
#include "samples.h"

#include <QScrollArea>
#include <QScrollBar>
#include <QSignalSpy>

using namespace leasekeeper;
using namespace leasekeeper::test;
using namespace Qt::StringLiterals;

class TestFirstRunPage : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { delete m_page; }

    void threeChoices_data();
    void threeChoices();
    void keyboardAlone();
    void F65_heldKeysDoNothing();
    void foundIsCountedAndNamed();
    void sizes_data();
    void sizes();
    void longLanguage();

private:
    void show(QSize size)
    {
        m_page->resize(size);
        m_page->show();
        QVERIFY(QTest::qWaitForWindowActive(m_page));
    }
    [[nodiscard]] QList<ChoiceCard *> cards() const
    {
        return {m_page->findChild<ChoiceCard *>(u"connectChoice"_s),
                m_page->findChild<ChoiceCard *>(u"importChoice"_s),
                m_page->findChild<ChoiceCard *>(u"demoChoice"_s)};
    }

    QPointer<FirstRunPage> m_page;
};

void TestFirstRunPage::init()
{
    m_page = new FirstRunPage;
}

void TestFirstRunPage::threeChoices_data()
{
    QTest::addColumn<int>("card");
    QTest::addColumn<Qt::Key>("mnemonic");
    QTest::newRow("connect") << 0 << Qt::Key_C;
    QTest::newRow("import") << 1 << Qt::Key_I;
    QTest::newRow("demo") << 2 << Qt::Key_T;
}

void TestFirstRunPage::threeChoices()
{
    QFETCH(int, card);
    QFETCH(Qt::Key, mnemonic);
    show({1000, 620});
    QSignalSpy spies[] = {QSignalSpy(m_page, &FirstRunPage::connectRequested),
                          QSignalSpy(m_page, &FirstRunPage::importRequested),
                          QSignalSpy(m_page, &FirstRunPage::demoRequested)};
    int expected = 0;
    const auto check = [&] {
        ++expected;
        for (int i = 0; i < 3; ++i)
            QCOMPARE(spies[i].size(), i == card ? expected : 0);
    };
    QTest::mouseClick(cards().at(card), Qt::LeftButton);
    check();
    QTest::keyClick(m_page, mnemonic, Qt::AltModifier);
    QTRY_COMPARE(spies[card].size(), 2);
    expected = 1;
    check();
    cards().at(card)->setFocus();
    QTest::keyClick(cards().at(card), Qt::Key_Return);
    check();
    QTest::keyClick(cards().at(card), Qt::Key_Space);
    check();
}

void TestFirstRunPage::keyboardAlone()
{
    show({1000, 620});
    m_page->setFocus();
    const Probe probe(m_page);
    QCOMPARE(probe.tabWalk(), QStringList({u"connectChoice"_s, u"importChoice"_s, u"demoChoice"_s}));
    QCOMPARE(probe.nameless(), QStringList());
    QCOMPARE(cards().at(1)->accessibleName(), u"Import a connection…"_s);
}

void TestFirstRunPage::F65_heldKeysDoNothing()
{
    show({1000, 620});
    cards().at(2)->setFocus();
    QSignalSpy demo(m_page, &FirstRunPage::demoRequested);
    Probe(m_page).hold(Qt::Key_Return);
    QCOMPARE(demo.size(), 0);
}

void TestFirstRunPage::foundIsCountedAndNamed()
{
    m_page->setFound(sampleFound());
    QCOMPARE(cards().at(1)->words(),
             u"3 connections were found on this computer: clouds.yaml, cloud otc; environment variables "
             "HUAWEICLOUD_SDK_*; clouds.yaml, cloud lab."_s);
    m_page->setFound({sampleFound().first()});
    QCOMPARE(cards().at(1)->words(), u"1 connection was found on this computer: clouds.yaml, cloud otc."_s);
    FoundCredential odd = sampleFound().first();
    odd.source = u"<b>%1 %2</b>\u202e"_s;
    m_page->setFound({odd});
    QVERIFY(cards().at(1)->words().contains(u"<b>%1 %2</b>"_s));
    QVERIFY(!cards().at(1)->words().contains(QChar(0x202e)));
    m_page->setFound({sampleFound().last()});
    QVERIFY(cards().at(1)->words().startsWith(u"Take over"_s));
}

void TestFirstRunPage::sizes_data()
{
    QTest::addColumn<QSize>("size");
    QTest::addColumn<bool>("row");
    QTest::newRow("smallest") << QSize(480, 340) << false;
    QTest::newRow("usual") << QSize(1000, 620) << true;
    QTest::newRow("large") << QSize(2400, 1400) << true;
}

void TestFirstRunPage::sizes()
{
    QFETCH(QSize, size);
    QFETCH(bool, row);
    m_page->setFound(sampleFound());
    show(size);
    QTRY_COMPARE(cards().at(0)->y() == cards().at(1)->y(), row);
    for (const ChoiceCard *card : cards()) {
        QVERIFY(card->height() >= card->heightForWidth(card->width()));
        QVERIFY(card->mapTo(m_page.data(), QPoint()).x() >= 0);
        QTRY_VERIFY(card->mapTo(m_page.data(), QPoint(card->width(), 0)).x() <= m_page->width());
    }
}

void TestFirstRunPage::longLanguage()
{
    PseudoLong longer;
    QVERIFY(QApplication::installTranslator(&longer));
    delete m_page;
    m_page = new FirstRunPage;
    QApplication::removeTranslator(&longer);
    show({480, 340});
    auto *area = m_page->findChild<QScrollArea *>();
    QVERIFY(area->widget()->width() <= m_page->width());
    for (const ChoiceCard *card : cards())
        QVERIFY(card->height() >= card->heightForWidth(card->width()));
    // The focus brings what is out of sight into it.
    m_page->setFocus();
    Probe(m_page).press(Qt::Key_Backtab);
    const ChoiceCard *last = cards().at(2);
    QTRY_VERIFY(last->hasFocus());
    QTRY_VERIFY(area->viewport()->rect().contains(last->mapTo(area->viewport(), last->rect().center())));
}

QTEST_MAIN(TestFirstRunPage)
#include "tst_firstrunpage.moc"

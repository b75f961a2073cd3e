// SPDX-License-Identifier: MIT
#include "desk.h"

#include <QApplication>
#include <QClipboard>
#include <QLabel>
#include <QPushButton>
#include <QTemporaryDir>
#include <QTest>

using namespace leasekeeper;
using namespace leasekeeper::test;
using namespace Qt::StringLiterals;

namespace
{

constexpr qint64 RefreshMs = 31'000;

} // namespace

/// What the window tells of the answers it gets: the whole program, over real HTTP.
class TestReadingNotes : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void F38_requestIdIsShownAndCopied();
    void F51_wrongTimesAreToldOnce();

private:
    /// Opens a kept account and waits until it lists this many.
    static bool open(VirtualDesk &desk, int rows)
    {
        const Credential token = TokenCredential{Secret(Desk::canaryToken()), {}};
        if (desk.keep(Desk::profileOf(desk.server, u"here"_s), token).isEmpty())
            return false;
        desk.begin();
        return desk.lists(rows);
    }
    static int count(const Desk &desk, const QString &sentence)
    {
        return int(desk.shownTexts().count(sentence));
    }
    QTemporaryDir m_folder;
};

void TestReadingNotes::F38_requestIdIsShownAndCopied()
{
    VirtualDesk desk(m_folder.filePath(u"a.json"_s));
    desk.place(u"lab"_s, u"RUNNING"_s);
    QVERIFY(open(desk, 1));
    QVERIFY(!desk.shownTexts().contains("Request ID"_L1));
    ServerFault broken;
    broken.method = "GET";
    broken.part = "/notebooks";
    broken.times = 1'000;
    broken.answer.status = 500;
    broken.answer.headers = {{"Content-Type", "application/json"}, {"X-Request-Id", "4711-abc"}};
    broken.answer.body = R"({"error_code":"X.1","error_msg":"broken"})";
    desk.server.addFault(broken);
    QVERIFY(desk.until([&] { return desk.phase() == ReadingState::Phase::Offline; }, 600'000));
    QVERIFY(desk.says(u"could not handle the request (X.1)"_s));
    const auto *id = desk.window().findChild<QLabel *>(u"messageRequestId"_s);
    QVERIFY(id && id->isVisible());
    QCOMPARE(id->text(), u"Request ID: 4711-abc"_s);
    QVERIFY(id->textInteractionFlags() & Qt::TextSelectableByMouse);
    QVERIFY(desk.click(u"copyDetailsButton"_s));
    QVERIFY(QApplication::clipboard()->text().contains("Request ID: 4711-abc"_L1));
    desk.server.clearFaults();
    QVERIFY(desk.lists(1));
    QVERIFY(!desk.shownTexts().contains("Request ID"_L1));
}

/// A service that counts in seconds does so each time it is asked.
void TestReadingNotes::F51_wrongTimesAreToldOnce()
{
    VirtualDesk desk(m_folder.filePath(u"b.json"_s));
    desk.place(u"right"_s, u"RUNNING"_s);
    for (const QString &name : {u"one"_s, u"two"_s}) {
        SimulatedCloud::Record record;
        record.name = name;
        record.leaseCreateAtMs = desk.server.cloud().nowMs() / 1'000;
        record.leaseUpdateAtMs = record.leaseCreateAtMs;
        record.leaseDurationMs = 3'600'000;
        record.status = u"STOPPED"_s;
        desk.server.cloud().place(record);
    }
    QVERIFY(open(desk, 3));
    const QString told = u"2 instances came with times that cannot be right; they are shown as unknown."_s;
    QCOMPARE(count(desk, told), 1);
    desk.pass(2 * RefreshMs);
    QCOMPARE(count(desk, told), 1);
    QVERIFY(desk.click(u"closeMessageButton"_s));
    QCOMPARE(count(desk, told), 0);
    desk.pass(2 * RefreshMs);
    QCOMPARE(count(desk, told), 0);
}

QTEST_MAIN(TestReadingNotes)
#include "tst_readingnotes.moc"

// SPDX-License-Identifier: MIT
#include "instancestore.h"
#include "virtualprogram.h"

#include <QTest>

using namespace leasekeeper;
using namespace leasekeeper::test;
using namespace Qt::StringLiterals;

namespace
{

constexpr qint64 MinuteMs = 60'000;

} // namespace

/// Opening reads the instance first, and what it hears then is one answer among others.
class TestNotebookOpener : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void F28_oneDenialRemovesNoRow_data();
    void F28_oneDenialRemovesNoRow();
    void F28_whatIsGoneLeaves();
};

void TestNotebookOpener::F28_oneDenialRemovesNoRow_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("code");
    QTest::newRow("404") << 404 << QByteArray("ModelArts.6309");
    QTest::newRow("400") << 400 << QByteArray("ModelArts.6404");
    QTest::newRow("an unknown address") << 404 << QByteArray("APIG.0101");
}

void TestNotebookOpener::F28_oneDenialRemovesNoRow()
{
    QFETCH(const int, status);
    QFETCH(const QByteArray, code);
    VirtualService service;
    const QString id = service.place(u"lab"_s, u"RUNNING"_s);
    VirtualProgram program(service, {});
    QVERIFY(program.open());
    service.cloud.answerNext("GET", id.toUtf8(),
                             {status, {}, R"({"error_code":")" + code + R"(","error_msg":"no"})"});
    bool stood = true;
    connect(&program.session->store(), &InstanceStore::changed, this,
            [&] { stood = stood && program.session->store().find(id); });
    program.session->openNotebook(id);
    service.time.advance(2 * MinuteMs);
    QVERIFY(stood);
    QVERIFY(program.session->store().find(id));
    QCOMPARE(program.notices().size(), 1);
    QVERIFY(program.notices().first().contains("could not be opened"_L1));
}

void TestNotebookOpener::F28_whatIsGoneLeaves()
{
    VirtualService service;
    const QString id = service.place(u"lab"_s, u"RUNNING"_s);
    VirtualProgram program(service, {});
    QVERIFY(program.open());
    service.cloud.erase(id);
    program.session->openNotebook(id);
    // By what the listing says, which is asked for at once.
    QVERIFY(service.time.advanceUntil([&] { return !program.session->store().find(id); }, 5'000));
    QCOMPARE(program.notices().size(), 1);
}

QTEST_GUILESS_MAIN(TestNotebookOpener)
#include "tst_notebookopener.moc"

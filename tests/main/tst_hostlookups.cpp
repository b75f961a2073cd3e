// SPDX-License-Identifier: MIT
#include "eventually.h"
#include "hostlookups.h"
#include "scriptednames.h"
#include "virtualtime.h"

#include <QTest>

#include <optional>
#include <utility>

using namespace leasekeeper;
using namespace leasekeeper::test;
using namespace Qt::StringLiterals;

namespace
{

constexpr qint64 WaitMs = HostLookups::WaitMs;

/// A system that answers when the test says so.
struct HeldSystem {
    VirtualTime time;
    QStringList asked;
    HostLookups lookups{time, [this](const QString &host, std::function<void()> told) {
                            asked.append(host);
                            m_told.push_back(std::move(told));
                        }};

    void answer()
    {
        for (const auto &told : std::exchange(m_told, {}))
            told();
    }

private:
    std::vector<std::function<void()>> m_told;
};

} // namespace

class TestHostLookups : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void cleanup() { ScriptedNames::release(); } // or the thread that asks would wait for ever
    void addressesAreNoNames();
    void manyAskersOneQuestion();
    void F02_tooLateForEachByItself();
    void forgetsWhoHasGone();
    void goesBeforeTheAnswer();
    void F02_theSystemsOwnLookups();
};

void TestHostLookups::addressesAreNoNames()
{
    HeldSystem system;
    for (const char *address : {"127.0.0.1", "::1", "10.0.0.1", "fe80::1", ""}) {
        std::optional<bool> inTime;
        system.lookups.find(QLatin1StringView(address), this, [&](bool told) { inTime = told; });
        QCOMPARE(inTime, std::optional(true));
    }
    QVERIFY(system.asked.isEmpty());
}

void TestHostLookups::manyAskersOneQuestion()
{
    HeldSystem system;
    int told = 0;
    system.lookups.begin(u"a.example"_s);
    for (int i = 0; i < 3; ++i)
        system.lookups.find(u"a.example"_s, this, [&](bool inTime) { told += inTime ? 1 : 100; });
    system.lookups.begin(u"b.example"_s);
    QCOMPARE(system.asked, (QStringList{u"a.example"_s, u"b.example"_s}));
    QCOMPARE(told, 0);
    system.answer();
    QCOMPARE(told, 3);
    // What is known now may be wrong later.
    system.lookups.begin(u"a.example"_s);
    QCOMPARE(system.asked.size(), 3);
}

void TestHostLookups::F02_tooLateForEachByItself()
{
    HeldSystem system;
    std::optional<bool> first;
    std::optional<bool> second;
    system.lookups.find(u"a.example"_s, this, [&](bool inTime) { first = inTime; });
    system.time.advance(4'000);
    system.lookups.find(u"a.example"_s, this, [&](bool inTime) { second = inTime; });
    system.time.advance(WaitMs - 4'001);
    QVERIFY(!first);
    system.time.advance(1);
    QCOMPARE(first, std::optional(false));
    QVERIFY(!second);
    system.answer();
    QCOMPARE(second, std::optional(true));
    QCOMPARE(first, std::optional(false));
}

void TestHostLookups::forgetsWhoHasGone()
{
    HeldSystem system;
    bool told = false;
    auto context = std::make_unique<QObject>();
    system.lookups.find(u"a.example"_s, context.get(), [&](bool) { told = true; });
    system.lookups.find(u"b.example"_s, context.get(), [&](bool) { told = true; });
    context.reset();
    system.answer();
    system.time.advance(2 * WaitMs);
    QVERIFY(!told);
}

void TestHostLookups::goesBeforeTheAnswer()
{
    VirtualTime time;
    std::function<void()> answer;
    bool told = false;
    {
        HostLookups lookups(time,
                            [&](const QString &, std::function<void()> tell) { answer = std::move(tell); });
        lookups.find(u"a.example"_s, this, [&](bool) { told = true; });
    }
    answer();
    time.advance(2 * WaitMs);
    QVERIFY(!told);
}

void TestHostLookups::F02_theSystemsOwnLookups()
{
    if (!ScriptedNames::work())
        QSKIP("Names cannot be scripted here.");
    VirtualTime time;
    const QString host = u"slow.lookups.names.test"_s;
    ScriptedNames::tell(host, {"127.0.0.1"});
    ScriptedNames::hold(host);
    std::optional<bool> inTime;
    QVERIFY(!HostLookups::areUnderWay());
    {
        HostLookups lookups(time);
        lookups.find(host, this, [&](bool told) { inTime = told; });
        QVERIFY(eventually([] { return ScriptedNames::waiting() == 1; }));
        QVERIFY(!inTime);
        time.advance(WaitMs);
        QCOMPARE(inTime, std::optional(false));
    }
    // Nobody needs it any more, and the system is still at it.
    QVERIFY(HostLookups::areUnderWay());
    ScriptedNames::release();
    QVERIFY(eventually([] { return !HostLookups::areUnderWay(); }));

    HostLookups lookups(time);
    for (const QString &name : {host, u"nowhere.lookups.names.test"_s}) {
        inTime.reset();
        lookups.find(name, this, [&](bool told) { inTime = told; });
        QVERIFY(eventually([&] { return inTime.has_value(); }));
        QCOMPARE(inTime, std::optional(true));
    }
}

QTEST_GUILESS_MAIN(TestHostLookups)
#include "tst_hostlookups.moc"

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

using Answer = HostLookups::Answer;
constexpr qint64 WaitMs = HostLookups::WaitMs;

/// A system that answers when the test says so.
struct HeldSystem {
    VirtualTime time;
    QStringList asked;
    HostLookups lookups{time, [this](const QString &host, HostLookups::Told told) {
                            asked.append(host);
                            m_told.push_back(std::move(told));
                        }};

    void answer(bool found = true)
    {
        for (const auto &told : std::exchange(m_told, {}))
            told(found);
    }

private:
    std::vector<HostLookups::Told> m_told;
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
        std::optional<Answer> answer;
        system.lookups.find(QLatin1StringView(address), this, [&](Answer told) { answer = told; });
        QCOMPARE(answer, Answer::Found);
    }
    QVERIFY(system.asked.isEmpty());
}

void TestHostLookups::manyAskersOneQuestion()
{
    HeldSystem system;
    int told = 0;
    system.lookups.begin(u"a.example"_s);
    for (int i = 0; i < 3; ++i)
        system.lookups.find(u"a.example"_s, this,
                            [&](Answer answer) { told += answer == Answer::Found ? 1 : 100; });
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
    std::optional<Answer> first;
    std::optional<Answer> second;
    system.lookups.find(u"a.example"_s, this, [&](Answer answer) { first = answer; });
    system.time.advance(4'000);
    system.lookups.find(u"a.example"_s, this, [&](Answer answer) { second = answer; });
    system.time.advance(WaitMs - 4'001);
    QVERIFY(!first);
    system.time.advance(1);
    QCOMPARE(first, Answer::TooLate);
    QVERIFY(!second);
    system.answer(false);
    QCOMPARE(second, Answer::NotFound);
    QCOMPARE(first, Answer::TooLate);
}

void TestHostLookups::forgetsWhoHasGone()
{
    HeldSystem system;
    bool told = false;
    auto context = std::make_unique<QObject>();
    system.lookups.find(u"a.example"_s, context.get(), [&](Answer) { told = true; });
    system.lookups.find(u"b.example"_s, context.get(), [&](Answer) { told = true; });
    context.reset();
    system.answer();
    system.time.advance(2 * WaitMs);
    QVERIFY(!told);
}

void TestHostLookups::goesBeforeTheAnswer()
{
    VirtualTime time;
    HostLookups::Told answer;
    bool told = false;
    {
        HostLookups lookups(time, [&](const QString &, HostLookups::Told tell) { answer = std::move(tell); });
        lookups.find(u"a.example"_s, this, [&](Answer) { told = true; });
    }
    answer(true);
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
    std::optional<Answer> answer;
    QVERIFY(!HostLookups::areUnderWay());
    {
        HostLookups lookups(time);
        lookups.find(host, this, [&](Answer told) { answer = told; });
        QVERIFY(eventually([] { return ScriptedNames::waiting() == 1; }));
        QVERIFY(!answer);
        time.advance(WaitMs);
        QCOMPARE(answer, Answer::TooLate);
    }
    // Nobody needs it any more, and the system is still at it.
    QVERIFY(HostLookups::areUnderWay());
    ScriptedNames::release();
    QVERIFY(eventually([] { return !HostLookups::areUnderWay(); }));

    HostLookups lookups(time);
    for (const auto &[name, expected] :
         {std::pair(host, Answer::Found), {u"nowhere.lookups.names.test"_s, Answer::NotFound}}) {
        answer.reset();
        lookups.find(name, this, [&](Answer told) { answer = told; });
        QVERIFY(eventually([&] { return answer.has_value(); }));
        QCOMPARE(answer, expected);
    }
}

QTEST_GUILESS_MAIN(TestHostLookups)
#include "tst_hostlookups.moc"

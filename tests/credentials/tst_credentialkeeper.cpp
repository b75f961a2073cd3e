// SPDX-License-Identifier: MIT
#include "credentialkeeper.h"
#include "keychainstore.h"
#include "scriptedkeychain.h"
#include "storedcredential.h"
#include "virtualtime.h"

#include <QSignalSpy>
#include <QTest>

#include <memory>

using namespace leasekeeper;
using namespace leasekeeper::test;
using namespace Qt::StringLiterals;

namespace
{

const Credential Key = AccessKeyCredential{u"AK1"_s, Secret("MARKERsecret"), {}};
const Credential Password = PasswordCredential{Secret("MARKERpassword")};
constexpr qint64 SlowMs = 20'000;

struct Desk {
    VirtualTime time;
    KeychainScript script{time};
    KeychainStore store{std::make_unique<ScriptedKeychain>(script), time};
    CredentialKeeper keeper{store};
    QObject context;

    StoreAnswer load(const QString &id, qint64 withinMs = 0)
    {
        StoreAnswer got{StoreAnswer::Outcome::Cancelled, {}, {}};
        int calls = 0;
        auto here = std::make_unique<QObject>();
        keeper.load(id, here.get(), [&](const StoreAnswer &answer) {
            got = answer;
            ++calls;
        });
        time.advance(withinMs);
        return calls <= 1 ? got : StoreAnswer{StoreAnswer::Outcome::Damaged, {}, u"answered twice"_s};
    }
};

} // namespace

Q_DECLARE_METATYPE(leasekeeper::KeychainJobs::Outcome)
Q_DECLARE_METATYPE(leasekeeper::StoreAnswer::Outcome)

class TestCredentialKeeper : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void takesTheKeyStore();
    void F84_fallsBackToMemory_data();
    void F84_fallsBackToMemory();
    void F84_slowKeepsNobodyWaiting();
    void F84_unlockAndRetry();
    void F84_noLoop();
    void F84_garbageIsReplaced();
    void forgetsInBoth();
    void forgettingOutlivesTheAsker();
    void forgettingOvertakesAPendingWrite();
    void F84_saysThatForgettingFailed();
    void secondThoughtsWin();
    void inMemoryOnRequest();
    void inMemoryWhileAWriteIsPending();
    void wipesMemory();
    void wipesMemoryDuringAWrite();
    void profilesForThisRunOnly();
    void F84_saysBeforehandWhatTheKeyStoreWillDo_data();
    void F84_saysBeforehandWhatTheKeyStoreWillDo();
    void anyAnswerTellsOfTheKeyStore();
};

void TestCredentialKeeper::takesTheKeyStore()
{
    Desk desk;
    QCOMPARE(desk.load(u"a"_s).outcome, StoreAnswer::Outcome::NotFound);
    QCOMPARE(desk.keeper.kept(u"a"_s), Kept::Nowhere);
    QSignalSpy changed(&desk.keeper, &CredentialKeeper::keptChanged);
    desk.keeper.keep(u"a"_s, Key);
    desk.time.settle();
    QCOMPARE(desk.keeper.kept(u"a"_s), Kept::InKeyStore);
    QVERIFY(desk.keeper.keptText(u"a"_s).isEmpty());
    QVERIFY(!changed.isEmpty());
    QCOMPARE(desk.script.entries.value(u"a"_s), storedForm(Key));
    QVERIFY(desk.load(u"a"_s).credential == Key);

    // The next run of the program finds it.
    CredentialKeeper next(desk.store);
    StoreAnswer got;
    next.load(u"a"_s, &desk.context, [&](const StoreAnswer &answer) { got = answer; });
    desk.time.settle();
    QVERIFY(got.credential == Key);
    QCOMPARE(next.kept(u"a"_s), Kept::InKeyStore);
}

void TestCredentialKeeper::F84_fallsBackToMemory_data()
{
    using In = KeychainJobs::Outcome;
    QTest::addColumn<In>("trouble");
    QTest::addColumn<QString>("word");
    QTest::newRow("absent") << In::NoStore << u"cannot be reached"_s;
    QTest::newRow("broken") << In::OtherTrouble << u"cannot be reached"_s;
    QTest::newRow("locked") << In::Locked << u"locked"_s;
    QTest::newRow("refusing") << In::Denied << u"refused"_s;
}

void TestCredentialKeeper::F84_fallsBackToMemory()
{
    QFETCH(const KeychainJobs::Outcome, trouble);
    QFETCH(const QString, word);
    Desk desk;
    desk.script.trouble = trouble;
    desk.keeper.keep(u"a"_s, Key);
    desk.time.settle();
    QCOMPARE(desk.keeper.kept(u"a"_s), Kept::InMemoryOnly);
    QVERIFY2(desk.keeper.keptText(u"a"_s).contains(word), qPrintable(desk.keeper.keptText(u"a"_s)));
    QVERIFY(desk.keeper.keptText(u"a"_s).contains(u"memory"_s));
    QVERIFY(!desk.keeper.keptText(u"a"_s).contains(u"MARKER"_s));
    QVERIFY(desk.load(u"a"_s).credential == Key);
    QVERIFY(desk.script.entries.isEmpty());
}

void TestCredentialKeeper::F84_slowKeepsNobodyWaiting()
{
    Desk desk;
    desk.script.delayMs = SlowMs;
    QSignalSpy waiting(&desk.keeper, &CredentialKeeper::waiting);
    desk.keeper.keep(u"a"_s, Key);
    QVERIFY(desk.load(u"a"_s).credential == Key);
    QCOMPARE(desk.keeper.kept(u"a"_s), Kept::InMemoryOnly);
    QVERIFY(desk.keeper.keptText(u"a"_s).contains(u"not answered yet"_s));
    desk.time.advance(KeychainStore::QuietMs);
    QCOMPARE(waiting.size(), 1);
    desk.time.advance(SlowMs);
    QCOMPARE(desk.keeper.kept(u"a"_s), Kept::InKeyStore);
    // From the key store now: it takes its time again.
    QCOMPARE(desk.load(u"a"_s, 1'000).outcome, StoreAnswer::Outcome::Cancelled);
    desk.time.advance(SlowMs);
    QVERIFY(desk.load(u"a"_s, SlowMs).credential == Key);
}

void TestCredentialKeeper::F84_unlockAndRetry()
{
    Desk desk;
    desk.script.trouble = KeychainJobs::Outcome::Locked;
    desk.keeper.keep(u"a"_s, Key);
    desk.time.settle();
    QCOMPARE(desk.keeper.kept(u"a"_s), Kept::InMemoryOnly);
    desk.script.trouble = KeychainJobs::Outcome::Done;
    desk.keeper.keepAgain(u"a"_s);
    desk.time.settle();
    QCOMPARE(desk.keeper.kept(u"a"_s), Kept::InKeyStore);
    QCOMPARE(desk.script.entries.value(u"a"_s), storedForm(Key));
    // Nothing is left in memory to bring there again.
    desk.script.log.clear();
    desk.keeper.keepAgain(u"a"_s);
    desk.time.settle();
    QVERIFY(desk.script.log.isEmpty());
}

void TestCredentialKeeper::F84_noLoop()
{
    Desk desk;
    desk.script.trouble = KeychainJobs::Outcome::Locked;
    QCOMPARE(desk.load(u"a"_s).outcome, StoreAnswer::Outcome::Locked);
    desk.time.advance(3'600'000);
    QCOMPARE(desk.script.log, QStringList{u"read a"_s});
}

void TestCredentialKeeper::F84_garbageIsReplaced()
{
    Desk desk;
    desk.script.entries.insert(u"a"_s, "\xFF garbage");
    QCOMPARE(desk.load(u"a"_s).outcome, StoreAnswer::Outcome::Damaged);
    QCOMPARE(desk.keeper.kept(u"a"_s), Kept::Nowhere);
    desk.keeper.keep(u"a"_s, Password);
    desk.time.settle();
    QVERIFY(desk.load(u"a"_s).credential == Password);
}

void TestCredentialKeeper::forgetsInBoth()
{
    Desk desk;
    desk.keeper.keep(u"a"_s, Key);
    desk.time.settle();
    desk.keeper.keepInMemory(u"b"_s, Password);
    int done = 0;
    for (const QString &id : {u"a"_s, u"b"_s}) {
        desk.keeper.forget(id, &desk.context, [&](const StoreAnswer &answer) {
            QCOMPARE(answer.outcome, StoreAnswer::Outcome::Done);
            ++done;
        });
    }
    desk.time.settle();
    QCOMPARE(done, 2);
    QVERIFY(desk.script.entries.isEmpty());
    QCOMPARE(desk.load(u"a"_s).outcome, StoreAnswer::Outcome::NotFound);
    QCOMPARE(desk.load(u"b"_s).outcome, StoreAnswer::Outcome::NotFound);
    QCOMPARE(desk.keeper.kept(u"a"_s), Kept::Nowhere);
}

void TestCredentialKeeper::forgettingOutlivesTheAsker()
{
    Desk desk;
    desk.keeper.keep(u"a"_s, Key);
    desk.time.settle();
    auto dialog = std::make_unique<QObject>();
    desk.keeper.forget(u"a"_s, dialog.get(), [](const StoreAnswer &) { QFAIL("answered one who is gone"); });
    dialog.reset();
    desk.time.settle();
    QVERIFY(desk.script.entries.isEmpty());
}

void TestCredentialKeeper::forgettingOvertakesAPendingWrite()
{
    Desk desk;
    desk.script.delayMs = SlowMs;
    desk.keeper.keep(u"a"_s, Key);
    desk.time.settle();
    desk.keeper.forget(u"a"_s, &desk.context, [](const StoreAnswer &) {});
    desk.time.advance(SlowMs);
    QCOMPARE(desk.keeper.kept(u"a"_s), Kept::Nowhere);
    desk.time.advance(SlowMs);
    QVERIFY(desk.script.entries.isEmpty());
    QCOMPARE(desk.keeper.kept(u"a"_s), Kept::Nowhere);
}

void TestCredentialKeeper::F84_saysThatForgettingFailed()
{
    Desk desk;
    desk.keeper.keep(u"a"_s, Key);
    desk.time.settle();
    desk.script.trouble = KeychainJobs::Outcome::Locked;
    StoreAnswer got;
    desk.keeper.forget(u"a"_s, &desk.context, [&](const StoreAnswer &answer) { got = answer; });
    desk.time.settle();
    QCOMPARE(got.outcome, StoreAnswer::Outcome::Locked);
    QVERIFY(!got.text.isEmpty());
}

void TestCredentialKeeper::secondThoughtsWin()
{
    Desk desk;
    desk.script.delayMs = SlowMs;
    desk.keeper.keep(u"a"_s, Key);
    desk.time.settle();
    desk.keeper.keep(u"a"_s, Password);
    desk.time.advance(SlowMs); // the first write is through, the second under way
    QCOMPARE(desk.keeper.kept(u"a"_s), Kept::InMemoryOnly);
    QVERIFY(desk.load(u"a"_s).credential == Password);
    desk.time.advance(SlowMs);
    QCOMPARE(desk.keeper.kept(u"a"_s), Kept::InKeyStore);
    QVERIFY(desk.load(u"a"_s, SlowMs).credential == Password);
}

void TestCredentialKeeper::inMemoryOnRequest()
{
    Desk desk;
    desk.keeper.keepInMemory(u"a"_s, Key);
    desk.time.settle();
    QCOMPARE(desk.keeper.kept(u"a"_s), Kept::InMemoryOnly);
    QVERIFY(desk.load(u"a"_s).credential == Key);
    QVERIFY(desk.script.log.isEmpty()); // no question of the key store's for one who wants none

    desk.keeper.keep(u"a"_s, Key);
    desk.time.settle();
    desk.keeper.keepInMemory(u"a"_s, Password);
    desk.time.settle();
    QVERIFY(desk.script.entries.isEmpty());
    QVERIFY(desk.load(u"a"_s).credential == Password);
}

void TestCredentialKeeper::inMemoryWhileAWriteIsPending()
{
    Desk desk;
    desk.script.delayMs = SlowMs;
    desk.keeper.keep(u"a"_s, Key);
    desk.time.settle();
    desk.keeper.keepInMemory(u"a"_s, Key);
    desk.time.advance(3 * SlowMs);
    QVERIFY(desk.script.entries.isEmpty());
    QCOMPARE(desk.keeper.kept(u"a"_s), Kept::InMemoryOnly);
    QVERIFY(desk.load(u"a"_s).credential == Key);
}

void TestCredentialKeeper::wipesMemory()
{
    Desk desk;
    desk.keeper.keepInMemory(u"a"_s, Key);
    desk.keeper.keep(u"b"_s, Password);
    desk.keeper.keepInMemory(u"c"_s, Password);
    desk.time.settle();
    QSignalSpy changed(&desk.keeper, &CredentialKeeper::keptChanged);
    desk.keeper.wipe(u"a"_s);
    desk.keeper.wipe(u"b"_s);
    QCOMPARE(changed.size(), 1);
    QCOMPARE(desk.keeper.kept(u"a"_s), Kept::Nowhere);
    QVERIFY(desk.keeper.keptText(u"a"_s).isEmpty());
    QCOMPARE(desk.load(u"a"_s).outcome, StoreAnswer::Outcome::NotFound);
    QCOMPARE(desk.keeper.kept(u"b"_s), Kept::InKeyStore);
    QVERIFY(desk.load(u"b"_s).credential == Password);
    // Others stay as they are.
    QCOMPARE(desk.keeper.kept(u"c"_s), Kept::InMemoryOnly);
    QVERIFY(desk.load(u"c"_s).credential == Password);
}

void TestCredentialKeeper::wipesMemoryDuringAWrite()
{
    Desk desk;
    desk.script.delayMs = SlowMs;
    desk.keeper.keep(u"a"_s, Key);
    desk.keeper.keep(u"b"_s, Key);
    desk.time.settle();
    desk.keeper.wipe(u"a"_s);
    QCOMPARE(desk.keeper.kept(u"a"_s), Kept::Nowhere);
    desk.time.advance(SlowMs);
    QCOMPARE(desk.keeper.kept(u"a"_s), Kept::InKeyStore);

    desk.script.trouble = KeychainJobs::Outcome::Denied;
    desk.keeper.keep(u"b"_s, Key);
    desk.time.settle();
    desk.keeper.wipe(u"b"_s);
    desk.time.advance(SlowMs);
    QCOMPARE(desk.keeper.kept(u"b"_s), Kept::Nowhere); // refused, and no longer in memory either
}

void TestCredentialKeeper::profilesForThisRunOnly()
{
    Desk desk;
    desk.keeper.keep(QString(), Key);
    desk.time.settle();
    QCOMPARE(desk.keeper.kept(QString()), Kept::InMemoryOnly);
    QVERIFY(desk.load(QString()).credential == Key);
    desk.keeper.forget(QString(), &desk.context, [](const StoreAnswer &) {});
    desk.time.settle();
    QCOMPARE(desk.load(QString()).outcome, StoreAnswer::Outcome::NotFound);
    QVERIFY(desk.script.log.isEmpty());
}

void TestCredentialKeeper::F84_saysBeforehandWhatTheKeyStoreWillDo_data()
{
    using Outcome = KeychainJobs::Outcome;
    QTest::addColumn<Outcome>("trouble");
    QTest::addColumn<int>("state");
    QTest::addColumn<QString>("text");
    QTest::newRow("none") << Outcome::Done << int(KeyStoreState::Works) << QString();
    QTest::newRow("absent") << Outcome::NoStore << int(KeyStoreState::Absent) << u"cannot be reached"_s;
    QTest::newRow("failing") << Outcome::OtherTrouble << int(KeyStoreState::Absent) << u"cannot be reached"_s;
    QTest::newRow("locked") << Outcome::Locked << int(KeyStoreState::Locked) << u"is locked"_s;
    QTest::newRow("refusing") << Outcome::Denied << int(KeyStoreState::Refuses) << u"has refused"_s;
}

void TestCredentialKeeper::F84_saysBeforehandWhatTheKeyStoreWillDo()
{
    QFETCH(const KeychainJobs::Outcome, trouble);
    QFETCH(const int, state);
    QFETCH(const QString, text);
    Desk desk;
    QCOMPARE(desk.keeper.keyStoreState(), KeyStoreState::Unknown);
    QCOMPARE(desk.keeper.prospect(), QString());
    QSignalSpy changed(&desk.keeper, &CredentialKeeper::prospectChanged);
    desk.script.trouble = trouble;
    desk.keeper.probe();
    desk.keeper.probe(); // one question at a time
    desk.time.settle();
    QCOMPARE(desk.script.log.size(), 1);
    QVERIFY(desk.script.log.first().startsWith("read "_L1));
    QCOMPARE(int(desk.keeper.keyStoreState()), state);
    QCOMPARE(changed.size(), 1);
    QVERIFY2(text.isEmpty() ? desk.keeper.prospect().isEmpty() : desk.keeper.prospect().contains(text),
             qPrintable(desk.keeper.prospect()));
    // Asked again only if there is hope for something better.
    desk.keeper.probe();
    desk.time.settle();
    QCOMPARE(desk.script.log.size(), trouble == KeychainJobs::Outcome::Done ? 1 : 2);
    QCOMPARE(changed.size(), 1);
    // Whose choice it was to stay in memory is known, too.
    desk.keeper.keepInMemory(u"a"_s, Key);
    QCOMPARE(desk.keeper.keptText(u"a"_s).contains(u"As you asked"_s),
             desk.keeper.keyStoreState() != KeyStoreState::Absent);
}

void TestCredentialKeeper::anyAnswerTellsOfTheKeyStore()
{
    Desk desk;
    (void)desk.load(u"a"_s);
    QCOMPARE(desk.keeper.keyStoreState(), KeyStoreState::Works);
    desk.script.trouble = KeychainJobs::Outcome::Locked;
    desk.keeper.keep(u"a"_s, Key);
    desk.time.settle();
    QCOMPARE(desk.keeper.keyStoreState(), KeyStoreState::Locked);
    // What memory answers tells nothing.
    desk.script.trouble = KeychainJobs::Outcome::Done;
    QVERIFY(desk.load(u"a"_s).credential == Key);
    QCOMPARE(desk.keeper.keyStoreState(), KeyStoreState::Locked);
    desk.keeper.keepAgain(u"a"_s);
    desk.time.settle();
    QCOMPARE(desk.keeper.keyStoreState(), KeyStoreState::Works);
    QCOMPARE(desk.keeper.prospect(), QString());
}

QTEST_GUILESS_MAIN(TestCredentialKeeper)
#include "tst_credentialkeeper.moc"

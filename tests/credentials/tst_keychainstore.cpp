// SPDX-License-Identifier: MIT
#include "keychainstore.h"
#include "scriptedkeychain.h"
#include "storedcredential.h"
#include "virtualtime.h"

#include <QSignalSpy>
#include <QTest>

#include <memory>
#include <optional>

using namespace leasekeeper;
using namespace leasekeeper::test;
using namespace Qt::StringLiterals;

namespace
{

const Credential Key = AccessKeyCredential{u"AK1"_s, Secret("MARKERsecret"), {}};
const Credential Password = PasswordCredential{Secret("MARKERpassword")};

/// A store on a scripted key store, and what it answered.
struct Desk {
    VirtualTime time;
    KeychainScript script{time};
    std::unique_ptr<KeychainStore> store =
        std::make_unique<KeychainStore>(std::make_unique<ScriptedKeychain>(script), time);
    std::unique_ptr<QObject> context = std::make_unique<QObject>();
    QList<StoreAnswer> answers;

    CredentialStore::Done note()
    {
        return [this](const StoreAnswer &answer) { answers.append(answer); };
    }
    void read(const QString &id) { store->read(id, context.get(), note()); }
    void write(const QString &id, const Credential &credential)
    {
        store->write(id, credential, context.get(), note());
    }
    void remove(const QString &id) { store->remove(id, context.get(), note()); }
};

} // namespace

Q_DECLARE_METATYPE(leasekeeper::KeychainJobs::Outcome)
Q_DECLARE_METATYPE(leasekeeper::StoreAnswer::Outcome)

class TestKeychainStore : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void keepsOneCredentialPerProfile();
    void F84_everyTrouble_data();
    void F84_everyTrouble();
    void F84_garbage();
    void F84_slow();
    void answersFromTheEventLoop();
    void inOrderForOneProfile();
    void profilesDoNotWaitForEachOther();
    void F84_neverAnswered();
    void abandonedBeforeItsTurn();
    void abandonedUnderWay();
    void endsWithCallsOpen();
    void mayEndInAnAnswer();
    void askingAgainInAnAnswer();
    void refusesWhatHasNoName();
};

void TestKeychainStore::keepsOneCredentialPerProfile()
{
    Desk desk;
    desk.read(u"a"_s);
    desk.write(u"a"_s, Key);
    desk.write(u"b"_s, Password);
    desk.read(u"a"_s);
    desk.read(u"b"_s);
    desk.remove(u"a"_s);
    desk.read(u"a"_s);
    desk.remove(u"a"_s);
    desk.time.settle();
    QCOMPARE(desk.answers.size(), 8);
    QCOMPARE(desk.script.entries.keys(), QStringList{u"b"_s});
    QCOMPARE(desk.script.entries.value(u"b"_s), storedForm(Password));
    int read = 0;
    for (const StoreAnswer &answer : std::as_const(desk.answers))
        read += answer.credential == Key || answer.credential == Password ? 1 : 0;
    QCOMPARE(read, 2);
    // Removing what is not there is no failure.
    QCOMPARE(desk.answers.last().outcome, StoreAnswer::Outcome::Done);
}

void TestKeychainStore::F84_everyTrouble_data()
{
    using In = KeychainJobs::Outcome;
    using Out = StoreAnswer::Outcome;
    QTest::addColumn<In>("trouble");
    QTest::addColumn<Out>("expected");
    QTest::newRow("absent") << In::NoStore << Out::Unavailable;
    QTest::newRow("broken") << In::OtherTrouble << Out::Unavailable;
    QTest::newRow("locked") << In::Locked << Out::Locked;
    QTest::newRow("refused by the user") << In::Denied << Out::Refused;
    QTest::newRow("will not delete") << In::NotRemovable << Out::Refused;
}

void TestKeychainStore::F84_everyTrouble()
{
    QFETCH(const KeychainJobs::Outcome, trouble);
    QFETCH(const StoreAnswer::Outcome, expected);
    Desk desk;
    desk.script.entries.insert(u"a"_s, storedForm(Key));
    desk.script.trouble = trouble;
    desk.read(u"a"_s);
    desk.write(u"a"_s, Password);
    desk.remove(u"a"_s);
    desk.time.settle();
    QCOMPARE(desk.answers.size(), 3);
    for (const StoreAnswer &answer : std::as_const(desk.answers)) {
        QCOMPARE(answer.outcome, expected);
        QVERIFY(answer.credential == Credential());
        QVERIFY(!answer.text.isEmpty());
        QVERIFY(!answer.text.contains(u"MARKER"_s));
    }
}

void TestKeychainStore::F84_garbage()
{
    Desk desk;
    desk.script.entries.insert(u"a"_s, "MARKER not of ours");
    desk.read(u"a"_s);
    desk.time.settle();
    QCOMPARE(desk.answers.size(), 1);
    QCOMPARE(desk.answers.first().outcome, StoreAnswer::Outcome::Damaged);
    QVERIFY(desk.answers.first().credential == Credential());
    QVERIFY(!desk.answers.first().text.contains(u"MARKER"_s));
}

void TestKeychainStore::F84_slow()
{
    Desk desk;
    desk.script.entries.insert(u"a"_s, storedForm(Key));
    desk.script.delayMs = 20'000;
    const QSignalSpy waiting(desk.store.get(), &CredentialStore::waiting);
    desk.read(u"a"_s);
    desk.time.advance(KeychainStore::QuietMs - 1);
    QCOMPARE(waiting.size(), 0);
    desk.time.advance(1);
    QCOMPARE(waiting.size(), 1);
    QCOMPARE(waiting.first().first().toString(), u"a"_s);
    desk.time.advance(16'999);
    QCOMPARE(desk.answers.size(), 0);
    desk.time.advance(1);
    QCOMPARE(desk.answers.size(), 1);
    QVERIFY(desk.answers.first().credential == Key);
    QCOMPARE(waiting.size(), 1);
    QCOMPARE(desk.time.pendingTimers(), 0);
}

void TestKeychainStore::answersFromTheEventLoop()
{
    Desk desk;
    desk.read(u"a"_s);
    desk.read(QString());
    QCOMPARE(desk.answers.size(), 0);
    QVERIFY(desk.script.log.isEmpty());
    desk.time.settle();
    QCOMPARE(desk.answers.size(), 2);
}

void TestKeychainStore::inOrderForOneProfile()
{
    Desk desk;
    desk.script.delayMs = 500;
    desk.write(u"a"_s, Key);
    desk.remove(u"a"_s);
    desk.write(u"a"_s, Password);
    desk.read(u"a"_s);
    desk.time.advance(2'000);
    QCOMPARE(desk.script.log, (QStringList{u"write a"_s, u"remove a"_s, u"write a"_s, u"read a"_s}));
    QCOMPARE(desk.script.mostRunning, 1);
    QCOMPARE(desk.answers.size(), 4);
    QVERIFY(desk.answers.last().credential == Password);
}

void TestKeychainStore::profilesDoNotWaitForEachOther()
{
    Desk desk;
    desk.script.delayMs = -1;
    desk.read(u"a"_s);
    desk.time.settle();
    desk.script.delayMs = 0;
    desk.read(u"b"_s);
    desk.time.settle();
    QCOMPARE(desk.answers.size(), 1);
}

void TestKeychainStore::F84_neverAnswered()
{
    Desk desk;
    desk.script.delayMs = -1;
    const QSignalSpy waiting(desk.store.get(), &CredentialStore::waiting);
    desk.write(u"a"_s, Key);
    desk.read(u"a"_s);
    desk.time.advance(24 * 3'600'000);
    QCOMPARE(desk.answers.size(), 0);
    QCOMPARE(desk.script.log, QStringList{u"write a"_s});
    QCOMPARE(waiting.size(), 2); // once for each call
}

void TestKeychainStore::abandonedBeforeItsTurn()
{
    Desk desk;
    desk.script.delayMs = 5'000;
    desk.read(u"a"_s);
    desk.time.settle();
    auto other = std::make_unique<QObject>();
    int heard = 0;
    desk.store->write(u"a"_s, Key, other.get(), [&](const StoreAnswer &) { ++heard; });
    desk.read(u"a"_s);
    other.reset();
    const QSignalSpy waiting(desk.store.get(), &CredentialStore::waiting);
    desk.time.advance(20'000);
    QCOMPARE(heard, 0);
    QCOMPARE(desk.script.log, (QStringList{u"read a"_s, u"read a"_s}));
    QCOMPARE(desk.answers.size(), 2);
    QCOMPARE(waiting.size(), 2); // not for the abandoned one
}

void TestKeychainStore::abandonedUnderWay()
{
    Desk desk;
    desk.script.delayMs = 5'000;
    desk.read(u"a"_s);
    desk.time.settle();
    desk.context.reset();
    const QSignalSpy waiting(desk.store.get(), &CredentialStore::waiting);
    desk.time.advance(10'000);
    QCOMPARE(desk.answers.size(), 0);
    QCOMPARE(waiting.size(), 0);
    desk.context = std::make_unique<QObject>();
    desk.read(u"a"_s);
    desk.time.advance(5'000);
    QCOMPARE(desk.answers.size(), 1);
}

void TestKeychainStore::endsWithCallsOpen()
{
    Desk desk;
    desk.script.delayMs = 5'000;
    desk.read(u"a"_s);
    desk.read(u"b"_s);
    desk.write(u"b"_s, Key);
    desk.time.settle();
    desk.store.reset();
    desk.time.advance(10'000); // the key store answers a store that is gone
    QCOMPARE(desk.answers.size(), 0);
    QCOMPARE(desk.time.pendingTimers(), 0);
}

void TestKeychainStore::mayEndInAnAnswer()
{
    Desk desk;
    desk.store->read(u"a"_s, desk.context.get(), [&](const StoreAnswer &) { desk.store.reset(); });
    desk.read(u"a"_s);
    desk.time.settle();
    QVERIFY(!desk.store);
    QCOMPARE(desk.answers.size(), 0);
}

void TestKeychainStore::askingAgainInAnAnswer()
{
    Desk desk;
    desk.script.delayMs = 100;
    desk.store->read(u"a"_s, desk.context.get(), [&](const StoreAnswer &answer) {
        QCOMPARE(answer.outcome, StoreAnswer::Outcome::NotFound);
        desk.write(u"a"_s, Key);
        desk.read(u"a"_s);
    });
    desk.time.advance(1'000);
    QCOMPARE(desk.script.log, (QStringList{u"read a"_s, u"write a"_s, u"read a"_s}));
    QCOMPARE(desk.script.mostRunning, 1);
    QVERIFY(desk.answers.last().credential == Key);
}

void TestKeychainStore::refusesWhatHasNoName()
{
    Desk desk;
    desk.write(QString(), Key);
    desk.write(u"a"_s, {});
    desk.write(u"a"_s, PasswordCredential{Secret("caf\xE9")});
    desk.time.settle();
    QCOMPARE(desk.answers.size(), 3);
    for (const StoreAnswer &answer : std::as_const(desk.answers))
        QCOMPARE(answer.outcome, StoreAnswer::Outcome::Refused);
    QVERIFY(desk.script.log.isEmpty());
}

QTEST_GUILESS_MAIN(TestKeychainStore)
#include "tst_keychainstore.moc"

// SPDX-License-Identifier: MIT
#include "actionjournal.h"
#include "filesizelimit.h"
#include "journaljson.h"
#include "profile.h"
#include "virtualtime.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QFileInfo>
#include <QLockFile>
#include <QProcess>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <cstdio>

using namespace leasekeeper;
using namespace leasekeeper::test;
using namespace Qt::StringLiterals;

namespace
{

ActionIntent stopping(const QString &id)
{
    ActionIntent intent;
    intent.instanceId = id;
    intent.name = u"name of "_s + id;
    intent.before = InstanceStatus::Running;
    intent.atMs = 1'700'000'000'000;
    return intent;
}

QStringList idsOf(const ActionJournal &journal)
{
    QStringList ids;
    for (const ActionIntent &intent : journal.all())
        ids.append(intent.instanceId);
    return ids;
}

} // namespace

class TestActionJournal : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void F70_onDiskWhenItReturns();
    void F70_whatIsOpenIsFoundAgain();
    void F70_aBatchIsWrittenOnce();
    void F70_endsAreWrittenTogether();
    void F70_hundredsAreNoBurden();
    void whatIsWrittenCanBeRead();
    void nothingIsMadeBeforeThereIsSomething();
    void anEmptyJournalLeavesNoFile();
    void inMemoryWithoutAFolder();
    void onlyTheOwnerReadsIt();
    void supersedesWhatIsUnresolvedBefore();
    void accountsAreKeptApart();
    void theKeyHoldsNoSecret();
    void F72_theSecondProgramTouchesNothingOfTheFirst();
    void F72_severalThatEndedAreTakenOver();
    void F72_whatIsTakenOverSurvivesAFailedWrite();
    void F72_aProgramThatWasKilledLocksNothing();
    void F82_damagedFile_data();
    void F82_damagedFile();
    void F82_damagedEntry();
    void F82_newerVersionIsNeverOverwritten();
    void F82_anotherAccountsFile();
    void F83_unwritableFolder();
    void F83_oldFileSurvivesAFailedWrite();
    void F83_whatCouldNotBeWrittenIsWrittenLater();

private:
    [[nodiscard]] std::unique_ptr<ActionJournal> open()
    {
        return std::make_unique<ActionJournal>(m_home->path(), m_account, m_time);
    }
    [[nodiscard]] QStringList files() const
    {
        return QDir(m_home->path()).entryList(QDir::Files | QDir::Hidden);
    }
    [[nodiscard]] QStringList journals() const
    {
        return QDir(m_home->path()).entryList({u"*.json"_s}, QDir::Files);
    }
    [[nodiscard]] QByteArray bytes(const QString &name) const
    {
        QFile file(m_home->filePath(name));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("no file");
    }
    void write(const QString &name, const QByteArray &bytes) const
    {
        QFile file(m_home->filePath(name));
        QVERIFY(file.open(QIODevice::WriteOnly));
        QCOMPARE(file.write(bytes), bytes.size());
    }
    /// What the first program's file is called.
    [[nodiscard]] QString firstName()
    {
        open()->add({stopping(u"x"_s)});
        const QString name = journals().value(0);
        QFile::remove(m_home->filePath(name));
        return name;
    }

    VirtualTime m_time;
    Profile m_account;
    std::unique_ptr<QTemporaryDir> m_home;
};

void TestActionJournal::init()
{
    m_home = std::make_unique<QTemporaryDir>();
    QVERIFY(m_home->isValid());
    m_account = {};
    m_account.endpoint = QUrl(u"https://modelarts.example"_s);
    m_account.projectId = u"p1"_s;
}

void TestActionJournal::F70_onDiskWhenItReturns()
{
    const auto journal = open();
    const QList<quint64> ids = journal->add({stopping(u"a"_s), stopping(u"b"_s)});
    QCOMPARE(ids.size(), 2);
    QVERIFY(ids.at(0) != 0 && ids.at(1) != 0 && ids.at(0) != ids.at(1));
    QCOMPARE(journals().size(), 1);
    const auto read = journalFromJson(bytes(journals().at(0)));
    QVERIFY(read);
    QCOMPARE(read->intents.size(), 2);
    QCOMPARE(read->account, ActionJournal::keyOf(m_account));
}

void TestActionJournal::F70_whatIsOpenIsFoundAgain()
{
    {
        const auto journal = open();
        const QList<quint64> ids = journal->add({stopping(u"a"_s), stopping(u"b"_s), stopping(u"c"_s)});
        ActionIntent sent = stopping(u"b"_s);
        sent.id = ids.at(1);
        sent.state = ActionIntent::State::Sent;
        journal->change(sent);
        journal->remove(ids.at(0));
    } // saved on the way out
    const auto journal = open();
    QCOMPARE(idsOf(*journal), (QStringList{u"b"_s, u"c"_s}));
    QCOMPARE(journal->all().constFirst().state, ActionIntent::State::Sent);
    QCOMPARE(journal->takeNotices(), QStringList());
    // New ones come after those that were there.
    QCOMPARE(idsOf(*journal).size(), 2);
    journal->add({stopping(u"d"_s)});
    QCOMPARE(idsOf(*journal), (QStringList{u"b"_s, u"c"_s, u"d"_s}));
}

void TestActionJournal::F70_aBatchIsWrittenOnce()
{
    const auto journal = open();
    QSignalSpy saved(journal.get(), &ActionJournal::saved);
    QList<ActionIntent> batch;
    for (int n = 0; n < 400; ++n)
        batch.append(stopping(u"n%1"_s.arg(n)));
    journal->add(batch);
    QCOMPARE(saved.count(), 1);
}

void TestActionJournal::F70_endsAreWrittenTogether()
{
    const auto journal = open();
    QList<ActionIntent> batch;
    for (int n = 0; n < 100; ++n)
        batch.append(stopping(u"n%1"_s.arg(n)));
    const QList<quint64> ids = journal->add(batch);
    QSignalSpy saved(journal.get(), &ActionJournal::saved);
    // Two a moment, as fast as answers may come.
    for (const quint64 id : ids) {
        journal->remove(id);
        m_time.advance(20);
    }
    m_time.advance(ActionJournal::SaveLaterMs);
    QVERIFY2(saved.count() <= 10, QByteArray::number(saved.count()).constData());
    QVERIFY(journals().isEmpty());
    const auto before = saved.count();
    m_time.advance(60'000);
    QCOMPARE(saved.count(), before); // nothing to say, nothing written
}

void TestActionJournal::F70_hundredsAreNoBurden()
{
    const auto journal = open();
    QList<ActionIntent> batch;
    for (int n = 0; n < 1'000; ++n)
        batch.append(stopping(u"n%1"_s.arg(n)));
    const QList<quint64> ids = journal->add(batch);
    // Everything but the disk itself: a thousand changes between two times it is written.
    QElapsedTimer watch;
    watch.start();
    for (const quint64 id : ids) {
        ActionIntent sent = stopping(u"n"_s);
        sent.id = id;
        sent.state = ActionIntent::State::Sent;
        journal->change(sent);
    }
    for (const quint64 id : ids)
        journal->remove(id);
    QVERIFY2(watch.elapsed() < 1'000, QByteArray::number(watch.elapsed()).constData());
}

void TestActionJournal::whatIsWrittenCanBeRead()
{
    const auto journal = open();
    QList<ActionIntent> batch;
    for (int n = 0; n < 3'000; ++n) {
        ActionIntent large = stopping(QString(1'000, u'\x01') + QString::number(n));
        large.name = QString(200, u'\x02');
        batch.append(large);
    }
    const QList<quint64> ids = journal->add(batch);
    QVERIFY(ids.contains(0)); // not all of them have a place
    QVERIFY(QFileInfo(m_home->filePath(journals().at(0))).size() <= LargestJournal);
    const auto read = journalFromJson(bytes(journals().at(0)));
    QVERIFY(read);
    QCOMPARE(read->intents.size(), 3'000 - ids.count(0));
    for (const quint64 id : ids)
        journal->remove(id);
    QVERIFY(!journal->add(batch.mid(0, 500)).contains(0));
}

void TestActionJournal::nothingIsMadeBeforeThereIsSomething()
{
    const QString deep = m_home->filePath(u"a/b"_s);
    ActionJournal journal(deep, m_account, m_time);
    journal.remove(5);
    journal.save();
    QVERIFY(!QFileInfo::exists(deep));
    journal.add({stopping(u"a"_s)});
    QVERIFY(QFileInfo::exists(deep));
}

void TestActionJournal::anEmptyJournalLeavesNoFile()
{
    {
        const auto journal = open();
        journal->remove(journal->add({stopping(u"a"_s)}).at(0));
        m_time.advance(ActionJournal::SaveLaterMs);
        QVERIFY(journals().isEmpty());
        journal->add({stopping(u"b"_s)});
        QCOMPARE(journals().size(), 1);
        journal->remove(journal->all().constFirst().id);
    }
    QCOMPARE(files(), QStringList()); // the lock has gone, too
}

void TestActionJournal::inMemoryWithoutAFolder()
{
    ActionJournal journal(m_time);
    journal.add({stopping(u"a"_s)});
    QCOMPARE(idsOf(journal), QStringList{u"a"_s});
    ActionJournal other(QString(), m_account, m_time);
    QVERIFY(other.all().isEmpty());
    QCOMPARE(journal.takeNotices(), QStringList());
    QVERIFY(!journal.save()); // of which nothing is kept
    QVERIFY(open()->save());
}

void TestActionJournal::onlyTheOwnerReadsIt()
{
    const auto journal = open();
    journal->add({stopping(u"a"_s)});
    if (QDir::separator() != u'/')
        QSKIP("Permissions of this kind are for systems that have them.");
    const QFileDevice::Permissions others = QFile::ReadGroup | QFile::WriteGroup | QFile::ExeGroup |
                                            QFile::ReadOther | QFile::WriteOther | QFile::ExeOther;
    QVERIFY(!(QFile::permissions(m_home->filePath(journals().at(0))) & others));
}

void TestActionJournal::supersedesWhatIsUnresolvedBefore()
{
    const auto journal = open();
    ActionIntent unresolved = stopping(u"a"_s);
    unresolved.state = ActionIntent::State::Unresolved;
    ActionIntent other = unresolved;
    other.instanceId = u"b"_s;
    ActionIntent calledOff = stopping(u"a"_s);
    calledOff.state = ActionIntent::State::CalledOff;
    const QList<quint64> before = journal->add({unresolved, other, calledOff, stopping(u"a"_s)});
    ActionIntent again = stopping(u"a"_s);
    again.verb = again.write = InstanceVerb::Start;
    const quint64 id = journal->add({again}).constFirst();
    const quint64 later = journal->append(unresolved);
    QCOMPARE(journal->all().size(), 6); // deciding alone changes nothing
    journal->supersede(id);
    QList<quint64> left;
    for (const ActionIntent &intent : journal->all())
        left.append(intent.id);
    QCOMPARE(left, (QList<quint64>{before.at(1), before.at(2), before.at(3), id, later}));
    journal->supersede(0);
    QCOMPARE(journal->all().size(), 5);
}

void TestActionJournal::accountsAreKeptApart()
{
    open()->add({stopping(u"a"_s)});
    m_account.projectId = u"p2"_s;
    QVERIFY(open()->all().isEmpty());
    m_account.projectId = u"p1"_s;
    m_account.endpoint = QUrl(u"https://modelarts.elsewhere.example"_s);
    QVERIFY(open()->all().isEmpty());
    m_account.endpoint = QUrl(u"https://modelarts.example/"_s);
    QCOMPARE(idsOf(*open()), QStringList{u"a"_s});
}

void TestActionJournal::theKeyHoldsNoSecret()
{
    m_account.endpoint = QUrl(u"https://user:CANARY@modelarts.example"_s);
    m_account.loginName = u"CANARY"_s;
    QVERIFY(!ActionJournal::keyOf(m_account).contains("CANARY"_L1));
}

void TestActionJournal::F72_theSecondProgramTouchesNothingOfTheFirst()
{
    const auto first = open();
    first->add({stopping(u"a"_s)});
    const QString firstFile = journals().at(0);
    const QByteArray before = bytes(firstFile);
    auto second = open();
    QVERIFY(second->all().isEmpty());
    second->add({stopping(u"b"_s)});
    QCOMPARE(bytes(firstFile), before);
    QCOMPARE(journals().size(), 2);
    QCOMPARE(second->takeNotices(), QStringList());
    first->add({stopping(u"c"_s)});
    second.reset();
    QCOMPARE(idsOf(*first), (QStringList{u"a"_s, u"c"_s}));
    // A third finds what the second left, and not what the first is at.
    QCOMPARE(idsOf(*open()), QStringList{u"b"_s});
}

void TestActionJournal::F72_severalThatEndedAreTakenOver()
{
    {
        const auto first = open();
        first->add({stopping(u"a"_s)});
        const auto second = open();
        second->add({stopping(u"b"_s)});
        const auto third = open();
        third->add({stopping(u"c"_s)});
        QCOMPARE(journals().size(), 3);
    }
    QCOMPARE(journals().size(), 3);
    const auto journal = open();
    QCOMPARE(idsOf(*journal), (QStringList{u"a"_s, u"b"_s, u"c"_s}));
    m_time.advance(ActionJournal::SaveLaterMs);
    QCOMPARE(journals().size(), 1);
    QCOMPARE(journalFromJson(bytes(journals().at(0)))->intents.size(), 3);
}

void TestActionJournal::F72_whatIsTakenOverSurvivesAFailedWrite()
{
    {
        const auto first = open();
        first->add({stopping(u"a"_s)});
        open()->add({stopping(u"b"_s)});
    }
    QCOMPARE(journals().size(), 2);
    const auto journal = open();
    QCOMPARE(journal->all().size(), 2);
    {
        const FileSizeLimit fullDisk;
        if (!fullDisk.holds())
            QSKIP("This system cannot play a full disk.");
        journal->add({stopping(u"c"_s)});
    }
    // If it is killed now, all that is known is what lies on the disk.
    QStringList left;
    for (const QString &name : journals()) {
        const auto contents = journalFromJson(bytes(name));
        for (const ActionIntent &intent : contents->intents)
            left.append(intent.instanceId);
    }
    left.sort();
    QCOMPARE(left, (QStringList{u"a"_s, u"b"_s}));
}

void TestActionJournal::F72_aProgramThatWasKilledLocksNothing()
{
    // Another process takes the place, as a program would, and is killed.
    const QString name = firstName();
    write(name, journalToJson(ActionJournal::keyOf(m_account), {intentToJson(stopping(u"a"_s))}));
    QProcess other;
    other.start(QCoreApplication::applicationFilePath(),
                {u"--hold-lock"_s, m_home->filePath(name) + u".lock"_s});
    QVERIFY(other.waitForReadyRead(20'000));
    QVERIFY(open()->all().isEmpty()); // it is in use
    other.kill();
    QVERIFY(other.waitForFinished(20'000));
    QVERIFY(files().contains(name + u".lock"_s));
    QCOMPARE(idsOf(*open()), QStringList{u"a"_s});
}

void TestActionJournal::F82_damagedFile_data()
{
    QTest::addColumn<QByteArray>("damaged");
    QTest::newRow("zero bytes") << QByteArray();
    QTest::newRow("rubbish") << QByteArray("\x00\xff\x12 rubbish", 11);
    QTest::newRow("cut") << QByteArray(R"({"version":1,"account":"https://mo)");
    QTest::newRow("too large") << QByteArray(LargestJournal + 1, ' ');
}

void TestActionJournal::F82_damagedFile()
{
    QFETCH(const QByteArray, damaged);
    const QString name = firstName();
    write(name, damaged);
    {
        const auto journal = open();
        QVERIFY(journal->all().isEmpty());
        const QStringList notices = journal->takeNotices();
        QCOMPARE(notices.size(), 1);
        QVERIFY2(notices.at(0).contains(name + u".damaged-1"_s), qPrintable(notices.at(0)));
        QCOMPARE(journal->takeNotices(), QStringList());
        QCOMPARE(bytes(name + u".damaged-1"_s), damaged);
        journal->add({stopping(u"a"_s)});
    }
    const auto journal = open();
    QCOMPARE(idsOf(*journal), QStringList{u"a"_s});
    QCOMPARE(journal->takeNotices(), QStringList());
}

void TestActionJournal::F82_damagedEntry()
{
    const QString name = firstName();
    const QByteArray damaged = journalToJson(ActionJournal::keyOf(m_account),
                                             {intentToJson(stopping(u"a"_s)), R"({"instance":"b"})"});
    write(name, damaged);
    const auto journal = open();
    QCOMPARE(idsOf(*journal), QStringList{u"a"_s});
    QCOMPARE(journal->takeNotices().size(), 1);
    QCOMPARE(bytes(name + u".damaged-1"_s), damaged);
    m_time.advance(ActionJournal::SaveLaterMs);
    QCOMPARE(journalFromJson(bytes(name))->damaged, 0); // said once
}

void TestActionJournal::F82_newerVersionIsNeverOverwritten()
{
    const QString name = firstName();
    const QByteArray newer(R"({"version":2,"account":"?","actions":[{"new":1}]})");
    write(name, newer);
    const auto journal = open();
    const QStringList notices = journal->takeNotices();
    QCOMPARE(notices.size(), 1);
    QVERIFY2(notices.at(0).contains("newer"_L1), qPrintable(notices.at(0)));
    journal->add({stopping(u"a"_s)});
    QCOMPARE(bytes(name), newer);
    QCOMPARE(journals().size(), 2); // its own beside it
    QCOMPARE(journal->takeNotices(), QStringList());
}

void TestActionJournal::F82_anotherAccountsFile()
{
    const QString name = firstName();
    write(name, journalToJson(u"https://elsewhere.example p9"_s, {intentToJson(stopping(u"a"_s))}));
    const auto journal = open();
    QVERIFY(journal->all().isEmpty());
    QCOMPARE(journal->takeNotices().size(), 1);
}

void TestActionJournal::F83_unwritableFolder()
{
    // A file where the folder should be: nobody can write there, not even root.
    write(u"file"_s, "{}");
    ActionJournal journal(m_home->filePath(u"file/inside"_s), m_account, m_time);
    QSignalSpy noticed(&journal, &ActionJournal::noticed);
    QVERIFY(journal.add({stopping(u"a"_s)}).at(0) != 0);
    QCOMPARE(noticed.count(), 1);
    QCOMPARE(journal.takeNotices().size(), 1);
    journal.add({stopping(u"b"_s)});
    QCOMPARE(noticed.count(), 1); // one notice
    QCOMPARE(journal.takeNotices(), QStringList());
    QCOMPARE(idsOf(journal), (QStringList{u"a"_s, u"b"_s})); // works on in memory
}

void TestActionJournal::F83_oldFileSurvivesAFailedWrite()
{
    const auto journal = open();
    journal->add({stopping(u"a"_s)});
    const QByteArray old = bytes(journals().at(0));
    QSignalSpy noticed(journal.get(), &ActionJournal::noticed);
    {
        const FileSizeLimit fullDisk;
        if (!fullDisk.holds())
            QSKIP("This system cannot play a full disk.");
        journal->add({stopping(u"b"_s)});
    }
    QCOMPARE(noticed.count(), 1);
    QCOMPARE(bytes(journals().at(0)), old);
    QCOMPARE(journals().size(), 1);
    journal->add({stopping(u"c"_s)}); // there is room again
    QCOMPARE(journalFromJson(bytes(journals().at(0)))->intents.size(), 3);
}

void TestActionJournal::F83_whatCouldNotBeWrittenIsWrittenLater()
{
    const auto journal = open();
    journal->add({stopping(u"a"_s)});
    {
        const FileSizeLimit fullDisk;
        if (!fullDisk.holds())
            QSKIP("This system cannot play a full disk.");
        journal->add({stopping(u"b"_s)});
    }
    journal->save(); // there is room again, though nothing has changed since
    QCOMPARE(journalFromJson(bytes(journals().at(0)))->intents.size(), 2);
}

namespace
{

/// What another program does on the same account.
int holdLock(const QString &file)
{
    QLockFile lock(file);
    lock.setStaleLockTime(0);
    if (!lock.tryLock(0))
        return 1;
    std::puts("held");
    std::fflush(stdout);
    return std::getchar(); // until it is killed
}

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.size() == 3 && arguments.at(1) == "--hold-lock"_L1)
        return holdLock(arguments.at(2));
    TestActionJournal test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_actionjournal.moc"

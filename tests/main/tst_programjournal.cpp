// SPDX-License-Identifier: MIT
#include "actionjournal.h"
#include "cloudserver.h"
#include "profile.h"
#include "program.h"
#include "virtualtime.h"

#include <QDir>
#include <QProcess>
#include <QTest>

#include <algorithm>

using namespace leasekeeper;
using namespace leasekeeper::test;
using namespace Qt::StringLiterals;

namespace
{

constexpr int LongMs = 30'000;

} // namespace

/// The built program as a process, and what an earlier one left in its home.
class TestProgramJournal : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void F70_looksIntoWhatWasLeft();
    void F72_twoProgramsAtOnceAndOneKilled();

private:
    [[nodiscard]] QString folder() const { return m_program->file(u"home/leasekeeper/open-actions"_s); }
    [[nodiscard]] QStringList journals() const
    {
        return QDir(folder()).entryList({u"*.json"_s}, QDir::Files);
    }
    /// What an earlier run was killed in the middle of.
    void leave(const QString &id, InstanceVerb verb) const;
    [[nodiscard]] std::unique_ptr<QProcess> start() const;
    [[nodiscard]] static bool end(QProcess &process);
    [[nodiscard]] int asked(const QString &id) const;
    [[nodiscard]] int writes() const;

    std::unique_ptr<CloudServer> m_server;
    std::unique_ptr<Program> m_program;
};

void TestProgramJournal::init()
{
    CloudServer::Options options;
    options.cloud.acceptAnyToken = true;
    options.cloud.count = 0;
    m_server = std::make_unique<CloudServer>(options);
    QCOMPARE(m_server->start(), QString());
    m_program = std::make_unique<Program>();
    m_program->environment.insert(u"QT_QPA_PLATFORM"_s, u"offscreen"_s);
    m_program->environment.insert(u"OS_TOKEN"_s, u"any"_s);
}

void TestProgramJournal::leave(const QString &id, InstanceVerb verb) const
{
    Profile account;
    account.endpoint = m_server->url();
    account.projectId = m_server->cloud().projectId();
    VirtualTime time;
    ActionJournal journal(folder(), account, time);
    ActionIntent intent;
    intent.state = ActionIntent::State::Sent;
    intent.instanceId = id;
    intent.name = u"lab"_s;
    intent.verb = intent.write = verb;
    intent.before = InstanceStatus::Running;
    intent.atMs = m_server->cloud().nowMs() - 60'000;
    journal.add({intent});
}

std::unique_ptr<QProcess> TestProgramJournal::start() const
{
    auto process = std::make_unique<QProcess>();
    process->setProcessEnvironment(m_program->environment);
    process->start(Program::path(), {u"--endpoint"_s, m_server->url().toString(), u"--project-id"_s,
                                     m_server->cloud().projectId()});
    if (!process->waitForStarted(LongMs))
        qFatal("the program does not start");
    return process;
}

bool TestProgramJournal::end(QProcess &process)
{
    process.terminate();
    return QTest::qWaitFor([&process] { return process.state() == QProcess::NotRunning; }, LongMs) &&
           process.exitStatus() == QProcess::NormalExit && process.exitCode() == 0;
}

int TestProgramJournal::asked(const QString &id) const
{
    const auto &seen = m_server->seen();
    return int(std::count_if(seen.begin(), seen.end(),
                             [&id](const auto &one) { return one.path.endsWith(id.toUtf8()); }));
}

int TestProgramJournal::writes() const
{
    const auto &seen = m_server->seen();
    return int(std::count_if(seen.begin(), seen.end(), [](const auto &one) { return one.method != "GET"; }));
}

void TestProgramJournal::F70_looksIntoWhatWasLeft()
{
    SimulatedCloud::Record record;
    record.name = u"lab"_s;
    record.status = u"STOPPED"_s;
    const QString id = m_server->cloud().place(record);
    leave(id, InstanceVerb::Stop);
    QCOMPARE(journals().size(), 1);
    const auto process = start();
    // Found out and told: nothing is left of it.
    QTRY_VERIFY_WITH_TIMEOUT(journals().isEmpty(), LongMs);
    QCOMPARE(process->state(), QProcess::Running);
    QVERIFY(end(*process));
    QCOMPARE(writes(), 0);
    QCOMPARE(QDir(folder()).entryList(QDir::Files | QDir::Hidden), QStringList());
}

void TestProgramJournal::F72_twoProgramsAtOnceAndOneKilled()
{
    const QString id = u"0f0f0f0f-0000-0000-0000-000000000001"_s;
    leave(id, InstanceVerb::Delete);
    // The first cannot find out: whoever reads this instance alone gets no answer.
    ServerFault silent;
    silent.kind = ServerFault::Kind::Hang;
    silent.part = id.toUtf8();
    silent.times = 1'000;
    m_server->addFault(silent);
    const auto first = start();
    QTRY_VERIFY_WITH_TIMEOUT(asked(id) > 0, LongMs);
    // The second lists, and leaves alone what is the first one's.
    const auto listings = m_server->seen().size();
    const auto second = start();
    QTRY_VERIFY_WITH_TIMEOUT(m_server->seen().size() > listings + 1, LongMs);
    QVERIFY(end(*second));
    QCOMPARE(journals().size(), 1);
    // Killed, the first one leaves its lock behind. It hinders nobody.
    first->kill();
    QVERIFY(QTest::qWaitFor([&first] { return first->state() == QProcess::NotRunning; }, LongMs));
    QCOMPARE(journals().size(), 1);
    m_server->clearFaults();
    const auto third = start();
    QTRY_VERIFY_WITH_TIMEOUT(journals().isEmpty(), LongMs);
    QVERIFY(end(*third));
    QCOMPARE(writes(), 0);
}

QTEST_GUILESS_MAIN(TestProgramJournal)
#include "tst_programjournal.moc"

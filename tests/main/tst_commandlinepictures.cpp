// SPDX-License-Identifier: MIT
#include "cloudserver.h"
#include "program.h"

#include <QFile>
#include <QImage>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSet>
#include <QTest>

using namespace leasekeeper;
using namespace leasekeeper::test;
using namespace Qt::StringLiterals;

namespace
{

QByteArray contents(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

/// Pictures of the window, the demo cloud, and what the program says of itself, as scripts see them.
class TestCommandLinePictures : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void screenshotHasTheAskedSize();
    void screenshotOfARefusalIsPaintedAndSaid();
    void demoHasEveryState();
    void demoListsAsManyAsAsked_data();
    void demoListsAsManyAsAsked();
    void demoOpensNoSocket();
    void versionAndHelp();

private:
    [[nodiscard]] QStringList live(const QStringList &more) const;

    std::unique_ptr<CloudServer> m_server;
    std::unique_ptr<Program> m_program;
};

void TestCommandLinePictures::init()
{
    m_server = std::make_unique<CloudServer>(CloudServer::Options{});
    QCOMPARE(m_server->start(), QString());
    m_program = std::make_unique<Program>();
    m_program->token = m_server->cloud().token();
}

QStringList TestCommandLinePictures::live(const QStringList &more) const
{
    return QStringList{u"--endpoint"_s, m_server->url().toString(), u"--project-id"_s,
                       m_server->cloud().projectId()} +
           more;
}

void TestCommandLinePictures::screenshotHasTheAskedSize()
{
    QMap<QString, QRgb> corners;
    for (const QString &theme : {u"light"_s, u"dark"_s}) {
        const QString path = m_program->file(theme + u".png"_s);
        const ProgramRun run =
            m_program->run(live({u"--screenshot"_s, path, u"--size"_s, u"1000x700"_s, u"--theme"_s, theme}));
        QCOMPARE(run.err, QByteArray());
        QCOMPARE(run.exitCode, 0);
        QVERIFY(contents(path).startsWith("\x89PNG"));
        const QImage picture(path);
        QCOMPARE(picture.size(), QSize(1000, 700));
        corners.insert(theme, picture.pixel(5, 695));
    }
    QVERIFY(qGray(corners.value(u"light"_s)) > 150);
    QVERIFY(qGray(corners.value(u"dark"_s)) < 100);
    QVERIFY(m_program->homeContents().isEmpty());
}

void TestCommandLinePictures::screenshotOfARefusalIsPaintedAndSaid()
{
    m_program->token = "wrong";
    const QString path = m_program->file(u"refused.png"_s);
    const ProgramRun run = m_program->run(live({u"--screenshot"_s, path}));
    QCOMPARE(run.exitCode, 3);
    QVERIFY2(run.saysOneLine(), run.err.constData());
    QCOMPARE(QImage(path).size(), QSize(1280, 800));
}

void TestCommandLinePictures::demoHasEveryState()
{
    m_program->token.reset();
    const ProgramRun run = m_program->run({u"--demo"_s, u"--export"_s, u"-"_s});
    QCOMPARE(run.exitCode, 0);
    QSet<QString> states;
    const auto instances = QJsonDocument::fromJson(run.out)[u"instances"_s].toArray();
    for (const QJsonValue &instance : instances) {
        states.insert(instance[u"status"_s].toString());
    }
    QCOMPARE(instances.size(), 48);
    const QSet<QString> all{u"INIT"_s,         u"CREATING"_s,      u"STARTING"_s, u"RUNNING"_s,
                            u"SNAPSHOTTING"_s, u"STOPPING"_s,      u"STOPPED"_s,  u"CREATE_FAILED"_s,
                            u"START_FAILED"_s, u"DELETE_FAILED"_s, u"ERROR"_s,    u"FROZEN"_s,
                            u"DELETING"_s,     u"DELETED"_s};
    QCOMPARE((all - states).values(), QStringList{});
}

void TestCommandLinePictures::demoListsAsManyAsAsked_data()
{
    QTest::addColumn<int>("count");
    for (const int count : {0, 1, 4, 9, 100, 137})
        QTest::addRow("%d", count) << count;
}

void TestCommandLinePictures::demoListsAsManyAsAsked()
{
    QFETCH(int, count);
    m_program->token.reset();
    const ProgramRun run =
        m_program->run({u"--demo"_s, u"--demo-instances"_s, QString::number(count), u"--export"_s, u"-"_s});
    QCOMPARE(run.exitCode, 0);
    QCOMPARE(QJsonDocument::fromJson(run.out)[u"instances"_s].toArray().size(), count);
}

void TestCommandLinePictures::demoOpensNoSocket()
{
#ifdef SOCKET_WATCH
    const QString log = m_program->file(u"sockets"_s);
    m_program->environment.insert(u"LD_PRELOAD"_s, QStringLiteral(SOCKET_WATCH));
    m_program->environment.insert(u"SOCKET_WATCH"_s, log);
    // The sanitizer would otherwise insist on being the first library.
    m_program->environment.insert(u"ASAN_OPTIONS"_s, u"verify_asan_link_order=0"_s);

    QCOMPARE(m_program->run({u"--demo"_s, u"--export"_s, u"-"_s}).exitCode, 0);
    QCOMPARE(contents(log), QByteArray());
    QCOMPARE(m_program->run({u"--demo"_s, u"--screenshot"_s, m_program->file(u"a.png"_s)}).exitCode, 0);
    QCOMPARE(contents(log), QByteArray());
    // The watch itself works: the real service cannot be reached without a socket.
    QCOMPARE(m_program->run(live({u"--export"_s, u"-"_s})).exitCode, 4);
    QVERIFY(!contents(log).isEmpty());
#else
    QSKIP("sockets are watched on Linux only");
#endif
}

void TestCommandLinePictures::versionAndHelp()
{
    const ProgramRun version = m_program->run({u"--version"_s});
    QCOMPARE(version.exitCode, 0);
    QVERIFY(version.out.contains(LEASEKEEPER_VERSION));
    const ProgramRun help = m_program->run({u"--help"_s});
    QCOMPARE(help.exitCode, 0);
    for (const QByteArray &option : {QByteArray("--demo"), QByteArray("--endpoint"), QByteArray("--export"),
                                     QByteArray("--screenshot"), QByteArray("--all-users")}) {
        QVERIFY2(help.out.contains(option), option.constData());
    }
    QVERIFY(help.out.contains("48 unless told"));
}

QTEST_GUILESS_MAIN(TestCommandLinePictures)
#include "tst_commandlinepictures.moc"

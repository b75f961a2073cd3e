// SPDX-License-Identifier: MIT
#include "desk.h"

#include <QApplication>
#include <QDir>
#include <QFile>
#include <QMap>
#include <QTemporaryDir>
#include <QTest>

#include <optional>

using namespace leasekeeper;
using namespace leasekeeper::test;
using namespace Qt::StringLiterals;

namespace
{

/// The files of a folder with what is in them.
QMap<QString, QByteArray> filesOf(const QString &folder)
{
    QMap<QString, QByteArray> files;
    const QDir dir(folder);
    const QStringList names = dir.entryList(QDir::Files | QDir::Hidden);
    for (const QString &name : names) {
        QFile file(dir.filePath(name));
        if (file.open(QIODevice::ReadOnly))
            files.insert(name, file.readAll());
    }
    return files;
}

/// Takes down what had been asked of everybody else when the window was first painted.
class FirstPaint final : public QObject
{
public:
    explicit FirstPaint(Desk &desk, const QString &folder = {}) : m_desk(desk), m_folder(folder)
    {
        qApp->installEventFilter(this);
    }
    std::optional<qint64> connections;
    QStringList keyStoreCalls;
    QMap<QString, QByteArray> files;

protected:
    bool eventFilter(QObject *, QEvent *event) override
    {
        if (event->type() == QEvent::Paint && !connections) {
            connections = m_desk.server.connectionsAccepted() + m_desk.server.seen().size();
            keyStoreCalls = m_desk.keychain.log;
            files = filesOf(m_folder);
        }
        return false;
    }

private:
    Desk &m_desk;
    QString m_folder;
};

} // namespace

/// What comes first is a window.
class TestFirstFrame : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void nothingIsAskedBeforeTheFirstFrame();
    void savedProfileWaitsForTheFirstFrame();
};

void TestFirstFrame::nothingIsAskedBeforeTheFirstFrame()
{
    Desk desk;
    desk.place(u"ocr-lab"_s, u"RUNNING"_s);
    const FirstPaint paint(desk);
    bool painted = false;
    desk.application.whenPainted(this, [&] {
        painted = true;
        QVERIFY(paint.connections);
    });
    QVERIFY(!painted);
    QVERIFY(desk.open(1));
    QVERIFY(painted);
    QCOMPARE(*paint.connections, qint64(0));
    QVERIFY(desk.server.seen().size() > 0);
}

/// The usual start: a profile from the last time, whose secret is in the key store.
void TestFirstFrame::savedProfileWaitsForTheFirstFrame()
{
    const QTemporaryDir home;
    QVERIFY(home.isValid());
    Desk desk(home.filePath(u"settings.json"_s), Desk::First::Nothing);
    desk.place(u"ocr-lab"_s, u"RUNNING"_s);
    const QString id = desk.keep(desk.userProfile(u"lab"_s), Desk::password());
    QVERIFY(!id.isEmpty());
    desk.settings.setLastProfileId(id);
    desk.settings.save();
    desk.keeper.wipe(id); // as a new start knows it
    desk.keychain.log.clear();
    const auto connections = desk.server.connectionsAccepted() + desk.server.seen().size();
    const QMap<QString, QByteArray> files = filesOf(home.path());
    QVERIFY(!files.isEmpty());

    const FirstPaint paint(desk, home.path());
    desk.begin();
    QVERIFY(desk.lists(1));
    QVERIFY(paint.connections);
    QCOMPARE(*paint.connections, qint64(connections));
    QCOMPARE(paint.keyStoreCalls, QStringList());
    QCOMPARE(paint.files, files);
    // It was asked for later on, so that nothing of this is true by chance.
    QVERIFY(!desk.keychain.log.isEmpty());
}

QTEST_MAIN(TestFirstFrame)
#include "tst_firstframe.moc"

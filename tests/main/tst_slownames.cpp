// SPDX-License-Identifier: MIT
#include "desk.h"
#include "scriptednames.h"
#include "virtualtime.h"

#include <QApplication>
#include <QSignalSpy>
#include <QTest>
#include <QTimer>

using namespace leasekeeper;
using namespace leasekeeper::test;
using namespace Qt::StringLiterals;

/// The program before a service whose name is looked up for a long time.
class TestSlowNames : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void cleanup() { ScriptedNames::release(); } // or the thread that asks would wait for ever
    void F02_theWindowLivesWhileTheNameIsLookedUp();
};

void TestSlowNames::F02_theWindowLivesWhileTheNameIsLookedUp()
{
    if (!ScriptedNames::work())
        QSKIP("Names cannot be scripted here.");
    // The desk's time stands still from beginning to end, the world's moves by hand.
    VirtualTime time;
    Desk desk({}, Desk::First::Nothing, {}, {}, Desk::Time::Virtual);
    Profile profile = Desk::profileOf(desk.server, u"slow"_s);
    profile.endpoint = QUrl(u"https://service.slow.names.test"_s);
    ScriptedNames::hold(profile.endpoint.host());
    desk.application.open(
        std::make_unique<LiveWorld>(profile, TokenCredential{Secret(Desk::canaryToken()), std::nullopt},
                                    QString(), SystemProxies::Helper(), LiveWorld::TimeSource{time, time}));
    desk.application.start();
    QTRY_COMPARE(ScriptedNames::waiting(), 1);

    // The event loop turns, however often it is asked to, and nobody has answered meanwhile.
    int beats = 0;
    QTimer beat;
    connect(&beat, &QTimer::timeout, this, [&beats] { ++beats; });
    beat.start(0);
    QTRY_VERIFY(beats >= 100);
    QCOMPARE(ScriptedNames::waiting(), 1);
    QVERIFY(desk.application.session()->readingState().listing);

    time.advance(12'000);
    const int beatsBefore = beats;
    QTRY_VERIFY(beats >= beatsBefore + 100);
    QCOMPARE(ScriptedNames::waiting(), 1);

    // It ends at once when the person wants that: none of the program's clocks moves on.
    QSignalSpy ended(&desk.application, &Application::finished);
    desk.application.quit();
    QTRY_COMPARE(ended.size(), 1);
    QCOMPARE(ScriptedNames::waiting(), 1);
    QVERIFY(desk.server.seen().isEmpty());
}

QTEST_MAIN(TestSlowNames)
#include "tst_slownames.moc"

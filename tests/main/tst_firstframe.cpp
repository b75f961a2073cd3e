// SPDX-License-Identifier: MIT
#include "desk.h"

#include <QApplication>
#include <QTest>

#include <optional>

using namespace leasekeeper;
using namespace leasekeeper::test;
using namespace Qt::StringLiterals;

namespace
{

/// Takes down what had been asked of the network when the window was first painted.
class FirstPaint final : public QObject
{
public:
    explicit FirstPaint(Desk &desk) : m_desk(desk) { qApp->installEventFilter(this); }
    std::optional<qint64> connections;

protected:
    bool eventFilter(QObject *, QEvent *event) override
    {
        if (event->type() == QEvent::Paint && !connections)
            connections = m_desk.server.connectionsAccepted() + m_desk.server.seen().size();
        return false;
    }

private:
    Desk &m_desk;
};

} // namespace

/// What comes first is a window.
class TestFirstFrame : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void nothingIsAskedBeforeTheFirstFrame();
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

QTEST_MAIN(TestFirstFrame)
#include "tst_firstframe.moc"

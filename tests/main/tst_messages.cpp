// SPDX-License-Identifier: MIT
#include "messages.h"

#include <QLoggingCategory>
#include <QStringList>
#include <QTest>

using namespace leasekeeper;
using namespace Qt::StringLiterals;

namespace
{

QStringList s_said;

void keep(QtMsgType, const QMessageLogContext &, const QString &message)
{
    s_said.append(message);
}

} // namespace

class TestMessages : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();
    void F85_everyMessageIsRedacted();
    void whatIsNotSecretIsSaidAsItIs();

private:
    QtMessageHandler m_before = nullptr;
};

void TestMessages::init()
{
    s_said.clear();
    m_before = qInstallMessageHandler(keep);
    setUpMessages(Talk::Normal);
    applicationMade();
}

void TestMessages::cleanup()
{
    qInstallMessageHandler(m_before);
    QLoggingCategory::setFilterRules({});
}

/// Whoever says it: Qt, one of its plug-ins or this program, at every level.
void TestMessages::F85_everyMessageIsRedacted()
{
    const QLoggingCategory foreign("qt.network.somewhere");
    const QLoggingCategory own("leasekeeper.http");
    QLoggingCategory::setFilterRules(u"*=true"_s);
    qDebug("GET https://h/lab?token=CANARY&tree=a");
    qInfo("X-Auth-Token: CANARY");
    qCWarning(foreign) << "could not open" << QByteArray("https://u:CANARY@h/x?Signature=CANARY");
    qCCritical(own, "login%%3Ftoken%%3DCANARY");
    QCOMPARE(s_said.size(), 4);
    for (const QString &said : std::as_const(s_said)) {
        QVERIFY2(!said.contains("CANARY"_L1), qPrintable(said));
        QVERIFY2(said.contains("***"_L1), qPrintable(said));
    }
    QCOMPARE(s_said.first(), u"GET https://h/lab?token=***&tree=a"_s);
}

void TestMessages::whatIsNotSecretIsSaidAsItIs()
{
    qWarning("%d instances in %s", 3, "eu-de");
    QCOMPARE(s_said, QStringList(u"3 instances in eu-de"_s));
}

QTEST_GUILESS_MAIN(TestMessages)
#include "tst_messages.moc"

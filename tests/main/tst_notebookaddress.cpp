// SPDX-License-Identifier: MIT
#include "browser.h"
#include "notebookaddress.h"

#include <QDesktopServices>
#include <QTest>
#include <QUrlQuery>

using namespace leasekeeper;
using namespace Qt::StringLiterals;

namespace
{

const QUrl OtcEndpoint(u"https://modelarts.eu-de.otc.t-systems.com"_s);

} // namespace

class TestNotebookAddress : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void F52_opensOnlyTheServicesOwnHttpsAddresses_data();
    void F52_opensOnlyTheServicesOwnHttpsAddresses();
    void F52_refusalNamesTheReason_data();
    void F52_refusalNamesTheReason();
    void F53_refusalTellsNoSecret_data();
    void F53_refusalTellsNoSecret();
    void F52_nothingButHttpsReachesTheBrowser_data();
    void F52_nothingButHttpsReachesTheBrowser();
    void privateCloudTrustsItsOwnDomainOnly();
    void shortEndpointNeverTrustsItsParentDomain();
    void tokenIsEncodedAndReplacesAnother();
    void withoutTokenTheAddressStays();
    void takeUrl(const QUrl &url) { m_opened.append(url); }

private:
    QList<QUrl> m_opened;
};

void TestNotebookAddress::F52_opensOnlyTheServicesOwnHttpsAddresses_data()
{
    QTest::addColumn<QString>("given");
    QTest::addColumn<bool>("opens");
    QTest::newRow("vendor's notebook host")
        << u"https://authoring-modelarts-cnnorth4.huaweicloud.com/f9937afa/lab"_s << true;
    QTest::newRow("within the endpoint's domain")
        << u"https://notebook.eu-de.otc.t-systems.com/x/lab"_s << true;
    QTest::newRow("vendor's host in upper case")
        << u"https://AUTHORING-modelarts-eude.OTC.T-Systems.com/x/lab"_s << true;
    QTest::newRow("explicit https port") << u"https://authoring-modelarts-a.huaweicloud.com:443/x"_s << true;
    QTest::newRow("http") << u"http://authoring-modelarts-cnnorth4.huaweicloud.com/x/lab"_s << false;
    QTest::newRow("file") << u"file:///etc/passwd"_s << false;
    QTest::newRow("file with a host") << u"file://authoring-modelarts-a.huaweicloud.com/x"_s << false;
    QTest::newRow("smb") << u"smb://authoring-modelarts-a.huaweicloud.com/share"_s << false;
    QTest::newRow("javascript") << u"javascript:alert(1)"_s << false;
    QTest::newRow("user information") << u"https://u:p@authoring-modelarts-a.huaweicloud.com/x"_s << false;
    QTest::newRow("empty user information") << u"https://@authoring-modelarts-a.huaweicloud.com/x"_s << false;
    QTest::newRow("other host") << u"https://evil.example/x/lab"_s << false;
    QTest::newRow("vendor's domain as a part of another")
        << u"https://authoring-modelarts-a.huaweicloud.com.evil.example/x"_s << false;
    QTest::newRow("vendor's domain glued to another")
        << u"https://authoring-modelarts-a.evilhuaweicloud.com/x"_s << false;
    QTest::newRow("another host of the vendor") << u"https://obs.huaweicloud.com/x"_s << false;
    QTest::newRow("Cyrillic look-alike")
        << u"https://authoring-modelarts-a.hu\u0430weicloud.com/x"_s << false;
    QTest::newRow("other port") << u"https://authoring-modelarts-a.huaweicloud.com:8443/x"_s << false;
    QTest::newRow("backslash trick") << u"https://evil.example\\.huaweicloud.com/x"_s << false;
    QTest::newRow("without scheme") << u"authoring-modelarts-a.huaweicloud.com/x"_s << false;
    QTest::newRow("leading space") << u" https://authoring-modelarts-a.huaweicloud.com/x"_s << false;
    QTest::newRow("line break inside") << u"https://authoring-modelarts-a.huaweicloud.com/\nx"_s << false;
    QTest::newRow("option of a program") << u"--help"_s << false;
    QTest::newRow("empty") << QString() << false;
}

void TestNotebookAddress::F52_opensOnlyTheServicesOwnHttpsAddresses()
{
    QFETCH(const QString, given);
    QFETCH(const bool, opens);
    const NotebookAddress address = checkNotebookAddress(given, OtcEndpoint);
    QCOMPARE(address.url.isValid(), opens);
    QCOMPARE(address.whyNot.isEmpty(), opens);
}

void TestNotebookAddress::F52_refusalNamesTheReason_data()
{
    QTest::addColumn<QString>("given");
    QTest::addColumn<QString>("named");
    QTest::newRow("scheme") << u"smb://a.huaweicloud.com/x"_s << u"smb:"_s;
    QTest::newRow("host") << u"https://evil.example/x"_s << u"evil.example"_s;
    QTest::newRow("look-alike is shown encoded") << u"https://hu\u0430weicloud.com/x"_s << u"xn--"_s;
    QTest::newRow("user") << u"https://u@a.huaweicloud.com/x"_s << u"user name"_s;
}

void TestNotebookAddress::F52_refusalNamesTheReason()
{
    QFETCH(const QString, given);
    QFETCH(const QString, named);
    const QString reason = checkNotebookAddress(given, OtcEndpoint).whyNot;
    QVERIFY2(reason.contains(named), qPrintable(reason));
}

void TestNotebookAddress::F53_refusalTellsNoSecret_data()
{
    QTest::addColumn<QString>("given");
    QTest::addColumn<QString>("shown");
    QTest::newRow("user information and query")
        << u"https://u:CANARY@evil.example/lab?token=CANARY"_s << u"https://evil.example/lab"_s;
    QTest::newRow("fragment") << u"https://evil.example/lab#token=CANARY"_s << u"https://evil.example/lab"_s;
    QTest::newRow("name alone") << u"https://CANARY@evil.example:8443/lab"_s
                                << u"https://evil.example:8443/lab"_s;
    QTest::newRow("an at sign in the path")
        << u"https://evil.example/@x/lab?token=CANARY"_s << u"https://evil.example/@x/lab"_s;
    QTest::newRow("query within the path") << u"https://evil.example/lab%3Ftoken%3DCANARY%26a/b"_s
                                           << u"https://evil.example/lab%3Ftoken%3D***%26a/b"_s;
    QTest::newRow("look-alike") << u"https://CANARY@hu\u0430weicloud.com/x"_s
                                << u"https://xn--huweicloud-0qi.com/x"_s;
    QTest::newRow("unreadable, query")
        << u"https://evil example/lab?token=CANARY"_s << u"https://evil example/lab"_s;
    QTest::newRow("unreadable, fragment")
        << u"https://evil example/lab#token=CANARY"_s << u"https://evil example/lab"_s;
    QTest::newRow("unreadable, user information")
        << u"https://u:CANARY@evil example/lab"_s << u"https://evil example/lab"_s;
    QTest::newRow("unreadable, slash in the password")
        << u"https://u:CANARY/CANARY@evil.example/lab"_s << u"https://evil.example/lab"_s;
    QTest::newRow("unreadable, question mark in the password")
        << u"https://u:CANARY?CANARY@evil example/lab"_s << u"https://…"_s;
    QTest::newRow("unreadable, at sign in the query")
        << u"https://evil example/lab?to=a@b&token=CANARY"_s << u"https://…"_s;
    QTest::newRow("unreadable, percent-encoded marks")
        << u"https://u:CANARY%40evil example/lab%3Ftoken=CANARY"_s << u"https://evil example/lab"_s;
    QTest::newRow("unreadable, wide marks")
        << u"https://u:CANARY\uff20evil example/lab\uff1ftoken=CANARY"_s << u"https://evil example/lab"_s;
    QTest::newRow("without scheme") << u"u:CANARY@evil.example/lab?token=CANARY"_s << u"evil.example/lab"_s;
    QTest::newRow("without host") << u"https:///lab?token=CANARY"_s << u"https:///lab"_s;
}

void TestNotebookAddress::F53_refusalTellsNoSecret()
{
    QFETCH(const QString, given);
    QFETCH(const QString, shown);
    QCOMPARE(addressWithoutSecrets(given), shown);
    const QString reason = checkNotebookAddress(given, OtcEndpoint).whyNot;
    QVERIFY(!reason.isEmpty());
    QVERIFY2(!reason.contains("CANARY"_L1, Qt::CaseInsensitive), qPrintable(reason));
}

void TestNotebookAddress::F52_nothingButHttpsReachesTheBrowser_data()
{
    QTest::addColumn<QString>("address");
    QTest::addColumn<bool>("opens");
    QTest::newRow("https") << u"https://console.example/x"_s << true;
    QTest::newRow("http") << u"http://console.example/x"_s << false;
    QTest::newRow("file") << u"file:///etc/passwd"_s << false;
    QTest::newRow("smb") << u"smb://console.example/share"_s << false;
    QTest::newRow("javascript") << u"javascript:alert(1)"_s << false;
    QTest::newRow("without scheme") << u"console.example/x"_s << false;
}

/// Whoever asks, and whatever was checked before.
void TestNotebookAddress::F52_nothingButHttpsReachesTheBrowser()
{
    QFETCH(const QString, address);
    QFETCH(const bool, opens);
    const QUrl url(address);
    m_opened.clear();
    QDesktopServices::setUrlHandler(url.scheme(), this, "takeUrl");
    QCOMPARE(openInBrowser(url), opens);
    QDesktopServices::unsetUrlHandler(url.scheme());
    QCOMPARE(m_opened, opens ? QList<QUrl>{url} : QList<QUrl>());
}

void TestNotebookAddress::privateCloudTrustsItsOwnDomainOnly()
{
    const QUrl endpoint(u"https://modelarts.north.cloud.example"_s);
    QVERIFY(checkNotebookAddress(u"https://nb.north.cloud.example:8443/lab"_s, endpoint).url.isValid());
    QVERIFY(!checkNotebookAddress(u"https://nb.south.cloud.example/lab"_s, endpoint).url.isValid());
}

void TestNotebookAddress::shortEndpointNeverTrustsItsParentDomain()
{
    const QUrl endpoint(u"https://modelarts.example"_s);
    QVERIFY(checkNotebookAddress(u"https://nb.modelarts.example/lab"_s, endpoint).url.isValid());
    QVERIFY(!checkNotebookAddress(u"https://other.example/lab"_s, endpoint).url.isValid());
}

void TestNotebookAddress::tokenIsEncodedAndReplacesAnother()
{
    const QUrl address(u"https://notebook.eu-de.otc.t-systems.com/x/lab?token=old&tree=a"_s);
    const QUrl opened = withToken(address, Secret("a+b&c=d e"));
    QCOMPARE(QUrlQuery(opened).allQueryItemValues(u"token"_s, QUrl::FullyDecoded),
             QStringList(u"a+b&c=d e"_s));
    QCOMPARE(QUrlQuery(opened).queryItemValue(u"tree"_s), u"a"_s);
    QVERIFY(opened.toEncoded().contains("token=a%2Bb%26c%3Dd%20e"));
}

void TestNotebookAddress::withoutTokenTheAddressStays()
{
    const QUrl address(u"https://notebook.eu-de.otc.t-systems.com/x/lab"_s);
    QCOMPARE(withToken(address, Secret()), address);
}

QTEST_GUILESS_MAIN(TestNotebookAddress)
#include "tst_notebookaddress.moc"

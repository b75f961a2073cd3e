// SPDX-License-Identifier: MIT
#include "profile.h"

#include <QTest>

using namespace leasekeeper;
using namespace Qt::StringLiterals;

class TestProfile : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void F87_accepted_data();
    void F87_accepted();
    void F87_refused_data();
    void F87_refused();
    void F87_refusalShowsNoPassword_data();
    void F87_refusalShowsNoPassword();
    void F87_versionOfIdentityAddress_data();
    void F87_versionOfIdentityAddress();
    void reasonMayBeLeftOut();
    void ownership_data();
    void ownership();
    void projectLabelIsItsName();
};

void TestProfile::F87_accepted_data()
{
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QString>("normalised");
    const auto row = [](const char *name, const QString &typed, const QString &normalised) {
        QTest::newRow(name) << typed << normalised;
    };
    const QString otc = u"https://modelarts.eu-de.otc.t-systems.com"_s;
    row("plain", otc, otc);
    row("slash at the end", QString(otc + u'/'), otc);
    row("dot at the end", QString(otc + u'.'), otc);
    row("dot and slash at the end", QString(otc + u"./"_s), otc);
    row("dot before the port", QString(otc + u".:8443"_s), QString(otc + u":8443"_s));
    row("spaces around", QString(u"  "_s + otc + u" \n"_s), otc);
    row("without scheme", u"modelarts.eu-de.otc.t-systems.com"_s, otc);
    row("without scheme, with port", u"modelarts.eu-de.otc.t-systems.com:8443"_s, QString(otc + u":8443"_s));
    row("upper case", u"HTTPS://ModelArts.EU-DE.otc.t-systems.com"_s, otc);
    row("usual port", QString(otc + u":443"_s), otc);
    row("colon without port", QString(otc + u':'), otc);
    row("other port", QString(otc + u":8443"_s), QString(otc + u":8443"_s));
    row("port of http on https", QString(otc + u":80"_s), QString(otc + u":80"_s));
    row("address in numbers", u"https://192.0.2.7"_s, u"https://192.0.2.7"_s);
    row("IPv6", u"https://[2001:db8::7]:8443"_s, u"https://[2001:db8::7]:8443"_s);
    row("unknown host: only asking tells", u"https://no-such-host.example"_s,
        u"https://no-such-host.example"_s);
    row("http on loopback", u"http://127.0.0.1:8080"_s, u"http://127.0.0.1:8080"_s);
    row("http on loopback, usual port", u"http://127.0.0.1:80/"_s, u"http://127.0.0.1"_s);
    row("http on another loopback address", u"http://127.8.9.10"_s, u"http://127.8.9.10"_s);
    row("http on loopback, short form", u"http://127.1:8080"_s, u"http://127.0.0.1:8080"_s);
    row("http on IPv6 loopback", u"http://[::1]:8080"_s, u"http://[::1]:8080"_s);
    row("http on localhost", u"http://localhost:8080"_s, u"http://localhost:8080"_s);
    row("http on LocalHost with dot", u"http://LocalHost.:8080"_s, u"http://localhost:8080"_s);
    row("localhost without scheme", u"localhost:8080"_s, u"https://localhost:8080"_s);
}

void TestProfile::F87_accepted()
{
    QFETCH(const QString, typed);
    QFETCH(const QString, normalised);
    QString whyNot = u"left from before"_s;
    const QUrl url = parseEndpoint(typed, &whyNot);
    QVERIFY2(url.isValid(), qPrintable(whyNot));
    QCOMPARE(url.toString(QUrl::FullyEncoded), normalised);
    QCOMPARE(whyNot, QString());
    // What was normalised stays as it is.
    QCOMPARE(parseEndpoint(url.toString(QUrl::FullyEncoded), nullptr), url);
}

void TestProfile::F87_refused_data()
{
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QString>("named");
    const auto row = [](const char *name, const QString &typed, const QString &named) {
        QTest::newRow(name) << typed << named;
    };
    row("nothing", u""_s, u"empty"_s);
    row("spaces", u"  \t"_s, u"empty"_s);
    row("http", u"http://modelarts.eu-de.otc.t-systems.com"_s, u"https://"_s);
    row("http, name that begins like loopback", u"http://127.0.0.1.evil.example"_s, u"https://"_s);
    row("http, name that ends like loopback", u"http://evil.localhost.example"_s, u"https://"_s);
    row("http, almost loopback", u"http://127.0.0.08:8080"_s, u"https://"_s);
    row("http, below localhost", u"http://x.localhost"_s, u"https://"_s);
    row("http, any address of this computer", u"http://0.0.0.0:8080"_s, u"https://"_s);
    row("http, private network", u"http://192.168.0.1"_s, u"https://"_s);
    row("http, just above loopback", u"http://128.0.0.1"_s, u"https://"_s);
    row("http, IPv6 that is not loopback", u"http://[::2]"_s, u"https://"_s);
    row("path", u"https://modelarts.example/v1/0123"_s, u"/v1/0123"_s);
    row("path of a slash more", u"https://modelarts.example//"_s, u"path //"_s);
    row("query", u"https://modelarts.example?limit=50"_s, u"query"_s);
    row("empty query", u"https://modelarts.example?"_s, u"query"_s);
    row("fragment", u"https://modelarts.example#x"_s, u"fragment"_s);
    row("empty fragment", u"https://modelarts.example/#"_s, u"fragment"_s);
    row("user", u"https://ana@modelarts.example"_s, u"user name"_s);
    row("user and password", u"https://ana:pw@modelarts.example"_s, u"user name"_s);
    row("empty user", u"https://@modelarts.example"_s, u"user name"_s);
    row("host as user", u"https://modelarts.example@evil.example"_s, u"user name"_s);
    row("no host", u"https://"_s, u"host"_s);
    row("dot as host", u"https://."_s, u"not an address"_s);
    row("port alone", u"https://:443"_s, u"host"_s);
    row("port 0", u"https://modelarts.example:0"_s, u"port 0"_s);
    row("port too large", u"https://modelarts.example:65536"_s, u"not an address"_s);
    row("port of letters", u"https://modelarts.example:port"_s, u"not an address"_s);
    row("ftp", u"ftp://modelarts.example"_s, u"ftp:"_s);
    row("file", u"file:///etc/passwd"_s, u"file:"_s);
    row("javascript", u"javascript:alert(1)"_s, u"https://"_s);
    row("one slash", u"https:/modelarts.example"_s, u"https://"_s);
    row("space inside", u"https://model arts.example"_s, u"not an address"_s);
    row("broken percent sign", u"https://model%zz.example"_s, u"not an address"_s);
    row("line break inside", u"https://modelarts.example\nX-Evil: 1"_s, u"not an address"_s);
    row("two dots at the end", u"https://modelarts.example.."_s, u""_s);
    row("markup", u"<b>modelarts</b>"_s, u"not an address"_s);
}

void TestProfile::F87_refused()
{
    QFETCH(const QString, typed);
    QFETCH(const QString, named);
    QString whyNot;
    const QUrl url = parseEndpoint(typed, &whyNot);
    QVERIFY2(!url.isValid() && url.isEmpty(), qPrintable(url.toString()));
    QVERIFY2(whyNot.contains(named), qPrintable(whyNot));
    QVERIFY2(whyNot.size() > 10 && whyNot.at(0).isUpper() && !whyNot.contains(u'\n'), qPrintable(whyNot));
}

void TestProfile::F87_refusalShowsNoPassword_data()
{
    QTest::addColumn<QString>("typed");
    QTest::newRow("complete") << u"https://ana:hunter2@modelarts.example"_s;
    QTest::newRow("without scheme") << u"ana:hunter2@modelarts.example"_s;
    QTest::newRow("broken") << u"https://ana:hunter2@model arts.example"_s;
    QTest::newRow("broken password") << u"https://ana:hunter2%zz@modelarts.example"_s;
    QTest::newRow("user of digits") << u"4711:hunter2@modelarts.example:x"_s;
    QTest::newRow("other scheme") << u"ftp://ana:hunter2@modelarts.example"_s;
    QTest::newRow("colon forgotten") << u"https//ana:hunter2@modelarts.example"_s;
    QTest::newRow("slash too many") << u"https://modelarts.example/ana:hunter2@"_s;
}

void TestProfile::F87_versionOfIdentityAddress_data()
{
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QString>("normalised");
    const QString iam = u"https://iam.eu-de.otc.t-systems.com"_s;
    const auto row = [](const char *name, const QString &typed, const QString &normalised) {
        QTest::newRow(name) << typed << normalised;
    };
    row("without", iam, iam);
    row("with", QString(iam + u"/v3"_s), iam);
    row("with and a slash", QString(u" "_s + iam + u"/v3/ "_s), iam);
    row("loopback", u"http://127.0.0.1:5000/v3"_s, u"http://127.0.0.1:5000"_s);
    row("another path", QString(iam + u"/v2"_s), QString());
    row("the version alone", u"/v3"_s, QString());
    row("plain http", u"http://iam.eu-de.otc.t-systems.com/v3"_s, QString());
    row("password in it", u"https://a:b@iam.example.com/v3"_s, QString());
}

void TestProfile::F87_versionOfIdentityAddress()
{
    QFETCH(QString, typed);
    QString whyNot;
    QTEST(parseIdentityEndpoint(typed, &whyNot).toString(), "normalised");
    QFETCH(QString, normalised);
    QCOMPARE(whyNot.isEmpty(), !normalised.isEmpty());
    // The service itself has no such version.
    if (typed.contains("v3"_L1))
        QVERIFY(!parseEndpoint(typed, nullptr).isValid());
}

void TestProfile::F87_refusalShowsNoPassword()
{
    QFETCH(const QString, typed);
    QString whyNot;
    QVERIFY(!parseEndpoint(typed, &whyNot).isValid());
    QVERIFY(!whyNot.isEmpty());
    QVERIFY2(!whyNot.contains(u"hunter2"_s), qPrintable(whyNot));
}

void TestProfile::reasonMayBeLeftOut()
{
    QVERIFY(!parseEndpoint(u"http://evil.example"_s, nullptr).isValid());
    QVERIFY(parseEndpoint(u"https://modelarts.example"_s, nullptr).isValid());
}

void TestProfile::ownership_data()
{
    QTest::addColumn<QString>("owner");
    QTest::addColumn<QString>("user");
    QTest::addColumn<bool>("allUsers");
    QTest::addColumn<Ownership>("ownership");
    QTest::newRow("own list, own id") << u"a1"_s << u"a1"_s << false << Ownership::Own;
    QTest::newRow("own list, other id") << u"b2"_s << u"a1"_s << false << Ownership::Foreign;
    QTest::newRow("own list, owner not told") << QString() << u"a1"_s << false << Ownership::Own;
    QTest::newRow("own list, nobody known") << u"b2"_s << QString() << false << Ownership::Own;
    QTest::newRow("everybody's, own id") << u"a1"_s << u"a1"_s << true << Ownership::Own;
    QTest::newRow("everybody's, other id") << u"b2"_s << u"a1"_s << true << Ownership::Foreign;
    QTest::newRow("everybody's, owner not told") << QString() << u"a1"_s << true << Ownership::Unknown;
    QTest::newRow("everybody's, user not known") << u"b2"_s << QString() << true << Ownership::Unknown;
    QTest::newRow("everybody's, nothing known") << QString() << QString() << true << Ownership::Unknown;
    QTest::newRow("ids differ in case") << u"A1"_s << u"a1"_s << true << Ownership::Foreign;
}

void TestProfile::ownership()
{
    QFETCH(const QString, owner);
    QFETCH(const QString, user);
    QFETCH(const bool, allUsers);
    QFETCH(const Ownership, ownership);
    Instance instance;
    instance.ownerId = owner;
    Profile profile;
    profile.userId = user;
    profile.allUsers = allUsers;
    // Names prove nothing.
    instance.ownerName = u"ana"_s;
    profile.userName = u"ana"_s;
    QCOMPARE(leasekeeper::ownership(instance, profile), ownership);
    // What may be of a caller before is the caller's own only where both are known.
    const bool bothKnown = !owner.isEmpty() && !user.isEmpty();
    instance.id = u"i-1"_s;
    profile.doubtfulRows = {u"i-2"_s};
    QCOMPARE(leasekeeper::ownership(instance, profile), ownership);
    profile.doubtfulRows.insert(instance.id);
    QCOMPARE(leasekeeper::ownership(instance, profile), bothKnown ? ownership : Ownership::Unknown);
}

void TestProfile::projectLabelIsItsName()
{
    Profile profile;
    QCOMPARE(projectLabel(profile), QString());
    profile.projectId = u"5a1f0c52"_s;
    QCOMPARE(projectLabel(profile), u"5a1f0c52"_s);
    profile.projectName = u"eu-de_ml-team"_s;
    QCOMPARE(projectLabel(profile), u"eu-de_ml-team"_s);
}

QTEST_GUILESS_MAIN(TestProfile)
#include "tst_profile.moc"

// SPDX-License-Identifier: MIT
#include "profilejson.h"

#include <QJsonDocument>
#include <QTest>

using namespace leasekeeper;
using namespace Qt::StringLiterals;

namespace
{

/// Every field set to something that is not its default.
Profile full()
{
    Profile profile;
    profile.id = u"0f6f7a52-6f5e-4f0c-9f0e-3f2f6a1f6c11"_s;
    profile.name = u"OTC <b>prod</b>"_s;
    profile.cloud = u"otc"_s;
    profile.endpoint = QUrl(u"https://modelarts.eu-de.otc.t-systems.com"_s);
    profile.iamEndpoint = QUrl(u"https://iam.eu-de.otc.t-systems.com:8443"_s);
    profile.projectId = u"p1"_s;
    profile.projectName = u"eu-de_ml"_s;
    profile.region = u"eu-de"_s;
    profile.workspaceId = u"0"_s;
    profile.allUsers = true;
    profile.userId = u"u1"_s;
    profile.userName = u"ana"_s;
    profile.signIn = SignInMethod::AccessKey;
    profile.loginName = u"ana"_s;
    profile.accountName = u"OTC0001"_s;
    profile.leaseRange = {1'800'000, 36'000'000};
    profile.colour = u"#b42318"_s;
    profile.isProtected = true;
    profile.isReadOnly = true;
    profile.proxy = {ProxySettings::Mode::Own, u"proxy.example"_s, 3128, u"squid"_s};
    profile.caFile = u"/etc/ca.pem"_s;
    return profile;
}

QJsonObject least()
{
    return {{u"id"_s, u"1"_s}, {u"name"_s, u"n"_s}, {u"endpoint"_s, u"https://m.example"_s}};
}

QJsonObject with(const QString &key, const QJsonValue &value)
{
    QJsonObject json = least();
    json.insert(key, value);
    return json;
}

} // namespace

class TestProfileJson : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void everyFieldGoesThereAndBack();
    void anImportedOneMayLackTheServiceAddress();
    void theLeastIsEnough();
    void F82_damagedEntries_data();
    void F82_damagedEntries();
    void F82_otherValuesFallBackAlone_data();
    void F82_otherValuesFallBackAlone();
    void F82_protectionFallsBackToProtecting();
    void unknownKeysStay();
    void theListKeepsWhatItCannotRead();
    void F82_aDamagedEntryOfTheSameIdIsNotReplaced();
};

void TestProfileJson::everyFieldGoesThereAndBack()
{
    const std::optional<Profile> back = profileFromJson(profileToJson(full()));
    QVERIFY(back);
    QCOMPARE(*back, full());
    Profile plain;
    plain.id = u"2"_s;
    plain.name = u"x"_s;
    plain.endpoint = QUrl(u"http://127.0.0.1:8080"_s);
    for (const SignInMethod method : {SignInMethod::Token, SignInMethod::Password, SignInMethod::AccessKey}) {
        plain.signIn = method;
        for (const auto mode : {ProxySettings::Mode::System, ProxySettings::Mode::None}) {
            plain.proxy.mode = mode;
            QCOMPARE(profileFromJson(profileToJson(plain)), std::optional(plain));
        }
    }
}

void TestProfileJson::anImportedOneMayLackTheServiceAddress()
{
    // What other tools keep names the sign-in address only: the service's is typed later.
    Profile imported;
    imported.id = u"3"_s;
    imported.name = u"lab"_s;
    imported.iamEndpoint = QUrl(u"https://iam.example"_s);
    QCOMPARE(profileFromJson(profileToJson(imported)), std::optional(imported));
}

void TestProfileJson::theLeastIsEnough()
{
    const std::optional<Profile> read = profileFromJson(least());
    QVERIFY(read);
    Profile expected;
    expected.id = u"1"_s;
    expected.name = u"n"_s;
    expected.endpoint = QUrl(u"https://m.example"_s);
    QCOMPARE(*read, expected);
}

void TestProfileJson::F82_damagedEntries_data()
{
    QTest::addColumn<QJsonObject>("json");
    QTest::newRow("empty") << QJsonObject{};
    QTest::newRow("no id") << with(u"id"_s, QString());
    QTest::newRow("id of a wrong type") << with(u"id"_s, 7);
    QTest::newRow("no name") << with(u"name"_s, u"  "_s);
    QTest::newRow("endless name") << with(u"name"_s, QString(5'000, u'x'));
    QTest::newRow("no address") << with(u"endpoint"_s, QJsonValue::Null);
    QJsonObject typo = with(u"endpoint"_s, 7);
    typo.insert(u"iamEndpoint"_s, u"https://iam.example"_s);
    QTest::newRow("address of a wrong type") << typo;
    QTest::newRow("address without encryption") << with(u"endpoint"_s, u"http://m.example"_s);
    QTest::newRow("address with a password") << with(u"endpoint"_s, u"https://u:p@m.example"_s);
    QTest::newRow("sign-in address without encryption") << with(u"iamEndpoint"_s, u"http://iam.example"_s);
}

void TestProfileJson::F82_damagedEntries()
{
    QFETCH(const QJsonObject, json);
    QVERIFY(!profileFromJson(json));
}

void TestProfileJson::F82_otherValuesFallBackAlone_data()
{
    QTest::addColumn<QString>("key");
    QTest::addColumn<QJsonValue>("value");
    QTest::newRow("text") << u"region"_s << QJsonValue(7);
    QTest::newRow("flag") << u"allUsers"_s << QJsonValue(u"yes"_s);
    QTest::newRow("way to sign in") << u"signIn"_s << QJsonValue(u"magic"_s);
    QTest::newRow("lease of a wrong type") << u"longestLeaseMs"_s << QJsonValue(u"1h"_s);
    QTest::newRow("lease below zero") << u"shortestLeaseMs"_s << QJsonValue(-5);
    QTest::newRow("lease beyond reason") << u"longestLeaseMs"_s << QJsonValue(1e300);
    QTest::newRow("limits in the wrong order") << u"shortestLeaseMs"_s << QJsonValue(300'000'000);
    QTest::newRow("colour") << u"colour"_s << QJsonValue(u"url(x)"_s);
    QTest::newRow("proxy of a wrong type") << u"proxy"_s << QJsonValue(u"squid"_s);
    QTest::newRow("proxy without a port")
        << u"proxy"_s << QJsonValue(QJsonObject{{u"mode"_s, u"own"_s}, {u"host"_s, u"h"_s}});
    QTest::newRow("proxy with a wild port")
        << u"proxy"_s
        << QJsonValue(QJsonObject{{u"mode"_s, u"own"_s}, {u"host"_s, u"h"_s}, {u"port"_s, 70'000}});
}

void TestProfileJson::F82_otherValuesFallBackAlone()
{
    QFETCH(const QString, key);
    QFETCH(const QJsonValue, value);
    QCOMPARE(profileFromJson(with(key, value)), profileFromJson(least()));
}

void TestProfileJson::F82_protectionFallsBackToProtecting()
{
    QVERIFY(profileFromJson(with(u"protected"_s, u"no idea"_s))->isProtected);
    QVERIFY(profileFromJson(with(u"readOnly"_s, QJsonValue::Null))->isReadOnly);
    QVERIFY(!profileFromJson(with(u"readOnly"_s, false))->isReadOnly);
}

void TestProfileJson::unknownKeysStay()
{
    const QJsonObject json = profileToJson(full(), {{u"later"_s, 7}, {u"name"_s, u"old"_s}});
    QCOMPARE(json.value(u"later"_s).toInt(), 7);
    QCOMPARE(json.value(u"name"_s).toString(), full().name);
}

void TestProfileJson::theListKeepsWhatItCannotRead()
{
    const QJsonObject broken{{u"id"_s, u"b"_s}, {u"name"_s, 3}};
    QJsonArray entries{least(), broken, 17, least()};
    const ProfileEntries read = profilesFromJson(entries);
    QCOMPARE(read.profiles.size(), 1);
    QCOMPARE(read.damaged, 3);

    Profile renamed = read.profiles.constFirst();
    renamed.name = u"renamed"_s;
    entries = withProfile(entries, renamed);
    QCOMPARE(entries.size(), 4);
    QCOMPARE(profilesFromJson(entries).profiles.constFirst().name, u"renamed"_s);
    entries = withProfile(entries, full());
    QCOMPARE(profilesFromJson(entries).profiles.size(), 2);
    QCOMPARE(entries.at(1).toObject(), broken);
    entries = withoutProfile(entries, renamed.id);
    QCOMPARE(profilesFromJson(entries).profiles, QList<Profile>{full()});
    QCOMPARE(entries.at(0).toObject(), broken);
}

void TestProfileJson::F82_aDamagedEntryOfTheSameIdIsNotReplaced()
{
    const QJsonObject broken{{u"id"_s, u"1"_s}, {u"name"_s, 3}};
    const QJsonArray entries{broken, least()};
    Profile renamed = profilesFromJson(entries).profiles.constFirst();
    renamed.name = u"renamed"_s;
    const QJsonArray replaced = withProfile(entries, renamed);
    QCOMPARE(replaced.size(), 2);
    QCOMPARE(replaced.at(0).toObject(), broken);
    QCOMPARE(profilesFromJson(replaced).profiles, QList<Profile>{renamed});
    // The only one of its id, it stays all the same.
    const QJsonArray added = withProfile({broken}, renamed);
    QCOMPARE(added.at(0).toObject(), broken);
    QCOMPARE(profilesFromJson(added).profiles, QList<Profile>{renamed});
}

QTEST_GUILESS_MAIN(TestProfileJson)
#include "tst_profilejson.moc"

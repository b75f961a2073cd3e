// SPDX-License-Identifier: MIT
#include "storedcredential.h"

#include <QTest>

using namespace leasekeeper;
using namespace Qt::StringLiterals;

class TestStoredCredential : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void comesBackAsItWas_data();
    void comesBackAsItWas();
    void isTheDocumentedForm();
    void refusesWhatWouldNotComeBack();
    void F84_garbage_data();
    void F84_garbage();
    void F84_everyPrefixIsRefused();
};

void TestStoredCredential::comesBackAsItWas_data()
{
    QTest::addColumn<QByteArray>("secret");
    QTest::newRow("plain") << QByteArray("MARKERa1b2");
    QTest::newRow("quotes, backslash, percent") << QByteArray(R"(a"b\c%20,;#=')");
    QTest::newRow("spaces around") << QByteArray("  x  ");
    QTest::newRow("beyond ASCII") << QByteArray("Paßwörter 密码 🔑");
    QTest::newRow("control characters") << QByteArray("a\tb\nc\x01");
    QTest::newRow("NUL inside") << QByteArray("a\0b", 3);
    QTest::newRow("10 kB") << QByteArray(10'000, 'T');
}

void TestStoredCredential::comesBackAsItWas()
{
    QFETCH(const QByteArray, secret);
    const QList<Credential> credentials{
        TokenCredential{Secret(secret), {}},
        TokenCredential{Secret(secret), 1'700'000'000'123},
        PasswordCredential{Secret(secret)},
        AccessKeyCredential{u"AKIA Ü"_s, Secret(secret), {}},
        AccessKeyCredential{u"AK"_s, Secret("sk"), Secret(secret)},
    };
    for (const Credential &credential : credentials) {
        const auto back = credentialFromStoredForm(storedForm(credential));
        QVERIFY(back.has_value());
        QVERIFY(*back == credential);
    }
}

void TestStoredCredential::isTheDocumentedForm()
{
    QCOMPARE(storedForm(PasswordCredential{Secret("p")}),
             QByteArray(R"({"kind":"password","password":"p","version":1})"));
    QCOMPARE(storedForm(TokenCredential{Secret("t"), 1'700'000'000'000}),
             QByteArray(R"({"expiresAtMs":1700000000000,"kind":"token","token":"t","version":1})"));
    QCOMPARE(storedForm(AccessKeyCredential{u"a"_s, Secret("s"), {}}),
             QByteArray(R"({"accessKey":"a","kind":"accessKey","secretKey":"s","version":1})"));
}

void TestStoredCredential::refusesWhatWouldNotComeBack()
{
    QVERIFY(storedForm({}).isEmpty());
    QVERIFY(storedForm(PasswordCredential{Secret("caf\xE9")}).isEmpty());
    QVERIFY(storedForm(PasswordCredential{Secret("\xEF\xBB\xBFmark")}).isEmpty());
    QVERIFY(storedForm(AccessKeyCredential{u"a"_s, Secret("s"), Secret("cut \xE5\xAF")}).isEmpty());
}

void TestStoredCredential::F84_garbage_data()
{
    QTest::addColumn<QByteArray>("value");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("text") << QByteArray("hunter2");
    QTest::newRow("binary") << QByteArray("\x00\xFF\x01{", 4);
    QTest::newRow("array") << QByteArray("[1]");
    QTest::newRow("empty object") << QByteArray("{}");
    QTest::newRow("later version") << QByteArray(R"({"kind":"password","password":"p","version":2})");
    QTest::newRow("no version") << QByteArray(R"({"kind":"password","password":"p"})");
    QTest::newRow("unknown kind") << QByteArray(R"({"kind":"smile","password":"p","version":1})");
    QTest::newRow("password as number") << QByteArray(R"({"kind":"password","password":7,"version":1})");
    QTest::newRow("empty password") << QByteArray(R"({"kind":"password","password":"","version":1})");
    QTest::newRow("no token") << QByteArray(R"({"kind":"token","version":1})");
    QTest::newRow("expiry as text") << QByteArray(
        R"({"kind":"token","token":"t","expiresAtMs":"x","version":1})");
    QTest::newRow("expiry negative") << QByteArray(
        R"({"kind":"token","token":"t","expiresAtMs":-1,"version":1})");
    QTest::newRow("expiry huge") << QByteArray(
        R"({"kind":"token","token":"t","expiresAtMs":1e300,"version":1})");
    QTest::newRow("key without secret") << QByteArray(R"({"kind":"accessKey","accessKey":"a","version":1})");
    QTest::newRow("security token as list") << QByteArray(
        R"({"kind":"accessKey","accessKey":"a","secretKey":"s","securityToken":[],"version":1})");
}

void TestStoredCredential::F84_garbage()
{
    QFETCH(const QByteArray, value);
    QVERIFY(!credentialFromStoredForm(value).has_value());
}

void TestStoredCredential::F84_everyPrefixIsRefused()
{
    const QByteArray whole = storedForm(AccessKeyCredential{u"AK"_s, Secret("SK"), Secret("ST")});
    for (qsizetype size = 0; size < whole.size(); ++size)
        QVERIFY2(!credentialFromStoredForm(whole.left(size)), QByteArray::number(size).constData());
}

QTEST_GUILESS_MAIN(TestStoredCredential)
#include "tst_storedcredential.moc"

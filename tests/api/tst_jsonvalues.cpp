// SPDX-License-Identifier: MIT
#include "jsonvalues.h"

#include <QTest>

#include <ctime>

using namespace leasekeeper;
using namespace Qt::StringLiterals;

/// What is JSON, and what only looks like it.
class JsonValuesTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void F44_bodies_data();
    void F44_bodies();
    void F39_noPrefixPasses();
    void F43_depth_data();
    void F43_depth();
    void F43_absurdDepthIsQuick();
};

void JsonValuesTest::F44_bodies_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<bool>("good");
    QTest::newRow("object") << QByteArray(R"({"a":1})") << true;
    QTest::newRow("blanks around") << QByteArray(" \r\n{\"a\":1}\n\t ") << true;
    QTest::newRow("umlauts") << QByteArray("{\"a\":\"\xc3\xa4\"}") << true;
    QTest::newRow("empty object") << QByteArray("{}") << true;
    QTest::newRow("empty") << QByteArray() << false;
    QTest::newRow("blanks") << QByteArray("  \n") << false;
    QTest::newRow("array") << QByteArray("[]") << false;
    QTest::newRow("text") << QByteArray("\"a\"") << false;
    QTest::newRow("number") << QByteArray("7") << false;
    QTest::newRow("null") << QByteArray("null") << false;
    QTest::newRow("words") << QByteArray("OK") << false;
    QTest::newRow("cut") << QByteArray(R"({"a":1)") << false;
    QTest::newRow("single quotes") << QByteArray("{'a':1}") << false;
    QTest::newRow("trailing comma") << QByteArray(R"({"a":1,})") << false;
    QTest::newRow("comment") << QByteArray(R"({"a":1/*x*/})") << false;
    QTest::newRow("bad UTF-8") << QByteArray("{\"a\":\"\xff\xfe\"}") << false;
    QTest::newRow("overlong UTF-8") << QByteArray("{\"a\":\"\xc0\xaf\"}") << false;
    QTest::newRow("byte order mark") << QByteArray("\xef\xbb\xbf{\"a\":1}") << false;
    QTest::newRow("UTF-16") << QByteArray("{\0\"\0a\0\"\0:\0"
                                          "1\0}\0",
                                          14)
                            << false;
    QTest::newRow("NaN") << QByteArray(R"({"a":NaN})") << false;
    QTest::newRow("infinity") << QByteArray(R"({"a":Infinity})") << false;
    QTest::newRow("1e400") << QByteArray(R"({"a":1e400})") << false;
    QTest::newRow("hexadecimal") << QByteArray(R"({"a":0x10})") << false;
    QTest::newRow("trailing text") << QByteArray(R"({"a":1} x)") << false;
    QTest::newRow("two objects") << QByteArray(R"({"a":1}{"a":2})") << false;
    QTest::newRow("zero byte behind") << QByteArray("{\"a\":1}\0", 8) << false;
}

void JsonValuesTest::F44_bodies()
{
    QFETCH(QByteArray, body);
    QFETCH(bool, good);
    QString whyNot;
    QCOMPARE(parseJsonObject(body, &whyNot).has_value(), good);
    QCOMPARE(whyNot.isEmpty(), good);
    QCOMPARE(parseJsonObject(body, nullptr).has_value(), good);
}

void JsonValuesTest::F39_noPrefixPasses()
{
    const QByteArray whole = R"({"data":[{"id":"a","n":1.5,"t":true,"s":"}]}"},{}],"total":2})";
    QVERIFY(parseJsonObject(whole, nullptr));
    for (qsizetype length = 1; length < whole.size(); ++length) {
        QString whyNot;
        QVERIFY2(!parseJsonObject(whole.left(length), &whyNot), whole.left(length).constData());
        QVERIFY2(whyNot.contains("broke off"_L1), qPrintable(QString::number(length) + whyNot));
    }
    for (const char *wrong : {R"({'a':1})", R"({"a":1,})", R"({"a":1} x)", "OK", R"({"a":NaN})"}) {
        QString whyNot;
        QVERIFY(!parseJsonObject(wrong, &whyNot));
        QVERIFY2(whyNot.contains("not valid JSON"_L1), wrong);
    }
}

void JsonValuesTest::F43_depth_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<bool>("good");
    const auto nested = [](int depth) {
        return QByteArray("{\"a\":" + QByteArray(depth - 1, '[') + QByteArray(depth - 1, ']') + "}");
    };
    QTest::newRow("32") << nested(32) << true;
    QTest::newRow("33") << nested(33) << false;
    QTest::newRow("brackets within text")
        << QByteArray("{\"a\":\"" + QByteArray(100, '[') + "\",\"b\":\"\\\"" + QByteArray(100, '{') + "\"}")
        << true;
    QTest::newRow("side by side") << QByteArray("{\"a\":[" + QByteArray("[],").repeated(100) + "[]]}")
                                  << true;
}

void JsonValuesTest::F43_depth()
{
    QFETCH(QByteArray, body);
    QFETCH(bool, good);
    QCOMPARE(parseJsonObject(body, nullptr).has_value(), good);
}

void JsonValuesTest::F43_absurdDepthIsQuick()
{
    const std::clock_t before = std::clock();
    QVERIFY(!parseJsonObject(QByteArray("{\"a\":" + QByteArray(100'000, '[')), nullptr));
    QVERIFY(!parseJsonObject(QByteArray(16 * 1024 * 1024, '{'), nullptr));
    QVERIFY(std::clock() - before < CLOCKS_PER_SEC); // of CPU
}

QTEST_GUILESS_MAIN(JsonValuesTest)
#include "tst_jsonvalues.moc"

// SPDX-License-Identifier: MIT
#include "jsonmarks.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace leasekeeper;
using namespace Qt::StringLiterals;

class TestJsonMarks : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void inTexts_data();
    void inTexts();
    void writtenAndReadAgain();
};

void TestJsonMarks::inTexts_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QByteArray>("escaped");
    const QByteArray mark("\xEF\xBB\xBF");
    QTest::newRow("nothing") << QByteArray() << QByteArray();
    QTest::newRow("none") << QByteArray(R"({"a":"\\é"})") << QByteArray(R"({"a":"\\é"})");
    QTest::newRow("name and value") << QByteArray("{\"" + mark + "a\":\"" + mark + mark + "b" + mark + "\"}")
                                    << QByteArray(R"({"\ufeffa":"\ufeff\ufeffb\ufeff"})");
    QTest::newRow("begin of the file") << QByteArray(mark + "{}") << QByteArray(mark + "{}");
    QTest::newRow("second of the file") << QByteArray(mark + mark) << QByteArray(mark + R"(\ufeff)");
    QTest::newRow("escaped backslash") << QByteArray(R"("\\)" + mark + "\"") << QByteArray(R"("\\\ufeff")");
    QTest::newRow("bad escape") << QByteArray(R"("\)" + mark + "\"") << QByteArray(R"("\)" + mark + "\"");
}

void TestJsonMarks::inTexts()
{
    QFETCH(const QByteArray, json);
    QFETCH(const QByteArray, escaped);
    QCOMPARE(withMarksEscaped(json), escaped);
    QCOMPARE(withMarksEscaped(escaped), escaped);
}

void TestJsonMarks::writtenAndReadAgain()
{
    const QJsonObject values{{u"\uFEFFname"_s, u"\uFEFFvalue"_s}};
    const QByteArray once = QJsonDocument(values).toJson();
    const QJsonObject read = QJsonDocument::fromJson(withMarksEscaped(once)).object();
    QCOMPARE(read.value(u"\uFEFFname"_s).toString(), u"\uFEFFvalue"_s);
    QCOMPARE(QJsonDocument(read).toJson(), once);
}

QTEST_GUILESS_MAIN(TestJsonMarks)
#include "tst_jsonmarks.moc"

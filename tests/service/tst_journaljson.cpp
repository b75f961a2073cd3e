// SPDX-License-Identifier: MIT
#include "journaljson.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRandomGenerator>
#include <QTest>

using namespace leasekeeper;
using namespace Qt::StringLiterals;

namespace
{

constexpr qint64 SomeMs = 1'700'000'000'000;

ActionIntent prolonging()
{
    ActionIntent intent;
    intent.id = 7;
    intent.state = ActionIntent::State::Sent;
    intent.instanceId = u"f9937afa-1"_s;
    intent.name = u"ocr-lab"_s;
    intent.verb = InstanceVerb::Prolong;
    intent.write = InstanceVerb::Prolong;
    intent.before = InstanceStatus::Running;
    intent.stopAtMs = SomeMs + 3'600'000;
    intent.atMs = SomeMs;
    intent.leaseSetMs = SomeMs - 1'000;
    return intent;
}

ActionIntent withoutId(ActionIntent intent)
{
    intent.id = 0;
    return intent;
}

/// A journal of one entry, in which `key` is replaced by this JSON, or taken out.
QByteArray journalWith(const QString &key, const QByteArray &json)
{
    QJsonObject entry = QJsonDocument::fromJson(intentToJson(prolonging())).object();
    if (json.isEmpty())
        entry.remove(key);
    else
        entry.insert(key, QJsonDocument::fromJson("[" + json + "]").array().at(0));
    return journalToJson(u"a"_s, {QJsonDocument(entry).toJson()});
}

} // namespace

class TestJournalJson : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void whatIsWrittenIsRead();
    void stopOnTheWayToADelete();
    void anEmptyOne();
    void F82_notAJournal_data();
    void F82_notAJournal();
    void F82_newerVersion();
    void F82_damagedEntryIsLeftOutAlone_data();
    void F82_damagedEntryIsLeftOutAlone();
    void F82_tooManyEntries();
    void F48_idsThatCanNeverBeReadAlone();
    void F49_foreignNamesStayWhatTheyAreAndShort();
    void F82_randomBytesNeverHurt();
};

void TestJournalJson::whatIsWrittenIsRead()
{
    const ActionIntent prolong = prolonging();
    ActionIntent stop = prolonging();
    // A mark at its beginning belongs to a text: without it this would be another instance.
    stop.instanceId.prepend(QChar::ByteOrderMark);
    stop.name.prepend(QChar::ByteOrderMark);
    stop.verb = InstanceVerb::Stop;
    stop.write = InstanceVerb::Stop;
    stop.stopAtMs = 0;
    stop.leaseSetMs = 0;
    stop.state = ActionIntent::State::Unresolved;
    const QString account = u"https://modelarts.example \u00fc \"p\""_s;
    const QByteArray bytes = journalToJson(account, {intentToJson(prolong), intentToJson(stop)});
    const auto read = journalFromJson(bytes);
    QVERIFY(read);
    QVERIFY(!read->isNewer);
    QCOMPARE(read->account, account);
    QCOMPARE(read->damaged, 0);
    QCOMPARE(read->intents, (QList<ActionIntent>{withoutId(prolong), withoutId(stop)}));
}

void TestJournalJson::stopOnTheWayToADelete()
{
    ActionIntent intent = prolonging();
    intent.verb = InstanceVerb::Delete;
    intent.write = InstanceVerb::Stop;
    intent.stopAtMs = 0;
    const auto read = journalFromJson(journalToJson(u"a"_s, {intentToJson(intent)}));
    QVERIFY(read);
    QCOMPARE(read->intents, QList<ActionIntent>{withoutId(intent)});
}

void TestJournalJson::anEmptyOne()
{
    const auto read = journalFromJson(journalToJson(u"a"_s, {}));
    QVERIFY(read);
    QVERIFY(read->intents.isEmpty());
    QCOMPARE(read->damaged, 0);
}

void TestJournalJson::F82_notAJournal_data()
{
    QTest::addColumn<QByteArray>("bytes");
    const QByteArray whole = journalToJson(u"a"_s, {intentToJson(prolonging())});
    QTest::newRow("zero bytes") << QByteArray();
    QTest::newRow("rubbish") << QByteArray("\x00\xff\x12", 3);
    QTest::newRow("cut") << whole.left(whole.size() / 2);
    QTest::newRow("trailing text") << whole + "x";
    QTest::newRow("an array") << QByteArray("[1]");
    QTest::newRow("no version") << QByteArray(R"({"account":"a","actions":[]})");
    QTest::newRow("version as text") << QByteArray(R"({"version":"1","account":"a","actions":[]})");
    QTest::newRow("version 0") << QByteArray(R"({"version":0,"account":"a","actions":[]})");
    QTest::newRow("no actions") << QByteArray(R"({"version":1,"account":"a"})");
    QTest::newRow("actions as object") << QByteArray(R"({"version":1,"account":"a","actions":{}})");
    QTest::newRow("a number out of range") << QByteArray(R"({"version":1e400,"account":"a","actions":[]})");
    QTest::newRow("too large") << whole + QByteArray(LargestJournal, ' ');
}

void TestJournalJson::F82_notAJournal()
{
    QFETCH(const QByteArray, bytes);
    QVERIFY(!journalFromJson(bytes));
}

void TestJournalJson::F82_newerVersion()
{
    const auto read = journalFromJson(R"({"version":2,"account":"a","actions":"a new kind"})");
    QVERIFY(read);
    QVERIFY(read->isNewer);
    QVERIFY(read->intents.isEmpty());
}

void TestJournalJson::F82_damagedEntryIsLeftOutAlone_data()
{
    QTest::addColumn<QString>("key");
    QTest::addColumn<QByteArray>("json");
    const auto row = [](const char *key, const char *json) {
        QTest::addRow("%s: %s", key, json) << QString::fromLatin1(key) << QByteArray(json);
    };
    row("instance", "");
    row("instance", "5");
    row("instance", "\"\"");
    row("verb", "");
    row("verb", "\"open\"");
    row("verb", "\"Stop\"");
    row("write", "\"delete\"");
    row("write", "\"stop\""); // that is for deletes
    row("write", "null");
    row("state", "\"done\"");
    row("atMs", "");
    row("atMs", "\"1700000000000\"");
    row("atMs", "1700000000");
    row("atMs", "-1");
    row("atMs", "1700000000000.5");
    row("atMs", "1e18");
    row("atMs", "1e300");
    row("stopAtMs", "");
    row("stopAtMs", "0");
    row("stopAtMs", "true");
}

void TestJournalJson::F82_damagedEntryIsLeftOutAlone()
{
    QFETCH(const QString, key);
    QFETCH(const QByteArray, json);
    const auto read = journalFromJson(journalWith(key, json));
    QVERIFY(read);
    QCOMPARE(read->damaged, 1);
    QVERIFY(read->intents.isEmpty());
}

void TestJournalJson::F82_tooManyEntries()
{
    QByteArrayList entries;
    for (qsizetype i = 0; i < MostIntents + 3; ++i)
        entries.append(intentToJson(prolonging()));
    const auto read = journalFromJson(journalToJson(u"a"_s, entries));
    QVERIFY(read);
    QCOMPARE(read->intents.size(), MostIntents);
    QCOMPARE(read->damaged, 3);
}

void TestJournalJson::F48_idsThatCanNeverBeReadAlone()
{
    ActionIntent intent = prolonging();
    for (const QString &id : {QString(), u"."_s, u".."_s, QString(2'000, u'x')}) {
        intent.instanceId = id;
        QVERIFY(intentToJson(intent).isEmpty());
    }
    for (const QString &id : {u"a/b"_s, u"a?b"_s, u"\u00e9\n"_s, QString(300, u'x')}) {
        intent.instanceId = id;
        const auto read = journalFromJson(journalToJson(u"a"_s, {intentToJson(intent)}));
        QVERIFY(read && read->intents.size() == 1);
        QCOMPARE(read->intents.constFirst().instanceId, id);
    }
}

void TestJournalJson::F49_foreignNamesStayWhatTheyAreAndShort()
{
    ActionIntent intent = prolonging();
    intent.name = u"<b>\u202elab\"\n"_s + QString(10'000, u'x');
    const QByteArray json = intentToJson(intent);
    QVERIFY(json.size() < 2'000);
    const auto read = journalFromJson(journalToJson(u"a"_s, {json}));
    QVERIFY(read);
    QVERIFY(read->intents.constFirst().name.startsWith(u"<b>\u202elab\"\n"_s));
    QCOMPARE(read->intents.constFirst().name.size(), 128);
}

void TestJournalJson::F82_randomBytesNeverHurt()
{
    constexpr quint32 Seed = 20'231'114;
    QRandomGenerator random(Seed);
    const QByteArray whole = journalToJson(u"a"_s, {intentToJson(prolonging()), intentToJson(prolonging())});
    for (int run = 0; run < 3'000; ++run) {
        QByteArray bytes = whole;
        for (int n = random.bounded(1, 4); n > 0; --n)
            bytes[random.bounded(int(bytes.size()))] = char(random.bounded(256));
        const auto read = journalFromJson(bytes);
        if (!read)
            continue;
        for (const ActionIntent &intent : read->intents) {
            const QByteArray again = intentToJson(intent);
            QVERIFY2(!again.isEmpty(), bytes.constData());
            const auto twice = journalFromJson(journalToJson(u"a"_s, {again}));
            QVERIFY2(twice && twice->intents == QList<ActionIntent>{intent}, bytes.constData());
        }
    }
}

QTEST_GUILESS_MAIN(TestJournalJson)
#include "tst_journaljson.moc"

// SPDX-License-Identifier: MIT
#include "recordfields.h"

#include "instancejson.h"

#include <QJsonDocument>
#include <QTest>

using namespace leasekeeper;
using namespace leasekeeper::test;
using namespace Qt::StringLiterals;

/// Field by field: missing, null or of a wrong type, it is unknown and nothing else suffers.
class InstanceFieldsTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void fullRecordDecodes();
    void F45_oneFieldWrong_data();
    void F45_oneFieldWrong();
    void F45_wrongParentsAreUnknown_data();
    void F45_wrongParentsAreUnknown();
    void F45_recordsWithoutId();
    void unknownNamesAmongTheKnown();
};

void InstanceFieldsTest::fullRecordDecodes()
{
    const Instance instance = decodeOne(fullRecord());
    QCOMPARE(instance.id, u"id-1"_s);
    QCOMPARE(instance.status, InstanceStatus::Running);
    QCOMPARE(instance.lease.type, Lease::Type::Idle);
    for (const RecordField &field : recordFields())
        QCOMPARE(field.shown(instance), field.good);
}

void InstanceFieldsTest::F45_oneFieldWrong_data()
{
    QTest::addColumn<int>("index");
    QTest::addColumn<QJsonValue>("wrong"); // undefined: the field is missing
    for (qsizetype i = 0; i < recordFields().size(); ++i) {
        const RecordField &field = recordFields().at(i);
        const QByteArray name = field.path.join(u'.').toLatin1();
        QTest::addRow("%s missing", name.constData()) << int(i) << QJsonValue(QJsonValue::Undefined);
        QTest::addRow("%s null", name.constData()) << int(i) << QJsonValue();
        const QList<std::pair<const char *, QJsonValue>> kinds = {
            {"object", json(R"({"a":1})")},
            {"list", json("[[1],2.5,null]")},
            {"text", u"7"_s},
            {"number", 7.5},
            {"flag", false},
        };
        for (const auto &[kind, value] : kinds) {
            if (value.type() != field.value.type())
                QTest::addRow("%s is a %s", name.constData(), kind) << int(i) << value;
        }
    }
}

void InstanceFieldsTest::F45_oneFieldWrong()
{
    QFETCH(int, index);
    QFETCH(QJsonValue, wrong);
    const RecordField &field = recordFields().at(index);
    const QJsonObject record =
        wrong.isUndefined() ? without(fullRecord(), field.path) : with(fullRecord(), field.path, wrong);
    const Instance instance = decodeOne(record);
    const Instance good = decodeOne(fullRecord());

    QString unknown = field.shown(Instance{});
    if (field.path == QList<QString>{u"create_at"_s})
        unknown = QString::number(good.lease.createAtMs.value_or(0));
    QCOMPARE(field.shown(instance), unknown);
    // And nothing else suffers.
    for (const RecordField &other : recordFields()) {
        if (other.path != field.path)
            QCOMPARE(other.shown(instance), other.shown(good));
    }
}

void InstanceFieldsTest::F45_wrongParentsAreUnknown_data()
{
    QTest::addColumn<QString>("parent");
    QTest::addColumn<QJsonValue>("wrong");
    for (const QString &parent : {u"image"_s, u"lease"_s, u"volume"_s, u"pool"_s, u"user"_s}) {
        QTest::addRow("%s null", qPrintable(parent)) << parent << QJsonValue();
        QTest::addRow("%s text", qPrintable(parent)) << parent << QJsonValue(u"x"_s);
        QTest::addRow("%s list", qPrintable(parent)) << parent << json(R"([{"id":"x","duration":1}])");
    }
}

void InstanceFieldsTest::F45_wrongParentsAreUnknown()
{
    QFETCH(QString, parent);
    QFETCH(QJsonValue, wrong);
    const Instance instance = decodeOne(with(fullRecord(), {parent}, wrong));
    for (const RecordField &field : recordFields()) {
        if (field.path.first() == parent)
            QCOMPARE(field.shown(instance), field.shown(Instance{}));
    }
    QCOMPARE(instance.name, u"ocr-lab"_s);
}

void InstanceFieldsTest::F45_recordsWithoutId()
{
    const QByteArray good = QJsonDocument(fullRecord()).toJson(QJsonDocument::Compact);
    const QList<QByteArray> bad = {"{}",
                                   "null",
                                   "7",
                                   "\"id\"",
                                   "[]",
                                   R"({"id":null})",
                                   R"({"id":7})",
                                   R"({"id":["x"]})",
                                   R"({"ID":"x"})",
                                   R"({"id":""})"};
    const auto decoded = decodePage(page(QList<QByteArray>(bad) << good), 50, nullptr);
    QVERIFY(decoded);
    QCOMPARE(decoded->received, int(bad.size()) + 1);
    QCOMPARE(decoded->unreadable, int(bad.size()));
    QCOMPARE(decoded->instances.size(), 1);
    QCOMPARE(decoded->instances.first(), decodeOne(fullRecord()));
}

void InstanceFieldsTest::unknownNamesAmongTheKnown()
{
    QJsonObject record = fullRecord();
    QStringList parents{QString()};
    for (auto entry = record.constBegin(); entry != record.constEnd(); ++entry) {
        if (entry->isObject())
            parents.append(entry.key());
    }
    // Before, between and behind the known ones, in whatever way a text can be stored.
    const QStringList names{QString(),       u"A"_s,      u"crea"_s,     u"create_at2"_s,
                            u"imag\u00e9"_s, u"type_"_s,  u"~"_s,        u"\u00fc"_s,
                            u"\U0001f600"_s, u"\uffef"_s, u"workspace"_s};
    for (const QString &parent : parents) {
        for (const QString &name : names)
            record = with(record, parent.isEmpty() ? QStringList{name} : QStringList{parent, name}, u"x"_s);
    }
    const Instance instance = decodeOne(record);
    for (const RecordField &field : recordFields())
        QCOMPARE(field.shown(instance), field.good);
}

QTEST_GUILESS_MAIN(InstanceFieldsTest)
#include "tst_instancefields.moc"

// SPDX-License-Identifier: MIT
#include "instancejson.h"
#include "timetext.h"

#include <QFile>
#include <QTest>

using namespace leasekeeper;
using namespace Qt::StringLiterals;

/// The two answers the reference pages print, decoded field by field.
class ReferenceBodiesTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void deletedNotebook();
    void renewedLease();
    void tracedInstanceStopsWhenItDid();

private:
    static QByteArray fixture(const QString &name);
};

QByteArray ReferenceBodiesTest::fixture(const QString &name)
{
    QFile file(QStringLiteral(LEASEKEEPER_API_DATA "/") + name);
    if (!file.open(QIODevice::ReadOnly))
        qFatal("A fixture is missing.");
    return file.readAll();
}

void ReferenceBodiesTest::deletedNotebook()
{
    Instance expected;
    expected.id = u"f9937afa-ca78-45b6-bc12-7ecf42553c48"_s;
    expected.name = u"notebook_5ee4bf0e"_s;
    expected.description = u"update"_s;
    expected.status = InstanceStatus::Deleting;
    expected.statusText = u"DELETING"_s;
    expected.feature = u"DEFAULT"_s;
    expected.flavor = u"modelarts.vm.cpu.free"_s;
    expected.image.id = u"e1a07296-22a8-4f05-8bc8-e936c8e54090"_s;
    expected.image.name = u"notebook2.0-mul-kernel-cpu-cp36"_s;
    expected.image.tag = u"3.3.2-release_v1"_s;
    expected.image.type = u"BUILD_IN"_s;
    expected.lease.createAtMs = 1'638'841'805'439;
    expected.lease.durationMs = 3'600'000;
    expected.lease.enabled = true;
    expected.lease.updateAtMs = 1'638'841'805'439;
    expected.lease.type = Lease::Type::Timing; // the page names none
    expected.workspaceId = u"0"_s;
    expected.token = Secret("58ba50c6-e8ff-245c-4840-49e51aa70737");
    expected.createdAtMs = 1'638'841'805'440;
    expected.updatedAtMs = 1'638'842'504'178;

    QString whyNot;
    const auto decoded = decodeSparseInstance(fixture(u"deleted.json"_s), expected.id, &whyNot);
    QVERIFY2(decoded, qPrintable(whyNot));
    // One by one, so that a failure names its field; then whole, so that nothing was forgotten.
    QCOMPARE(decoded->name, expected.name);
    QCOMPARE(decoded->description, expected.description);
    QCOMPARE(decoded->status, expected.status);
    QCOMPARE(decoded->statusText, expected.statusText);
    QCOMPARE(decoded->feature, expected.feature);
    QCOMPARE(decoded->flavor, expected.flavor);
    QCOMPARE(decoded->image.id, expected.image.id);
    QCOMPARE(decoded->image.name, expected.image.name);
    QCOMPARE(decoded->image.tag, expected.image.tag);
    QCOMPARE(decoded->image.type, expected.image.type);
    QCOMPARE(decoded->lease.createAtMs, expected.lease.createAtMs);
    QCOMPARE(decoded->lease.durationMs, expected.lease.durationMs);
    QCOMPARE(decoded->lease.enabled, expected.lease.enabled);
    QCOMPARE(decoded->lease.updateAtMs, expected.lease.updateAtMs);
    QCOMPARE(decoded->lease.type, expected.lease.type);
    QCOMPARE(decoded->lease.typeText, QString());
    QCOMPARE(decoded->workspaceId, expected.workspaceId);
    QCOMPARE(decoded->createdAtMs, expected.createdAtMs);
    QCOMPARE(decoded->updatedAtMs, expected.updatedAtMs);
    QVERIFY(*decoded == expected);
}

void ReferenceBodiesTest::renewedLease()
{
    QString whyNot;
    const auto lease = decodeLease(fixture(u"renewed-lease.json"_s), &whyNot);
    QVERIFY2(lease, qPrintable(whyNot));
    QCOMPARE(lease->createAtMs, std::optional<qint64>(1'638'841'744'515));
    QCOMPARE(lease->durationMs, std::optional<qint64>(3'600'000));
    QCOMPARE(lease->enabled, std::optional(true));
    QCOMPARE(lease->type, Lease::Type::Timing);
    QCOMPARE(lease->typeText, u"TIMING"_s);
    QCOMPARE(lease->updateAtMs, std::optional<qint64>(1'638'843'018'759));
}

void ReferenceBodiesTest::tracedInstanceStopsWhenItDid()
{
    for (const QByteArray &updateAt : {QByteArray("1687657510014"), QByteArray("1687656452470"),
                                       QByteArray("1699999999999"), QByteArray("null")}) {
        const auto instance =
            decodeInstance(QByteArray("{\"id\":\"a\",\"status\":\"RUNNING\",\"lease\":{\"create_at\":"
                                      "1687656452470,\"duration\":4657544,\"enable\":true,\"update_at\":" +
                                      updateAt + "}}"),
                           u"a"_s, nullptr);
        QVERIFY(instance);
        const auto stops = stopsAtMs(instance->lease, instance->status);
        QVERIFY(stops);
        QCOMPARE(isoUtc(*stops), u"2023-06-25T02:45:10.014Z"_s);
    }
}

QTEST_GUILESS_MAIN(ReferenceBodiesTest)
#include "tst_referencebodies.moc"

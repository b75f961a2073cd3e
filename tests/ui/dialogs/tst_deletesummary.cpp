// SPDX-License-Identifier: MIT
#include "deletesummary.h"
#include "dialogdesktop.h"
#include "dialogtext.h"
#include "plaintext.h"

using namespace leasekeeper;
using namespace leasekeeper::test;
using namespace Qt::StringLiterals;

class TestDeleteSummary : public QObject
{
    Q_OBJECT

public:
    static void initMain() { qputenv("TZ", "UTC"); }

private Q_SLOTS:
    void typingByRisk_data();
    void typingByRisk();
    void protectedProfilesAlwaysAsk();
    void typedTextMustMatch_data();
    void typedTextMustMatch();
    void namesThatCannotBeTyped_data();
    void namesThatCannotBeTyped();
    void headlines_data();
    void headlines();
    void buttonSaysWhatItDoes();
    void factsEnumerateEverything();
    void projectByItsName();
    void storageWords_data();
    void storageWords();
    void sharedStorageIsCountedOnce();
    void riskyOnesComeFirst();
    void detailsHoldNoSecret();
    void longNamesCanBreak();

private:
    DialogDesktop m_desk;
};

void TestDeleteSummary::typingByRisk_data()
{
    QTest::addColumn<InstanceStatus>("status");
    QTest::addColumn<QString>("ownerId");
    QTest::addColumn<bool>("allUsers");
    QTest::addColumn<bool>("always");
    QTest::addColumn<bool>("asked");
    const QString own = u"id-ana"_s;
    QTest::newRow("own stopped") << InstanceStatus::Stopped << own << false << false << false;
    QTest::newRow("own stopped, always") << InstanceStatus::Stopped << own << false << true << true;
    QTest::newRow("own failed") << InstanceStatus::Error << own << false << false << false;
    QTest::newRow("own frozen") << InstanceStatus::Frozen << own << false << false << false;
    QTest::newRow("own running") << InstanceStatus::Running << own << false << false << true;
    QTest::newRow("own stopping") << InstanceStatus::Stopping << own << false << false << true;
    QTest::newRow("foreign stopped") << InstanceStatus::Stopped << u"id-li"_s << false << false << true;
    QTest::newRow("owner not told, own list")
        << InstanceStatus::Stopped << QString() << false << false << false;
    QTest::newRow("owner not told, list of all")
        << InstanceStatus::Stopped << QString() << true << false << true;
}

void TestDeleteSummary::typingByRisk()
{
    QFETCH(InstanceStatus, status);
    QFETCH(QString, ownerId);
    QFETCH(bool, allUsers);
    QFETCH(bool, always);
    QFETCH(bool, asked);
    Instance instance = m_desk.instance(u"ocr-lab"_s, status);
    instance.ownerId = ownerId;
    Profile profile = m_desk.profile;
    profile.allUsers = allUsers;
    const Confirmation confirmation = confirmationForOne(instance, profile, always);
    QCOMPARE(confirmation.isAsked(), asked);
    if (asked) {
        QCOMPARE(confirmation.required, u"ocr-lab"_s);
        QCOMPARE(confirmation.prompt, u"Type ocr-lab to confirm:"_s);
    }
}

void TestDeleteSummary::protectedProfilesAlwaysAsk()
{
    Instance instance = m_desk.instance(u"ocr-lab"_s, InstanceStatus::Stopped);
    instance.ownerId = u"id-ana"_s;
    Profile profile = m_desk.profile;
    QVERIFY(!confirmationForOne(instance, profile, false).isAsked());
    profile.isProtected = true;
    QCOMPARE(confirmationForOne(instance, profile, false).required, u"ocr-lab"_s);
}

void TestDeleteSummary::typedTextMustMatch_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("typed");
    QTest::addColumn<bool>("matches");
    QTest::newRow("same") << u"ocr-lab"_s << u"ocr-lab"_s << true;
    QTest::newRow("blanks around") << u"ocr-lab"_s << u"  ocr-lab "_s << true;
    QTest::newRow("blanks around the name") << u" ocr-lab "_s << u"ocr-lab"_s << true;
    QTest::newRow("other case") << u"ocr-lab"_s << u"OCR-lab"_s << false;
    QTest::newRow("part") << u"ocr-lab"_s << u"ocr"_s << false;
    QTest::newRow("more") << u"ocr-lab"_s << u"ocr-lab1"_s << false;
    QTest::newRow("empty") << u"ocr-lab"_s << QString() << false;
    QTest::newRow("inner blanks count") << u"ocr lab"_s << u"ocrlab"_s << false;
    QTest::newRow("composed otherwise") << u"\u00fcbung"_s << u"u\u0308bung"_s << true;
    QTest::newRow("other script alike") << u"ocr"_s << u"\u043ecr"_s << false;
    QTest::newRow("Chinese") << u"数据清洗"_s << u"数据清洗"_s << true;
    QTest::newRow("markup") << u"<b>x</b>"_s << u"<b>x</b>"_s << true;
}

void TestDeleteSummary::typedTextMustMatch()
{
    QFETCH(QString, name);
    QFETCH(QString, typed);
    QFETCH(bool, matches);
    Instance instance = m_desk.instance(u"one"_s);
    instance.name = name;
    QCOMPARE(confirmationForOne(instance, m_desk.profile, false).isMetBy(typed), matches);
}

void TestDeleteSummary::namesThatCannotBeTyped_data()
{
    QTest::addColumn<QString>("name");
    QTest::newRow("empty") << QString();
    QTest::newRow("blanks") << u"   "_s;
    QTest::newRow("line break") << u"a\nb"_s;
    QTest::newRow("control") << u"a\u0007b"_s;
    QTest::newRow("right to left mark") << u"a\u202eb"_s;
    QTest::newRow("zero width") << u"a\u200bb"_s;
    QTest::newRow("no-break space") << u"a\u00a0b"_s;
    QTest::newRow("65 letters") << QString(65, u'x');
}

void TestDeleteSummary::namesThatCannotBeTyped()
{
    QFETCH(QString, name);
    Instance instance = m_desk.instance(u"one"_s);
    instance.name = name;
    const Confirmation confirmation = confirmationForOne(instance, m_desk.profile, false);
    QCOMPARE(confirmation.required, u"f9937afa"_s);
    QVERIFY(confirmation.prompt.contains(u"Type the beginning of its ID, f9937afa, to confirm:"_s));
    QVERIFY(!confirmation.isMetBy(name));
    QVERIFY(!confirmation.isMetBy(QString()));
}

void TestDeleteSummary::headlines_data()
{
    QTest::addColumn<QList<qint64>>("sizes"); // -1: not told
    QTest::addColumn<QString>("headline");
    QTest::newRow("three") << QList<qint64>{5, 50, 50}
                           << u"Permanently delete 3 notebook instances and 105 GB of storage?"_s;
    QTest::newRow("one left") << QList<qint64>{5}
                              << u"Permanently delete 1 notebook instance and 5 GB of storage?"_s;
    QTest::newRow("one size unknown")
        << QList<qint64>{5, -1} << u"Permanently delete 2 notebook instances and at least 5 GB of storage?"_s;
    QTest::newRow("no size known") << QList<qint64>{-1, -1}
                                   << u"Permanently delete 2 notebook instances and their storage?"_s;
    QTest::newRow("none") << QList<qint64>{} << u"Nothing is chosen to be deleted"_s;
}

void TestDeleteSummary::headlines()
{
    QFETCH(QList<qint64>, sizes);
    QList<Instance> chosen;
    for (const qint64 size : sizes) {
        Instance instance = m_desk.instance(QString::number(chosen.size()), InstanceStatus::Stopped);
        instance.storage.capacityGb = size < 0 ? std::nullopt : std::optional<qint64>(size);
        chosen.append(instance);
    }
    QTEST(deleteHeadline(chosen, true), "headline");
}

void TestDeleteSummary::buttonSaysWhatItDoes()
{
    const Instance running = m_desk.instance(u"ocr-lab"_s);
    const Instance stopped = m_desk.instance(u"etl-old"_s, InstanceStatus::Stopped);
    QCOMPARE(deleteButtonText({running}), u"Stop and delete ocr-lab"_s);
    QCOMPARE(deleteButtonText({stopped}), u"Delete etl-old"_s);
    QCOMPARE(deleteButtonText({running, stopped}), u"Delete 2 instances"_s);
}

void TestDeleteSummary::factsEnumerateEverything()
{
    Instance instance = m_desk.instance(u"ocr-lab"_s);
    InstanceStorage mount;
    mount.category = u"OBS"_s;
    mount.mountPath = u"/data/train"_s;
    instance.extraMounts = {mount};
    QStringList lines;
    for (const Fact &fact : deleteFacts(instance, m_desk.profile, StartMs))
        lines += QString(fact.label + u": "_s + fact.text);
    const QStringList expected{
        u"Container: cpu.2u, image notebook2.0-mul-kernel-cpu-cp36"_s,
        u"Storage: EVS 5 GB at /home/ma-user/work – all files in it"_s,
        u"Mounted too: OBS at /data/train – mounted from a bucket"_s,
        u"State: Running, stops in 24 min – it will be stopped first"_s,
        u"Owner: ana (you)"_s,
        u"ID: f9937afa…"_s,
        u"Profile: OTC prod, eu-de, ml-team"_s,
    };
    QCOMPARE(lines, expected);
    QCOMPARE(deleteFacts(instance, m_desk.profile, StartMs).at(5).tooltip, instance.id);
}

void TestDeleteSummary::projectByItsName()
{
    const Instance instance = m_desk.instance(u"ocr-lab"_s, InstanceStatus::Stopped);
    Profile profile = m_desk.profile;
    profile.projectId = u"5a1f0c52e0f34ab1a7d0d9e1d2b3c4e5"_s;
    const auto profileFact = [&] { return deleteFacts(instance, profile, StartMs).constLast().text; };
    QCOMPARE(profileFact(), u"OTC prod, eu-de, 5a1f0c52e0f34ab1a7d0d9e1d2b3c4e5"_s);
    // As in the window; what the service named is shown with its marks.
    profile.projectName = u"eu-de_ml\u202Eteam"_s;
    QCOMPARE(profileFact(), u"OTC prod, eu-de, "_s + visibleText(profile.projectName));
    QVERIFY(!profileFact().contains(QChar(0x202E)));
    profile.projectName = u"ml-team"_s;
    QCOMPARE(profileFact(), u"OTC prod, eu-de, ml-team"_s);
}

void TestDeleteSummary::storageWords_data()
{
    QTest::addColumn<QString>("category");
    QTest::addColumn<QString>("ownership");
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("words");
    QTest::newRow("managed EVS") << u"EVS"_s << u"MANAGED"_s << u"/work"_s
                                 << u"EVS 5 GB at /work – all files in it"_s;
    QTest::newRow("EFS") << u"EFS"_s << u"MANAGED"_s << u"/work"_s
                         << u"EFS 5 GB at /work – all files in it; it may be mounted elsewhere too"_s;
    QTest::newRow("dedicated EVS")
        << u"EVS"_s << u"DEDICATED"_s << u"/work"_s
        << u"EVS 5 GB (own) at /work – all files in it; it may be mounted elsewhere too"_s;
    QTest::newRow("no path") << u"EVS"_s << u"MANAGED"_s << QString() << u"EVS 5 GB – all files in it"_s;
}

void TestDeleteSummary::storageWords()
{
    QFETCH(QString, category);
    QFETCH(QString, ownership);
    QFETCH(QString, path);
    Instance instance = m_desk.instance(u"one"_s);
    instance.storage.category = category;
    instance.storage.ownership = ownership;
    instance.storage.mountPath = path;
    QTEST(deleteFacts(instance, m_desk.profile, StartMs).at(1).text, "words");
    instance.storage = {};
    QCOMPARE(deleteFacts(instance, m_desk.profile, StartMs).at(1).text,
             u"not told by the service – whatever it holds is lost"_s);
}

void TestDeleteSummary::sharedStorageIsCountedOnce()
{
    QList<Instance> chosen;
    for (const QString &name : {u"a"_s, u"b"_s}) {
        Instance instance = m_desk.instance(name, InstanceStatus::Stopped);
        instance.storage.category = u"EFS"_s;
        instance.storage.capacityGb = 50;
        instance.storage.uri = u"sfs.example:/share"_s;
        chosen.append(instance);
    }
    Instance unknown = m_desk.instance(u"c"_s, InstanceStatus::Stopped);
    unknown.storage.capacityGb.reset();
    chosen.append(unknown);
    QCOMPARE(totalsText(chosen, 4),
             u"3 of 4 instances · at least 50 GB of storage · 1 volume of unknown size · "
             "2 with storage that may be mounted elsewhere too"_s);
}

void TestDeleteSummary::riskyOnesComeFirst()
{
    const Profile &profile = m_desk.profile;
    const Instance stopped = m_desk.instance(u"a"_s, InstanceStatus::Stopped);
    const int own = deleteRisk(stopped, profile);
    const int foreign = deleteRisk(m_desk.foreign(stopped), profile);
    const int running = deleteRisk(m_desk.instance(u"b"_s), profile);
    const int both = deleteRisk(m_desk.foreign(m_desk.instance(u"b"_s)), profile);
    QVERIFY(own < foreign);
    QVERIFY(foreign < running);
    QVERIFY(running < both);
}

void TestDeleteSummary::detailsHoldNoSecret()
{
    Instance instance = m_desk.instance(u"ocr\nlab"_s);
    instance.token = Secret("CANARY-TOKEN");
    instance.url = u"https://example.test/CANARY-URL"_s;
    instance.description = u"weekly"_s;
    const QString text = detailsText({instance}, m_desk.profile, StartMs);
    QVERIFY2(!text.contains(u"CANARY"_s), qPrintable(text));
    QVERIFY(text.contains(instance.id.left(8)));
    QVERIFY(text.contains(u"1 notebook instance about to be deleted"_s));
    QVERIFY(text.contains(u"ocr lab"_s));
    QVERIFY(text.contains(u"  Storage: EVS 5 GB at /home/ma-user/work – all files in it"_s));
    QVERIFY(text.contains(u"  Stops at: 2023-11-14T18:55:00.000Z"_s));
    QVERIFY(text.contains(u"  Description: weekly"_s));
}

void TestDeleteSummary::longNamesCanBreak()
{
    const QString name(128, u'x');
    QString shown = breakable(name);
    QVERIFY(shown.contains(QChar(0x200B)));
    QCOMPARE(shown.remove(QChar(0x200B)), name);
    QCOMPARE(breakable(u"a short name"_s), u"a short name"_s);
    const QString emoji = u"😀"_s.repeated(40);
    QCOMPARE(breakable(emoji).remove(QChar(0x200B)), emoji);
    // Half a character would not survive this.
    const QString shifted = breakable(u"x"_s + emoji);
    QCOMPARE(QString::fromUtf8(shifted.toUtf8()), shifted);
}

QTEST_MAIN(TestDeleteSummary)
#include "tst_deletesummary.moc"

// SPDX-License-Identifier: MIT
#include "instance.h"
#include "leasefixture.h"

#include <QTest>

using namespace leasekeeper;
using namespace leasekeeper::test;
using namespace Qt::StringLiterals;

using Size = std::optional<qint64>;

namespace
{

InstanceStorage storage(const QString &category, Size capacityGb, const QString &ownership = u"MANAGED"_s)
{
    InstanceStorage made;
    made.category = category;
    made.ownership = ownership;
    made.capacityGb = capacityGb;
    return made;
}

Instance creating(const QList<InstanceProgress> &progress)
{
    Instance instance;
    instance.status = InstanceStatus::Creating;
    instance.progress = progress;
    return instance;
}

} // namespace

class TestInstance : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void storageTexts_data();
    void storageTexts();
    void sharedStorage_data();
    void sharedStorage();
    void names_data();
    void names();
    void owners_data();
    void owners();
    void statusLabels_data();
    void statusLabels();
    void F46_unknownStatusKeepsItsText_data();
    void F46_unknownStatusKeepsItsText();
    void autoStopLabels_data();
    void autoStopLabels();
};

void TestInstance::storageTexts_data()
{
    QTest::addColumn<InstanceStorage>("given");
    QTest::addColumn<QString>("text");
    const auto row = [](const char *name, InstanceStorage given, const QString &text,
                        const QString &status = {}) {
        given.status = status;
        QTest::newRow(name) << given << text;
    };
    row("EVS", storage(u"EVS"_s, 50), u"EVS 50 GB"_s);
    row("SFS of one's own", storage(u"SFS"_s, 50, u"DEDICATED"_s), u"SFS 50 GB (own)"_s);
    row("ownership in lower case", storage(u"SFS"_s, 50, u"dedicated"_s), u"SFS 50 GB (own)"_s);
    row("ownership left out", storage(u"EFS"_s, 50, {}), u"EFS 50 GB"_s);
    row("size unknown", storage(u"EFS"_s, {}), u"EFS"_s);
    row("size unknown, own", storage(u"EFS"_s, {}, u"DEDICATED"_s), u"EFS (own)"_s);
    row("kind unknown", storage({}, 5), u"5 GB"_s);
    row("nothing known", storage({}, {}, {}), u"–"_s);
    row("ownership alone", storage({}, {}, u"DEDICATED"_s), u"–"_s);
    row("state alone", storage({}, {}, {}), u"–"_s, u"RESIZING"_s);
    row("no size at all", storage(u"EVS"_s, 0), u"EVS 0 GB"_s);
    row("being enlarged", storage(u"EVS"_s, 5), u"EVS 5 GB, resizing…"_s, u"RESIZING"_s);
    row("being enlarged, lower case", storage(u"EVS"_s, 5), u"EVS 5 GB, resizing…"_s, u"resizing"_s);
    row("being enlarged, own", storage(u"SFS"_s, 5, u"DEDICATED"_s), u"SFS 5 GB (own), resizing…"_s,
        u"RESIZING"_s);
    row("another state", storage(u"EVS"_s, 5), u"EVS 5 GB"_s, u"INITIALIZING"_s);
    row("kind in foreign words", storage(u"%1 \u202E"_s, 5), u"%1 ⟨U+202E⟩ 5 GB"_s);
    row("kind of 10 000 characters", storage(QString(10'000, u'X'), 5), QString(31, u'X') + u"… 5 GB"_s);
}

void TestInstance::storageTexts()
{
    QFETCH(const InstanceStorage, given);
    QFETCH(const QString, text);
    QCOMPARE(storageText(given), text);
}

void TestInstance::sharedStorage_data()
{
    QTest::addColumn<QString>("category");
    QTest::addColumn<QString>("ownership");
    QTest::addColumn<bool>("shared");
    QTest::newRow("EVS") << u"EVS"_s << u"MANAGED"_s << false;
    QTest::newRow("EFS") << u"EFS"_s << u"MANAGED"_s << true;
    QTest::newRow("SFS") << u"SFS"_s << u"MANAGED"_s << true;
    QTest::newRow("sfs") << u"sfs"_s << QString() << true;
    QTest::newRow("EVS of one's own") << u"EVS"_s << u"DEDICATED"_s << true;
    QTest::newRow("nothing but ownership") << QString() << u"Dedicated"_s << true;
    QTest::newRow("OBS") << u"OBS"_s << u"MANAGED"_s << false;
    QTest::newRow("nothing known") << QString() << QString() << false;
}

void TestInstance::sharedStorage()
{
    QFETCH(const QString, category);
    QFETCH(const QString, ownership);
    QFETCH(const bool, shared);
    QCOMPARE(mayBeShared(storage(category, 1, ownership)), shared);
}

void TestInstance::names_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("shown");
    QTest::newRow("name") << u"ocr-lab"_s << u"ocr-lab"_s;
    QTest::newRow("no name") << QString() << u"f9937afa"_s;
    QTest::newRow("blanks") << u" \t"_s << u"f9937afa"_s;
    QTest::newRow("blanks around are kept") << u" a "_s << u" a "_s;
    QTest::newRow("umlauts and CJK") << u"Größe 训练"_s << u"Größe 训练"_s;
    QTest::newRow("markup") << u"<b>x</b>"_s << u"<b>x</b>"_s;
    QTest::newRow("override") << u"a\u202Eb"_s << u"a⟨U+202E⟩b"_s;
    QTest::newRow("128 characters") << QString(128, u'n') << QString(128, u'n');
    QTest::newRow("10 000 characters") << QString(10'000, u'n') << QString(QString(255, u'n') + u'…');
}

void TestInstance::names()
{
    QFETCH(const QString, name);
    QFETCH(const QString, shown);
    Instance instance;
    instance.id = u"f9937afa"_s;
    instance.name = name;
    QCOMPARE(displayName(instance), shown);
}

void TestInstance::owners_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("id");
    QTest::addColumn<QString>("shown");
    QTest::newRow("name and id") << u"ana"_s << u"a1"_s << u"ana"_s;
    QTest::newRow("id alone") << QString() << u"a1"_s << u"a1"_s;
    QTest::newRow("blank name") << u" "_s << u"a1"_s << u"a1"_s;
    QTest::newRow("nobody") << QString() << QString() << u"–"_s;
    QTest::newRow("override") << u"\u202Eana"_s << u"a1"_s << u"⟨U+202E⟩ana"_s;
}

void TestInstance::owners()
{
    QFETCH(const QString, name);
    QFETCH(const QString, id);
    QFETCH(const QString, shown);
    Instance instance;
    instance.ownerName = name;
    instance.ownerId = id;
    QCOMPARE(ownerText(instance), shown);
}

void TestInstance::statusLabels_data()
{
    const auto steps = [](std::initializer_list<const char *> states) {
        QList<InstanceProgress> progress;
        int number = 0;
        for (const char *state : states)
            progress << InstanceProgress{++number, QString::fromLatin1(state), {}};
        return progress;
    };
    QTest::addColumn<Instance>("instance");
    QTest::addColumn<QString>("label");
    Instance running = creating(steps({"COMPLETED", "PROCESSING"}));
    running.status = InstanceStatus::Running;
    QTest::newRow("running: no steps") << running << u"Running"_s;
    QTest::newRow("no steps told") << creating({}) << u"Creating…"_s;
    QTest::newRow("all wait") << creating(steps({"WAITING", "WAITING", "WAITING", "WAITING"}))
                              << u"Creating…"_s;
    QTest::newRow("first") << creating(steps({"PROCESSING", "WAITING", "WAITING", "WAITING"}))
                           << u"Creating… 1/4"_s;
    QTest::newRow("third") << creating(steps({"COMPLETED", "COMPLETED", "PROCESSING", "WAITING"}))
                           << u"Creating… 3/4"_s;
    QTest::newRow("between two") << creating(steps({"COMPLETED", "COMPLETED", "WAITING", "WAITING"}))
                                 << u"Creating… 3/4"_s;
    QTest::newRow("failed") << creating(steps({"COMPLETED", "FAILED", "WAITING", "WAITING"}))
                            << u"Creating… 2/4"_s;
    QTest::newRow("all completed") << creating(steps({"COMPLETED", "COMPLETED", "COMPLETED", "COMPLETED"}))
                                   << u"Creating… 4/4"_s;
    QTest::newRow("lower case") << creating(steps({"completed", "processing"})) << u"Creating… 2/4"_s;
    QTest::newRow("steps out of order")
        << creating({{4, u"WAITING"_s, {}}, {2, u"PROCESSING"_s, {}}, {1, u"COMPLETED"_s, {}}})
        << u"Creating… 2/4"_s;
    QTest::newRow("completed steps out of order")
        << creating({{2, u"COMPLETED"_s, {}}, {1, u"COMPLETED"_s, {}}, {3, u"WAITING"_s, {}}})
        << u"Creating… 3/4"_s;
    QTest::newRow("steps that do not exist")
        << creating({{0, u"PROCESSING"_s, {}}, {5, u"PROCESSING"_s, {}}, {-1, u"COMPLETED"_s, {}}})
        << u"Creating…"_s;
    QTest::newRow("unknown words") << creating(steps({"DONE", "BUSY"})) << u"Creating…"_s;
    Instance starting = creating(steps({"COMPLETED", "PROCESSING"}));
    starting.status = InstanceStatus::Starting;
    QTest::newRow("starting") << starting << u"Starting…"_s;
}

void TestInstance::statusLabels()
{
    QFETCH(const Instance, instance);
    QFETCH(const QString, label);
    QCOMPARE(statusLabel(instance), label);
}

void TestInstance::F46_unknownStatusKeepsItsText_data()
{
    QTest::addColumn<QString>("statusText");
    QTest::addColumn<QString>("label");
    QTest::newRow("new word") << u"HIBERNATING"_s << u"HIBERNATING"_s;
    QTest::newRow("missing") << QString() << u"Unknown"_s;
    QTest::newRow("blanks") << u"  "_s << u"Unknown"_s;
    QTest::newRow("override") << u"\u202EGNINNUR"_s << u"⟨U+202E⟩GNINNUR"_s;
    QTest::newRow("10 000 characters") << QString(10'000, u'X') << QString(QString(63, u'X') + u'…');
}

void TestInstance::F46_unknownStatusKeepsItsText()
{
    QFETCH(const QString, statusText);
    QFETCH(const QString, label);
    Instance instance;
    instance.statusText = statusText;
    QCOMPARE(statusLabel(instance), label);
    // The text of a known state is never shown in place of ours.
    instance.status = InstanceStatus::Stopped;
    QCOMPARE(statusLabel(instance), u"Stopped"_s);
}

void TestInstance::autoStopLabels_data()
{
    QTest::addColumn<Lease>("lease");
    QTest::addColumn<QString>("label");
    Lease traced = timedLease(4'657'544);
    traced.updateAtMs = TracedCreateMs + 1'057'544;
    QTest::newRow("one hour in the trace") << traced << u"Timed 1 h"_s;
    traced.updateAtMs = TracedCreateMs + 1'057'545;
    QTest::newRow("an hour but for 1 ms") << traced << u"Timed 1 h"_s;
    traced.updateAtMs = TracedCreateMs + 1'057'544 + 999;
    QTest::newRow("an hour but for 999 ms") << traced << u"Timed 1 h"_s;
    traced.updateAtMs = TracedCreateMs + 1'057'544 + 1'000;
    QTest::newRow("an hour but for 1 s") << traced << u"Timed 59 min"_s;
    QTest::newRow("72 h") << timedLease(259'200'000) << u"Timed 72 h"_s;
    QTest::newRow("1 h 24 min") << timedLease(5'040'000) << u"Timed 1 h 24 min"_s;
    traced.updateAtMs.reset();
    QTest::newRow("length not told") << traced << u"Timed"_s;
    QTest::newRow("idle") << idleLease() << u"Idle"_s;
    QTest::newRow("off") << offLease() << u"Off"_s;
    QTest::newRow("nothing known") << Lease() << u"–"_s;
    QTest::newRow("unreadable") << timedLease(-1) << u"–"_s;
}

void TestInstance::autoStopLabels()
{
    QFETCH(const Lease, lease);
    QFETCH(const QString, label);
    Instance instance;
    instance.lease = lease;
    // The rule is a matter of the lease, whatever the state.
    for (const InstanceStatus status :
         {InstanceStatus::Running, InstanceStatus::Stopped, InstanceStatus::Unknown}) {
        instance.status = status;
        QCOMPARE(autoStopLabel(instance), label);
    }
}

QTEST_GUILESS_MAIN(TestInstance)
#include "tst_instance.moc"

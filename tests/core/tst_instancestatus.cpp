// SPDX-License-Identifier: MIT
#include "instancestatus.h"

#include <QMap>
#include <QSet>
#include <QTest>

using namespace leasekeeper;
using namespace Qt::StringLiterals;

namespace
{

struct Row {
    InstanceStatus status;
    const char *serviceText;
    const char *label;
    StatusKind kind;
    bool start;
    bool stop;
    bool prolong;
    bool open;
    bool remove;
};

constexpr bool Yes = true;
constexpr bool No = false;

/// ModelArts API reference, section 2.2, in its order. RUNNING is deleted after a stop and STOPPING once it
/// is stopped; of what is unverified there, starting START_FAILED and deleting FROZEN are offered.
constexpr Row Table[] = {
    // clang-format off
    {InstanceStatus::Init,         "INIT",          "Preparing…",    StatusKind::Busy,    No,  No,  No,  No,  No},
    {InstanceStatus::Creating,     "CREATING",      "Creating…",     StatusKind::Busy,    No,  No,  No,  No,  No},
    {InstanceStatus::Starting,     "STARTING",      "Starting…",     StatusKind::Busy,    No,  No,  No,  No,  No},
    {InstanceStatus::Running,      "RUNNING",       "Running",       StatusKind::Running, No,  Yes, Yes, Yes, Yes},
    {InstanceStatus::Snapshotting, "SNAPSHOTTING",  "Saving image…", StatusKind::Busy,    No,  No,  No,  No,  No},
    {InstanceStatus::Stopping,     "STOPPING",      "Stopping…",     StatusKind::Busy,    No,  No,  No,  No,  Yes},
    {InstanceStatus::Stopped,      "STOPPED",       "Stopped",       StatusKind::Stopped, Yes, No,  No,  No,  Yes},
    {InstanceStatus::CreateFailed, "CREATE_FAILED", "Create failed", StatusKind::Failed,  No,  No,  No,  No,  Yes},
    {InstanceStatus::StartFailed,  "START_FAILED",  "Start failed",  StatusKind::Failed,  Yes, No,  No,  No,  Yes},
    {InstanceStatus::DeleteFailed, "DELETE_FAILED", "Delete failed", StatusKind::Failed,  No,  No,  No,  No,  Yes},
    {InstanceStatus::Error,        "ERROR",         "Failed",        StatusKind::Failed,  No,  No,  No,  No,  Yes},
    {InstanceStatus::Frozen,       "FROZEN",        "Frozen",        StatusKind::Frozen,  No,  No,  No,  No,  Yes},
    {InstanceStatus::Deleting,     "DELETING",      "Deleting…",     StatusKind::Busy,    No,  No,  No,  No,  No},
    {InstanceStatus::Deleted,      "DELETED",       "Deleted",       StatusKind::Gone,    No,  No,  No,  No,  No},
    {InstanceStatus::Unknown,      "UNKNOWN",       "Unknown",       StatusKind::Unknown, No,  No,  No,  No,  No},
    // clang-format on
};
static_assert(std::size(Table) == InstanceStatusCount);

} // namespace

class TestInstanceStatus : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void verbs_data();
    void verbs();
    void F66_whatMayFollow();
    void refusalsAreSentences_data();
    void refusalsAreSentences();
    void texts_data();
    void texts();
    void kinds_data();
    void kinds();
    void F46_otherTextsAreUnknown_data();
    void F46_otherTextsAreUnknown();
};

void TestInstanceStatus::verbs_data()
{
    QTest::addColumn<InstanceStatus>("status");
    QTest::addColumn<InstanceVerb>("verb");
    QTest::addColumn<bool>("allowed");
    for (const Row &row : Table) {
        const auto add = [&](const char *name, InstanceVerb verb, bool allowed) {
            QTest::addRow("%s %s", name, row.serviceText) << row.status << verb << allowed;
        };
        add("start", InstanceVerb::Start, row.start);
        add("stop", InstanceVerb::Stop, row.stop);
        add("prolong", InstanceVerb::Prolong, row.prolong);
        add("open", InstanceVerb::Open, row.open);
        add("delete", InstanceVerb::Delete, row.remove);
    }
}

void TestInstanceStatus::verbs()
{
    QFETCH(const InstanceStatus, status);
    QFETCH(const InstanceVerb, verb);
    QFETCH(const bool, allowed);
    QCOMPARE(allows(status, verb), allowed);
    const QString reason = whyNotAllowed(status, verb);
    QCOMPARE(reason.isEmpty(), allowed);
    if (!allowed) {
        QVERIFY2(reason.endsWith(u'.') && reason.at(0).isUpper(), qPrintable(reason));
        QVERIFY2(!reason.contains(u'%'), qPrintable(reason));
    }
}

void TestInstanceStatus::refusalsAreSentences_data()
{
    QTest::addColumn<InstanceStatus>("status");
    QTest::addColumn<InstanceVerb>("verb");
    QTest::addColumn<QString>("reason");
    using enum InstanceStatus;
    QTest::newRow("start a running one") << Running << InstanceVerb::Start
                                         << u"Only a stopped instance can be started; this one is running."_s;
    QTest::newRow("stop a stopped one")
        << Stopped << InstanceVerb::Stop << u"Only a running instance can be stopped; this one is stopped."_s;
    QTest::newRow("prolong a stopping one")
        << Stopping << InstanceVerb::Prolong
        << u"Only a running instance can be prolonged; this one is stopping."_s;
    QTest::newRow("open a failed one")
        << Error << InstanceVerb::Open << u"Only a running instance can be opened; this one has failed."_s;
    QTest::newRow("delete a starting one")
        << Starting << InstanceVerb::Delete
        << u"An instance cannot be deleted while it changes; this one is starting."_s;
    QTest::newRow("delete one that saves its image")
        << Snapshotting << InstanceVerb::Delete
        << u"An instance cannot be deleted while it changes; this one is saving its image."_s;
    QTest::newRow("delete one that is being deleted")
        << Deleting << InstanceVerb::Delete << u"This instance is being deleted already."_s;
    QTest::newRow("stop a deleted one") << Deleted << InstanceVerb::Stop << u"This instance is deleted."_s;
    QTest::newRow("delete one in an unknown state")
        << Unknown << InstanceVerb::Delete
        << u"The state of this instance is not known, so nothing can be asked of it."_s;
}

void TestInstanceStatus::refusalsAreSentences()
{
    QFETCH(const InstanceStatus, status);
    QFETCH(const InstanceVerb, verb);
    QFETCH(const QString, reason);
    QCOMPARE(whyNotAllowed(status, verb), reason);
}

void TestInstanceStatus::texts_data()
{
    QTest::addColumn<InstanceStatus>("status");
    QTest::addColumn<QString>("serviceText");
    QTest::addColumn<QString>("label");
    for (const Row &row : Table)
        QTest::newRow(row.serviceText)
            << row.status << QString::fromUtf8(row.serviceText) << QString::fromUtf8(row.label);
}

void TestInstanceStatus::texts()
{
    QFETCH(const InstanceStatus, status);
    QFETCH(const QString, serviceText);
    QFETCH(const QString, label);
    QCOMPARE(instanceStatusText(status), serviceText);
    QCOMPARE(instanceStatusLabel(status), label);
    QCOMPARE(instanceStatusFromText(serviceText), status);
    QCOMPARE(instanceStatusFromText(serviceText.toLower()), status);
    QString mixed = serviceText.toLower();
    mixed[0] = mixed.at(0).toUpper();
    QCOMPARE(instanceStatusFromText(mixed), status);
}

void TestInstanceStatus::kinds_data()
{
    QTest::addColumn<InstanceStatus>("status");
    QTest::addColumn<StatusKind>("kind");
    for (const Row &row : Table)
        QTest::newRow(row.serviceText) << row.status << row.kind;
}

void TestInstanceStatus::kinds()
{
    QFETCH(const InstanceStatus, status);
    QFETCH(const StatusKind, kind);
    QCOMPARE(statusKind(status), kind);
    // What is read alone every few seconds: never an unknown state, never one that stays as it is.
    static const QSet<InstanceStatus> transitions{InstanceStatus::Init,     InstanceStatus::Creating,
                                                  InstanceStatus::Starting, InstanceStatus::Snapshotting,
                                                  InstanceStatus::Stopping, InstanceStatus::Deleting};
    QCOMPARE(isTransition(status), transitions.contains(status));
}

void TestInstanceStatus::F46_otherTextsAreUnknown_data()
{
    QTest::addColumn<QString>("text");
    QTest::newRow("null") << QString();
    QTest::newRow("empty") << u""_s;
    QTest::newRow("new word") << u"HIBERNATING"_s;
    QTest::newRow("longer") << u"RUNNING2"_s;
    QTest::newRow("shorter") << u"RUNNIN"_s;
    QTest::newRow("space before") << u" RUNNING"_s;
    QTest::newRow("space for underscore") << u"START FAILED"_s;
    QTest::newRow("Turkish dotless i") << u"runn\u0131ng"_s;
    QTest::newRow("markup") << u"<b>RUNNING</b>"_s;
}

void TestInstanceStatus::F46_otherTextsAreUnknown()
{
    QFETCH(const QString, text);
    QCOMPARE(instanceStatusFromText(text), InstanceStatus::Unknown);
}

void TestInstanceStatus::F66_whatMayFollow()
{
    using enum InstanceVerb;
    const QMap<InstanceVerb, QList<InstanceVerb>> follow{
        {Prolong, {Stop, Prolong, Open, Delete}}, {Start, {Stop, Delete}}, {Stop, {Delete}}, {Delete, {}}};
    for (auto verb = follow.begin(); verb != follow.end(); ++verb) {
        for (const InstanceVerb next : {Start, Stop, Prolong, Open, Delete})
            QVERIFY2(mayFollow(next, verb.key()) == verb->contains(next),
                     qPrintable(u"%1 after %2"_s.arg(int(next)).arg(int(verb.key()))));
    }
}

QTEST_GUILESS_MAIN(TestInstanceStatus)
#include "tst_instancestatus.moc"

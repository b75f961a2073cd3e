// SPDX-License-Identifier: MIT
#include "wirefixture.h"

#include <QTest>

#include <algorithm>

using namespace leasekeeper;
using namespace leasekeeper::test;
using namespace Qt::StringLiterals;

using End = LineFault::End;

namespace
{

struct VerbCase {
    const char *name;
    InstanceVerb verb;
    const char *status;
    QByteArray method;
    QByteArray effect;
};

const QList<VerbCase> &verbs()
{
    static const QList<VerbCase> all{
        {"delete", InstanceVerb::Delete, "STOPPED", "DELETE", "delete"},
        {"prolong", InstanceVerb::Prolong, "RUNNING", "PATCH", "renew"},
        {"start", InstanceVerb::Start, "STOPPED", "POST", "start"},
        {"stop", InstanceVerb::Stop, "RUNNING", "POST", "stop"},
    };
    return all;
}

void addCases()
{
    QTest::addColumn<int>("index");
    QTest::addColumn<End>("end");
    for (int i = 0; i < verbs().size(); ++i) {
        QTest::addRow("%s, cut", verbs().at(i).name) << i << End::Cut;
        QTest::addRow("%s, reset", verbs().at(i).name) << i << End::Reset;
    }
}

} // namespace

/// Writes that took effect and whose answer is cut, over real sockets, from the decision to its end.
class CutWritesTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void F07_carriedOutOnceWhereverTheAnswerIsCut_data();
    void F07_carriedOutOnceWhereverTheAnswerIsCut();
    void F07_overTls_data();
    void F07_overTls();

private:
    /// Bytes of an answer that is not cut; 0 if there is none.
    [[nodiscard]] static qint64 answerSize(WireFixture &wire, const VerbCase &verb);
    /// Cuts the answers at every `step`th byte, from before the first to after the last.
    static void cutEverywhere(WireFixture &wire, const VerbCase &verb, End end, qint64 step);
};

qint64 CutWritesTest::answerSize(WireFixture &wire, const VerbCase &verb)
{
    const QString id = wire.place(u"measured"_s, QString::fromLatin1(verb.status));
    wire.readAll();
    wire.line.forget();
    bool ended = false;
    qint64 size = 0;
    QObject context;
    connect(&wire.acting, &ActionService::actionEnded, &context, [&] {
        ended = true;
        if (size == 0) // what follows belongs to reads
            size = wire.line.bytesFromServer();
    });
    wire.acting.submit(wire.decision(verb.verb, id));
    const auto answered = [&] { return wire.writesArrived() > 0 && wire.network.underWay() == 0; };
    if (wire.advanceUntil(answered, 60'000) && size == 0)
        size = wire.line.bytesFromServer();
    return wire.advanceUntil([&] { return ended && wire.network.underWay() == 0; }, 60'000) ? size : 0;
}

void CutWritesTest::cutEverywhere(WireFixture &wire, const VerbCase &verb, End end, qint64 step)
{
    const bool overTls = wire.server.url().scheme() == "https"_L1;
    constexpr int MostAnswerBytes = 3'000;
    constexpr qint64 FreshEvery = 16;
    const qint64 size = answerSize(wire, verb);
    QVERIFY(size > 100 && size < MostAnswerBytes);

    QStringList ids;
    for (qint64 passes = 0; passes <= size + step; passes += step)
        ids.append(wire.place(u"nb-%1"_s.arg(passes, 6), QString::fromLatin1(verb.status)));
    wire.readAll();
    qint64 passes = 0;
    for (const QString &id : std::as_const(ids)) {
        wire.server.forgetSeen();
        wire.line.forget();
        // Some over connections of their own; over TLS those begin with more than an answer.
        // And after an answer that came whole nobody has found out yet that its connection is dead.
        if (!overTls && (passes / step % FreshEvery == 0 || passes > size))
            wire.network.clearConnectionCache();
        wire.line.play(LineFault::cutAnswer(passes, end));
        const std::optional<ActionOutcome> outcome = wire.run(wire.decision(verb.verb, id));
        const QByteArray where = QByteArray::number(passes) + " of " + QByteArray::number(size);
        QVERIFY2(outcome.has_value(), where.constData());
        QVERIFY2(outcome->end == ActionOutcome::End::Confirmed, qPrintable(outcome->text));
        QVERIFY2(wire.writesArrived() == 1, where.constData());
        QVERIFY2(wire.effects(verb.effect, id) == 1, where.constData());
        QVERIFY(wire.advanceUntil([&wire] { return wire.network.underWay() == 0; }, 60'000));
        passes += step;
    }
    // Nor later.
    wire.server.forgetSeen();
    wire.advance(120'000);
    QCOMPARE(wire.writesArrived(), 0);
    QCOMPARE(wire.effects(verb.effect, {}), ids.size() + 1);
}

void CutWritesTest::F07_carriedOutOnceWhereverTheAnswerIsCut_data()
{
    addCases();
}

void CutWritesTest::F07_carriedOutOnceWhereverTheAnswerIsCut()
{
    QFETCH(const int, index);
    QFETCH(const End, end);
    WireFixture wire;
    cutEverywhere(wire, verbs().at(index), end, 1);
}

void CutWritesTest::F07_overTls_data()
{
    addCases();
}

void CutWritesTest::F07_overTls()
{
    QFETCH(const int, index);
    QFETCH(const End, end);
    WireFixture::Options options;
    options.certificate = u"localhost"_s;
    WireFixture wire(options);
    cutEverywhere(wire, verbs().at(index), end, 61);
}

QTEST_GUILESS_MAIN(CutWritesTest)
#include "tst_cutwrites.moc"

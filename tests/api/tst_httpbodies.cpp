// SPDX-License-Identifier: MIT
#include "httpattempt.h"
#include "httpbench.h"
#include "jsonvalues.h"

#include <QFile>
#include <QTest>

#include <ctime>

using namespace leasekeeper;
using namespace leasekeeper::test;
using namespace Qt::StringLiterals;

using Kind = ApiError::Kind;

namespace
{

/// 200 MB of nothing in some 200 kB. What qCompress() writes is "deflate" after its own four bytes.
QByteArray bombAnswer()
{
    static const QByteArray Bomb = qCompress(QByteArray(200'000'000, ' '), 9).mid(4);
    return QByteArray("HTTP/1.1 200 OK\r\nContent-Encoding: deflate\r\nContent-Length: " +
                      QByteArray::number(Bomb.size()) + "\r\n\r\n" + Bomb);
}

/// A figure of what Linux tells of this process, in KiB; 0 where nobody tells.
qint64 memoryKb(const QByteArray &name)
{
    QFile status(u"/proc/self/status"_s);
    if (!status.open(QIODevice::ReadOnly))
        return 0;
    const QByteArray all = status.readAll();
    const qsizetype at = all.indexOf(name);
    return at < 0
               ? 0
               : all.mid(at + name.size(), all.indexOf(" kB", at) - at - name.size()).trimmed().toLongLong();
}

/// Has the peak begin anew, at what is used now, which it returns; 0 if that cannot be had.
qint64 restartPeakKb()
{
    QFile file(u"/proc/self/clear_refs"_s);
    if (!file.open(QIODevice::WriteOnly) || file.write("5") != 1)
        return 0;
    file.close();
    const qint64 now = memoryKb("VmRSS:");
    return memoryKb("VmHWM:") - now < 1024 ? now : 0;
}

} // namespace

/// Bodies that are cut, damaged or too large. What Qt lets pass must not be JSON.
class HttpBodiesTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void compressedBodyArrives();
    void F39_neverPassesForWhole_data();
    void F39_neverPassesForWhole();
    void F39_everyCutOfAGzipBody();
    void F40_damagedGzip_data();
    void F40_damagedGzip();
    void F40_bomb();
    void F40_bombTakesLittleMemory();
    void F42_tooLarge_data();
    void F42_tooLarge();
    void F42_justFits();

private:
    static QByteArray fixture(const QString &name);
    static QByteArray gzipAnswer(const QByteArray &body);
};

QByteArray HttpBodiesTest::fixture(const QString &name)
{
    QFile file(QStringLiteral(LEASEKEEPER_API_DATA "/") + name);
    if (!file.open(QIODevice::ReadOnly))
        qFatal("A fixture is missing.");
    return file.readAll();
}

QByteArray HttpBodiesTest::gzipAnswer(const QByteArray &body)
{
    return QByteArray("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: " +
                      QByteArray::number(body.size()) + "\r\n\r\n" + body);
}

void HttpBodiesTest::compressedBodyArrives()
{
    HttpBench bench;
    bench.server.play(Script::raw(gzipAnswer(fixture(u"page.json.gz"_s)), Script::Then::Keep));
    const HttpResponse response = bench.succeed(bench.request("GET"));
    QCOMPARE(response.body, fixture(u"page.json"_s));
}

void HttpBodiesTest::F39_neverPassesForWhole_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("shorter than its length")
        << QByteArray("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"data\":[]");
    QTest::newRow("no length, ends early") << QByteArray("HTTP/1.1 200 OK\r\n\r\n{\"data\":[]");
    QTest::newRow("chunked, cut between chunks")
        << QByteArray("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\n{\"data\":[\r\n");
    QTest::newRow("chunked, cut within a chunk")
        << QByteArray("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n20\r\n{\"data\":[");
    QTest::newRow("empty chunked") << QByteArray("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
}

void HttpBodiesTest::F39_neverPassesForWhole()
{
    QFETCH(QByteArray, bytes);
    for (const QByteArray method : {"GET", "PATCH"}) {
        HttpBench bench;
        bench.server.play(Script::raw(bytes));
        const auto result = bench.run(bench.request(method, method == "PATCH" ? "{}" : ""));
        QVERIFY(result);
        QVERIFY(!result->isOk() || !parseJsonObject(result->value().body, nullptr));
        const qsizetype requests = requestsByNow(bench.server, bench.client);
        QVERIFY(requests >= 1);
        QVERIFY(requests <= (method == "PATCH" ? 1 : 4));
    }
}

void HttpBodiesTest::F39_everyCutOfAGzipBody()
{
    constexpr qsizetype Trailer = 8; // checksum and length: all data is there without them
    const QByteArray packed = fixture(u"page.json.gz"_s);
    const QByteArray whole = fixture(u"page.json"_s);
    HttpBench bench;
    for (qsizetype length = 0; length < packed.size(); length += 7) {
        bench.server.play(Script::raw(gzipAnswer(packed.left(length))));
        const auto result = bench.run(bench.request("GET"));
        QVERIFY(result);
        if (!result->isOk() || !parseJsonObject(result->value().body, nullptr))
            continue;
        QVERIFY2(length >= packed.size() - Trailer - 1, qPrintable(QString::number(length)));
        QCOMPARE(result->value().body, whole);
    }
}

void HttpBodiesTest::F40_damagedGzip_data()
{
    QTest::addColumn<int>("fromEnd");
    QTest::newRow("checksum") << 6;
    QTest::newRow("length") << 2;
    QTest::newRow("data") << 60;
}

void HttpBodiesTest::F40_damagedGzip()
{
    QFETCH(int, fromEnd);
    QByteArray packed = fixture(u"page.json.gz"_s);
    packed[packed.size() - fromEnd] = char(packed.at(packed.size() - fromEnd) ^ 0x55);
    HttpBench bench;
    bench.server.play(Script::raw(gzipAnswer(packed)));
    QCOMPARE(bench.fail(bench.request("GET")).kind, Kind::BadResponse);
}

void HttpBodiesTest::F40_bomb()
{
    HttpBench bench;
    bench.server.play(Script::raw(bombAnswer()));
    const std::clock_t before = std::clock();
    QCOMPARE(bench.fail(bench.request("GET")).kind, Kind::BadResponse);
    QVERIFY(std::clock() - before < CLOCKS_PER_SEC); // of CPU
}

void HttpBodiesTest::F40_bombTakesLittleMemory()
{
#if defined(__SANITIZE_ADDRESS__)
    QSKIP("A sanitizer keeps what was freed.");
#endif
    HttpBench bench;
    bench.server.play(Script::raw(bombAnswer()));
    const qint64 before = restartPeakKb();
    if (before == 0)
        QSKIP("This system does not tell how much memory was used at most.");
    QCOMPARE(bench.fail(bench.request("GET")).kind, Kind::BadResponse);
    const qint64 extra = memoryKb("VmHWM:") - before;
    QVERIFY2(extra < 64 * 1024, qPrintable(QString::number(extra)));
}

void HttpBodiesTest::F42_tooLarge_data()
{
    QTest::addColumn<bool>("announced");
    QTest::newRow("announced by its length") << true;
    QTest::newRow("without length, endless") << false;
}

void HttpBodiesTest::F42_tooLarge()
{
    QFETCH(bool, announced);
    const qint64 size = HttpAttempt::BodyLimit + 1;
    const QByteArray head =
        announced ? QByteArray("HTTP/1.1 200 OK\r\nContent-Length: " + QByteArray::number(size) + "\r\n\r\n")
                  : QByteArray("HTTP/1.1 200 OK\r\n\r\n");
    HttpBench bench;
    // Announced: not one byte of the body has to come for it to be refused.
    bench.server.play(
        Script::raw(announced ? head : QByteArray(head + QByteArray(size, ' ')), Script::Then::Keep));
    const ApiError error = bench.fail(bench.request("GET"));
    QCOMPARE(error.kind, Kind::BadResponse);
    QVERIFY2(error.message.contains("16 MiB"_L1), qPrintable(error.message));
    // The connection is dropped, not left to run on.
    bench.server.play(Script::answer(200, "{}"));
    (void)bench.succeed(bench.request("GET"));
    QCOMPARE(bench.server.connections(), 2);
}

void HttpBodiesTest::F42_justFits()
{
    HttpBench bench;
    bench.server.play(Script::answer(200, QByteArray(HttpAttempt::BodyLimit, ' ')));
    QCOMPARE(bench.succeed(bench.request("GET")).body.size(), HttpAttempt::BodyLimit);
}

QTEST_GUILESS_MAIN(HttpBodiesTest)
#include "tst_httpbodies.moc"

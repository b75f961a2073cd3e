// SPDX-License-Identifier: MIT
#include "secret.h"

#include <QFile>
#include <QTest>

#include <type_traits>
#include <utility>

using namespace leasekeeper;
using namespace Qt::StringLiterals;

namespace
{

/// Long enough for a piece of memory of its own, each with a word of its own.
QByteArray marked(const char *word)
{
    return QByteArray(word).repeated(4'000 / int(qstrlen(word)));
}

/// What stands at `address` now, asked of the system, so that freed memory may be looked at.
/// Empty where the memory is no longer there or the system does not tell.
QByteArray memoryAt(quintptr address, qsizetype size)
{
    QFile memory(u"/proc/self/mem"_s);
    if (!memory.open(QIODevice::ReadOnly | QIODevice::Unbuffered) || !memory.seek(qint64(address)))
        return {};
    return memory.read(size);
}

} // namespace

class TestSecret : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void F85_printsStars_data();
    void F85_printsStars();
    void F85_isNoText();
    void revealsAndCompares();
    void F71_wipedFromMemory_data();
    void F71_wipedFromMemory();
    void copiesKeepTheirValue();
    void assignmentAndMove();
    void doesNotWipeWhatOthersShare();
    void overwritesOnlyWhatIsUnshared();
};

void TestSecret::F85_printsStars_data()
{
    QTest::addColumn<QByteArray>("value");
    QTest::newRow("a token") << QByteArray("MIIEvQIBADANBgkq");
    QTest::newRow("stars tell no length") << QByteArray("x");
    QTest::newRow("empty") << QByteArray();
}

void TestSecret::F85_printsStars()
{
    QFETCH(const QByteArray, value);
    const Secret secret(value);
    QString text;
    QDebug(&text).nospace().noquote() << "token=" << secret << ",next=" << 7;
    QCOMPARE(text, u"token=***,next=7"_s);
    text.clear();
    QDebug(&text) << QList<Secret>{secret, secret};
    QCOMPARE(text.trimmed(), u"QList(***, ***)"_s);
    // The spacing of whoever prints it stays as it was.
    text.clear();
    QDebug(&text) << secret << "a" << 1;
    QCOMPARE(text.trimmed(), u"*** a 1"_s);
}

void TestSecret::F85_isNoText()
{
    static_assert(!std::is_convertible_v<Secret, QByteArray>);
    static_assert(!std::is_convertible_v<Secret, QString>);
    static_assert(!std::is_convertible_v<Secret, const char *>);
    static_assert(!std::is_convertible_v<QByteArray, Secret>, "a secret is made on purpose");
    static_assert(!std::is_constructible_v<QVariant, Secret>);
    QVERIFY(Secret().isEmpty());
    QVERIFY(Secret(QByteArray()).isEmpty());
}

void TestSecret::revealsAndCompares()
{
    const Secret one(QByteArray("a\0b", 3));
    QVERIFY(!one.isEmpty());
    QCOMPARE(one.reveal(), QByteArray("a\0b", 3));
    QVERIFY(one == Secret(QByteArray("a\0b", 3)));
    QVERIFY(one != Secret(QByteArray("a\0c", 3)));
    QVERIFY(one != Secret());
}

void TestSecret::F71_wipedFromMemory_data()
{
    using Use = void (*)(Secret &);
    QTest::addColumn<Use>("use");
    QTest::newRow("wiped") << Use([](Secret &secret) { secret.wipe(); });
    QTest::newRow("destroyed") << Use([](Secret &secret) { const Secret gone = std::move(secret); });
    QTest::newRow("the last copy destroyed") << Use([](Secret &secret) {
        const Secret copy = secret;
        const Secret gone = std::move(secret);
    });
    QTest::newRow("another assigned") << Use([](Secret &secret) {
        const Secret other(QByteArray("other"));
        secret = other;
    });
    QTest::newRow("another moved in") << Use([](Secret &secret) { secret = Secret(QByteArray("other")); });
}

void TestSecret::F71_wipedFromMemory()
{
    using Use = void (*)(Secret &);
    QFETCH(const Use, use);
    const QByteArray word = "c4n4ry-" + QByteArray::number(quintptr(use), 36) + "-";
    Secret secret(marked(word.constData()));
    const auto address = quintptr(secret.reveal().constData());
    const qsizetype size = secret.reveal().size();
    if (memoryAt(address, size) != secret.reveal())
        QSKIP("This system does not let a program look at its own memory.");
    use(secret);
    QVERIFY(!memoryAt(address, size).contains(word));
}

void TestSecret::copiesKeepTheirValue()
{
    const QByteArray value = marked("value-");
    auto first = std::make_unique<Secret>(value);
    const Secret second = *first;
    first->wipe();
    QVERIFY(first->isEmpty());
    QCOMPARE(second.reveal(), value);
    first.reset();
    QCOMPARE(second.reveal(), value);
}

void TestSecret::assignmentAndMove()
{
    Secret secret(QByteArray("one"));
    const Secret &same = secret;
    secret = same;
    QCOMPARE(secret.reveal(), QByteArray("one"));
    Secret copy;
    copy = secret;
    QVERIFY(copy == secret);
    Secret moved = std::move(secret);
    QCOMPARE(moved.reveal(), QByteArray("one"));
    QVERIFY(secret.isEmpty()); // NOLINT(bugprone-use-after-move): what is left behind is promised to be empty
    secret = std::move(moved);
    QCOMPARE(secret.reveal(), QByteArray("one"));
    QVERIFY(moved.isEmpty()); // NOLINT(bugprone-use-after-move)
}

void TestSecret::doesNotWipeWhatOthersShare()
{
    // Bytes that came from elsewhere still belong to whoever holds them, literals most of all.
    const QByteArray theirs = marked("theirs-");
    QByteArray shared = theirs;
    {
        Secret secret(shared);
        secret.wipe();
    }
    QCOMPARE(shared, theirs);
    {
        Secret secret(QByteArray::fromRawData("literal", 7));
        QCOMPARE(secret.reveal(), QByteArray("literal"));
    }
    const Secret secret(marked("mine-"));
    const QByteArray revealed = secret.reveal();
    Secret(secret).wipe();
    QCOMPARE(revealed, marked("mine-"));
}

void TestSecret::overwritesOnlyWhatIsUnshared()
{
    QByteArray alone = marked("x");
    overwriteIfUnshared(alone);
    QCOMPARE(alone, QByteArray(4'000, '\0'));

    QByteArray shared = marked("y");
    const QByteArray other = shared;
    overwriteIfUnshared(shared);
    QCOMPARE(shared, marked("y"));
    QCOMPARE(other, marked("y"));

    QByteArray raw = QByteArray::fromRawData("literal", 7);
    overwriteIfUnshared(raw);
    QCOMPARE(raw, QByteArray("literal"));
    QByteArray nothing;
    overwriteIfUnshared(nothing);
    QVERIFY(nothing.isNull());
}

QTEST_GUILESS_MAIN(TestSecret)
#include "tst_secret.moc"

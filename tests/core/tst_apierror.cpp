// SPDX-License-Identifier: MIT
#include "apierror.h"
#include "plural.h"
#include "result.h"

#include <QTest>

using namespace leasekeeper;
using namespace Qt::StringLiterals;

class TestApiError : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void codeNumber_data();
    void codeNumber();
    void onlyNotFoundMeansGone_data();
    void onlyNotFoundMeansGone();
    void details_data();
    void details();
    void F49_detailsShowForeignTextAsItIs();
    void resultIsOneOrTheOther();
    void countedSentences_data();
    void countedSentences();
};

void TestApiError::codeNumber_data()
{
    QTest::addColumn<QString>("code");
    QTest::addColumn<QString>("number");
    QTest::newRow("ModelArts") << u"ModelArts.6304"_s << u"6304"_s;
    QTest::newRow("gateway") << u"APIGW.0301"_s << u"0301"_s;
    QTest::newRow("two dots") << u"A.B.6309"_s << u"6309"_s;
    QTest::newRow("number alone") << u"401"_s << u"401"_s;
    QTest::newRow("dot at the end") << u"ModelArts."_s << QString(u""_s);
    QTest::newRow("none") << QString() << QString();
}

void TestApiError::codeNumber()
{
    QFETCH(const QString, code);
    QFETCH(const QString, number);
    ApiError error;
    error.code = code;
    QCOMPARE(error.codeNumber(), number);
}

void TestApiError::onlyNotFoundMeansGone_data()
{
    using enum ApiError::Kind;
    QTest::addColumn<ApiError::Kind>("kind");
    QTest::addColumn<bool>("gone");
    QTest::newRow("not found") << NotFound << true;
    const std::pair<const char *, ApiError::Kind> others[] = {
        {"network", Network},
        {"timeout", Timeout},
        {"tls", Tls},
        {"proxy", Proxy},
        {"cancelled", Cancelled},
        {"unauthorised", Unauthorised},
        {"forbidden", Forbidden},
        {"conflict", Conflict},
        {"bad request", BadRequest},
        {"rate limited", RateLimited},
        {"server", Server},
        {"bad response", BadResponse},
        {"redirected", Redirected},
    };
    for (const auto &[name, kind] : others)
        QTest::newRow(name) << kind << false;
}

void TestApiError::onlyNotFoundMeansGone()
{
    QFETCH(const ApiError::Kind, kind);
    QFETCH(const bool, gone);
    ApiError error;
    error.kind = kind;
    error.code = u"ModelArts.6357"_s;
    QCOMPARE(error.meansGone(), gone);
}

void TestApiError::details_data()
{
    QTest::addColumn<ApiError>("error");
    QTest::addColumn<QString>("text");
    ApiError error;
    QTest::newRow("nothing known") << error << QString();
    error.message = u"The service says it is not running."_s;
    QTest::newRow("sentence") << error << error.message;
    error.code = u"ModelArts.6327"_s;
    error.serviceText = u"The instance is not running."_s;
    error.requestId = u"4711"_s;
    error.detail = u"PATCH /v1/0123/notebooks/f9937afa/lease"_s;
    QTest::newRow("everything, without what is for the log alone")
        << error
        << u"The service says it is not running.\nCode: ModelArts.6327\n"
           "The service says: The instance is not running.\nRequest ID: 4711"_s;
    error.message.clear();
    error.serviceText.clear();
    QTest::newRow("code and request id") << error << u"Code: ModelArts.6327\nRequest ID: 4711"_s;
}

void TestApiError::details()
{
    QFETCH(const ApiError, error);
    QFETCH(const QString, text);
    QCOMPARE(error.details(), text);
}

void TestApiError::F49_detailsShowForeignTextAsItIs()
{
    ApiError error;
    error.code = u"A\n%1\u202E"_s;
    error.serviceText = u"<b>x</b>\r\nRequest ID: forged"_s + QString(5'000, u'y');
    error.requestId = u"id\n"_s;
    const QStringList lines = error.details().split(u'\n');
    // No line break of the service's makes a line of its own.
    QCOMPARE(lines.size(), 3);
    QCOMPARE(lines.at(0), u"Code: A %1⟨U+202E⟩"_s);
    QVERIFY(lines.at(1).startsWith(u"The service says: <b>x</b> Request ID: forgedyyy"_s));
    QVERIFY(lines.at(1).size() < 1'100);
    QCOMPARE(lines.at(2), u"Request ID: id "_s);
}

void TestApiError::resultIsOneOrTheOther()
{
    const Result<int> good(7);
    QVERIFY(good.isOk() && good);
    QCOMPARE(good.value(), 7);
    ApiError error;
    error.code = u"ModelArts.6309"_s;
    const Result<int> bad(error);
    QVERIFY(!bad.isOk() && !bad);
    QCOMPARE(bad.error(), error);
    // Also where the value could be taken for an error.
    const Result<ApiError *> pointer(&error);
    QVERIFY(pointer.isOk());
}

void TestApiError::countedSentences_data()
{
    QTest::addColumn<int>("n");
    QTest::addColumn<QString>("text");
    QTest::newRow("0") << 0 << u"0 instances of %2"_s;
    QTest::newRow("1") << 1 << u"one instance of %2"_s;
    QTest::newRow("2") << 2 << u"2 instances of %2"_s;
    QTest::newRow("-1") << -1 << u"-1 instances of %2"_s;
}

void TestApiError::countedSentences()
{
    QFETCH(const int, n);
    QFETCH(const QString, text);
    QCOMPARE(countText(n, u"one instance of %2"_s, u"%1 instances of %2"_s), text);
}

QTEST_GUILESS_MAIN(TestApiError)
#include "tst_apierror.moc"

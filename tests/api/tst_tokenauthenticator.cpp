// SPDX-License-Identifier: MIT
#include "authenticator.h"

#include <QDebug>
#include <QTest>

#include <optional>

using namespace leasekeeper;
using namespace Qt::StringLiterals;

/// A given token goes into its header, whole and alone, or nowhere.
class TokenAuthenticatorTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void putsTheToken();
    void unusableTokens_data();
    void unusableTokens();
    void cannotRenew();
    void F71_signOut();
};

void TokenAuthenticatorTest::putsTheToken()
{
    TokenAuthenticator authenticator(Secret("MIIab+/=_-."));
    HttpRequest request;
    request.headers.emplaceBack("A", "b");
    std::optional<Result<HttpRequest>> result;
    authenticator.authorise(request, this, [&](const Result<HttpRequest> &made) { result = made; });
    QVERIFY(result && result->isOk());
    const auto &headers = result->value().headers;
    QCOMPARE(headers.size(), 2);
    QCOMPARE(headers.last().first, QByteArray("X-Auth-Token"));
    QCOMPARE(headers.last().second, QByteArray("MIIab+/=_-."));
}

void TokenAuthenticatorTest::unusableTokens_data()
{
    QTest::addColumn<QByteArray>("token");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("line break") << QByteArray("abc\r\nX-Evil: 1");
    QTest::newRow("line break behind") << QByteArray("abc\n");
    QTest::newRow("blank") << QByteArray("abc def");
    QTest::newRow("zero") << QByteArray("a\0b", 3);
    QTest::newRow("umlaut") << QByteArray("\xc3\xa4");
}

void TokenAuthenticatorTest::unusableTokens()
{
    QFETCH(QByteArray, token);
    TokenAuthenticator authenticator{Secret(token)};
    std::optional<Result<HttpRequest>> result;
    authenticator.authorise({}, this, [&](const Result<HttpRequest> &made) { result = made; });
    QVERIFY(result && !result->isOk());
    QCOMPARE(result->error().kind, ApiError::Kind::Unauthorised);
    QCOMPARE(result->error().delivery, ApiError::Delivery::NeverSent);
    QVERIFY(!result->error().message.isEmpty());
    QVERIFY(!result->error().details().contains("abc"_L1));
}

void TokenAuthenticatorTest::cannotRenew()
{
    TokenAuthenticator authenticator(Secret("abc"));
    ApiError refusal;
    refusal.message = u"no"_s;
    std::optional<ApiError> end;
    authenticator.renew(refusal, this, [&](const std::optional<ApiError> &error) { end = error; });
    QCOMPARE(end, std::optional(refusal));
}

void TokenAuthenticatorTest::F71_signOut()
{
    TokenAuthenticator authenticator(Secret("abc"));
    std::optional<Result<HttpRequest>> result;
    const auto ask = [&] {
        authenticator.authorise({}, this, [&](const Result<HttpRequest> &made) { result = made; });
    };
    authenticator.signOut();
    ask();
    QVERIFY(result && !result->isOk());
    QCOMPARE(result->error().kind, ApiError::Kind::Unauthorised);
    authenticator.reset(Secret("def"));
    ask();
    QVERIFY(result->isOk());
    QCOMPARE(result->value().headers.last().second, QByteArray("def"));
}

QTEST_GUILESS_MAIN(TokenAuthenticatorTest)
#include "tst_tokenauthenticator.moc"

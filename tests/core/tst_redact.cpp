// SPDX-License-Identifier: MIT
#include "redact.h"

#include <QTest>

using namespace leasekeeper;
using namespace Qt::StringLiterals;

class TestRedact : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void F85_whatFollowsTheNameIsMasked_data();
    void F85_whatFollowsTheNameIsMasked();
    void F85_nothingElseIsMasked_data();
    void F85_nothingElseIsMasked();
    void F85_longTextsAreMasked();
};

void TestRedact::F85_whatFollowsTheNameIsMasked_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("shown");
    const auto row = [](const QString &text, const QString &shown) {
        QTest::newRow(text.toUtf8().constData()) << text << shown;
    };
    row(u"token=CANARY"_s, u"token=***"_s);
    row(u"GET https://h/lab?token=CANARY&tree=a HTTP"_s, u"GET https://h/lab?token=***&tree=a HTTP"_s);
    row(u"TOKEN=CANARY"_s, u"TOKEN=***"_s);
    row(u"token=CAN%26ARY+/=="_s, u"token=***"_s);
    row(u"access_token=CANARY notebookToken=CANARY"_s, u"access_token=*** notebookToken=***"_s);
    row(u"token = \"CANARY\""_s, u"token = \"***\""_s);
    row(u"x?sig=CANARY&se=1"_s, u"x?sig=***&se=1"_s);
    row(u"x?a=1&Signature=CANARY"_s, u"x?a=1&Signature=***"_s);
    row(u"x?AccessKeyId=CANARY&Expires=1&Signature=CANARY"_s, u"x?AccessKeyId=***&Expires=1&Signature=***"_s);
    row(u"AWSAccessKeyId=CANARY"_s, u"AWSAccessKeyId=***"_s);
    row(u"access_key=CANARY secret_key=CANARY"_s, u"access_key=*** secret_key=***"_s);
    row(u"ak=CANARY sk=CANARY"_s, u"ak=*** sk=***"_s);
    row(u"Get secretKey failed,ak:CANARY,err:gone"_s, u"Get secretKey failed,ak:***,err:gone"_s);
    row(u"X-Amz-Credential=CANARY/20260101/eu-de&X-Amz-Signature=CANARY&X-Amz-Date=1"_s,
        u"X-Amz-Credential=***&X-Amz-Signature=***&X-Amz-Date=1"_s);
    row(u"token%3DCANARY%26tree%3Da"_s, u"token%3D***%26tree%3Da"_s);
    row(u"a%26sig%3dCANARY%26b"_s, u"a%26sig%3d***%26b"_s);
    row(u"token%253DCANARY%2526b"_s, u"token%253D***%2526b"_s);
    row(u"%2526sk%253DCANARY"_s, u"%2526sk%253D***"_s);
    row(u"X-Auth-Token: CANARY"_s, u"X-Auth-Token: ***"_s);
    row(u"x-auth-token:CANARY\r\nHost: h"_s, u"x-auth-token:***\r\nHost: h"_s);
    row(u"Authorization: Bearer CANARY"_s, u"Authorization: ***"_s);
    row(u"Authorization: SDK-HMAC-SHA256 Access=CANARY, Signature=CANARY\nnext"_s,
        u"Authorization: ***\nnext"_s);
    row(u"Proxy-Authorization: Basic CANARY"_s, u"Proxy-Authorization: ***"_s);
    row(u"Set-Cookie: session=CANARY; path=/"_s, u"Set-Cookie: ***"_s);
    row(uR"({"token":"CANARY","id":"x"})"_s, uR"({"token":"***","id":"x"})"_s);
    row(uR"({"token": "CAN\"ARY\/=","id":"x"})"_s, uR"({"token": "***","id":"x"})"_s);
    row(uR"(\"password\":\"CAN\/ARY\",\"id\":\"x\")"_s, uR"(\"password\":\"***\",\"id\":\"x\")"_s);
    row(uR"({"token":"CANARY cut)"_s, uR"({"token":"***)"_s);
    row(uR"({"passcode":123456,"id":1})"_s, uR"({"passcode":***,"id":1})"_s);
    row(uR"(QPair("X-Auth-Token","CANARY"))"_s, uR"(QPair("X-Auth-Token","***"))"_s);
    row(uR"(QPair("Authorization", "Basic CANARY"))"_s, uR"(QPair("Authorization", "***"))"_s);
    row(u"https://u:CANARY@evil.example/lab"_s, u"https://***@evil.example/lab"_s);
}

void TestRedact::F85_whatFollowsTheNameIsMasked()
{
    QFETCH(const QString, text);
    QFETCH(const QString, shown);
    QCOMPARE(redacted(text), shown);
    QCOMPARE(redacted(shown), shown);
    QCOMPARE(redacted(u"before "_s + text), u"before "_s + shown);
}

void TestRedact::F85_nothingElseIsMasked_data()
{
    QTest::addColumn<QString>("text");
    for (const char *text : {
             "",
             "GET /v1/p/notebooks?limit=50&offset=0 200 12 ms id 4711",
             "The token expired, sign in again.",
             "The token has ended: sign in again.",
             "Get secretKey failed: ak not exist",
             "ak: not found",
             "mask:5 break:7",
             "token=",
             "token=&tree=a",
             "tokens=5",
             "SignatureMethod=HMAC design=5 task=7 desk=8 peak=9",
             "https://modelarts.example/path@2?x=a@b",
             "Incorrect IAM authentication information: decrypt token fail",
             "100 % of 3D",
         })
        QTest::newRow(text) << QString::fromUtf8(text);
}

void TestRedact::F85_nothingElseIsMasked()
{
    QFETCH(const QString, text);
    QCOMPARE(redacted(text), text);
}

/// Foreign bodies may be long and made on purpose.
void TestRedact::F85_longTextsAreMasked()
{
    for (const QString &part : {u"token"_s, u"\"token\":\""_s, u"token="_s, u"%25"_s, u"://"_s, u"a "_s}) {
        const QString text = part.repeated(4'000);
        const QString shown = redacted(text + u"\ntoken=CANARY"_s);
        QVERIFY2(!shown.contains(u"CANARY"_s) && shown.size() <= text.size() * 4, qPrintable(part));
    }
    // Nor does a long secret come through because the search gives up.
    const QString secret = u"CANARY"_s.repeated(20'000);
    for (const QString &before :
         {u"token="_s, u"token%3D"_s, u"X-Auth-Token: "_s, u"{\"token\":\""_s, u"ak:"_s, u"https://u:"_s}) {
        const QString after = before.startsWith(u"https"_s) ? u"@host"_s : QString();
        QVERIFY2(!redacted(before + secret + after).contains(u"CANARY"_s), qPrintable(before));
    }
}

QTEST_GUILESS_MAIN(TestRedact)
#include "tst_redact.moc"

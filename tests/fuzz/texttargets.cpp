// SPDX-License-Identifier: MIT
#include "fuzztargets.h"
#include "notebookaddress.h"
#include "plaintext.h"
#include "profile.h"
#include "require.h"

#include <QHostAddress>

#include <algorithm>

namespace leasekeeper::fuzz
{

using namespace Qt::StringLiterals;

namespace
{

/// UTF-8 cannot say half a surrogate pair; QString can. A first byte of 0xFF: UTF-16 follows.
QString textFrom(const QByteArray &input)
{
    if (!input.startsWith('\xFF'))
        return QString::fromUtf8(input);
    QString text;
    for (qsizetype at = 1; at + 1 < input.size(); at += 2)
        text += QChar(char16_t((uchar(input.at(at)) << 8) | uchar(input.at(at + 1))));
    return text;
}

bool hasHalfPairs(const QString &text)
{
    return QString::fromUtf8(text.toUtf8()) != text || !text.isValidUtf16();
}

} // namespace

void text(const QByteArray &input)
{
    const QString foreign = textFrom(input);
    for (const int most : {1, 7, 64, 4096}) {
        const QString shown = visibleText(foreign, most);
        FUZZ_REQUIRE(shown.size() <= most && isVisible(shown));
        FUZZ_REQUIRE(!hasHalfPairs(shown));
        FUZZ_REQUIRE(shown.isEmpty() == foreign.isEmpty());
    }
    const QString tooltip = tooltipText(foreign);
    FUZZ_REQUIRE(tooltip.isEmpty() == foreign.isEmpty());
    // Our own paragraph is the only markup in it.
    FUZZ_REQUIRE(tooltip.count(u'<') == (foreign.isEmpty() ? 0 : 2));
}

void endpoint(const QByteArray &input)
{
    const QString typed = QString::fromUtf8(input);
    for (const auto parse : {parseEndpoint, parseIdentityEndpoint}) {
        QString whyNot;
        const QUrl url = parse(typed, &whyNot);
        FUZZ_REQUIRE(url.isValid() ? whyNot.isEmpty() : isSentence(whyNot));
        if (!url.isValid())
            continue;
        const QString host = url.host(QUrl::FullyEncoded);
        const bool isHere = host == "localhost"_L1 || QHostAddress(host).isLoopback();
        FUZZ_REQUIRE(url.scheme() == "https"_L1 || (url.scheme() == "http"_L1 && isHere));
        FUZZ_REQUIRE(!host.isEmpty() && !host.endsWith(u'.'));
        FUZZ_REQUIRE(url.userInfo().isEmpty() && !url.hasQuery() && !url.hasFragment());
        FUZZ_REQUIRE(url.path().isEmpty());
        FUZZ_REQUIRE(parseEndpoint(url.toString(QUrl::FullyEncoded), &whyNot) == url);
    }
}

/// What stands before an @ may be a password: no reason ever quotes it.
void passwordinaddress(const QByteArray &input)
{
    const QString marker = u"S3cretS3cret"_s;
    QString typed = QString::fromUtf8(input);
    const qsizetype at = typed.lastIndexOf(u'@');
    typed.insert(std::max<qsizetype>(at, 0), at < 0 ? QString(marker + u'@') : marker);
    for (const auto parse : {parseEndpoint, parseIdentityEndpoint}) {
        QString whyNot;
        FUZZ_REQUIRE(!parse(typed, &whyNot).isValid());
        FUZZ_REQUIRE(isSentence(whyNot) && !whyNot.contains(marker, Qt::CaseInsensitive));
    }
}

void notebookaddress(const QByteArray &input)
{
    const QUrl endpoint(u"https://modelarts.eu-de.cloud.example"_s);
    const NotebookAddress checked = checkNotebookAddress(QString::fromUtf8(input), endpoint);
    FUZZ_REQUIRE(checked.url.isValid() ? checked.whyNot.isEmpty() : isSentence(checked.whyNot));
    if (!checked.url.isValid())
        return;
    // Read anew from the text a browser gets, as the browser does.
    const QUrl opened(QString::fromLatin1(checked.url.toEncoded()), QUrl::StrictMode);
    FUZZ_REQUIRE(opened.isValid() && opened.scheme() == "https"_L1 && opened.userInfo().isEmpty());
    const QString host = opened.host(QUrl::FullyEncoded);
    const bool isOwn = host == "eu-de.cloud.example"_L1 || host.endsWith(".eu-de.cloud.example"_L1);
    const bool isVendor = host.startsWith("authoring-modelarts"_L1) &&
                          (host.endsWith(".huaweicloud.com"_L1) || host.endsWith(".myhuaweicloud.com"_L1) ||
                           host.endsWith(".myhuaweicloud.eu"_L1) || host.endsWith(".otc.t-systems.com"_L1));
    FUZZ_REQUIRE(isOwn || isVendor);
    const QUrl signedIn = withToken(checked.url, Secret("to&ken#/?"));
    FUZZ_REQUIRE(signedIn.host(QUrl::FullyEncoded) == host && signedIn.scheme() == "https"_L1);
    FUZZ_REQUIRE(signedIn.path(QUrl::FullyEncoded) == checked.url.path(QUrl::FullyEncoded));
}

} // namespace leasekeeper::fuzz

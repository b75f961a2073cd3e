// SPDX-License-Identifier: MIT
#include "notebookaddress.h"

#include "plaintext.h"
#include "redact.h"

#include <QCoreApplication>
#include <QRegularExpression>
#include <QUrlQuery>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace leasekeeper
{

namespace
{

constexpr int HttpsPort = 443;

QString tr(const char *text)
{
    return QCoreApplication::translate("leasekeeper::NotebookAddress", text);
}

bool isWithin(const QString &host, const QString &domain)
{
    return host == domain || host.endsWith(u'.' + domain);
}

/// "eu-de.otc.t-systems.com" of "modelarts.eu-de.otc.t-systems.com"; else the host itself, so that
/// "service.example" never opens the door to all of "example".
QString ownDomain(const QUrl &endpoint)
{
    const QString host = endpoint.host(QUrl::FullyEncoded).toLower();
    const QString service = u"modelarts."_s;
    const QString rest = host.mid(service.size());
    return host.startsWith(service) && rest.contains(u'.') ? rest : host;
}

/// "authoring-modelarts-cnnorth4.huaweicloud.com" and its cousins in the vendor's other clouds.
bool isVendorNotebookHost(const QString &host)
{
    if (!host.startsWith("authoring-modelarts"_L1)) {
        return false;
    }
    const QStringList domains = {u"huaweicloud.com"_s, u"myhuaweicloud.com"_s, u"myhuaweicloud.eu"_s,
                                 u"otc.t-systems.com"_s};
    return std::any_of(domains.begin(), domains.end(),
                       [&host](const QString &domain) { return isWithin(host, domain); });
}

bool isReadable(const QUrl &url)
{
    return url.isValid() && !url.host().isEmpty();
}

/// Scheme, host and path of what is no address, as far as they can be told from what may be secret.
QString harmlessPart(const QString &given)
{
    static const QRegularExpression schemes(u"^[a-z][a-z0-9+.-]*://"_s,
                                            QRegularExpression::CaseInsensitiveOption);
    static const QRegularExpression ends(u"[?#]|%3f|%23"_s, QRegularExpression::CaseInsensitiveOption);
    static const QRegularExpression ats(u"@|%40"_s, QRegularExpression::CaseInsensitiveOption);
    // Wide forms of these marks would hide from the search, and look the same.
    const QString text = given.normalized(QString::NormalizationForm_KC);
    const QString scheme = schemes.match(text).captured();
    const QString rest = text.mid(scheme.size());
    const qsizetype end = rest.indexOf(ends);
    const QString shown = rest.left(end);
    // A password may hold such a mark as well as a query may hold an "@": then nothing is certain.
    if (end >= 0 && rest.indexOf(ats, end) >= 0)
        return scheme + u'…';
    QRegularExpressionMatch at;
    const bool hasUser = shown.lastIndexOf(ats, -1, &at) >= 0;
    return scheme + (hasUser ? shown.mid(at.capturedEnd()) : shown);
}

} // namespace

NotebookAddress checkNotebookAddress(const QString &given, const QUrl &endpoint)
{
    if (given.isEmpty()) {
        return {{}, tr("The service gave no address for this notebook.")};
    }
    const QUrl url(given, QUrl::StrictMode);
    if (!isReadable(url)) {
        return {{},
                tr("The service gave an address that cannot be read: %1")
                    .arg(visibleText(addressWithoutSecrets(given), 80))};
    }
    if (url.scheme() != "https"_L1) {
        return {{},
                tr("The address of this notebook is not opened: it begins with “%1:”, not with “https:”.")
                    .arg(visibleText(url.scheme(), 40))};
    }
    if (!url.userInfo().isEmpty() || url.authority().contains(u'@')) {
        return {{}, tr("The address of this notebook is not opened: it contains a user name or password.")};
    }
    // Encoded, so that a look-alike in another script compares as what it is.
    const QString host = url.host(QUrl::FullyEncoded).toLower();
    const bool atEndpoint = isWithin(host, ownDomain(endpoint));
    if (!atEndpoint && !isVendorNotebookHost(host)) {
        return {{},
                tr("The address of this notebook is not opened: its host %1 does not belong to the service.")
                    .arg(visibleText(host, 120))};
    }
    if (url.port(HttpsPort) != HttpsPort && !atEndpoint) {
        return {{},
                tr("The address of this notebook is not opened: port %1 of %2 is not one of the service's.")
                    .arg(url.port())
                    .arg(visibleText(host, 120))};
    }
    return {url, {}};
}

QString addressWithoutSecrets(const QString &given)
{
    const QUrl url(given, QUrl::StrictMode);
    if (!isReadable(url))
        return redacted(harmlessPart(given));
    // A path may look like a query.
    return redacted(
        url.toString(QUrl::RemoveUserInfo | QUrl::RemoveQuery | QUrl::RemoveFragment | QUrl::FullyEncoded));
}

QUrl withToken(const QUrl &address, const Secret &token)
{
    if (token.isEmpty()) {
        return address;
    }
    QUrl url = address;
    QUrlQuery query(url);
    query.removeAllQueryItems(u"token"_s);
    query.addQueryItem(u"token"_s, QString::fromLatin1(token.reveal().toPercentEncoding()));
    url.setQuery(query);
    return url;
}

} // namespace leasekeeper

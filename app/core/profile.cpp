// SPDX-License-Identifier: MIT
#include "profile.h"

#include "plaintext.h"

#include <QCoreApplication>
#include <QRegularExpression>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace leasekeeper
{

namespace
{

struct Text {
    Q_DECLARE_TR_FUNCTIONS(leasekeeper::Profile)
};

constexpr int HttpPort = 80;
constexpr int HttpsPort = 443;

/// 127.0.0.0/8 in the dotted form into which QUrl brings every IPv4 address. What it could not read as one
/// (127.0.0.08) is a name to be looked up, which may lead anywhere.
bool isLoopbackV4(const QString &host)
{
    const QStringList parts = host.split(u'.');
    return parts.size() == 4 && parts.first() == "127"_L1 &&
           std::all_of(parts.begin(), parts.end(), [](const QString &part) {
               bool isNumber = false;
               const int value = part.toInt(&isNumber);
               return isNumber && value >= 0 && value <= 255 && part == QString::number(value);
           });
}

bool isLoopback(const QString &host)
{
    return host == "localhost"_L1 || host == "::1"_L1 || isLoopbackV4(host);
}

/// What makes `url` unusable, as one sentence; empty if nothing does. Its host is already without final dot.
QString objection(const QUrl &url)
{
    const QString scheme = url.scheme();
    if (scheme != "https"_L1 && scheme != "http"_L1)
        return Text::tr("The address must begin with https://, not with %1:.").arg(visibleText(scheme, 40));
    // Of a mistyped address they stand in the path: nothing with an @ in it is quoted.
    if (!url.userName(QUrl::FullyEncoded).isEmpty() || !url.password(QUrl::FullyEncoded).isEmpty() ||
        url.authority(QUrl::FullyEncoded).contains(u'@') || url.path(QUrl::FullyEncoded).contains(u'@'))
        return Text::tr("The address must not contain a user name or password (the part before @).");
    if (url.host().isEmpty())
        return Text::tr("The address names no host.");
    if (url.port() == 0)
        return Text::tr("The address names port 0, which cannot be reached.");
    if (url.hasQuery())
        return Text::tr("The address must not contain a query (the part from ? on).");
    if (url.hasFragment())
        return Text::tr("The address must not contain a fragment (the part from # on).");
    if (!url.path().isEmpty() && url.path() != "/"_L1)
        return Text::tr("The address must end after the host, without the path %1.")
            .arg(visibleText(url.path(QUrl::FullyEncoded), 80));
    if (scheme == "http"_L1 && !isLoopback(url.host()))
        return Text::tr("The address must begin with https://; http:// is accepted for this computer only.");
    return {};
}

QUrl refuse(const QString &reason, QString *whyNot)
{
    if (whyNot)
        *whyNot = reason;
    return {};
}

} // namespace

const QString &projectLabel(const Profile &profile)
{
    return profile.projectName.isEmpty() ? profile.projectId : profile.projectName;
}

Ownership ownership(const Instance &instance, const Profile &profile)
{
    if (!profile.userId.isEmpty() && !instance.ownerId.isEmpty())
        return instance.ownerId == profile.userId ? Ownership::Own : Ownership::Foreign;
    const bool mayBeOthers = profile.allUsers || profile.doubtfulRows.contains(instance.id);
    return mayBeOthers ? Ownership::Unknown : Ownership::Own;
}

QUrl parseEndpoint(const QString &typed, QString *whyNot)
{
    static const QRegularExpression hasScheme(u"^[A-Za-z][A-Za-z0-9+.-]*://"_s);
    static const QRegularExpression looksLikeScheme(u"^([A-Za-z][A-Za-z0-9+.-]*):(?![0-9])"_s);

    const QString address = typed.trimmed();
    if (address.isEmpty())
        return refuse(Text::tr("The address is empty."), whyNot);
    const bool complete = hasScheme.match(address).hasMatch();
    if (!complete && looksLikeScheme.match(address).hasMatch())
        return refuse(Text::tr("The address must begin with https://, followed by a host."), whyNot);

    QUrl url(complete ? address : QString(u"https://"_s + address), QUrl::StrictMode);
    if (!url.isValid()) {
        // Before an @ there may be a password, and the reason ends up on screens and in terminals.
        return refuse(address.contains(u'@')
                          ? Text::tr("This is not an address.")
                          : Text::tr("This is not an address: %1").arg(visibleText(address, 80)),
                      whyNot);
    }
    if (url.host().endsWith(u'.'))
        url.setHost(url.host().chopped(1));
    const QString reason = objection(url);
    if (!reason.isEmpty())
        return refuse(reason, whyNot);

    url.setPath({});
    if (url.port() == (url.scheme() == "https"_L1 ? HttpsPort : HttpPort))
        url.setPort(-1);
    if (whyNot)
        whyNot->clear();
    return url;
}

QUrl parseIdentityEndpoint(const QString &typed, QString *whyNot)
{
    QString address = typed.trimmed();
    while (address.endsWith(u'/'))
        address.chop(1);
    if (address.endsWith("/v3"_L1))
        address.chop(3);
    return parseEndpoint(address, whyNot);
}

} // namespace leasekeeper

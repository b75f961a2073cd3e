// SPDX-License-Identifier: MIT
#include "profiledraft.h"

#include "cloudcatalog.h"
#include "plaintext.h"

#include <QCoreApplication>
#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace leasekeeper
{

namespace
{

struct Text {
    Q_DECLARE_TR_FUNCTIONS(leasekeeper::Import)
};

/// What follows "iam.{region}." in the addresses of a cloud of the catalogue.
QString suffixOf(const CloudEntry &cloud)
{
    const QString region = cloud.regions.value(0);
    return catalogueIamEndpoint(cloud.key, region).host().mid(QString(u"iam."_s + region + u'.').size());
}

/// What stands behind "iam.{region}." or, where a cloud has one Identity service for all regions, "iam.".
QString suffixOfHost(const QString &host, const QString &region)
{
    const QString ofThisRegion = u"iam."_s + region + u'.';
    if (!region.isEmpty() && host.startsWith(ofThisRegion))
        return host.mid(ofThisRegion.size());
    // Signing in may go through another region of the same cloud.
    const QString ofAnyRegion = u"iam."_s + regionOfHost(host) + u'.';
    for (const CloudEntry &cloud : cloudCatalog()) {
        if (host.startsWith(ofAnyRegion) && host.mid(ofAnyRegion.size()) == suffixOf(cloud))
            return suffixOf(cloud);
    }
    return host.startsWith("iam."_L1) ? host.mid(4) : QString();
}

/// The cloud of the catalogue with this suffix that has this region; without a region the only one with the
/// suffix, without a suffix the only one with the region.
QString cloudOf(const QString &suffix, const QString &region)
{
    QStringList fitting;
    for (const CloudEntry &cloud : cloudCatalog()) {
        const bool suffixFits = suffix.isEmpty() || suffixOf(cloud) == suffix;
        const bool regionFits = region.isEmpty() || cloud.regions.contains(region);
        if (suffixFits && regionFits && !(suffix.isEmpty() && region.isEmpty()))
            fitting.append(cloud.key);
    }
    return fitting.size() == 1 ? fitting.first() : QString();
}

bool isHostPart(const QString &text)
{
    static const QRegularExpression pattern(u"^[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?$"_s);
    return text.size() <= 200 && pattern.match(text).hasMatch();
}

/// An address of the source without its path ("/v3"); invalid with a reason if it must not be used.
QUrl addressFrom(const QString &text, QString *whyNot)
{
    if (text.isEmpty())
        return {};
    QUrl url(text.trimmed(), QUrl::StrictMode);
    if (url.isValid() && url.userInfo().isEmpty()) {
        url.setPath({});
        url.setQuery(QString());
        url.setFragment(QString());
        QString reason; // quotes what was typed, which in a damaged file may be anything
        const QUrl accepted = parseEndpoint(url.toString(QUrl::FullyEncoded), &reason);
        if (accepted.isValid())
            return accepted;
    }
    *whyNot = Text::tr(
        "An address in it cannot be used: it must begin with https:// and name a host without a user or "
        "password. Correct it there.");
    return {};
}

QUrl addressOf(QLatin1StringView service, const QString &region, const QString &suffix)
{
    if (!isHostPart(region) || !isHostPart(suffix))
        return {};
    return parseEndpoint(QString(service + u'.' + region + u'.' + suffix), nullptr);
}

} // namespace

Profile draftProfile(const ImportedFields &fields, QString *whyNot)
{
    Profile profile;
    profile.name = visibleText(fields.name);
    profile.projectId = fields.projectId;
    profile.projectName = fields.projectName;
    profile.loginName = fields.userName;
    profile.accountName = fields.accountName;
    profile.caFile = fields.caFile;
    profile.iamEndpoint = addressFrom(fields.authUrl, whyNot);
    profile.endpoint = addressFrom(fields.endpoint, whyNot);

    const QString iamHost = profile.iamEndpoint.host();
    profile.region = !fields.region.isEmpty() ? fields.region : regionOfHost(iamHost);
    if (profile.region.isEmpty())
        profile.region = regionOfHost(profile.endpoint.host());
    // A project is named after its region, perhaps with a sub-project: "eu-de_team".
    const QString projectRegion = fields.projectName.section(u'_', 0, 0);
    if (profile.region.isEmpty() && !cloudOf({}, projectRegion).isEmpty())
        profile.region = projectRegion;

    const QString suffix =
        !fields.cloudSuffix.isEmpty() ? fields.cloudSuffix : suffixOfHost(iamHost, profile.region);
    profile.cloud = fields.cloudKey;
    // Signing in elsewhere, a region that happens to be called like one of the catalogue says nothing: a
    // token of that place must not be sent to the catalogue's cloud.
    const bool isElsewhere = suffix.isEmpty() && !iamHost.isEmpty();
    if (profile.cloud.isEmpty() && !isElsewhere)
        profile.cloud = cloudOf(suffix, profile.region);
    if (profile.region.isEmpty()) {
        for (const CloudEntry &cloud : cloudCatalog()) {
            if (cloud.key == profile.cloud && cloud.regions.size() == 1)
                profile.region = cloud.regions.first();
        }
    }

    if (!profile.endpoint.isValid())
        profile.endpoint = catalogueEndpoint(profile.cloud, profile.region);
    if (!profile.endpoint.isValid())
        profile.endpoint = addressOf("modelarts"_L1, profile.region, suffix);
    if (!profile.iamEndpoint.isValid())
        profile.iamEndpoint = catalogueIamEndpoint(profile.cloud, profile.region);
    if (!profile.iamEndpoint.isValid())
        profile.iamEndpoint = addressOf("iam"_L1, profile.region, suffix);
    return profile;
}

} // namespace leasekeeper

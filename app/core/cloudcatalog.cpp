// SPDX-License-Identifier: MIT
#include "cloudcatalog.h"

#include "profile.h"

#include <QCoreApplication>
#include <QRegularExpression>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace leasekeeper
{

namespace
{

struct Text {
    Q_DECLARE_TR_FUNCTIONS(leasekeeper::CloudCatalog)
};

struct Suffix {
    QLatin1StringView cloudKey;
    QLatin1StringView suffix;
};

// Two clouds share a suffix: a host alone does not tell them apart, its region does.
constexpr Suffix Suffixes[] = {
    {"otc"_L1, "otc.t-systems.com"_L1},
    {"huawei-cn"_L1, "myhuaweicloud.com"_L1},
    {"huawei-intl"_L1, "myhuaweicloud.com"_L1},
    {"huawei-eu"_L1, "myhuaweicloud.eu"_L1},
};

QUrl addressOf(QLatin1StringView service, const QString &cloudKey, const QString &region)
{
    const QList<CloudEntry> clouds = cloudCatalog();
    const bool known = std::any_of(clouds.begin(), clouds.end(), [&](const CloudEntry &cloud) {
        return cloud.key == cloudKey && cloud.regions.contains(region);
    });
    const auto *suffix = std::find_if(std::begin(Suffixes), std::end(Suffixes),
                                      [&](const Suffix &s) { return s.cloudKey == cloudKey; });
    if (!known || suffix == std::end(Suffixes))
        return {};
    return QUrl(QString(u"https://"_s + service + u'.' + region + u'.' + suffix->suffix));
}

} // namespace

QList<CloudEntry> cloudCatalog()
{
    return {
        {u"otc"_s, Text::tr("Open Telekom Cloud"), {u"eu-de"_s}},
        {u"huawei-cn"_s,
         Text::tr("Huawei Cloud, China"),
         {u"cn-north-1"_s, u"cn-north-2"_s, u"cn-north-4"_s, u"cn-north-9"_s, u"cn-north-11"_s,
          u"cn-north-12"_s, u"cn-east-3"_s, u"cn-east-4"_s, u"cn-south-1"_s, u"cn-southwest-2"_s,
          u"cn-southwest-3"_s}},
        {u"huawei-intl"_s,
         Text::tr("Huawei Cloud, international"),
         {u"ap-southeast-1"_s, u"ap-southeast-2"_s, u"ap-southeast-3"_s, u"ap-southeast-4"_s, u"la-north-2"_s,
          u"la-south-2"_s, u"sa-brazil-1"_s, u"af-south-1"_s, u"af-north-1"_s, u"tr-west-1"_s,
          u"me-east-1"_s}},
        {u"huawei-eu"_s, Text::tr("Huawei Cloud, Europe"), {u"eu-west-101"_s}},
    };
}

QUrl catalogueEndpoint(const QString &cloudKey, const QString &region)
{
    return addressOf("modelarts"_L1, cloudKey, region);
}

QUrl catalogueIamEndpoint(const QString &cloudKey, const QString &region)
{
    return addressOf("iam"_L1, cloudKey, region);
}

QUrl catalogueConsole(const QString &cloudKey, const QString &region)
{
    if (!catalogueEndpoint(cloudKey, region).isValid())
        return {};
    // One console for all regions; of the European one no lasting address is known.
    if (cloudKey == "otc"_L1)
        return QUrl(u"https://console.otc.t-systems.com/"_s);
    if (cloudKey == "huawei-cn"_L1)
        return QUrl(u"https://console.huaweicloud.com/modelarts/?region="_s + region);
    if (cloudKey == "huawei-intl"_L1)
        return QUrl(u"https://console-intl.huaweicloud.com/modelarts/?region="_s + region);
    return {};
}

QUrl consoleAddress(const Profile &profile)
{
    const QString host = profile.endpoint.host();
    return profile.cloud.isEmpty() ? catalogueConsole(cloudOfHost(host), regionOfHost(host))
                                   : catalogueConsole(profile.cloud, profile.region);
}

QString cloudOfHost(const QString &host)
{
    const QString region = regionOfHost(host);
    if (region.isEmpty())
        return {};
    for (const CloudEntry &cloud : cloudCatalog()) {
        const bool here = catalogueEndpoint(cloud.key, region).host() == host ||
                          catalogueIamEndpoint(cloud.key, region).host() == host;
        if (here)
            return cloud.key;
    }
    return {};
}

QString regionOfHost(const QString &host)
{
    static const QRegularExpression pattern(u"^(?:modelarts|iam)\\.([a-z]{2,}-[a-z0-9-]+)\\."_s);
    return pattern.match(host).captured(1);
}

} // namespace leasekeeper

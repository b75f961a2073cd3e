// SPDX-License-Identifier: MIT
#include "environmentcredentials.h"

#include <QCoreApplication>
#include <QStringList>

#include <initializer_list>

using namespace Qt::StringLiterals;

namespace leasekeeper
{

namespace
{

struct Text {
    Q_DECLARE_TR_FUNCTIONS(leasekeeper::Import)
};

/// The first of several variables that is set.
QString first(const QProcessEnvironment &environment, std::initializer_list<QLatin1StringView> names)
{
    for (const QLatin1StringView name : names) {
        const QString value = environment.value(name);
        if (!value.isEmpty())
            return value;
    }
    return {};
}

Secret firstSecret(const QProcessEnvironment &environment, std::initializer_list<QLatin1StringView> names)
{
    return Secret(first(environment, names).toUtf8());
}

ImportedEntries onlyIfSomebody(const ImportedFields &fields)
{
    const bool anybody = !fields.accessKey.isEmpty() || !fields.secretKey.isEmpty() ||
                         !fields.userName.isEmpty() || !fields.password.isEmpty() ||
                         !fields.token.isEmpty() || !fields.otherWay.isEmpty();
    return anybody ? ImportedEntries{{fields}, {}} : ImportedEntries();
}

/// HUAWEICLOUD_SDK_REGION_MODELARTS_EU_DE=https://…: an own address of the service in a region. Only where
/// there is one, since nothing says which of several is meant.
void takeEndpoint(const QProcessEnvironment &environment, ImportedFields &fields)
{
    const QString start = u"HUAWEICLOUD_SDK_REGION_MODELARTS_"_s;
    const QStringList names = environment.keys().filter(start);
    if (names.size() != 1 || !names.first().startsWith(start))
        return;
    fields.region = names.first().mid(start.size()).toLower().replace(u'_', u'-');
    fields.endpoint = environment.value(names.first()).section(u',', 0, 0).trimmed();
}

} // namespace

ImportedEntries sdkEnvironment(const QProcessEnvironment &environment)
{
    ImportedFields fields;
    fields.accessKey = first(environment, {"HUAWEICLOUD_SDK_AK"_L1});
    fields.secretKey = firstSecret(environment, {"HUAWEICLOUD_SDK_SK"_L1});
    fields.securityToken = firstSecret(environment, {"HUAWEICLOUD_SDK_SECURITY_TOKEN"_L1});
    fields.projectId = first(environment, {"HUAWEICLOUD_SDK_PROJECT_ID"_L1});
    fields.authUrl = first(environment, {"HUAWEICLOUD_SDK_IAM_ENDPOINT"_L1});
    takeEndpoint(environment, fields);
    if (fields.accessKey.isEmpty() && environment.contains(u"HUAWEICLOUD_SDK_IDP_ID"_s)) {
        fields.otherWay =
            Text::tr("They sign in through an identity provider, which this program does not support. Use "
                     "an access key instead.");
    }
    return onlyIfSomebody(fields);
}

ImportedEntries terraformEnvironment(const QProcessEnvironment &environment)
{
    const QString own = first(environment, {"HW_ACCESS_KEY"_L1, "HW_SECRET_KEY"_L1, "HW_USER_NAME"_L1,
                                            "HW_USER_PASSWORD"_L1, "HW_AUTH_TOKEN"_L1});
    if (own.isEmpty())
        return {};
    ImportedFields fields;
    fields.accessKey = first(environment, {"HW_ACCESS_KEY"_L1, "OS_ACCESS_KEY"_L1});
    fields.secretKey = firstSecret(environment, {"HW_SECRET_KEY"_L1, "OS_SECRET_KEY"_L1});
    fields.securityToken = firstSecret(environment, {"HW_SECURITY_TOKEN"_L1, "OS_SECURITY_TOKEN"_L1});
    fields.userName = first(environment, {"HW_USER_NAME"_L1, "OS_USERNAME"_L1});
    fields.password = firstSecret(environment, {"HW_USER_PASSWORD"_L1, "OS_PASSWORD"_L1});
    fields.token = firstSecret(environment, {"HW_AUTH_TOKEN"_L1, "OS_AUTH_TOKEN"_L1, "OS_TOKEN"_L1});
    fields.authUrl = first(environment, {"HW_AUTH_URL"_L1, "OS_AUTH_URL"_L1});
    fields.region = first(environment, {"HW_REGION_NAME"_L1, "OS_REGION_NAME"_L1});
    fields.projectId = first(environment, {"HW_PROJECT_ID"_L1, "OS_PROJECT_ID"_L1});
    fields.projectName = first(environment, {"HW_PROJECT_NAME"_L1, "OS_PROJECT_NAME"_L1});
    fields.accountName =
        first(environment, {"HW_DOMAIN_NAME"_L1, "OS_USER_DOMAIN_NAME"_L1, "OS_DOMAIN_NAME"_L1});
    fields.cloudSuffix = first(environment, {"HW_CLOUD"_L1});
    return onlyIfSomebody(fields);
}

ImportedEntries openStackEnvironment(const QProcessEnvironment &environment)
{
    ImportedFields fields;
    fields.accessKey = first(environment, {"OS_ACCESS_KEY"_L1});
    fields.secretKey = firstSecret(environment, {"OS_SECRET_KEY"_L1});
    fields.securityToken = firstSecret(environment, {"OS_SECURITY_TOKEN"_L1});
    fields.userName = first(environment, {"OS_USERNAME"_L1});
    fields.password = firstSecret(environment, {"OS_PASSWORD"_L1});
    fields.token = firstSecret(environment, {"OS_TOKEN"_L1, "OS_AUTH_TOKEN"_L1});
    fields.authUrl = first(environment, {"OS_AUTH_URL"_L1});
    fields.region = first(environment, {"OS_REGION_NAME"_L1});
    fields.projectId = first(environment, {"OS_PROJECT_ID"_L1, "OS_TENANT_ID"_L1});
    fields.projectName = first(environment, {"OS_PROJECT_NAME"_L1, "OS_TENANT_NAME"_L1});
    fields.accountName = first(environment, {"OS_USER_DOMAIN_NAME"_L1, "OS_DOMAIN_NAME"_L1});
    fields.caFile = first(environment, {"OS_CACERT"_L1});
    return onlyIfSomebody(fields);
}

} // namespace leasekeeper

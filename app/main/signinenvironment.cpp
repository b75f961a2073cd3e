// SPDX-License-Identifier: MIT
#include "signinenvironment.h"

#include <QByteArray>

#include <cstdlib>
#include <cstring>

namespace leasekeeper
{

namespace
{

constexpr const char *SecretNames[] = {
    "OS_TOKEN",      "OS_AUTH_TOKEN",     "OS_PASSWORD",        "OS_SECRET_KEY",
    "OS_PASSCODE",   "OS_SECURITY_TOKEN", "HUAWEICLOUD_SDK_SK", "HUAWEICLOUD_SDK_SECURITY_TOKEN",
    "HW_SECRET_KEY", "HW_SECURITY_TOKEN", "HW_USER_PASSWORD",   "HW_AUTH_TOKEN",
};

QString text(const char *name)
{
    return qEnvironmentVariable(name).trimmed();
}

Secret trimmed(const char *name)
{
    return Secret{qgetenv(name).trimmed()};
}

void erase(const char *name)
{
    char *value = std::getenv(name);
    if (value == nullptr) {
        return;
    }
    // Unsetting alone would leave the bytes where the system shows a process's environment to others.
    std::memset(value, 0, std::strlen(value));
    qunsetenv(name);
}

} // namespace

SignInEnvironment takeSignInEnvironment(QProcessEnvironment *everything)
{
    if (everything != nullptr) {
        *everything = QProcessEnvironment::systemEnvironment();
    }
    SignInEnvironment taken;
    taken.token = trimmed("OS_TOKEN");
    taken.accessKey = text("HUAWEICLOUD_SDK_AK");
    taken.secretKey = trimmed("HUAWEICLOUD_SDK_SK");
    taken.securityToken = trimmed("HUAWEICLOUD_SDK_SECURITY_TOKEN");
    taken.userName = text("OS_USERNAME");
    // A password is what it is, blanks at its ends included.
    taken.password = Secret{qEnvironmentVariable("OS_PASSWORD").toUtf8()};
    taken.userDomainName = text("OS_USER_DOMAIN_NAME");
    taken.authUrl = text("OS_AUTH_URL");
    taken.projectName = text("OS_PROJECT_NAME");
    taken.projectDomainName = text("OS_PROJECT_DOMAIN_NAME");
    for (const char *name : SecretNames) {
        erase(name);
    }
    return taken;
}

} // namespace leasekeeper

// SPDX-License-Identifier: MIT
#include "environmenttoken.h"

#include <QByteArray>

#include <cstdlib>
#include <cstring>

namespace leasekeeper
{

Secret takeTokenFromEnvironment()
{
    constexpr char name[] = "OS_TOKEN";
    char *value = std::getenv(name);
    if (value == nullptr) {
        return {};
    }
    Secret token{QByteArray(value).trimmed()};
    // Unsetting alone would leave the bytes where the system shows a process's environment to others.
    std::memset(value, 0, std::strlen(value));
    qunsetenv(name);
    return token;
}

} // namespace leasekeeper

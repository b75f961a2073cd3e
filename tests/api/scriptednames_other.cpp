// SPDX-License-Identifier: MIT
#include "scriptednames.h"

namespace leasekeeper::test
{

void ScriptedNames::tell(const QString &, const QByteArrayList &) {}

void ScriptedNames::hold(const QString &) {}

void ScriptedNames::release() {}

int ScriptedNames::waiting()
{
    return 0;
}

int ScriptedNames::lookups(const QString &)
{
    return 0;
}

bool ScriptedNames::work()
{
    return false;
}

} // namespace leasekeeper::test

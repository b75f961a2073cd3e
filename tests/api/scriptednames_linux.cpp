// SPDX-License-Identifier: MIT
#include "scriptednames.h"

#include <QCoreApplication>
#include <QEvent>
#include <QHash>
#include <QMutex>
#include <QSet>
#include <QWaitCondition>

#include <netdb.h>

#include <cstring>

#include <dlfcn.h>

namespace leasekeeper::test
{

namespace
{

struct Names {
    QMutex mutex;
    QWaitCondition released;
    QHash<QByteArray, QByteArrayList> told;
    QSet<QByteArray> held;
    int waiting = 0;
    QHash<QByteArray, int> lookups;
};

Names &names()
{
    static Names all;
    return all;
}

using GetAddressInfo = int (*)(const char *, const char *, const addrinfo *, addrinfo **);

GetAddressInfo systemsOwn()
{
    static const auto function = reinterpret_cast<GetAddressInfo>(::dlsym(RTLD_NEXT, "getaddrinfo"));
    return function;
}

bool isScripted(const char *node)
{
    return node != nullptr &&
           QByteArray::fromRawData(node, qsizetype(std::strlen(node))).endsWith(".names.test");
}

/// The system's own answer to each address, one after the other: it allocates what freeaddrinfo() frees.
int answer(const QByteArrayList &addresses, const char *service, const addrinfo *hints, addrinfo **result)
{
    addrinfo *first = nullptr;
    addrinfo **last = &first;
    for (const QByteArray &address : addresses) {
        addrinfo wanted{};
        if (hints != nullptr)
            wanted = *hints;
        wanted.ai_flags = AI_NUMERICHOST;
        if (systemsOwn()(address.constData(), service, &wanted, last) != 0)
            continue;
        while (*last != nullptr)
            last = &(*last)->ai_next;
    }
    *result = first;
    return first != nullptr ? 0 : EAI_NONAME;
}

} // namespace

int lookUp(const char *node, const char *service, const addrinfo *hints, addrinfo **result)
{
    if (!isScripted(node))
        return systemsOwn()(node, service, hints, result);
    Names &all = names();
    const QMutexLocker lock(&all.mutex);
    const QByteArray name(node);
    ++all.waiting;
    ++all.lookups[name];
    // Whoever runs the event loop until somebody waits here has a look then.
    if (QCoreApplication::instance() != nullptr)
        QCoreApplication::postEvent(QCoreApplication::instance(), new QEvent(QEvent::User));
    while (all.held.contains(name))
        all.released.wait(&all.mutex);
    --all.waiting;
    return answer(all.told.value(name), service, hints, result);
}

void ScriptedNames::tell(const QString &name, const QByteArrayList &addresses)
{
    const QMutexLocker lock(&names().mutex);
    names().told.insert(name.toLatin1(), addresses);
}

void ScriptedNames::hold(const QString &name)
{
    const QMutexLocker lock(&names().mutex);
    names().held.insert(name.toLatin1());
}

void ScriptedNames::release()
{
    const QMutexLocker lock(&names().mutex);
    names().held.clear();
    names().released.wakeAll();
}

int ScriptedNames::waiting()
{
    const QMutexLocker lock(&names().mutex);
    return names().waiting;
}

int ScriptedNames::lookups(const QString &name)
{
    const QMutexLocker lock(&names().mutex);
    return names().lookups.value(name.toLatin1());
}

bool ScriptedNames::work()
{
    return true;
}

} // namespace leasekeeper::test

// The program's own definition comes before the C library's.
extern "C" int getaddrinfo(const char *node, const char *service, const addrinfo *hints, addrinfo **result)
{
    return leasekeeper::test::lookUp(node, service, hints, result);
}

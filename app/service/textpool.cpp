// SPDX-License-Identifier: MIT
#include "textpool.h"

#include "instance.h"

#include <algorithm>

namespace leasekeeper
{

void TextPool::share(Instance &instance)
{
    for (QString *text :
         {&instance.description, &instance.statusText, &instance.feature, &instance.flavor,
          &instance.image.id, &instance.image.name, &instance.image.tag, &instance.image.type,
          &instance.lease.typeText, &instance.storage.category, &instance.storage.ownership,
          &instance.storage.mountPath, &instance.storage.status, &instance.poolId, &instance.poolName,
          &instance.ownerId, &instance.ownerName, &instance.workspaceId, &instance.failReason})
        share(*text);
    for (InstanceStorage &mount : instance.extraMounts) {
        for (QString *text : {&mount.category, &mount.ownership, &mount.mountPath, &mount.status})
            share(*text);
    }
    for (InstanceProgress &step : instance.progress) {
        share(step.status);
        share(step.description);
    }
    if (instance.billingItems == m_lastItems)
        instance.billingItems = m_lastItems;
    else if (!instance.billingItems.isEmpty())
        m_lastItems = instance.billingItems;
    if (m_texts.size() > m_nextLook)
        dropUnused();
}

void TextPool::share(QString &text)
{
    if (text.isEmpty())
        return;
    const auto known = m_texts.constFind(text);
    if (known == m_texts.constEnd())
        m_texts.insert(text);
    else
        text = *known;
}

void TextPool::dropUnused()
{
    // What the pool alone holds is detached.
    m_texts.removeIf([](const QString &text) { return text.isDetached(); });
    m_nextLook = std::max(FirstLook, 2 * m_texts.size());
}

void TextPool::clear()
{
    m_texts.clear();
    m_lastItems.clear();
    m_nextLook = FirstLook;
}

} // namespace leasekeeper

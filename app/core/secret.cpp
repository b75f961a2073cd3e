// SPDX-License-Identifier: MIT
#include "secret.h"

#include <utility>

namespace leasekeeper
{

void overwriteIfUnshared(QByteArray &bytes)
{
    // Not detached means shared, or memory that is not ours (a literal): neither may be written to.
    if (bytes.isEmpty() || !bytes.isDetached())
        return;
    // Volatile, or the compiler leaves out writes to memory that is about to be freed.
    volatile char *at = bytes.data();
    for (qsizetype i = 0; i < bytes.size(); ++i)
        at[i] = 0;
}

// Bytes that somebody else shares are copied, so that wiping ours can never depend on them.
Secret::Secret(QByteArray value)
    : m_value(value.isDetached() ? std::move(value) : QByteArray(value.constData(), value.size()))
{
}

Secret::~Secret()
{
    wipe();
}

Secret &Secret::operator=(const Secret &other)
{
    if (this != &other) {
        wipe();
        m_value = other.m_value;
    }
    return *this;
}

Secret &Secret::operator=(Secret &&other) noexcept
{
    if (this != &other) {
        wipe();
        m_value = std::exchange(other.m_value, {});
    }
    return *this;
}

void Secret::wipe()
{
    overwriteIfUnshared(m_value);
    m_value.clear();
}

QDebug operator<<(QDebug debug, const Secret &)
{
    const QDebugStateSaver saver(debug);
    debug.nospace() << "***";
    return debug;
}

} // namespace leasekeeper

// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QDebug>

namespace leasekeeper
{

/// A token, key or password. It prints as `***`, has no implicit conversion to text, and overwrites its
/// bytes when the last copy goes. Only the code that puts it on the wire calls reveal().
class Secret
{
public:
    Secret() = default;
    explicit Secret(QByteArray value);
    ~Secret();
    Secret(const Secret &) = default;
    Secret(Secret &&) noexcept = default;
    Secret &operator=(const Secret &other);
    Secret &operator=(Secret &&other) noexcept;

    [[nodiscard]] bool isEmpty() const { return m_value.isEmpty(); }
    /// The bytes themselves. Never log, store or show them.
    [[nodiscard]] const QByteArray &reveal() const { return m_value; }
    void wipe();

    friend bool operator==(const Secret &, const Secret &) = default;

private:
    QByteArray m_value;
};

/// Fills `bytes` with zeros in place, unless somebody else still shares them. The size stays.
void overwriteIfUnshared(QByteArray &bytes);

QDebug operator<<(QDebug debug, const Secret &secret);

} // namespace leasekeeper

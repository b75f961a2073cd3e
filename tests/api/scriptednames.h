// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArrayList>
#include <QString>

namespace leasekeeper::test
{

/// Names this process looks up and that end in ".names.test", answered as a test says, in the thread that
/// asks and for as long as it takes. All other names go to the system.
class ScriptedNames
{
public:
    /// `addresses` in the order in which they are told.
    static void tell(const QString &name, const QByteArrayList &addresses);
    /// Whoever asks for this name waits until release().
    static void hold(const QString &name);
    static void release();
    /// How many wait now; each wakes the event loop when it begins to.
    [[nodiscard]] static int waiting();
    /// How often this name was looked up.
    [[nodiscard]] static int lookups(const QString &name);
    /// Whether names can be scripted here at all.
    [[nodiscard]] static bool work();
};

} // namespace leasekeeper::test

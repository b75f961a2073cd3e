// SPDX-License-Identifier: MIT
#pragma once

#include <QString>

namespace leasekeeper::test::model
{

/// Counts what this process asks of the disk below one folder: making folders, opening files to write,
/// writing, forcing to disk, renaming. Lets one of these calls fail, as if the disk were full or damaged.
/// Where the system does not let itself be listened to, nothing is counted.
class FailingFiles
{
public:
    /// From here on; `failing`: the first that fails, 0 for none; `times`: so many in a row.
    static void watch(const QString &folder, int failing, int times = 1);
    static void forget();
    [[nodiscard]] static int count();

    /// While it lives, calls are neither counted nor do they fail: they are not those of the program.
    class Pause
    {
    public:
        Pause();
        ~Pause();
        Pause(const Pause &) = delete;
        Pause &operator=(const Pause &) = delete;
    };
};

} // namespace leasekeeper::test::model

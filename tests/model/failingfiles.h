// SPDX-License-Identifier: MIT
#pragma once

namespace leasekeeper::test::model
{

/// Saving means writing beside and renaming: counts the renames of this process, and lets one of them fail as
/// if the disk were full. Where the system does not let itself be listened to, nothing is counted.
class FailingFiles
{
public:
    /// From here on; `failing`: which one, 0 for none.
    static void watch(int failing);
    static void forget();
    [[nodiscard]] static int count();
};

} // namespace leasekeeper::test::model

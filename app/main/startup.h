// SPDX-License-Identifier: MIT
#pragma once

namespace leasekeeper
{

/// The program from its arguments to its exit code: reads the command line, chooses the world and the kind of
/// run, and says what went wrong in one line on standard error.
[[nodiscard]] int runProgram(int argc, char **argv);

} // namespace leasekeeper

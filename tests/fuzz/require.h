// SPDX-License-Identifier: MIT
#pragma once

#include <QString>

namespace leasekeeper::fuzz
{

[[noreturn]] void broken(const char *what, const char *file, int line);

/// One sentence for people: there is something, it is short, on one line, without anything that hides.
[[nodiscard]] bool isSentence(const QString &text);
/// Nothing in it that takes no ink or turns the direction of writing.
[[nodiscard]] bool isVisible(const QString &text);

} // namespace leasekeeper::fuzz

/// What must hold for every input, sanitizers or not.
#define FUZZ_REQUIRE(condition)                                                                              \
    ((condition) ? void(0) : leasekeeper::fuzz::broken(#condition, __FILE__, __LINE__))

// SPDX-License-Identifier: MIT
#pragma once

#include "secret.h"

namespace leasekeeper
{

/// While it lives, the secret is masked in whatever is logged, by Qt as well: where it cannot start a
/// browser, it prints the whole address it was given. One at a time, on the thread of the window.
class MaskedLog
{
public:
    explicit MaskedLog(const Secret &secret);
    MaskedLog(const MaskedLog &) = delete;
    MaskedLog &operator=(const MaskedLog &) = delete;
    ~MaskedLog();
};

} // namespace leasekeeper

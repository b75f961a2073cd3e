// SPDX-License-Identifier: MIT
#include "fuzztargets.h"

#include <cstddef>
#include <cstdint>

/// What libFuzzer calls. The copy on the heap lets the address sanitizer see a read beyond the end.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    leasekeeper::fuzz::LEASEKEEPER_FUZZ_TARGET(
        QByteArray(reinterpret_cast<const char *>(data), qsizetype(size)));
    return 0;
}

// SPDX-License-Identifier: MIT
#include "filesizelimit.h"

namespace leasekeeper::test
{

struct FileSizeLimit::Before {
};

FileSizeLimit::FileSizeLimit() = default;
FileSizeLimit::~FileSizeLimit() = default;

bool FileSizeLimit::holds() const
{
    return false;
}

} // namespace leasekeeper::test

// SPDX-License-Identifier: MIT
#include "failingfiles.h"

namespace leasekeeper::test::model
{

void FailingFiles::watch(int) {}

void FailingFiles::forget() {}

int FailingFiles::count()
{
    return 0;
}

} // namespace leasekeeper::test::model

// SPDX-License-Identifier: MIT
#include "failingfiles.h"

namespace leasekeeper::test::model
{

void FailingFiles::watch(const QString &, int, int) {}

void FailingFiles::forget() {}

int FailingFiles::count()
{
    return 0;
}

FailingFiles::Pause::Pause() = default;

FailingFiles::Pause::~Pause() = default;

} // namespace leasekeeper::test::model

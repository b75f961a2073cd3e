// SPDX-License-Identifier: MIT
#include "fullport.h"

namespace leasekeeper::test
{

FullPort::FullPort(bool, quint16) {}

FullPort::~FullPort() = default;

int FullPort::knocking() const
{
    return 0;
}

} // namespace leasekeeper::test

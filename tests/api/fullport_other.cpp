// SPDX-License-Identifier: MIT
#include "fullport.h"

namespace leasekeeper::test
{

FullPort::FullPort(bool, quint16) {}

FullPort::~FullPort() = default;

} // namespace leasekeeper::test

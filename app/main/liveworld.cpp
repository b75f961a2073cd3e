// SPDX-License-Identifier: MIT
#include "liveworld.h"

#include <utility>

namespace leasekeeper
{

LiveWorld::LiveWorld(Profile profile, Secret token)
    : m_profile(std::move(profile)), m_authenticator(std::move(token))
{
}

} // namespace leasekeeper

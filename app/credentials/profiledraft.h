// SPDX-License-Identifier: MIT
#pragma once

#include "importedfields.h"
#include "profile.h"

namespace leasekeeper
{

/// The profile that `fields` describe, with addresses, cloud and region completed from each other as far as
/// they can be (ModelArts API reference, section 8). One translated sentence in `whyNot` if an address in
/// there must not be used.
[[nodiscard]] Profile draftProfile(const ImportedFields &fields, QString *whyNot);

} // namespace leasekeeper

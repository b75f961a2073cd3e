// SPDX-License-Identifier: MIT
#pragma once

#include "importedfields.h"

namespace leasekeeper
{

/// The file of the Huawei Cloud SDKs, `~/.huaweicloud/credentials`: INI with the section [basic] for a
/// project, else [global] for an account (ModelArts API reference, section 9). One entry.
[[nodiscard]] ImportedEntries parseSdkCredentials(const ImportText &text);

} // namespace leasekeeper

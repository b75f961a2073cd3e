// SPDX-License-Identifier: MIT
#pragma once

#include "importedfields.h"

namespace leasekeeper
{

/// `credentials.csv` as the console gives it once when an access key is created: a line of headings, then
/// user name, access key id and secret access key.
[[nodiscard]] ImportedEntries parseCredentialsCsv(const ImportText &text);

} // namespace leasekeeper

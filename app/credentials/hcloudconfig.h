// SPDX-License-Identifier: MIT
#pragma once

#include "importedfields.h"

namespace leasekeeper
{

/// The file of the command line tool KooCLI, `~/.hcloud/config.json` (ModelArts API reference, section 9):
/// one entry for each profile, `preferred` (a profile's name) or else the current one first. Encrypted files
/// are detected and give a reason.
[[nodiscard]] ImportedEntries parseHcloudConfig(const ImportText &text, const QString &preferred = {});

} // namespace leasekeeper

// SPDX-License-Identifier: MIT
#pragma once

#include "importedfields.h"

namespace leasekeeper
{

/// `clouds.yaml` of the OpenStack clients, with `secure.yaml` (bytes may be empty) laid over it (ModelArts
/// API reference, section 9): one entry for each cloud, `preferred` first. Anchors, aliases and merge keys
/// are followed.
[[nodiscard]] ImportedEntries parseCloudsYaml(const ImportText &clouds, const ImportText &secure = {},
                                              const QString &preferred = {});

} // namespace leasekeeper

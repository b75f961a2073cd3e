// SPDX-License-Identifier: MIT
#pragma once

#include "httpserver.h"

namespace leasekeeper::test
{

class CloudServer;

/// Answers a request below /_control/ (README.md beside this file).
[[nodiscard]] ServedAnswer answerControl(CloudServer &server, const ServedRequest &request);

} // namespace leasekeeper::test

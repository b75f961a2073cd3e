// SPDX-License-Identifier: MIT
#pragma once

#include "apierror.h"

#include <functional>
#include <optional>

QT_BEGIN_NAMESPACE
class QObject;
QT_END_NAMESPACE

namespace leasekeeper
{

struct HttpRequest;

/// What every request passes before it leaves, where something about the way must be known first, such as the
/// proxy.
class RouteGate
{
public:
    /// Without error: the request may leave now.
    using Go = std::function<void(const std::optional<ApiError> &hindrance)>;

    RouteGate() = default;
    RouteGate(const RouteGate &) = delete;
    RouteGate &operator=(const RouteGate &) = delete;
    virtual ~RouteGate() = default;

    /// Calls `go` once, at once or later; forgets it in silence if `context` goes first.
    virtual void pass(const HttpRequest &request, QObject *context, Go go) = 0;
    /// The network may be another one: what is known of the way may be wrong.
    virtual void doubt() {}
};

} // namespace leasekeeper

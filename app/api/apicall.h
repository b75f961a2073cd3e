// SPDX-License-Identifier: MIT
#pragma once

#include "apierror.h"
#include "result.h"

#include <QObject>

namespace leasekeeper
{

/// A call of the service with a life: started by whoever made it, then exactly one finished(), then it
/// deletes itself. finished() never comes from within the function that made the call. Destroying the
/// call or its parent cancels it in silence.
class ApiCallBase : public QObject
{
    Q_OBJECT
public:
    using QObject::QObject;

    /// Monotonic ms at which the attempt was sent that brought the result. Facts are ordered by it.
    [[nodiscard]] qint64 sentAtMs() const { return m_sentAtMs; }
    /// Monotonic ms at which its answer was complete.
    [[nodiscard]] qint64 receivedAtMs() const { return m_receivedAtMs; }
    /// Whether something of it may be at the service now. It is not while it waits: for its turn, for signing
    /// in, or for the way to be found. A request that was refused with 401 or 429 was at the service and is
    /// not any more.
    [[nodiscard]] virtual bool mayHaveLeft() const = 0;
    /// Ends the call with ApiError::Kind::Cancelled.
    virtual void cancel() = 0;

Q_SIGNALS:
    /// mayHaveLeft() may have changed.
    void leavingChanged();
    void finished();

protected:
    qint64 m_sentAtMs = 0;
    qint64 m_receivedAtMs = 0;
};

/// The typed end of a call.
template <typename T> class ApiCall : public ApiCallBase
{
public:
    using ApiCallBase::ApiCallBase;
    /// Valid once finished() was emitted.
    [[nodiscard]] const Result<T> &result() const { return m_result; }

protected:
    Result<T> m_result = Result<T>(ApiError{});
};

} // namespace leasekeeper

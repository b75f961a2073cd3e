// SPDX-License-Identifier: MIT
#pragma once

#include "apierror.h"
#include "instance.h"
#include "result.h"

#include <QHash>
#include <QObject>

namespace leasekeeper
{

class InstancesApi;
class InstanceStore;
enum class Patience;

/// The service denies that the instance exists. An unknown address (APIG.0101) says nothing about instances,
/// although it is a 404 as well.
[[nodiscard]] bool deniesInstance(const ApiError &error);

/// Reads single instances, each at most once at a time. What comes enters the store; an instance that is not
/// there is only reported, since whether its row leaves is decided elsewhere.
class InstanceReader : public QObject
{
    Q_OBJECT
public:
    /// Both must outlive this.
    InstanceReader(InstancesApi &api, InstanceStore &store, QObject *parent = nullptr);

    /// False if this instance is being read already.
    bool read(const QString &id, Patience patience);
    [[nodiscard]] bool isReading(const QString &id) const { return m_calls.contains(id); }
    [[nodiscard]] bool isIdle() const { return m_calls.isEmpty(); }
    /// Forgets everything under way, in silence.
    void abort();

Q_SIGNALS:
    void readDone(const QString &id, const leasekeeper::Result<leasekeeper::Instance> &result,
                  qint64 sentAtMs);

private:
    InstancesApi &m_api;
    InstanceStore &m_store;
    QHash<QString, QObject *> m_calls;
};

} // namespace leasekeeper

// SPDX-License-Identifier: MIT
#include "instancereader.h"

#include "instancesapi.h"
#include "instancestore.h"

using namespace Qt::StringLiterals;

namespace leasekeeper
{

bool deniesInstance(const ApiError &error)
{
    return error.meansGone() && !error.code.startsWith("APIG"_L1, Qt::CaseInsensitive);
}

InstanceReader::InstanceReader(InstancesApi &api, InstanceStore &store, QObject *parent)
    : QObject(parent), m_api(api), m_store(store)
{
}

bool InstanceReader::read(const QString &id, Patience patience)
{
    if (m_calls.contains(id))
        return false;
    ApiCall<Instance> *call = m_api.show(id, patience, this);
    m_calls.insert(id, call);
    connect(call, &ApiCallBase::finished, this, [this, id, call] {
        m_calls.remove(id);
        // Copied: whoever listens may abort everything, this call included.
        const Result<Instance> result = call->result();
        const qint64 sentAtMs = call->sentAtMs();
        if (result)
            m_store.observe({result.value()}, sentAtMs);
        Q_EMIT readDone(id, result, sentAtMs);
    });
    return true;
}

void InstanceReader::abort()
{
    const QHash<QString, QObject *> calls = std::exchange(m_calls, {});
    for (QObject *call : calls) {
        call->disconnect(this);
        call->deleteLater();
    }
}

} // namespace leasekeeper

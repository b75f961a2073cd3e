// SPDX-License-Identifier: MIT
#include "notebookopener.h"

#include "browser.h"
#include "instancesapi.h"
#include "instancestore.h"
#include "notebookaddress.h"
#include "plaintext.h"

namespace leasekeeper
{

NotebookOpener::NotebookOpener(InstancesApi &api, InstanceStore &store, QObject *parent)
    : QObject(parent), m_api(api), m_store(store)
{
}

void NotebookOpener::open(const QString &id)
{
    if (m_api.profile().isDemo) {
        Q_EMIT refused(tr("This is the demo cloud: there is no notebook to open."), {});
        return;
    }
    auto *call = m_api.show(id, Patience::Person, this);
    connect(call, &ApiCallBase::finished, this, [this, id, call] {
        if (const auto &result = call->result()) {
            m_store.observe({result.value()}, call->sentAtMs());
            openRead(result.value());
            return;
        }
        const ApiError &error = call->result().error();
        if (error.meansGone())
            Q_EMIT denied(id);
        if (error.kind != ApiError::Kind::Cancelled) {
            Q_EMIT refused(tr("The notebook could not be opened: %1").arg(error.message), error.details(),
                           error.requestId);
        }
    });
}

void NotebookOpener::openRead(const Instance &instance)
{
    if (!allows(instance.status, InstanceVerb::Open)) {
        Q_EMIT refused(
            tr("%1 was not opened: %2")
                .arg(visibleText(displayName(instance)), whyNotAllowed(instance.status, InstanceVerb::Open)),
            {});
        return;
    }
    const NotebookAddress address = checkNotebookAddress(instance.url, m_api.profile().endpoint);
    if (!address.url.isValid()) {
        Q_EMIT refused(address.whyNot, visibleText(addressWithoutSecrets(instance.url)));
        return;
    }
    if (!openInBrowser(withToken(address.url, instance.token))) {
        Q_EMIT refused(tr("No browser could be started to open %1.").arg(visibleText(displayName(instance))),
                       addressWithoutSecrets(instance.url));
    }
}

} // namespace leasekeeper

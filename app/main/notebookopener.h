// SPDX-License-Identifier: MIT
#pragma once

#include <QObject>
#include <QString>

namespace leasekeeper
{

class InstancesApi;
class InstanceStore;
struct Instance;

/// Opens a notebook in the browser. Reads the instance first, since each start gives it another token and
/// perhaps another address, and opens only what checkNotebookAddress() accepts.
class NotebookOpener : public QObject
{
    Q_OBJECT
public:
    /// Both must outlive this. What is read enters the store like any other observation.
    NotebookOpener(InstancesApi &api, InstanceStore &store, QObject *parent = nullptr);

    void open(const QString &id);

Q_SIGNALS:
    /// The service says that there is no such instance. One answer alone removes no row: whoever reads
    /// decides.
    void denied(const QString &id);
    /// Why nothing was opened, as one translated sentence. `details`: for Copy details; never a token.
    /// `requestId`: of the error, where there is one.
    void refused(const QString &text, const QString &details, const QString &requestId = {});

private:
    void openRead(const Instance &instance);

    InstancesApi &m_api;
    InstanceStore &m_store;
};

} // namespace leasekeeper

// SPDX-License-Identifier: MIT
#pragma once

#include "decisions.h"
#include "leaserequest.h"
#include "profile.h"
#include "trackedinstance.h"

#include <QDialog>
#include <QStringList>

namespace leasekeeper {

class Clock;
class InstanceStore;
class ServerTime;
class Settings;
class Timers;

/// What every dialog about instances is given; all of it must outlive the dialog.
struct DialogContext
{
    const InstanceStore &store;
    const ServerTime &serverTime;
    const Clock &clock;
    Timers &timers;
    const Settings &settings;
    Profile profile;
    LeaseRange leaseRange;
};

/// Base of the dialogs that collect a decision about instances. It keeps the ids taken when it was invoked,
/// follows them in the store (changed: says what and asks anew; gone: says so and leaves them out) and emits
/// decided() at most once. Opened with open(), deletes itself when closed.
class InstanceDialog : public QDialog
{
    Q_OBJECT
public:
    InstanceDialog(const DialogContext &context, const QStringList &ids, QWidget *parent);

Q_SIGNALS:
    void decided(const leasekeeper::Decision &decision);
    void readRequested(const QString &id); ///< the data of this instance is older than a minute

protected:
    [[nodiscard]] const DialogContext &context() const { return m_context; }
    /// The ids in the order of the table as they were invoked, vanished ones included.
    [[nodiscard]] const QStringList &ids() const { return m_ids; }
    /// Something that concerns these ids changed in the store.
    virtual void instancesChanged() = 0;

private:
    void onStoreChanged(const InstanceChanges &changes);

    DialogContext m_context;
    QStringList m_ids;
};

/// A dialog for this verb (Start, Stop, Prolong, Delete).
[[nodiscard]] InstanceDialog *createInstanceDialog(InstanceVerb verb, const DialogContext &context,
                                                   const QStringList &ids, QWidget *parent);

} // namespace leasekeeper

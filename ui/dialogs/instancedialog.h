// SPDX-License-Identifier: MIT
#pragma once

#include "contentdialog.h"
#include "decisions.h"
#include "displayticker.h"
#include "leaserequest.h"
#include "leftoutpanel.h"
#include "profile.h"
#include "trackedinstance.h"

#include <QHash>
#include <QSet>
#include <QStringList>

#include <optional>

namespace leasekeeper
{

class Clock;
class InlineNote;
class InstanceStore;
class ServerTime;
class Settings;
class Timers;

/// What every dialog about instances is given; all of it must outlive the dialog.
struct DialogContext {
    const InstanceStore &store;
    const ServerTime &serverTime;
    const Clock &clock;
    Timers &timers;
    Settings &settings;
    Profile profile;
    LeaseRange leaseRange;
};

/// Base of the dialogs that collect a decision about instances. It keeps the ids taken when it was invoked,
/// follows them in the store (changed: says what and asks anew; gone: says so and leaves them out) and emits
/// decided() at most once.
class InstanceDialog : public ContentDialog
{
    Q_OBJECT
public:
    InstanceDialog(const DialogContext &context, const QStringList &ids, QWidget *parent);
    ~InstanceDialog() override;

Q_SIGNALS:
    void decided(const leasekeeper::Decision &decision);
    void readRequested(const QString &id); ///< the data of this instance is older than a minute

protected:
    /// What a verb can be asked of at this moment, in the order in which the ids were invoked.
    struct Candidates {
        QList<Instance> able;
        QList<LeftOut> leftOut; ///< gone, busy, or in a state that does not allow it
    };

    [[nodiscard]] const DialogContext &context() const { return m_context; }
    /// The ids in the order of the table as they were invoked, vanished ones included.
    [[nodiscard]] const QStringList &ids() const { return m_ids; }
    [[nodiscard]] bool isSeveral() const { return m_ids.size() > 1; }
    [[nodiscard]] qint64 nowMs() const;
    [[nodiscard]] Candidates candidates(InstanceVerb verb) const;
    /// The same without those of several that were left out when it was asked first: that they have become
    /// able since is no consent.
    [[nodiscard]] Candidates agreedCandidates(InstanceVerb verb);
    /// Why there is nothing that the verb could be asked of; empty if there is something.
    [[nodiscard]] QString nothingLeftText(const Candidates &now) const;
    /// Name as last known, also of an instance that vanished; plain.
    [[nodiscard]] QString knownName(const QString &id) const { return m_names.value(id); }

    /// Something that concerns these ids changed in the store, or a shown time went on.
    virtual void instancesChanged() = 0;

    /// What changed since the dialog was opened.
    [[nodiscard]] InlineNote *changeNote() const { return m_changeNote; }
    /// Names those left out of several; a single one is explained by nothingLeftText().
    void showLeftOut(const QList<LeftOut> &leftOut);
    /// Calls instancesChanged() when a shown time next reads differently.
    void refreshIn(std::optional<qint64> changesInMs) { m_ticker.scheduleIn(changesInMs); }
    /// Emits decided() and closes; only the first time, and not with nothing to do.
    void decide(const Decision &decision);

    void showEvent(QShowEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void onStoreChanged(const InstanceChanges &changes);
    void learnNames();
    void askForFreshData();

    DialogContext m_context;
    QStringList m_ids;
    QSet<QString> m_idSet;
    QHash<QString, QString> m_names;
    InlineNote *m_changeNote;
    LeftOutPanel *m_leftOutPanel;
    DisplayTicker m_ticker;
    std::optional<QSet<QString>> m_leftOutAtFirst; ///< by agreedCandidates()
    bool m_askedForFreshData = false;
};

/// A dialog for this verb; null for Open, which needs no decision. Owned by `parent` until it deletes itself.
[[nodiscard]] InstanceDialog *createInstanceDialog(InstanceVerb verb, const DialogContext &context,
                                                   const QStringList &ids, QWidget *parent);

} // namespace leasekeeper

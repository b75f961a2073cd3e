// SPDX-License-Identifier: MIT
#pragma once

#include "actionintent.h"
#include "journalfile.h"
#include "timers.h"

#include <QByteArray>
#include <QList>
#include <QObject>
#include <QStringList>

#include <map>

namespace leasekeeper
{

struct Profile;

/// What is being done to the instances of one account and has no known end yet, kept so that a crash, a
/// power cut or quitting loses nothing (`faults.md` F69–F72). Whoever acts notes it here before anything is
/// sent, and takes it out once its end is known; what is left is looked into when the account is opened
/// again. Ends that nobody may have been told of stand here as well, to be told then. Holds no secret. If the
/// disk takes nothing, everything goes on, and is said once.
class ActionJournal : public QObject
{
    Q_OBJECT
public:
    /// What need not be on disk at once is written together, after this long.
    static constexpr qint64 SaveLaterMs = 250;

    /// In memory only: nothing outlives the object.
    explicit ActionJournal(Timers &timers, QObject *parent = nullptr);
    /// Takes over at once what earlier runs left in `folder`; empty: in memory. `timers` must outlive this.
    ActionJournal(const QString &folder, const Profile &account, Timers &timers, QObject *parent = nullptr);
    /// Saves what is waiting.
    ~ActionJournal() override;

    /// Tells one account from another: where the service is, and the project there. No secret.
    [[nodiscard]] static QString keyOf(const Profile &account);

    /// Notes these in one go; they are on disk when it returns. Gives each a new id, in the order given. An
    /// id of 0: that one cannot be noted.
    QList<quint64> add(const QList<ActionIntent> &intents);
    /// One more, which is on disk a little later. 0: it cannot be noted.
    quint64 append(ActionIntent intent);
    /// Replaces the entry of this id, if there is one. It is on disk a little later.
    void change(const ActionIntent &intent);
    /// Something of this one may have been done to its instance: what came of earlier ones there, which were
    /// left unresolved, cannot be told any more. They are dropped.
    void supersede(quint64 id);
    /// Its end is known.
    void remove(quint64 id);
    /// Writes now what is waiting to be written. Whether everything that is noted outlives this object.
    bool save();

    /// All entries, oldest first.
    [[nodiscard]] QList<ActionIntent> all() const;
    /// Entries of one instance.
    [[nodiscard]] QList<ActionIntent> ofInstance(const QString &instanceId) const;

    /// Translated sentences about a damaged, newer or unwritable file; each is said once.
    [[nodiscard]] QStringList takeNotices();

Q_SIGNALS:
    /// takeNotices() has something to say that came up after the start.
    void noticed();
    /// It was written, or there was an attempt to.
    void saved();

private:
    struct Entry {
        ActionIntent intent;
        QByteArray json;
    };
    void put(const ActionIntent &intent);
    bool drop(quint64 id);
    void saveLater();

    JournalFile m_file;
    std::map<quint64, Entry> m_entries; ///< by id, so by age
    qsizetype m_bytes = 0;              ///< of their JSON
    quint64 m_lastId = 0;
    OneShotTimer m_later;
    QStringList m_notices;
    bool m_isFile = false;
    bool m_changed = false; ///< since it was written last
    bool m_toldUnwritable = false;
};

} // namespace leasekeeper

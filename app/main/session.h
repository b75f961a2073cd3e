// SPDX-License-Identifier: MIT
#pragma once

#include "actionservice.h"
#include "credential.h"
#include "instanceservice.h"
#include "profile.h"

#include <QObject>
#include <QSet>
#include <QStringList>

#include <memory>

namespace leasekeeper
{

class InstanceStore;
class InstanceTableModel;
class ServerClock;
class Settings;
class Surroundings;

/// One account at work: everything that reads and acts for it, and what is known of its instances. Nothing of
/// it outlives the object: requests on the wire are aborted in silence, late answers find nobody. Signing out
/// ends reading and acting and wipes the secrets, but keeps the rows; signing in goes on with them.
class Session : public QObject
{
    Q_OBJECT
public:
    /// `settings` must outlive this. `journalFolder`: where it is noted what is being done; empty: in memory.
    Session(std::unique_ptr<Surroundings> surroundings, const Settings &settings,
            const QString &journalFolder = {}, QObject *parent = nullptr);
    ~Session() override;

    /// Finds out the project where that is needed, then starts reading.
    void start();
    /// Before signIn() with what a person gave: it may be another than before.
    void forgetWho();
    /// Signed out: with this credential from the beginning. Refused: once more.
    void signIn(const Credential &credential);
    void signOut();
    /// There is nothing to sign in with: signed out, for this reason.
    void failSignIn(const QString &reason);
    /// Another account is about to be opened, or the program ends: stops reading and calls off whatever was
    /// not sent yet. That is told when the account is opened again, as is what fails later.
    void leave();
    /// What has ended since leave(), and what was not done before and may not have been told yet.
    [[nodiscard]] QList<ActionOutcome> lastOutcomes() const;
    /// Those have been told of, but for the ones at these places.
    void lastOutcomesTold(const QSet<qsizetype> &butFor = {});
    /// Notes down at once what is still open. Whether it is found out when the account is opened again.
    [[nodiscard]] bool noteNow();
    /// The end: reads, acts and holds the journal no longer. What is still open stands in there.
    void close();
    /// It was begun with something to sign in with.
    [[nodiscard]] bool isSignedIn() const;
    /// Writes on the wire whose outcome is still open.
    [[nodiscard]] int inFlight() const;

    [[nodiscard]] const Profile &profile() const;
    [[nodiscard]] const ReadingState &readingState() const;
    [[nodiscard]] Surroundings &surroundings() const;
    [[nodiscard]] ServerClock &serverClock() const;
    [[nodiscard]] InstanceStore &store() const;
    [[nodiscard]] InstanceTableModel &model() const;
    /// Null while signed out or not started.
    [[nodiscard]] ActionService *acting() const;

public Q_SLOTS:
    void refresh();
    void readInstance(const QString &id);
    void setWatched(bool watched);
    /// A hint of the system: it is online again, or on another network.
    void networkChanged();
    void submit(const leasekeeper::Decision &decision);
    void undo(leasekeeper::BatchId batch);
    void retryFailed(leasekeeper::BatchId batch);
    void cancel(const QString &id);
    /// What became of the actions on these need not be found out.
    void letGo(const QStringList &ids);
    void openNotebook(const QString &id);
    /// The cloud's own web pages, where their address is known.
    void openConsole();

Q_SIGNALS:
    void readingChanged(const leasekeeper::ReadingState &state);
    /// Somebody signed in: perhaps another than before, perhaps with other rights.
    void signedIn();
    /// Signing in told more of the account, such as its project.
    void profileChanged(const leasekeeper::Profile &profile);
    void graceStarted(leasekeeper::BatchId batch, const leasekeeper::Decision &decision, qint64 graceMs);
    void graceEnded(leasekeeper::BatchId batch, bool undone);
    void batchEnded(const leasekeeper::BatchReport &report);
    /// The service told which lease durations it takes; holds for the session, over its sign-ins.
    void leaseRangeLearnt(const leasekeeper::LeaseRange &range);
    void inFlightChanged();
    /// One translated sentence that needs no decision. `requestId`: of the error it tells, where there is
    /// one.
    void noticed(const QString &text, const QString &details, const QString &requestId = {});

private:
    struct Work;
    struct Private;

    void begin(const Profile &profile);
    void takeProfile(const Profile &told);
    void connectWork();
    void learnRange(const LeaseRange &range);
    void endWork(const QString &reason);
    void applySettings();
    void onReadingChanged();
    void tellJournal();
    void onListed(const QSet<QString> &ids);
    void settleDoubt(const QSet<QString> &listed);
    void setState(const ReadingState &state);

    void tryOnceMore();
    void passProxy();

    std::unique_ptr<Private> d;
};

} // namespace leasekeeper

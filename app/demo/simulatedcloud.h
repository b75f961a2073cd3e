// SPDX-License-Identifier: MIT
#pragma once

#include "clock.h"

#include <QByteArray>
#include <QList>
#include <QMap>
#include <QString>

#include <memory>
#include <optional>
#include <utility>

namespace leasekeeper
{

/// One request as the service receives it.
struct CloudRequest {
    QByteArray method;
    QByteArray path;                      ///< still percent-encoded, without query
    QByteArray query;                     ///< raw, without "?"
    QMap<QByteArray, QByteArray> headers; ///< names in lower case
    QByteArray body;
};

struct CloudResponse {
    int status = 200;
    QList<std::pair<QByteArray, QByteArray>> headers;
    QByteArray body;
};

/// A change the service carried out; tests count them.
struct CloudEffect {
    QByteArray verb; ///< "start", "stop", "renew", "delete", "auto-stop"
    QString id;
    qint64 atMs = 0; ///< service time, ms since 1970 UTC
};

/// The ModelArts notebook service and the Identity service (IAM) beside it as ModelArts API reference
/// describes them, as a state machine without I/O: the clock given decides how far transitions have gone each
/// time it is asked. It writes its own JSON, checks signatures by itself and shares no code with the client,
/// so that both cannot share a mistake. Both services answer whatever host the client believes to talk to.
class SimulatedCloud
{
public:
    static constexpr qint64 UsualTokenLifeMs = 86'400'000;

    /// Somebody who can sign in with a password.
    struct User {
        QString name = {};
        QString account = {}; ///< the domain the user belongs to
        QString password = {};
        QString passcode = {}; ///< what the second factor shows, always; empty: there is none
    };

    /// A permanent access key.
    struct AccessKey {
        QByteArray access;
        QByteArray secret;
    };

    struct Options {
        /// Invented instances of the caller; the first ones cover every state and rule.
        int count = 48;
        /// Invented ones of colleagues, which show in /notebooks/all only; a quarter of `count` unless told.
        std::optional<int> others = {};
        quint32 seed = 1;
        bool acceptAnyToken = false; ///< an unknown one counts as the caller's, for the project asked about
        qint64 clockAheadMs = 0;     ///< the service's clock against the wall clock of `clock`
        qint64 tokenLifeMs = UsualTokenLifeMs;
        /// Who can sign in; the first one is the caller, who owns the plain listing and the access key. None:
        /// one invented caller. A field left empty gets an invented value, a passcode excepted.
        QList<User> users = {};
        /// Refused sign-ins are told as `{"error_code":"IAM.0062",…}` in place of `{"error":{"code":401,…}}`:
        /// section 5.1 knows both.
        bool identityErrorCodes = false;
    };

    /// One instance for tests to place and inspect; times in ms since 1970 UTC. A status that is not spelt as
    /// the service does is kept and told as it is.
    struct Record {
        // All have initializers, so that naming only some of them brings no warning.
        QString id = {};
        QString name = {};
        QString status = {}; ///< service spelling
        QString feature = {};
        QString ownerId = {};
        QString ownerName = {};
        QString workspaceId = {};
        QString flavor = {};
        QString storageCategory = {};
        QString storageOwnership = {};
        qint64 storageGb = 0;
        qint64 leaseCreateAtMs = 0;
        qint64 leaseDurationMs = 0;
        qint64 leaseUpdateAtMs = 0;
        bool leaseEnabled = true;
        QString leaseType = {}; ///< TIMING or IDLE
    };

    /// `clock` must outlive the cloud. The service keeps its own time: it starts at the wall clock's reading
    /// plus `clockAheadMs` and follows the monotonic one, so that turning the wall clock does not turn it.
    explicit SimulatedCloud(const Clock &clock, Options options);
    ~SimulatedCloud();

    /// Answers one request and carries out what it asks for.
    [[nodiscard]] CloudResponse handle(const CloudRequest &request);

    /// A project token that was there from the beginning and lives ten years.
    [[nodiscard]] QByteArray token() const;
    /// The project everything is in. Its name is the region's.
    [[nodiscard]] QString projectId() const;
    [[nodiscard]] QString projectName() const;
    /// The second usable project of the caller's account, with nothing in it.
    [[nodiscard]] QString otherProjectId() const;
    [[nodiscard]] QString accountId() const;
    /// The caller as somebody who signs in, password included.
    [[nodiscard]] User signIn() const;
    [[nodiscard]] AccessKey accessKey() const;
    /// The caller's user: owner of everything in the plain listing.
    [[nodiscard]] QString userId() const;
    [[nodiscard]] QString userName() const;
    [[nodiscard]] qint64 nowMs() const;

    // For tests and the test server's control page.
    [[nodiscard]] QList<Record> records(); ///< as of now, DELETED ones that are still listed included
    [[nodiscard]] std::optional<Record> record(const QString &id);
    /// Adds an instance, or replaces the one with this id; empty fields get sensible values: RUNNING, the
    /// caller's, one hour of a timed lease from now. One that is placed past its stop time stays RUNNING for
    /// an hour more: the service is late. Returns the id.
    QString place(Record record);
    /// The instance disappears without a trace, as if a colleague had deleted it long ago.
    void erase(const QString &id);
    void clear();
    /// What was carried out so far, in order; the automatic stops up to now included.
    [[nodiscard]] const QList<CloudEffect> &effects();
    /// One more permanent key of the caller.
    void addAccessKey(const AccessKey &key);
    /// Every token that was issued ends now; with `fixedToo` also token().
    void expireTokens(bool fixedToo = false);
    /// How many sign-ins were answered with a token.
    [[nodiscard]] int tokensIssued() const;
    /// The next `times` requests with this method (any, if empty) whose path and query, with '?' in between,
    /// contain `pathPart` are answered
    /// with `response` instead; `withEffect`: the request is carried out all the same.
    void answerNext(const QByteArray &method, const QByteArray &pathPart, const CloudResponse &response,
                    int times = 1, bool withEffect = false);
    /// How long transitions that begin from now on take, in ms of the clock. Those the first instances are
    /// already in keep their own few minutes. A deleted instance is DELETING for this time, DELETED for a
    /// quarter of it, then gone (404).
    void setTransitionMs(qint64 ms);

private:
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace leasekeeper

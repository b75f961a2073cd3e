// SPDX-License-Identifier: MIT
#pragma once

#include "actionservice.h"
#include "authenticator.h"
#include "httpclient.h"
#include "instancesapi.h"
#include "instanceservice.h"
#include "instancestore.h"
#include "serverclock.h"
#include "simulatedaccessmanager.h"
#include "simulatedcloud.h"
#include "virtualtime.h"

#include <QHash>
#include <QList>

#include <memory>
#include <optional>

namespace leasekeeper::test
{

/// The service layer on an empty simulated cloud, in virtual time: real HTTP client, real calls, real
/// decoding; only the far end and the clocks are played. Watches what the actions tell.
class ServiceFixture
{
public:
    using Fault = SimulatedAccessManager::Fault;

    struct Options {
        bool allUsers = false;
        qint64 roundTripMs = 100;
        qint64 clockAheadMs = 0; ///< the service's clock against the computer's
    };

    ServiceFixture() : ServiceFixture(Options{}) {}
    explicit ServiceFixture(Options options);

    /// Places an instance of the caller and returns its id.
    QString place(const QString &name, const QString &status = QStringLiteral("RUNNING"));
    /// Places `count` stopped ones, the first the newest, so that it is listed first.
    QStringList placeMany(int count);
    /// Starts reading and waits until the first listing has ended.
    void startReading();
    /// One read of every instance into the store, without starting the cadence.
    void readAll();
    /// Reads until the account's gate lets as many pass as it ever will.
    void openGate();

    [[nodiscard]] const TrackedInstance *row(const QString &id) const { return store.find(id); }
    [[nodiscard]] DecisionTarget target(const QString &id) const;
    [[nodiscard]] Decision decision(InstanceVerb verb, const QStringList &ids) const;

    /// Waits until all actions of a batch have ended, at most ten minutes.
    [[nodiscard]] bool waitForBatch(BatchId batch);
    [[nodiscard]] const BatchReport &report(BatchId batch) const { return *m_reports.constFind(batch); }
    [[nodiscard]] ActionOutcome onlyOutcome(BatchId batch) const;
    /// Submits, waits for the end and gives the outcome of the only target.
    [[nodiscard]] ActionOutcome run(const Decision &decision);

    /// Requests with this method whose path contains `pathPart`, as the line saw them.
    [[nodiscard]] int seen(const QByteArray &method, const QString &pathPart = {}) const;
    /// Everything that is not a read.
    [[nodiscard]] int writesSeen() const;
    [[nodiscard]] QList<qint64> offsetsSeen(const QString &feature) const;
    /// Changes the service carried out on this instance.
    [[nodiscard]] int effects(const QByteArray &verb, const QString &id);
    /// The next request of this method and path meets `fault`.
    void faultOnce(const QByteArray &method, const QString &pathPart, Fault fault);

    /// An error answer as ModelArts writes it.
    [[nodiscard]] static CloudResponse refusal(int status, const QString &code,
                                               const QString &text = QStringLiteral("no"));
    [[nodiscard]] static CloudResponse json(const QByteArray &body, int status = 200);

    VirtualTime time;
    SimulatedCloud cloud;
    SimulatedAccessManager network;
    HttpClient http;
    TokenAuthenticator authenticator;
    InstancesApi api;
    ServerClock serverClock;
    InstanceStore store;
    InstanceService reading;
    ActionService acting;

private:
    QHash<BatchId, BatchReport> m_reports;
    QObject m_context;
};

} // namespace leasekeeper::test

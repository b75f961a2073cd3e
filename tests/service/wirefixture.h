// SPDX-License-Identifier: MIT
#pragma once

#include "actionservice.h"
#include "authenticator.h"
#include "cloudserver.h"
#include "faultproxy.h"
#include "httpclient.h"
#include "instancesapi.h"
#include "instanceservice.h"
#include "instancestore.h"
#include "serverclock.h"
#include "virtualtime.h"
#include "wiretime.h"

#include <QHash>
#include <QNetworkAccessManager>

#include <functional>
#include <memory>
#include <optional>

namespace leasekeeper::test
{

/// A network that knows how many of its requests are under way.
class CountingNetwork final : public QNetworkAccessManager
{
    Q_OBJECT
public:
    [[nodiscard]] int underWay() const { return m_underWay; }

protected:
    QNetworkReply *createRequest(Operation operation, const QNetworkRequest &request,
                                 QIODevice *body) override;

private:
    int m_underWay = 0;
};

/// The service layer on real sockets in virtual time: the simulated cloud behind real HTTP, a line to it that
/// fails, and everything of the program from the requests up to the actions. Time passes as in WireTime.
class WireFixture
{
public:
    struct Options {
        QString certificate = {}; ///< of tests/support/tls; empty: no TLS
        bool trusted = true;      ///< its issuer
        bool password = false;    ///< signs in with one, for tokens that live an hour
        qint64 transitionMs = 1'000;
    };

    WireFixture() : WireFixture(Options{}) {}
    explicit WireFixture(const Options &options);

    /// Places an instance of the caller whose lease outlives any test, and returns its id.
    QString place(const QString &name, const QString &status);
    /// Starts reading and waits until the first listing has ended.
    void startReading();
    /// One listing into the store, without starting the cadence.
    void readAll();
    /// Until `done`, but never further than `limitMs` of virtual time. False: it did not come true.
    [[nodiscard]] bool advanceUntil(const std::function<bool()> &done, qint64 limitMs);
    /// So long in virtual time, whatever happens, and until nothing is under way.
    void advance(qint64 ms);

    [[nodiscard]] Decision decision(InstanceVerb verb, const QString &id) const;
    /// Submits, waits for the end and gives the outcome; none if it did not end in ten minutes.
    [[nodiscard]] std::optional<ActionOutcome> run(const Decision &decision);

    /// Requests of this method that reached the service.
    [[nodiscard]] int arrived(const QByteArray &method, const QString &id = {}) const;
    [[nodiscard]] int writesArrived() const;
    [[nodiscard]] int effects(const QByteArray &verb, const QString &id);

    VirtualTime time;
    CloudServer server;
    FaultProxy line;
    CountingNetwork network;
    HttpClient http;
    ServerClock serverClock;
    Profile profile;
    std::unique_ptr<Authenticator> authenticator;
    InstancesApi api;
    InstanceStore store;
    InstanceService reading;
    ActionService acting;

private:
    WireTime m_wireTime{time, [this] { return network.underWay() > 0; },
                        [this] { return line.bytesMoved(); }};
    QHash<BatchId, BatchReport> m_reports;
    QObject m_context;
};

} // namespace leasekeeper::test

// SPDX-License-Identifier: MIT
#pragma once

#include "httpserver.h"
#include "serverfault.h"
#include "shiftedclock.h"
#include "simulatedcloud.h"

#include <QDeadlineTimer>
#include <QList>
#include <QObject>
#include <QUrl>

#include <optional>

namespace leasekeeper::test
{

/// The simulated cloud, notebooks and Identity service, behind real HTTP on loopback, with a control page
/// below /_control/ that tells what the service knows and saw, and makes it misbehave. README.md beside this
/// file describes it.
class CloudServer : public QObject
{
    Q_OBJECT
public:
    struct Options {
        SimulatedCloud::Options cloud;
        quint16 port = 0;          ///< 0: any free one
        qint64 rttMs = 0;          ///< what each answer of the service takes at least; it acts half-way
        QByteArray certificatePem; ///< with keyPem: TLS
        QByteArray keyPem;
        const Clock *clock = nullptr; ///< the service's; null: the computer's. It must outlive the server
    };

    /// One request to the service, control requests excepted.
    struct Seen {
        qint64 number = 0; ///< 1 for the first request ever
        QByteArray method;
        QByteArray path;
        QByteArray query;
        QMap<QByteArray, QByteArray> headers; ///< names in lower case
        QByteArray body;
        qint64 connection = 0;
        qint64 atMs = 0; ///< service time, ms since 1970 UTC
        int status = 0;  ///< as answered; 0 while or where there is no answer
    };

    explicit CloudServer(Options options, QObject *parent = nullptr);
    ~CloudServer() override;

    /// What prevented it, or nothing.
    [[nodiscard]] QString start();
    [[nodiscard]] QUrl url() const { return m_http.url(); }
    /// What the program prints at its start: one line of JSON with url, token, project, ak, sk and what a
    /// password sign-in needs.
    [[nodiscard]] QByteArray greeting() const;

    [[nodiscard]] SimulatedCloud &cloud() { return m_cloud; }
    [[nodiscard]] const QList<Seen> &seen() const { return m_seen; }
    void forgetSeen();
    [[nodiscard]] qint64 connectionsAccepted() const { return m_http.connectionsAccepted(); }
    void addFault(const ServerFault &fault) { m_faults.append(fault); }
    void clearFaults() { m_faults.clear(); }
    /// The service's clock moves on by `ms` (>= 0).
    void skip(qint64 ms) { m_clock.skip(ms); }

private:
    /// What is to become of one request.
    struct Turn {
        qint64 number;      ///< as in Seen
        QDeadlineTimer due; ///< when its answer leaves; before the delay of a fault
        std::optional<ServerFault> fault;
    };

    void serve(const ServedRequest &request, const HttpExchange &exchange);
    void carryOut(const ServedRequest &request, const HttpExchange &exchange, const Turn &turn);
    void reply(const ServedAnswer &answer, const HttpExchange &exchange, const Turn &turn);
    [[nodiscard]] ServedAnswer ask(const ServedRequest &request);
    [[nodiscard]] std::optional<ServerFault> takeFault(const ServedRequest &request);

    Options m_options;
    ShiftedClock m_clock;
    SimulatedCloud m_cloud;
    HttpServer m_http;
    QList<Seen> m_seen;
    qint64 m_lastNumber = 0;
    QList<ServerFault> m_faults;
};

} // namespace leasekeeper::test

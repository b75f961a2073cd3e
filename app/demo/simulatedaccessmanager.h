// SPDX-License-Identifier: MIT
#pragma once

#include "timers.h"

#include <QList>
#include <QMap>
#include <QNetworkAccessManager>

#include <functional>

namespace leasekeeper
{

class SimulatedCloud;
struct CloudRequest;
struct CloudResponse;

/// A QNetworkAccessManager that asks a SimulatedCloud in this process: no socket is opened, nothing leaves
/// the computer, everything else in the program is the real thing. Every host is the same cloud, so the
/// Identity service answers too. Answers always come through the event
/// loop, after the round trip time; abort() works.
class SimulatedAccessManager : public QNetworkAccessManager
{
    Q_OBJECT
public:
    /// What the line does to one request.
    enum class Fault {
        None,
        Refused,      ///< connection refused: never sent, no effect
        HostNotFound, ///< never sent, no effect
        LostBefore,   ///< closed without an answer, no effect
        LostAfter,    ///< closed without an answer, but the service carried it out
        Hang,         ///< no answer, ever (until abort), no effect
        HangAfter,    ///< no answer, ever, but carried out
        Html,         ///< 200 with a portal's HTML page, no effect
    };

    /// What was asked, in order: for tests.
    struct Seen {
        QByteArray method;
        QUrl url;
        QByteArray body;
        qint64 index = 0;
        QMap<QByteArray, QByteArray> headers = {}; ///< as they would go out; names in lower case
    };

    /// `cloud` and `timers` must outlive this. `roundTripMs` >= 0.
    SimulatedAccessManager(SimulatedCloud &cloud, Timers &timers, qint64 roundTripMs,
                           QObject *parent = nullptr);

    void setRoundTripMs(qint64 ms) { m_roundTripMs = ms; }
    /// Decides the fate of each request; Fault::None where it is not set.
    void setFaults(std::function<Fault(const QByteArray &method, const QUrl &url)> faults);
    /// Who answers in place of the cloud, which it may ask in turn: a service that is not as it should be.
    void setService(std::function<CloudResponse(const CloudRequest &)> service);
    [[nodiscard]] const QList<Seen> &seen() const { return m_seen; }
    void forgetSeen() { m_seen.clear(); }

protected:
    QNetworkReply *createRequest(Operation operation, const QNetworkRequest &request,
                                 QIODevice *outgoingData) override;

private:
    SimulatedCloud &m_cloud;
    Timers &m_timers;
    qint64 m_roundTripMs;
    std::function<Fault(const QByteArray &, const QUrl &)> m_faults;
    std::function<CloudResponse(const CloudRequest &)> m_service;
    QList<Seen> m_seen;
};

} // namespace leasekeeper

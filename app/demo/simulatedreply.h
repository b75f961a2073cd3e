// SPDX-License-Identifier: MIT
#pragma once

#include "simulatedaccessmanager.h"
#include "simulatedcloud.h"
#include "timers.h"

#include <QNetworkReply>

#include <functional>

namespace leasekeeper
{

/// One answer of the simulated service, in its own time: half the round trip to the service, half of it back.
/// Owned by whoever asked, as every QNetworkReply. Emits what Qt's own reply would emit, in the same order.
class SimulatedReply final : public QNetworkReply
{
    Q_OBJECT
public:
    using Fault = SimulatedAccessManager::Fault;
    /// What one request is about.
    struct Order {
        QNetworkAccessManager::Operation operation = QNetworkAccessManager::GetOperation;
        QNetworkRequest request;
        CloudRequest cloudRequest;
        Fault fault = Fault::None;
        bool bodyOnce = false; ///< the body cannot be sent again: a sequential device that is not buffered
    };

    /// `ask` carries the request to the service; called once at most, and never before the event loop runs
    /// again.
    SimulatedReply(Order order, std::function<CloudResponse(const CloudRequest &)> ask, Timers &timers,
                   qint64 roundTripMs, QObject *parent);

    void abort() override;
    [[nodiscard]] qint64 bytesAvailable() const override;
    [[nodiscard]] bool isSequential() const override { return true; }

protected:
    qint64 readData(char *data, qint64 maxSize) override;

private:
    void arrive();
    void answer();
    void fail(NetworkError error, const QString &text);
    void finish();

    Order m_order;
    std::function<CloudResponse(const CloudRequest &)> m_ask;
    qint64 m_backMs;
    CloudResponse m_response;
    qsizetype m_read = 0;
    OneShotTimer m_there;
    OneShotTimer m_back;
};

} // namespace leasekeeper

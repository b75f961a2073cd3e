// SPDX-License-Identifier: MIT
#pragma once

#include "faultproxy.h"

#include <QObject>

#include <optional>

QT_BEGIN_NAMESPACE
class QTcpSocket;
QT_END_NAMESPACE

namespace leasekeeper::test
{

/// One connection of FaultProxy; deletes itself when both sides are gone.
class FaultLine final : public QObject
{
    Q_OBJECT
public:
    /// Takes over `client`, a child of `proxy` like this.
    FaultLine(FaultProxy &proxy, QTcpSocket *client, int number);

    void end(LineFault::End end);
    void release();
    [[nodiscard]] qint64 bytesHeld() const { return m_held.size(); }

private:
    void readClient();
    void readServer();
    void note(const QByteArray &bytes);
    void toServer(const QByteArray &bytes);
    void toClient(const QByteArray &bytes);
    /// What of these bytes goes through this way; the rest is lost.
    [[nodiscard]] QByteArray allowed(LineFault::Way way, const QByteArray &bytes);
    void endIfDue(LineFault::Way way);
    void drip();
    void compress(const QByteArray &bytes);
    void oneSideGone();

    FaultProxy &m_proxy;
    QTcpSocket *m_client; ///< child
    QTcpSocket *m_server; ///< child
    int m_number;
    OneShotTimer m_dripTimer;
    std::optional<LineFault> m_fault;
    bool m_fresh = true;    ///< the exchange's request has not begun
    qint64 m_passed = 0;    ///< bytes of this exchange that went the way of the fault
    bool m_ended = false;   ///< nothing passes any more
    QByteArray m_unparsed;  ///< of the client
    bool m_isHttp = true;   ///< as far as can be seen
    QByteArray m_dripping;  ///< of the answer, still to come
    QByteArray m_held;      ///< of the answer, until it is released
    QByteArray m_collected; ///< an answer that is to be compressed
};

} // namespace leasekeeper::test

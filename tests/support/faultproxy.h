// SPDX-License-Identifier: MIT
#pragma once

#include "httpserver.h"
#include "timers.h"

#include <QByteArray>
#include <QList>
#include <QSet>
#include <QTcpServer>
#include <QUrl>

#include <optional>

namespace leasekeeper::test
{

class FaultLine;

/// What a line does to one exchange. Bytes are counted from the first byte of the request on; of a fresh
/// connection over TLS that is the greeting.
struct LineFault {
    enum class Way { Request, Answer };
    enum class End {
        Cut,   ///< the client is told goodbye
        Reset, ///< the client's connection is reset
        Stall, ///< nothing more goes this way, and nobody is told
    };

    Way way = Way::Answer;
    qint64 passes = -1;  ///< so many bytes go through this way before the end; -1: there is none
    End end = End::Cut;  ///< Cut and Reset end both ways
    int dripBytes = 0;   ///< more than 0: the answer comes so many bytes at a time…
    int dripMs = 1;      ///< …this far apart
    bool holds = false;  ///< the answer waits for release()
    qint64 gzipCut = -1; ///< the answer's body is compressed and loses so many bytes; its length agrees
    QByteArray method;   ///< only an exchange that begins with it, which cannot be seen over TLS; empty: any

    [[nodiscard]] static LineFault cutRequest(qint64 passes, End end = End::Cut);
    /// From the first byte of the answer on, so that the request has surely been carried out.
    [[nodiscard]] static LineFault cutAnswer(qint64 passes, End end = End::Cut);
    /// The request reaches nobody and the client is not told.
    [[nodiscard]] static LineFault swallow() { return cutRequest(0, End::Stall); }
    /// The request arrives, the answer does not.
    [[nodiscard]] static LineFault silence() { return cutAnswer(0, End::Stall); }
    [[nodiscard]] static LineFault halfAStatusLine() { return cutAnswer(10); }
    /// As a service closes an idle connection at the very moment at which a request sets out.
    [[nodiscard]] static LineFault closedIdle(End end = End::Cut) { return cutRequest(0, end); }
    [[nodiscard]] static LineFault drip(int bytes, int ms);
    [[nodiscard]] static LineFault cutGzip(qint64 missing);
    /// The request arrives, the answer waits for release().
    [[nodiscard]] static LineFault hold(const QByteArray &method = {});
};

/// A line on 127.0.0.1 between a client and a server there that fails as it is told to. It passes bytes as
/// they are, TLS too, and counts them.
class FaultProxy final : public QTcpServer
{
    Q_OBJECT
public:
    /// `target`: the server's port. `timers`: of drips; null: those of the event loop. It must outlive this.
    explicit FaultProxy(quint16 target, Timers *timers = nullptr, QObject *parent = nullptr);
    ~FaultProxy() override;

    [[nodiscard]] bool start();
    /// `url` with this line's port in place of the server's.
    [[nodiscard]] QUrl url(QUrl url) const;

    /// The exchanges that begin from now on, on whatever connection, each take the next fault that fits. When
    /// there is none left everything passes.
    void play(const QList<LineFault> &faults) { m_faults = faults; }
    void play(const LineFault &fault) { m_faults = {fault}; }
    /// Every exchange from now on meets this.
    void playAlways(const LineFault &fault);
    void playNothing();
    [[nodiscard]] qsizetype faultsLeft() const { return m_faults.size(); }

    /// New connections are refused until acceptAgain().
    void refuse();
    [[nodiscard]] bool acceptAgain();
    /// Ends the connections there are, as the server does with idle ones.
    void hangUp(LineFault::End end = LineFault::End::Cut);
    /// Whatever is held goes on now, as far as its client is still there.
    void release();
    /// Connections on which something is held, and how much; none where the client has hung up.
    [[nodiscard]] int answersHeld() const;
    [[nodiscard]] qint64 bytesHeld() const;
    /// On the connections there are nothing comes through any more and nobody is told: the computer slept, or
    /// its network is another one.
    void goDead() { hangUp(LineFault::End::Stall); }

    [[nodiscard]] int connections() const { return m_accepted - m_forgotten; }
    /// Those on which the client has said anything, older ones too. Over TLS its greeting is something.
    [[nodiscard]] int connectionsUsed() const { return int(m_used.size()); }
    /// Requests as they came from the client, whether or not they passed. None over TLS.
    [[nodiscard]] const QList<ServedRequest> &requests() const { return m_requests; }
    [[nodiscard]] qint64 bytesFromClient() const { return m_fromClient; }
    [[nodiscard]] qint64 bytesToServer() const { return m_toServer; }
    [[nodiscard]] qint64 bytesFromServer() const { return m_fromServer; }
    [[nodiscard]] qint64 bytesToClient() const { return m_toClient; }
    /// All of these together.
    [[nodiscard]] qint64 bytesMoved() const { return m_fromClient + m_toServer + m_fromServer + m_toClient; }
    void forget();

protected:
    void incomingConnection(qintptr descriptor) override;

private:
    friend class FaultLine;
    /// For an exchange that begins with these bytes.
    [[nodiscard]] std::optional<LineFault> takeFault(const QByteArray &beginning);

    quint16 m_target;
    quint16 m_port = 0;
    SystemTimers m_ownTimers;
    Timers &m_timers;
    QList<LineFault> m_faults;
    std::optional<LineFault> m_always;
    QList<ServedRequest> m_requests;
    int m_accepted = 0;
    int m_forgotten = 0; ///< of those accepted
    QSet<int> m_used;    ///< by their numbers
    qint64 m_fromClient = 0;
    qint64 m_toServer = 0;
    qint64 m_fromServer = 0;
    qint64 m_toClient = 0;
};

} // namespace leasekeeper::test

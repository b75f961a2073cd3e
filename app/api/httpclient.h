// SPDX-License-Identifier: MIT
#pragma once

#include "apierror.h"
#include "clock.h"
#include "httprequest.h"
#include "result.h"
#include "timers.h"

#include <QObject>
#include <QPointer>
#include <QSet>
#include <QString>

QT_BEGIN_NAMESPACE
class QNetworkAccessManager;
class QNetworkReply;
QT_END_NAMESPACE

namespace leasekeeper
{

class RouteGate;

/// Own deadlines in real ms; Qt's are off by default and count silence only (`faults.md`, common rules).
struct HttpDeadlines {
    qint64 connectMs = 10'000;
    qint64 silenceMs = 15'000;
    qint64 readMs = 30'000;  ///< a whole read
    qint64 writeMs = 60'000; ///< a whole write
};

/// One attempt on the wire. Emits finished() exactly once, never from within the call that made it, then
/// deletes itself. Deleting it earlier (or its parent) cancels in silence.
class HttpCall : public QObject
{
    Q_OBJECT
public:
    /// Valid once finished() was emitted. An HTTP error status is a response, not an ApiError: only what
    /// brought no answer at all is an error here.
    [[nodiscard]] const Result<HttpResponse> &result() const { return m_result; }
    /// It was let go, and was handed to the network.
    [[nodiscard]] virtual bool hasLeft() const = 0;
    /// Ends it with ApiError::Kind::Cancelled.
    virtual void cancel() = 0;

Q_SIGNALS:
    /// hasLeft() from now on; not told where that is so when the call is made.
    void left();
    void finished();

protected:
    explicit HttpCall(QObject *parent);
    Result<HttpResponse> m_result;
};

/// Makes every request of the program: HTTP/1.1, redirects never followed, no cookies, own deadlines, a
/// request id each, bodies up to 16 MiB. A write leaves exactly once: Qt would send it again on a closed
/// connection, unless its body is a sequential device that is not buffered. A read may be sent again that
/// way, which mends an idle connection that was closed, as long as its host answers.
class HttpClient : public QObject
{
    Q_OBJECT
public:
    /// `network`, `clock` and `timers` must outlive the client.
    HttpClient(QNetworkAccessManager &network, const Clock &clock, Timers &timers, QObject *parent = nullptr);
    ~HttpClient() override;

    void setDeadlines(const HttpDeadlines &deadlines) { m_deadlines = deadlines; }
    /// What every request passes before it leaves; must outlive the client. None: it leaves at once.
    void setGate(RouteGate *gate) { m_gate = gate; }
    /// The returned call belongs to `parent` (or to the client, if null) and deletes itself when finished.
    [[nodiscard]] HttpCall *send(const HttpRequest &request, QObject *parent = nullptr);
    [[nodiscard]] RouteGate *gate() const { return m_gate; }
    /// The computer slept: its connections are dead, though nobody tells. Whatever is under way ends as cut,
    /// and nothing goes over them any more.
    void dropConnections();
    /// The network may be another one: what is under way goes on, but once it has ended its connections, and
    /// idle ones, are not used again.
    void renewConnections();
    /// Something is on the wire.
    [[nodiscard]] bool isBusy() const { return !m_replies.isEmpty(); }
    [[nodiscard]] const Clock &clock() const { return m_clock; }
    [[nodiscard]] Timers &timers() const { return m_timers; }

Q_SIGNALS:
    /// An answer carried a `Date` header (whole seconds, ms since 1970 UTC); the other two are monotonic ms.
    void dateHeard(qint64 dateMs, qint64 sentAtMs, qint64 receivedAtMs);
    // For its own attempts.
    void dropping();
    void dropped();

private:
    friend class HttpAttempt;
    /// Attempts wait for dropped() before they send.
    [[nodiscard]] bool isDropping() const { return m_dropping; }
    void watch(QNetworkReply *reply);
    /// Hosts, ports included, whose last attempt was ended by the line without an answer. Reads leave for
    /// them once only: up to four times each would be too many for a service that is failing.
    [[nodiscard]] bool isMute(const QString &host) const { return m_mute.contains(host); }
    void noteMute(const QString &host) { m_mute.insert(host); }
    void noteAnswer(const QString &host) { m_mute.remove(host); }
    void renewIfIdle();
    void doubtRoutes();

    QNetworkAccessManager &m_network;
    const Clock &m_clock;
    Timers &m_timers;
    HttpDeadlines m_deadlines;
    RouteGate *m_gate = nullptr;
    QSet<QString> m_mute;
    QSet<QObject *> m_replies; ///< that exist; by QObject, since they tell of their end last of all
    bool m_renewWanted = false;
    bool m_dropping = false;
};

} // namespace leasekeeper

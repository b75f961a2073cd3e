// SPDX-License-Identifier: MIT
#pragma once

#include "proxyroute.h"

#include <QObject>
#include <QString>
#include <QStringList>

#include <functional>
#include <map>
#include <memory>
#include <optional>

QT_BEGIN_NAMESPACE
class QUrl;
QT_END_NAMESPACE

namespace leasekeeper
{

class Clock;
class Timers;

/// Knows which proxy the system wants for an address, and finds it out without ever keeping the event loop
/// waiting: Qt asks the system from within the request, which blocks for as long as a script of the network's
/// administrator takes. A helper process asks instead and is ended when nobody needs it any more.
class SystemProxies : public QObject
{
    Q_OBJECT
public:
    /// The helper: gets the address as its last argument and prints toBytes(ProxyRoute). Without a path, or
    /// where it cannot be started, this process asks by itself and may block.
    struct Helper {
        QString path;
        QStringList arguments;
    };
    /// Nullopt: the system could not tell.
    using Told = std::function<void(const std::optional<ProxyRoute> &)>;
    /// Whoever asks the system about an address: calls `told` once, at once or within HelperMs, unless
    /// `question` goes first. Then nobody needs the answer any more.
    using Source = std::function<void(const QUrl &place, QObject *question, Told told)>;
    /// Real ms: how long one request waits for an answer, and how long a helper may run.
    static constexpr qint64 WaitMs = 10'000;
    static constexpr qint64 HelperMs = 60'000;
    /// An answer older than this is used, but asked for again.
    static constexpr qint64 FreshMs = 300'000;

    /// `whyNot`: empty if the way is known now, else one translated sentence.
    using Done = std::function<void(const QString &whyNot)>;

    /// `clock` and `timers` must outlive this.
    SystemProxies(const Clock &clock, Timers &timers, const Helper &helper, QObject *parent = nullptr);
    SystemProxies(const Clock &clock, Timers &timers, Source source, QObject *parent = nullptr);
    ~SystemProxies() override;

    /// Calls `done` once, at once or later; forgets it in silence if `context` goes first.
    void find(const QUrl &url, QObject *context, Done done);
    [[nodiscard]] std::optional<ProxyRoute> known(const QUrl &url) const;
    /// The network may have become another one: whatever is needed next is asked for anew, and waited for.
    void doubt();
    /// Something went wrong that may have many reasons: asked for anew, but what is known goes on to count.
    void review();

private:
    struct Place;

    void ask(Place &place);
    void answered(Place &place, const std::optional<ProxyRoute> &route);

    const Clock &m_clock;
    Timers &m_timers;
    Source m_source;
    std::map<QString, std::unique_ptr<Place>> m_places; ///< by scheme, host and port
};

} // namespace leasekeeper

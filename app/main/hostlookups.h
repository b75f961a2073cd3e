// SPDX-License-Identifier: MIT
#pragma once

#include <QObject>
#include <QString>

#include <functional>
#include <map>
#include <memory>

namespace leasekeeper
{

class Timers;

/// Looks up the names of hosts before a request does. Qt looks them up as well, and remembers for a minute
/// what was found, but tells nobody how far it is: of a write without a body nobody would know whether it has
/// left, and when the program ends nobody would know that a name is still being looked up.
class HostLookups : public QObject
{
    Q_OBJECT
public:
    /// Real ms that one request waits for a name: as long as for a connection.
    static constexpr qint64 WaitMs = 10'000;
    enum class Answer {
        Found,
        NotFound, ///< there is no such name, or nobody knows
        TooLate,
    };
    using Done = std::function<void(Answer)>;
    using Told = std::function<void(bool found)>;
    /// Whoever asks the system: calls `told` once, whenever that may be.
    using Source = std::function<void(const QString &host, Told told)>;

    /// `timers` must outlive this.
    explicit HostLookups(Timers &timers, QObject *parent = nullptr);
    HostLookups(Timers &timers, Source source, QObject *parent = nullptr);
    ~HostLookups() override;

    /// Begins to look the name up, unless that is under way. An address is no name: nothing happens.
    void begin(const QString &host);
    /// The same; then calls `done` once, at once or later; forgets it in silence if `context` goes first.
    void find(const QString &host, QObject *context, Done done);

    /// Whether the system is being asked, by whomever in this process: that takes as long as it takes, half a
    /// minute and more, and cannot be called off. Its end is heard by the event loop.
    [[nodiscard]] static bool areUnderWay();

private:
    struct Lookup;
    void ask(const QString &host);
    void told(const QString &host, bool found);

    Timers &m_timers;
    Source m_source;
    std::map<QString, std::unique_ptr<Lookup>> m_underWay; ///< by the name
};

} // namespace leasekeeper

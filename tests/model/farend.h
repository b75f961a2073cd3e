// SPDX-License-Identifier: MIT
#pragma once

#include "script.h"
#include "simulatedaccessmanager.h"
#include "simulatedcloud.h"
#include "virtualtime.h"

#include <QHash>
#include <QJsonObject>
#include <QList>
#include <QSet>
#include <QStringList>

#include <functional>
#include <optional>

namespace leasekeeper::test::model
{

/// One request of the program, as seen from outside.
struct OnTheWire {
    QByteArray method;
    QString id;      ///< of the instance; empty: a listing, or signing in
    QByteArray verb; ///< of a write, as SimulatedCloud names its effects; empty: a read
    qint64 sentAtMs = 0;
    int arrivals = 0; ///< how often the service received it
    int effects = 0;  ///< how often the service carried it out
    int status = 0;   ///< of the answer; 0: none yet, or ever
    bool neverLeft = false;
    bool readsLease = false;          ///< and nothing else
    std::optional<qint64> leaseEndMs; ///< of a prolonging that was carried out: what it made of the lease
};

/// What the service has said of an instance, and when it was asked.
struct Told {
    qint64 sentAtMs = 0;
    QString status;
    std::optional<qint64> leaseEndMs;
    bool isOfWrite = false;
    bool isLeaseOnly = false;
};

/// The service of one account with the line to it: does what the script says of both, and keeps a record of
/// what was asked, what was told and what was done. Lives longer than the program's sessions.
class FarEnd
{
public:
    using Fault = SimulatedAccessManager::Fault;

    /// Ways to be broken that the promises must notice: for testing the test.
    enum class Broken {
        No,
        RepeatsWrites,  ///< as a line does that sends again by itself
        AddsTwoSeconds, ///< to the beginning of a lease, as a wrong decoder would
        OnlySaysSo,     ///< answers a prolong as if it had been carried out
        ForgetsToHeal,  ///< its reads fail for ever once one has failed
    };

    FarEnd(VirtualTime &time, const Start &start, const QString &prefix);

    /// Puts the far end behind a network that a session uses.
    void attach(SimulatedAccessManager &network);
    /// Steps of Do::Fault, Dark, Lag, Expire and Meddle.
    void play(const Step &step);
    /// From here on everything is well.
    void heal();
    void setBroken(Broken broken) { m_broken = broken; }

    [[nodiscard]] const QString &idOf(quint32 who) const;
    [[nodiscard]] const QStringList &ids() const { return m_ids; }
    [[nodiscard]] bool hasEverHad(const QString &id) const { return m_everThere.contains(id); }
    [[nodiscard]] bool wasMeddledWith(const QString &id) const { return m_meddled.contains(id); }
    [[nodiscard]] const QList<Told> toldOf(const QString &id) const { return m_told.value(id); }
    [[nodiscard]] const QList<OnTheWire> &wire() const { return m_wire; }
    [[nodiscard]] bool isDark() const;
    /// Until when the service has asked to be left alone.
    [[nodiscard]] qint64 quietUntilMs() const { return m_quietUntilMs; }
    /// When the last request that met a trouble is over, or was: until then that trouble goes on.
    [[nodiscard]] qint64 troubledUntilMs() const { return m_troubledUntilMs; }
    [[nodiscard]] bool hasSaidMuchTooBusy() const { return m_muchTooBusy; }
    [[nodiscard]] qint64 slowestMs() const { return m_slowestMs; }
    [[nodiscard]] int pages() const;
    /// Something only the service and the program may know, as bytes that may show up nowhere else.
    [[nodiscard]] const QList<QByteArray> &secrets() const { return m_secrets; }

    std::function<void(int wireIndex)> onSent; ///< told when a request leaves
    std::function<void(int count)> onArrival;  ///< told when the service receives the so-many-th request

    SimulatedCloud cloud;

private:
    struct Armed {
        On on;
        Trouble trouble;
        int times;
        int skip;
        qint64 value;
    };
    struct Fate {
        int wireIndex = 0;
        std::optional<Armed> trouble;
    };
    struct Stale {
        QJsonObject shown;
        qint64 untilMs = 0;
    };

    Fault decide(SimulatedAccessManager &network, const QByteArray &method, const QUrl &url);
    [[nodiscard]] std::optional<Armed> meet(const OnTheWire &request, bool signsIn);
    [[nodiscard]] CloudResponse answer(const CloudRequest &request);
    [[nodiscard]] CloudResponse promised(const CloudRequest &request);
    [[nodiscard]] CloudResponse carryOut(const CloudRequest &request, OnTheWire *sent);
    [[nodiscard]] static CloudResponse spoil(CloudResponse response, const Armed &armed);
    void meddle(const Step &step);
    void meddleAsArmed();
    void keepStale(const QString &id);
    [[nodiscard]] std::optional<QJsonObject> staleOf(const QString &id);
    void showStale(CloudResponse *response, const OnTheWire &sent);
    [[nodiscard]] qint64 longestMs(const std::optional<Armed> &trouble) const;
    void note(const OnTheWire &sent, const CloudResponse &response);
    void noteToken(const CloudResponse &response);
    void noteTold(const QString &id, const OnTheWire &sent);
    [[nodiscard]] CloudResponse ask(const QByteArray &method, const QString &id,
                                    const QByteArray &suffix = {}, const QByteArray &query = {},
                                    const QByteArray &body = {});
    [[nodiscard]] QByteArray pathOf(const QString &id) const;
    void placeFirst(const Start &start);

    VirtualTime &m_time;
    QString m_prefix;
    Start m_start;
    QStringList m_ids;
    QSet<QString> m_everThere;
    QSet<QString> m_meddled;
    QList<OnTheWire> m_wire;
    QHash<QByteArray, Fate> m_fates; ///< by the request's id
    QHash<QString, QList<Told>> m_told;
    QHash<QString, QList<Stale>> m_stale;
    QList<Armed> m_armed;
    QList<Step> m_meddlings;
    QList<QByteArray> m_secrets;
    qint64 m_darkUntilMs = 0;
    qint64 m_lagMs = 0;
    qint64 m_quietUntilMs = 0;
    qint64 m_troubledUntilMs = 0;
    qint64 m_slowestMs = 0;
    bool m_muchTooBusy = false;
    int m_arrivals = 0;
    bool m_readFailed = false;
    int m_created = 0;
    Broken m_broken = Broken::No;
};

} // namespace leasekeeper::test::model

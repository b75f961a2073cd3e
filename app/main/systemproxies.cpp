// SPDX-License-Identifier: MIT
#include "systemproxies.h"

#include "clock.h"
#include "plaintext.h"
#include "timers.h"
#include "waiters.h"

#include <QProcess>
#include <QUrl>

#include <utility>

using namespace Qt::StringLiterals;

namespace leasekeeper
{

namespace
{

constexpr int HostChars = 120;
constexpr qint64 LargestAnswer = 64 * 1024;
constexpr int LastMomentMs = 2'000; // a killed process is gone in a few ms

/// What the settings are asked about: no path, which is nobody's business there.
QUrl placeOf(const QUrl &url)
{
    QUrl place;
    place.setScheme(url.scheme());
    place.setHost(url.host());
    place.setPort(url.port());
    place.setPath(u"/"_s);
    return place;
}

/// A helper that asks about one address, until that is told or the question goes.
class HelperRun final : public QObject
{
public:
    HelperRun(Timers &timers, const SystemProxies::Helper &helper, const QUrl &place, QObject *question,
              SystemProxies::Told told)
        : QObject(question), m_told(std::move(told)), m_limit(timers, [this] { m_process.kill(); })
    {
        m_process.setStandardInputFile(QProcess::nullDevice());
        m_process.setStandardErrorFile(QProcess::nullDevice());
        connect(&m_process, &QProcess::finished, this, &HelperRun::read);
        connect(
            &m_process, &QProcess::errorOccurred, this,
            [this, place](QProcess::ProcessError error) {
                if (error == QProcess::FailedToStart)
                    tell(systemRoute(place));
            },
            Qt::QueuedConnection);
        m_limit.start(SystemProxies::HelperMs);
        m_process.start(helper.path, helper.arguments + QStringList{place.toString(QUrl::FullyEncoded)},
                        QIODevice::ReadOnly);
    }
    ~HelperRun() override
    {
        m_process.disconnect();
        if (m_process.state() == QProcess::NotRunning)
            return;
        m_process.kill();
        m_process.waitForFinished(LastMomentMs);
    }

private:
    void read()
    {
        const bool wentWell = m_process.exitStatus() == QProcess::NormalExit && m_process.exitCode() == 0;
        tell(wentWell ? proxyRouteFrom(m_process.read(LargestAnswer)) : std::nullopt);
    }
    void tell(const std::optional<ProxyRoute> &route)
    {
        m_limit.stop();
        m_told(route);
    }

    SystemProxies::Told m_told;
    QProcess m_process;
    OneShotTimer m_limit;
};

SystemProxies::Source sourceOf(const SystemProxies::Helper &helper, Timers &timers)
{
    return [helper, &timers](const QUrl &place, QObject *question, SystemProxies::Told told) {
        if (helper.path.isEmpty())
            told(systemRoute(place));
        else
            new HelperRun(timers, helper, place, question, std::move(told));
    };
}

QString hostOf(const QUrl &url)
{
    return visibleText(url.host(), HostChars);
}

QString untold(const QUrl &place)
{
    return SystemProxies::tr(
               "The system could not tell which proxy leads to %1. Check its proxy settings, or "
               "choose a proxy in the profile.")
        .arg(hostOf(place));
}

QString tooLate(const QUrl &place)
{
    return SystemProxies::tr("The system has not told within %1 s which proxy leads to %2. Check its proxy "
                             "settings, or choose a proxy in the profile.")
        .arg(SystemProxies::WaitMs / 1000)
        .arg(hostOf(place));
}

} // namespace

/// What is known of one address, and who asks for it.
struct SystemProxies::Place {
    QUrl url;
    std::optional<ProxyRoute> route;
    qint64 knownSinceMs = 0; ///< monotonic
    bool isDoubted = false;
    bool isOld = false;
    std::unique_ptr<QObject> question; ///< while somebody asks for it
    bool isUntold = false;             ///< the system was asked last and could not tell
    Waiters waiters;
};

SystemProxies::SystemProxies(const Clock &clock, Timers &timers, const Helper &helper, QObject *parent)
    : SystemProxies(clock, timers, sourceOf(helper, timers), parent)
{
}

SystemProxies::SystemProxies(const Clock &clock, Timers &timers, Source source, QObject *parent)
    : QObject(parent), m_clock(clock), m_timers(timers), m_source(std::move(source))
{
}

SystemProxies::~SystemProxies() = default;

std::optional<ProxyRoute> SystemProxies::known(const QUrl &url) const
{
    const auto found = m_places.find(placeOf(url).toString());
    return found == m_places.end() ? std::nullopt : found->second->route;
}

void SystemProxies::doubt()
{
    for (const auto &[key, place] : m_places)
        place->isDoubted = true;
}

void SystemProxies::review()
{
    for (const auto &[key, place] : m_places)
        place->isOld = true;
}

void SystemProxies::find(const QUrl &url, QObject *context, Done done)
{
    const QUrl what = placeOf(url);
    std::unique_ptr<Place> &entry = m_places[what.toString()];
    if (!entry) {
        entry = std::make_unique<Place>();
        entry->url = what;
    }
    Place &place = *entry;
    const bool isOld = place.isOld || m_clock.monotonicMs() - place.knownSinceMs >= FreshMs;
    if (place.route && !place.isDoubted) {
        if (isOld && !place.question)
            ask(place);
        done({});
        return;
    }
    place.waiters.add(m_timers, WaitMs, context, [&place, done = std::move(done)](bool inTime) {
        if (!inTime)
            done(tooLate(place.url));
        else
            done(place.isUntold ? untold(place.url) : QString());
    });
    // Last: the answer may come at once.
    if (!place.question)
        ask(place);
}

void SystemProxies::ask(Place &place)
{
    place.question = std::make_unique<QObject>();
    m_source(place.url, place.question.get(),
             [this, &place](const std::optional<ProxyRoute> &route) { answered(place, route); });
}

void SystemProxies::answered(Place &place, const std::optional<ProxyRoute> &route)
{
    // Later: whoever answers may be a part of it.
    place.question.release()->deleteLater();
    place.isUntold = !route;
    if (route) {
        place.route = route;
        place.knownSinceMs = m_clock.monotonicMs();
        place.isDoubted = false;
        place.isOld = false;
    }
    place.waiters.serve();
}

} // namespace leasekeeper

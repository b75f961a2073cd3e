// SPDX-License-Identifier: MIT
#include "systemproxies.h"

#include "clock.h"
#include "plaintext.h"
#include "timers.h"

#include <QPointer>
#include <QProcess>
#include <QUrl>

#include <algorithm>
#include <utility>
#include <vector>

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

void end(QProcess &helper)
{
    helper.disconnect();
    if (helper.state() == QProcess::NotRunning)
        return;
    helper.kill();
    helper.waitForFinished(LastMomentMs);
}

QString hostOf(const QUrl &url)
{
    return visibleText(url.host(), HostChars);
}

} // namespace

/// A request that waits.
struct SystemProxies::Waiter {
    QPointer<QObject> context;
    Done done;
    std::unique_ptr<OneShotTimer> limit;
};

/// What is known of one address, and who asks for it.
struct SystemProxies::Place {
    QUrl url;
    std::optional<ProxyRoute> route;
    qint64 knownSinceMs = 0; ///< monotonic
    bool isDoubted = false;
    bool isOld = false;
    std::unique_ptr<QProcess> helper; ///< while it runs
    std::unique_ptr<OneShotTimer> helperLimit;
    std::vector<std::unique_ptr<Waiter>> waiters;
};

SystemProxies::SystemProxies(const Clock &clock, Timers &timers, Helper helper, QObject *parent)
    : QObject(parent), m_clock(clock), m_timers(timers), m_helper(std::move(helper))
{
}

SystemProxies::~SystemProxies()
{
    for (const auto &[key, place] : m_places) {
        if (place->helper)
            end(*place->helper);
    }
}

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
    if ((!place.route || place.isDoubted || isOld) && !place.helper)
        ask(place);
    if (place.route && !place.isDoubted) {
        done({});
        return;
    }
    auto waiter = std::make_unique<Waiter>();
    waiter->context = context;
    waiter->done = std::move(done);
    waiter->limit = std::make_unique<OneShotTimer>(
        m_timers, [this, &place, waiting = waiter.get()] { giveUpWaiting(place, waiting); });
    waiter->limit->start(WaitMs);
    place.waiters.push_back(std::move(waiter));
}

void SystemProxies::ask(Place &place)
{
    if (m_helper.path.isEmpty()) {
        answered(place, systemRoute(place.url));
        return;
    }
    place.helper = std::make_unique<QProcess>();
    QProcess &helper = *place.helper;
    helper.setStandardInputFile(QProcess::nullDevice());
    helper.setStandardErrorFile(QProcess::nullDevice());
    connect(&helper, &QProcess::finished, this, [this, &place] { helperEnded(place, true); });
    connect(
        &helper, &QProcess::errorOccurred, this,
        [this, &place](QProcess::ProcessError error) {
            if (error == QProcess::FailedToStart)
                helperEnded(place, false);
        },
        Qt::QueuedConnection);
    place.helperLimit = std::make_unique<OneShotTimer>(m_timers, [&place] { place.helper->kill(); });
    place.helperLimit->start(HelperMs);
    helper.start(m_helper.path, m_helper.arguments + QStringList{place.url.toString(QUrl::FullyEncoded)},
                 QIODevice::ReadOnly);
}

void SystemProxies::helperEnded(Place &place, bool wasStarted)
{
    if (!wasStarted) {
        dropHelper(place);
        answered(place, systemRoute(place.url));
        return;
    }
    const bool wentWell = place.helper->exitStatus() == QProcess::NormalExit && place.helper->exitCode() == 0;
    const QByteArray told = place.helper->read(LargestAnswer);
    dropHelper(place);
    answered(place, wentWell ? proxyRouteFrom(told) : std::nullopt);
}

void SystemProxies::answered(Place &place, const std::optional<ProxyRoute> &route)
{
    if (route) {
        place.route = route;
        place.knownSinceMs = m_clock.monotonicMs();
        place.isDoubted = false;
        place.isOld = false;
        serve(place, {});
    } else {
        serve(place,
              tr("The system could not tell which proxy leads to %1. Check its proxy settings, or choose a "
                 "proxy in the profile.")
                  .arg(hostOf(place.url)));
    }
}

void SystemProxies::serve(Place &place, const QString &whyNot)
{
    for (const auto &waiter : std::exchange(place.waiters, {})) {
        waiter->limit->stop();
        if (waiter->context)
            waiter->done(whyNot);
    }
}

void SystemProxies::giveUpWaiting(Place &place, const Waiter *waiter)
{
    const auto found = std::find_if(place.waiters.begin(), place.waiters.end(),
                                    [waiter](const auto &one) { return one.get() == waiter; });
    if (found == place.waiters.end())
        return;
    const std::unique_ptr<Waiter> left = std::move(*found);
    place.waiters.erase(found);
    if (left->context)
        left->done(
            tr("The system has not told within %1 s which proxy leads to %2. Check its proxy settings, or "
               "choose a proxy in the profile.")
                .arg(WaitMs / 1000)
                .arg(hostOf(place.url)));
}

void SystemProxies::dropHelper(Place &place)
{
    place.helperLimit.reset();
    // Later: this is called from within its own signals.
    place.helper.release()->deleteLater();
}

} // namespace leasekeeper

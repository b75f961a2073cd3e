// SPDX-License-Identifier: MIT
#include "hostlookups.h"

#include "waiters.h"

#include <QCoreApplication>
#include <QHostAddress>
#include <QHostInfo>
#include <QPointer>

#include <utility>

namespace leasekeeper
{

namespace
{

/// Of the whole process: what was begun goes on when whoever began it is gone.
int &underWay()
{
    static int count = 0;
    return count;
}

void askSystem(const QString &host, std::function<void()> told)
{
    ++underWay();
    QHostInfo::lookupHost(host, QCoreApplication::instance(), [told = std::move(told)](const QHostInfo &) {
        --underWay();
        told();
    });
}

bool isAddress(const QString &host)
{
    return host.isEmpty() || !QHostAddress(host).isNull();
}

} // namespace

HostLookups::HostLookups(Timers &timers, QObject *parent) : HostLookups(timers, askSystem, parent) {}

HostLookups::HostLookups(Timers &timers, Source source, QObject *parent)
    : QObject(parent), m_timers(timers), m_source(std::move(source))
{
}

HostLookups::~HostLookups() = default;

void HostLookups::begin(const QString &host)
{
    if (isAddress(host) || m_waiting.contains(host))
        return;
    m_waiting.emplace(host, std::make_unique<Waiters>());
    m_source(host, [alive = QPointer(this), host] {
        if (alive)
            alive->told(host);
    });
}

void HostLookups::find(const QString &host, QObject *context, Done done)
{
    begin(host);
    const auto waiting = m_waiting.find(host);
    if (waiting == m_waiting.end())
        done(true);
    else
        waiting->second->add(m_timers, WaitMs, context, std::move(done));
}

void HostLookups::told(const QString &host)
{
    const auto waiting = m_waiting.extract(host);
    if (!waiting.empty())
        waiting.mapped()->serve();
}

bool HostLookups::areUnderWay()
{
    return underWay() > 0;
}

} // namespace leasekeeper

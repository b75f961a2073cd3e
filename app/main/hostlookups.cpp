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

void askSystem(const QString &host, HostLookups::Told told)
{
    ++underWay();
    QHostInfo::lookupHost(host, QCoreApplication::instance(),
                          [told = std::move(told)](const QHostInfo &answer) {
                              --underWay();
                              told(answer.error() == QHostInfo::NoError);
                          });
}

bool isAddress(const QString &host)
{
    return host.isEmpty() || !QHostAddress(host).isNull();
}

} // namespace

struct HostLookups::Lookup {
    Waiters waiters;
    Answer answer = Answer::TooLate; ///< as long as there is none
};

HostLookups::HostLookups(Timers &timers, QObject *parent) : HostLookups(timers, askSystem, parent) {}

HostLookups::HostLookups(Timers &timers, Source source, QObject *parent)
    : QObject(parent), m_timers(timers), m_source(std::move(source))
{
}

HostLookups::~HostLookups() = default;

void HostLookups::begin(const QString &host)
{
    if (isAddress(host) || m_underWay.contains(host))
        return;
    m_underWay.emplace(host, std::make_unique<Lookup>());
    ask(host);
}

void HostLookups::find(const QString &host, QObject *context, Done done)
{
    if (isAddress(host)) {
        done(Answer::Found);
        return;
    }
    const auto [lookup, isNew] = m_underWay.emplace(host, nullptr);
    if (isNew)
        lookup->second = std::make_unique<Lookup>();
    lookup->second->waiters.add(
        m_timers, WaitMs, context,
        [asked = lookup->second.get(), done = std::move(done)](bool) { done(asked->answer); });
    if (isNew)
        ask(host);
}

void HostLookups::ask(const QString &host)
{
    m_source(host, [alive = QPointer(this), host](bool found) {
        if (alive)
            alive->told(host, found);
    });
}

void HostLookups::told(const QString &host, bool found)
{
    const auto lookup = m_underWay.extract(host);
    if (lookup.empty())
        return;
    lookup.mapped()->answer = found ? Answer::Found : Answer::NotFound;
    lookup.mapped()->waiters.serve();
}

bool HostLookups::areUnderWay()
{
    return underWay() > 0;
}

} // namespace leasekeeper

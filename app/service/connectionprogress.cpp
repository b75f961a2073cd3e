// SPDX-License-Identifier: MIT
#include "connectionprogress.h"

#include "connectionadvice.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>
#include <cstdlib>

using namespace Qt::StringLiterals;

namespace leasekeeper
{

namespace
{

struct Text {
    Q_DECLARE_TR_FUNCTIONS(leasekeeper::ConnectionProgress)
};

using Kind = ConnectionStep::Kind;
using State = ConnectionStep::State;

/// Up to here a clock that is off is nobody's concern (`ux.md` §5: 30 s).
constexpr qint64 ClockToleranceMs = 30'000;

constexpr Kind Order[] = {Kind::Proxy, Kind::NameLookup, Kind::Connection, Kind::Tls,
                          Kind::Clock, Kind::SignIn,     Kind::Project,    Kind::Permission};

bool isEncrypted(const Profile &profile)
{
    return profile.endpoint.scheme() == "https"_L1;
}

} // namespace

ConnectionProgress::ConnectionProgress(const Profile &profile) : m_profile(profile)
{
    for (const Kind kind : Order) {
        ConnectionStep step;
        step.kind = kind;
        m_steps.append(step);
    }
    if (profile.proxy.mode == ProxySettings::Mode::None)
        skipped(Kind::Proxy, Text::tr("No proxy is used."));
    if (profile.proxy.mode == ProxySettings::Mode::Own)
        skipped(Kind::NameLookup, Text::tr("The proxy looks names up."));
    if (!isEncrypted(profile))
        skipped(Kind::Tls, Text::tr("Not encrypted: the service is on this computer."));
}

ConnectionStep &ConnectionProgress::step(Kind kind)
{
    return *std::find_if(m_steps.begin(), m_steps.end(),
                         [kind](const ConnectionStep &step) { return step.kind == kind; });
}

bool ConnectionProgress::hasFailed() const
{
    return std::any_of(m_steps.begin(), m_steps.end(),
                       [](const ConnectionStep &step) { return step.state == State::Failed; });
}

void ConnectionProgress::begin(Kind kind)
{
    for (ConnectionStep &step : m_steps) {
        if (step.state != State::Waiting)
            continue;
        step.state = State::Running;
        if (step.kind == kind)
            return;
    }
}

void ConnectionProgress::reached(const QString &host)
{
    const auto pass = [&](Kind kind, const QString &text) {
        const State state = step(kind).state;
        if (state == State::Waiting || state == State::Running || state == State::Passed)
            passed(kind, text);
    };
    pass(Kind::Proxy, m_profile.proxy.mode == ProxySettings::Mode::Own
                          ? Text::tr("%1 lets requests through.").arg(m_profile.proxy.host)
                          : Text::tr("The system's settings work."));
    pass(Kind::NameLookup, Text::tr("%1 has an address.").arg(host));
    pass(Kind::Connection, Text::tr("%1 answers.").arg(host));
    pass(Kind::Tls, Text::tr("The certificate of %1 is trusted.").arg(host));
}

void ConnectionProgress::passed(Kind kind, const QString &text)
{
    ConnectionStep &done = step(kind);
    done.state = State::Passed;
    done.text = text;
}

void ConnectionProgress::skipped(Kind kind, const QString &text)
{
    ConnectionStep &left = step(kind);
    left.state = State::Skipped;
    left.text = text;
}

void ConnectionProgress::heardClock(std::optional<qint64> aheadMs)
{
    ConnectionStep &clock = step(Kind::Clock);
    if (!aheadMs) {
        clock.state = State::Warning;
        clock.text = Text::tr("The service does not tell its time.");
        clock.advice = Text::tr("Countdowns rely on this computer's clock. See that it is right.");
        return;
    }
    if (std::abs(*aheadMs) <= ClockToleranceMs) {
        passed(Kind::Clock, Text::tr("This computer's clock agrees with the service's."));
        return;
    }
    const QString seconds = QLocale().toString(std::abs(*aheadMs) / 1000);
    clock.state = State::Warning;
    clock.text = *aheadMs > 0 ? Text::tr("This computer's clock is %1 s ahead of the service's.").arg(seconds)
                              : Text::tr("This computer's clock is %1 s behind the service's.").arg(seconds);
    clock.advice = Text::tr("Times shown are corrected. Setting the clock is better still.");
}

void ConnectionProgress::failed(Kind during, const ApiError &error)
{
    const Kind kind = blamedStep(error, during);
    failed(kind, error.message, connectionAdvice(error, kind));
    step(kind).details = error.details();
}

void ConnectionProgress::failed(Kind kind, const QString &text, const QString &advice)
{
    for (ConnectionStep &before : m_steps) {
        if (before.kind == kind)
            break;
        // What came before was needed to get this far.
        if (before.state == State::Running || before.state == State::Waiting)
            before.state = before.kind == Kind::Clock ? State::Skipped : State::Passed;
    }
    ConnectionStep &blamed = step(kind);
    blamed.state = State::Failed;
    blamed.text = text;
    blamed.advice = advice;
    skipOpen();
}

void ConnectionProgress::skipOpen()
{
    for (ConnectionStep &left : m_steps) {
        if (left.state == State::Running || left.state == State::Waiting)
            left.state = State::Skipped;
    }
}

Kind blamedStep(const ApiError &error, Kind during)
{
    const SignInProblem problem = error.signInProblem;
    if (problem == SignInProblem::NoProject || problem == SignInProblem::WrongProject)
        return Kind::Project;
    if (problem == SignInProblem::ClockOff)
        return Kind::Clock;
    if (problem != SignInProblem::None)
        return Kind::SignIn;
    switch (error.kind) {
    case ApiError::Kind::Proxy:
        return Kind::Proxy;
    case ApiError::Kind::Tls:
        return Kind::Tls;
    case ApiError::Kind::Network:
    case ApiError::Kind::Timeout:
        switch (error.stage) {
        case ApiError::Stage::NameLookup:
            return Kind::NameLookup;
        case ApiError::Stage::Tls:
            return Kind::Tls;
        case ApiError::Stage::Connection:
        case ApiError::Stage::Exchange:
            return Kind::Connection;
        }
        return Kind::Connection;
    case ApiError::Kind::BadResponse:
    case ApiError::Kind::Redirected:
        return Kind::Connection; // whatever answers there is not the service
    case ApiError::Kind::Unauthorised:
        return Kind::SignIn;
    case ApiError::Kind::Cancelled:
    case ApiError::Kind::Forbidden:
    case ApiError::Kind::NotFound:
    case ApiError::Kind::Conflict:
    case ApiError::Kind::BadRequest:
    case ApiError::Kind::RateLimited:
    case ApiError::Kind::Server:
        break;
    }
    return during;
}

} // namespace leasekeeper

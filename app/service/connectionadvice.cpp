// SPDX-License-Identifier: MIT
#include "connectionadvice.h"

#include <QCoreApplication>

namespace leasekeeper
{

namespace
{

struct Text {
    Q_DECLARE_TR_FUNCTIONS(leasekeeper::ConnectionAdvice)
};

/// For what is wrong with a sign-in; empty where nothing is.
QString signInAdvice(const ApiError &error)
{
    switch (error.signInProblem) {
    case SignInProblem::None:
        return {};
    case SignInProblem::WrongPassword:
        return Text::tr("Check account, user and password. The account name is not the user name.");
    case SignInProblem::AccountLocked:
        return Text::tr("Wait a quarter of an hour, or ask the account's administrator to unlock the user.");
    case SignInProblem::PasswordExpired:
        return Text::tr("Sign in to the web console once and set a new password.");
    case SignInProblem::PasscodeNeeded:
    case SignInProblem::PasscodeWrong:
        return Text::tr("Test again and enter the code your authenticator shows at that moment.");
    case SignInProblem::ConsoleOnly:
        return Text::tr("Ask the administrator to allow programmatic access for this user.");
    case SignInProblem::NoProject:
        // What nobody answered was found out here, and said with what to do.
        if (error.httpStatus == 0)
            return Text::tr("Then test again.");
        return Text::tr("Leave the project empty to choose from those you can work in.");
    case SignInProblem::WrongProject:
        return Text::tr("Check region and project: each region has projects of its own.");
    case SignInProblem::TokenEnded:
        return Text::tr("Obtain a fresh token and paste it.");
    case SignInProblem::UnknownKey:
        return Text::tr("Compare the access key with the one listed in the console under My Credentials.");
    case SignInProblem::WrongSecret:
        return Text::tr("The secret key is shown only once, when the key is created.");
    case SignInProblem::KeyLocked:
        return Text::tr("Wait five minutes before you test again.");
    case SignInProblem::SecurityTokenEnded:
        return Text::tr("Obtain new temporary keys: access key, secret key and security token belong "
                        "together.");
    case SignInProblem::ClockOff:
        return Text::tr("Set this computer's clock, then test again.");
    case SignInProblem::AccountSuspended:
        return Text::tr("Look into the console: there may be unpaid bills or a restriction.");
    case SignInProblem::SignedOut:
        return Text::tr("Fill in what is missing above.");
    }
    return {};
}

QString stepAdvice(ConnectionStep::Kind step)
{
    switch (step) {
    case ConnectionStep::Kind::Proxy:
        return Text::tr("Check host, port and sign-in of the proxy, or choose another way to the network.");
    case ConnectionStep::Kind::NameLookup:
        return Text::tr("Check the address for typing mistakes and whether this computer is online.");
    case ConnectionStep::Kind::Connection:
        return Text::tr("Check the address and the network. A firewall or a network sign-in page may be in "
                        "the way.");
    case ConnectionStep::Kind::Tls:
        return Text::tr("If your network checks encrypted traffic, add its certificate authority under CA "
                        "file. Otherwise do not go on: somebody may be listening.");
    case ConnectionStep::Kind::Clock:
        return Text::tr("Set this computer's clock, then test again.");
    case ConnectionStep::Kind::SignIn:
        return Text::tr("Check what you sign in with.");
    case ConnectionStep::Kind::Project:
        return Text::tr("Leave the project empty to choose from those you can work in.");
    case ConnectionStep::Kind::Permission:
        return Text::tr("Ask the administrator for the permission modelarts:notebook:list.");
    }
    return {};
}

} // namespace

QString connectionAdvice(const ApiError &error, ConnectionStep::Kind step)
{
    const QString advice = signInAdvice(error);
    if (!advice.isEmpty())
        return advice;
    using Error = ApiError::Kind;
    if (error.kind == Error::Server || error.kind == Error::RateLimited)
        return Text::tr("The service has trouble of its own. Test again in a few minutes.");
    if (error.kind == Error::NotFound)
        return Text::tr("Check the address: no such interface is there. Region and service may not fit.");
    if (error.kind == Error::Redirected || error.kind == Error::BadResponse)
        return Text::tr("Check the address. If your network wants a sign-in in the browser, do that first.");
    return stepAdvice(step);
}

} // namespace leasekeeper

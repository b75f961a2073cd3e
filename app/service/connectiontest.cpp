// SPDX-License-Identifier: MIT
#include "connectiontest.h"

#include "accesskeyauthenticator.h"
#include "connectionadvice.h"
#include "connectionprogress.h"
#include "iamapi.h"
#include "instancesapi.h"
#include "passwordauthenticator.h"
#include "plaintext.h"
#include "projectfinder.h"
#include "serverclock.h"
#include "timetext.h"

#include <QLocale>
#include <QPointer>
#include <QTimeZone>

#include <algorithm>
#include <memory>
#include <optional>
#include <utility>

using namespace Qt::StringLiterals;

namespace leasekeeper
{

using Kind = ConnectionStep::Kind;

namespace
{

constexpr qint64 MostCounted = 1'000'000'000; ///< the service's own word, which may be absurd

} // namespace

struct ConnectionTest::Private {
    Private(ConnectionTest &owner, HttpClient &client, ServerClock &clock, const Profile &given,
            const Credential &with)
        : q(owner), http(client), serverClock(clock), profile(given), credential(with), steps(given)
    {
    }

    void signIn();
    void findProject();
    void chooseProject(const QList<Project> &projects);
    void inspectToken(const TokenCredential &token);
    void signInByPassword(const PasswordCredential &password);
    void onSignedIn(const IamIdentity &identity);
    void learn(const IamIdentity &identity);
    void onPasscodeRefused(const ApiError &error);
    void list(Authenticator &who);
    void onListed(const Result<InstancePage> &page);
    void hear(const QUrl &address);
    void fail(Kind during, const ApiError &error);
    void end();

    ConnectionTest &q;
    HttpClient &http;
    ServerClock &serverClock;
    Profile profile;
    Credential credential;
    ConnectionProgress steps;
    std::unique_ptr<IamApi> iam;
    std::unique_ptr<ProjectFinder> finder;
    std::unique_ptr<Authenticator> authenticator;
    QPointer<PasswordAuthenticator> signer; ///< `authenticator`, if it is one
    std::unique_ptr<InstancesApi> api;
    bool finderWantsPasscode = false;
    bool ended = false;
};

ConnectionTest::ConnectionTest(HttpClient &http, ServerClock &serverClock, const Profile &profile,
                               const Credential &credential, QObject *parent)
    : QObject(parent), d(std::make_unique<Private>(*this, http, serverClock, profile, credential))
{
}

ConnectionTest::~ConnectionTest() = default;

const QList<ConnectionStep> &ConnectionTest::steps() const
{
    return d->steps.all();
}

const Profile &ConnectionTest::profile() const
{
    return d->profile;
}

void ConnectionTest::start()
{
    const bool needsIdentity =
        d->profile.projectId.isEmpty() || std::holds_alternative<PasswordCredential>(d->credential);
    if (needsIdentity && !d->profile.iamEndpoint.isValid()) {
        d->steps.failed(Kind::SignIn, tr("The address of the Identity service is missing."),
                        tr("Enter it, or choose a cloud and region that tell it."));
        QMetaObject::invokeMethod(
            this, [this] { d->end(); }, Qt::QueuedConnection);
        return;
    }
    d->steps.begin(Kind::SignIn);
    Q_EMIT stepsChanged();
    d->signIn();
}

void ConnectionTest::Private::signIn()
{
    const bool namesProject = !profile.projectId.isEmpty() ||
                              (profile.signIn == SignInMethod::Password && !profile.projectName.isEmpty());
    if (!namesProject) {
        findProject();
    } else if (const auto *token = std::get_if<TokenCredential>(&credential)) {
        inspectToken(*token);
    } else if (const auto *password = std::get_if<PasswordCredential>(&credential)) {
        signInByPassword(*password);
    } else if (const auto *key = std::get_if<AccessKeyCredential>(&credential)) {
        authenticator = std::make_unique<AccessKeyAuthenticator>(*key, profile.projectId, serverClock);
        list(*authenticator);
    } else {
        ApiError nothing;
        nothing.kind = ApiError::Kind::Unauthorised;
        nothing.delivery = ApiError::Delivery::NeverSent;
        nothing.signInProblem = SignInProblem::SignedOut;
        nothing.message = tr("There is nothing to sign in with.");
        QMetaObject::invokeMethod(
            &q, [this, nothing] { fail(Kind::SignIn, nothing); }, Qt::QueuedConnection);
    }
}

void ConnectionTest::Private::findProject()
{
    finder = std::make_unique<ProjectFinder>(http, serverClock);
    QObject::connect(finder.get(), &ProjectFinder::found, &q,
                     [this](const QList<Project> &projects) { chooseProject(projects); });
    QObject::connect(finder.get(), &ProjectFinder::failed, &q,
                     [this](const ApiError &error) { onPasscodeRefused(error); });
    finder->find(profile, credential);
}

/// Of a search for projects: another try with a passcode, where that is what is missing.
void ConnectionTest::Private::onPasscodeRefused(const ApiError &error)
{
    const SignInProblem problem = error.signInProblem;
    if (problem != SignInProblem::PasscodeNeeded && problem != SignInProblem::PasscodeWrong) {
        fail(Kind::SignIn, error);
        return;
    }
    finderWantsPasscode = true;
    Q_EMIT q.passcodeNeeded(problem == SignInProblem::PasscodeWrong ? error.message : QString());
}

void ConnectionTest::Private::chooseProject(const QList<Project> &projects)
{
    hear(profile.iamEndpoint);
    steps.passed(Kind::SignIn, tr("Signed in."));
    if (projects.size() == 1) {
        profile.projectId = projects.first().id;
        profile.projectName = projects.first().name;
        Q_EMIT q.stepsChanged();
        signIn();
        return;
    }
    if (projects.isEmpty()) {
        steps.failed(Kind::Project, tr("There is no project this user can work in."),
                     tr("Ask the administrator for access to a project, or enter its id."));
    } else {
        steps.failed(Kind::Project,
                     tr("There are %n projects to choose from.", nullptr, int(projects.size())),
                     tr("Choose one, then test again."));
        Q_EMIT q.projectChoiceNeeded(projects);
    }
    end();
}

void ConnectionTest::Private::inspectToken(const TokenCredential &token)
{
    authenticator = std::make_unique<TokenAuthenticator>(token.token);
    if (!profile.iamEndpoint.isValid()) {
        list(*authenticator);
        return;
    }
    iam = std::make_unique<IamApi>(http, profile.iamEndpoint);
    ApiCall<IamToken> *call = iam->inspectToken(token.token, iam.get());
    QObject::connect(call, &ApiCallBase::finished, &q, [this, call] {
        // Only of use where it works: the listing has the last word on the token.
        if (call->result())
            onSignedIn(call->result().value().identity);
        else
            list(*authenticator);
    });
}

void ConnectionTest::Private::signInByPassword(const PasswordCredential &password)
{
    auto owned = std::make_unique<PasswordAuthenticator>(http, serverClock, profile, password.password);
    signer = owned.get();
    authenticator = std::move(owned);
    QObject::connect(signer, &PasswordAuthenticator::signedIn, &q,
                     [this](const IamIdentity &identity) { onSignedIn(identity); });
    QObject::connect(signer, &PasswordAuthenticator::signInFailed, &q,
                     [this](const ApiError &error) { fail(Kind::SignIn, error); });
    QObject::connect(signer, &PasswordAuthenticator::signInPostponed, &q,
                     [this](const ApiError &error) { fail(Kind::SignIn, error); });
    QObject::connect(signer, &PasswordAuthenticator::passcodeNeeded, &q, &ConnectionTest::passcodeNeeded);
    signer->signIn();
}

void ConnectionTest::Private::onSignedIn(const IamIdentity &identity)
{
    if (ended || api)
        return; // a fresh token in between is no news
    learn(identity);
    hear(profile.iamEndpoint);
    const QString who = visibleText(identity.userName, 64);
    QString text = who.isEmpty() ? tr("Signed in.") : tr("Signed in as %1.").arg(who);
    if (std::holds_alternative<TokenCredential>(credential) && identity.expiresAtMs > 0)
        text = tr("%1 The token ends %2.", "whole sentence; moment")
                   .arg(text, momentInSentence(identity.expiresAtMs, serverClock.nowMs(),
                                               QTimeZone::systemTimeZone(), QLocale()));
    steps.passed(Kind::SignIn, text);
    Q_EMIT q.stepsChanged();
    if (profile.projectId.isEmpty()) {
        steps.failed(Kind::Project, tr("The Identity service did not say which project this is."),
                     tr("Enter the project's id."));
        end();
        return;
    }
    list(*authenticator);
}

void ConnectionTest::Private::learn(const IamIdentity &identity)
{
    profile.userId = identity.userId;
    profile.userName = identity.userName;
    if (profile.projectId.isEmpty())
        profile.projectId = identity.projectId;
    if (profile.projectId == identity.projectId && !identity.projectName.isEmpty())
        profile.projectName = identity.projectName;
}

void ConnectionTest::Private::list(Authenticator &who)
{
    steps.begin(Kind::Permission);
    Q_EMIT q.stepsChanged();
    api = std::make_unique<InstancesApi>(http, who, profile);
    ApiCall<InstancePage> *call =
        api->list(profile.allUsers, InstanceFeature::Notebook, 0, Patience::Person, api.get());
    QObject::connect(call, &ApiCallBase::finished, &q, [this, call] { onListed(call->result()); });
}

void ConnectionTest::Private::onListed(const Result<InstancePage> &page)
{
    if (!page) {
        if (page.error().kind == ApiError::Kind::Forbidden)
            hear(profile.endpoint);
        fail(Kind::Permission, page.error());
        return;
    }
    hear(profile.endpoint);
    if (!std::holds_alternative<PasswordCredential>(credential) && profile.userName.isEmpty())
        steps.passed(Kind::SignIn, tr("The service accepts it."));
    const QString project =
        visibleText(profile.projectName.isEmpty() ? profile.projectId : profile.projectName, 64);
    steps.passed(Kind::Project, tr("Project %1.").arg(project));
    const qint64 count =
        std::clamp<qint64>(page.value().total.value_or(page.value().received), 0, MostCounted);
    steps.passed(Kind::Permission, tr("%n instances may be listed.", nullptr, int(count)));
    end();
}

void ConnectionTest::Private::hear(const QUrl &address)
{
    steps.reached(address.host());
    steps.heardClock(serverClock.wallAheadMs());
}

void ConnectionTest::Private::fail(Kind during, const ApiError &error)
{
    if (ended)
        return;
    if (error.delivery == ApiError::Delivery::Answered && error.kind != ApiError::Kind::BadResponse &&
        error.kind != ApiError::Kind::Redirected)
        hear(during == Kind::Permission ? profile.endpoint : profile.iamEndpoint);
    steps.failed(during, error);
    end();
}

void ConnectionTest::Private::end()
{
    if (ended)
        return;
    ended = true;
    Q_EMIT q.stepsChanged();
    Q_EMIT q.finished(!steps.hasFailed());
}

void ConnectionTest::providePasscode(const Secret &passcode)
{
    if (d->ended)
        return;
    if (d->finderWantsPasscode) {
        d->finderWantsPasscode = false;
        d->finder->find(d->profile, d->credential, passcode);
    } else if (d->signer) {
        d->signer->providePasscode(passcode);
    }
}

void ConnectionTest::abandonPasscode()
{
    if (d->ended)
        return;
    if (d->signer && !d->finderWantsPasscode)
        d->signer->abandonPasscode();
    if (d->ended)
        return;
    d->steps.failed(Kind::SignIn, tr("The one-time code was not entered."),
                    tr("Test again and enter the code your authenticator shows at that moment."));
    d->end();
}

} // namespace leasekeeper

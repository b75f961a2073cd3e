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
#include "toldidentity.h"

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
    void byToken(const TokenCredential &token);
    void byPassword(const PasswordCredential &password);
    void byKey(const AccessKeyCredential &key);
    [[nodiscard]] ProjectFinder &search();
    void letChoose(const QList<Project> &projects);
    void inspect(const TokenCredential &token);
    void onSignedIn(const IamIdentity &identity);
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
    std::unique_ptr<Authenticator> authenticator;
    QPointer<PasswordAuthenticator> signer;   ///< `authenticator`, if it is one
    QPointer<AccessKeyAuthenticator> keyRing; ///< the same
    std::unique_ptr<ProjectFinder> finder;
    std::unique_ptr<InstancesApi> api;
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
    if (const auto *token = std::get_if<TokenCredential>(&credential)) {
        byToken(*token);
    } else if (const auto *password = std::get_if<PasswordCredential>(&credential)) {
        byPassword(*password);
    } else if (const auto *key = std::get_if<AccessKeyCredential>(&credential)) {
        byKey(*key);
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

void ConnectionTest::Private::byToken(const TokenCredential &token)
{
    authenticator = std::make_unique<TokenAuthenticator>(token.token);
    if (profile.projectId.isEmpty())
        search().byToken(token.token);
    else
        inspect(token);
}

void ConnectionTest::Private::byPassword(const PasswordCredential &password)
{
    auto owned = std::make_unique<PasswordAuthenticator>(http, serverClock, profile, password.password);
    signer = owned.get();
    authenticator = std::move(owned);
    QObject::connect(signer, &PasswordAuthenticator::passcodeNeeded, &q, &ConnectionTest::passcodeNeeded);
    // By its ID, too: the search is the sign-in then.
    search().byPassword(*signer);
}

void ConnectionTest::Private::byKey(const AccessKeyCredential &key)
{
    auto owned = std::make_unique<AccessKeyAuthenticator>(key, profile.projectId, serverClock);
    keyRing = owned.get();
    authenticator = std::move(owned);
    if (profile.projectId.isEmpty())
        search().byKey(*keyRing);
    else
        list(*authenticator);
}

ProjectFinder &ConnectionTest::Private::search()
{
    finder = std::make_unique<ProjectFinder>(http, profile);
    QObject::connect(finder.get(), &ProjectFinder::found, &q,
                     [this](const IamIdentity &identity) { onSignedIn(identity); });
    QObject::connect(finder.get(), &ProjectFinder::severalFound, &q,
                     [this](const QList<Project> &projects) { letChoose(projects); });
    QObject::connect(finder.get(), &ProjectFinder::failed, &q,
                     [this](const ApiError &error) { fail(Kind::SignIn, error); });
    return *finder;
}

void ConnectionTest::Private::letChoose(const QList<Project> &projects)
{
    hear(profile.iamEndpoint);
    steps.passed(Kind::SignIn, tr("Signed in."));
    steps.failed(Kind::Project, tr("There are %n projects to choose from.", nullptr, int(projects.size())),
                 tr("Choose one, then test again."));
    Q_EMIT q.projectChoiceNeeded(projects);
    end();
}

void ConnectionTest::Private::inspect(const TokenCredential &token)
{
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

void ConnectionTest::Private::onSignedIn(const IamIdentity &identity)
{
    profile = withIdentity(profile, identity);
    hear(profile.iamEndpoint);
    const QString who = visibleText(identity.userName, 64);
    QString text = who.isEmpty() ? tr("Signed in.") : tr("Signed in as %1.").arg(who);
    if (std::holds_alternative<TokenCredential>(credential) && identity.expiresAtMs > 0)
        text = tr("%1 The token ends %2.", "whole sentence; moment")
                   .arg(text, momentInSentence(identity.expiresAtMs, serverClock.nowMs(),
                                               QTimeZone::systemTimeZone(), QLocale()));
    steps.passed(Kind::SignIn, text);
    Q_EMIT q.stepsChanged();
    // The search may have signed in to the account alone.
    if (signer)
        signer->setProjectId(profile.projectId);
    if (keyRing)
        keyRing->setProjectId(profile.projectId);
    list(*authenticator);
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
    const QString project = visibleText(projectLabel(profile), 64);
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
    // A refused sign-in comes as the error of a call that never left: its status tells that there was an
    // answer.
    const bool isOfService = error.kind != ApiError::Kind::BadResponse &&
                             error.kind != ApiError::Kind::Redirected && error.kind != ApiError::Kind::Proxy;
    if (error.httpStatus != 0 && isOfService)
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
    if (!d->ended && d->signer)
        d->signer->providePasscode(passcode);
}

void ConnectionTest::abandonPasscode()
{
    // How that ends is told by the sign-in itself.
    if (!d->ended && d->signer)
        d->signer->abandonPasscode();
}

} // namespace leasekeeper

// SPDX-License-Identifier: MIT
#include "iamapi.h"

#include "authenticator.h"
#include "httpclient.h"
#include "iamjson.h"
#include "profile.h"
#include "runningcall.h"
#include "signer.h"

#include <QRandomGenerator>
#include <QUtf8StringView>

#include <utility>

namespace leasekeeper
{

using namespace Qt::StringLiterals;

namespace
{

/// For calls that carry their proof in the body.
class NoAuthenticator final : public Authenticator
{
public:
    using Authenticator::Authenticator;
    void authorise(HttpRequest request, QObject *context,
                   std::function<void(Result<HttpRequest>)> done) override
    {
        Q_UNUSED(context) // answered at once, so nobody can go in between
        done(std::move(request));
    }
    void renew(const ApiError &refusal, QObject *context, RenewDone done) override
    {
        Q_UNUSED(context)
        done(refusal);
    }
};

ApiError refusalOf(const QString &message)
{
    ApiError error;
    error.kind = ApiError::Kind::BadRequest;
    error.delivery = ApiError::Delivery::NeverSent;
    error.message = message;
    return error;
}

/// The path that stands before "/v3" in an address that may end with it.
QString prefixOf(const QUrl &endpoint)
{
    QString path = endpoint.path(QUrl::FullyEncoded);
    while (path.endsWith(u'/'))
        path.chop(1);
    if (path.endsWith("/v3"_L1))
        path.chop(3);
    return path;
}

std::optional<IamToken> withIdentity(Secret token, const HttpResponse &response, QString *whyNot)
{
    const std::optional<IamIdentity> identity = decodeIdentity(response.body, whyNot);
    if (!identity)
        return std::nullopt;
    return IamToken{std::move(token), *identity};
}

} // namespace

IamApi::IamApi(HttpClient &http, QUrl endpoint, QObject *parent)
    : QObject(parent),
      m_http(http),
      m_endpoint(std::move(endpoint)),
      m_traffic(std::make_shared<Traffic>(http.clock(), http.timers()))
{
    m_traffic->random = [] { return QRandomGenerator::global()->generateDouble(); };
}

IamApi::~IamApi() = default;

void IamApi::setRandomness(std::function<double()> random)
{
    m_traffic->random = std::move(random);
}

CallPlan IamApi::plan(const QByteArray &method, const QString &path, const QByteArray &query) const
{
    CallPlan plan;
    plan.request.method = method;
    QUrl bare = m_endpoint;
    bare.setPath({});
    QString objection;
    QUrl url = parseEndpoint(bare.toString(QUrl::FullyEncoded), &objection);
    plan.context.host = url.port() < 0 ? url.host() : u"%1:%2"_s.arg(url.host()).arg(url.port());
    const QString fullPath = prefixOf(m_endpoint) + path;
    plan.context.request = QString(QString::fromLatin1(method) + u' ' + fullPath);
    plan.context.subject = CallSubject::Identity;
    plan.context.isRead = plan.request.isRead();
    plan.lane = plan.context.isRead ? RequestGate::Lane::Person : RequestGate::Lane::Write;
    if (!url.isValid()) {
        plan.refusal = refusalOf(tr("The address for signing in (IAM) cannot be used: %1").arg(objection));
        return plan;
    }
    url.setPath(fullPath, QUrl::StrictMode);
    if (!query.isEmpty())
        url.setQuery(QString::fromLatin1(query), QUrl::StrictMode);
    plan.request.url = url;
    return plan;
}

template <typename T, typename Decoder>
ApiCall<T> *IamApi::run(CallPlan plan, std::unique_ptr<Authenticator> own, Decoder decoder, QObject *parent)
{
    Authenticator *const who = own.release();
    auto *const call = new RunningCall<T>(m_http, *who, m_traffic, std::move(plan), std::move(decoder),
                                          parent ? parent : this);
    // After the runner, which is a child too and goes first.
    who->setParent(call);
    return call;
}

ApiCall<IamToken> *IamApi::createToken(const TokenRequest &request, QObject *parent)
{
    CallPlan plan = this->plan("POST", u"/v3/auth/tokens"_s, "nocatalog=true");
    plan.request.deadlineMs = SignInDeadlineMs;
    plan.request.headers.emplaceBack("Content-Type", "application/json;charset=utf8");
    plan.context.subject = CallSubject::SignIn;
    plan.context.hasPasscode = request.passcode.has_value();
    plan.context.project = request.projectId.isEmpty() ? request.projectName : request.projectId;
    const QByteArray &password = request.password.reveal();
    if (!plan.refusal && (request.userName.isEmpty() || request.accountName.isEmpty() || password.isEmpty()))
        plan.refusal = refusalOf(tr("To sign in, user name, account name and password are needed."));
    else if (!plan.refusal && !QUtf8StringView(password).isValidUtf8())
        plan.refusal = refusalOf(tr("The password contains bytes that are no text. Type it again."));
    if (!plan.refusal)
        plan.request.body = tokenRequestBody(request);

    const auto decode = [](const HttpResponse &response, QString *whyNot) -> std::optional<IamToken> {
        if (response.subjectToken.isEmpty()) {
            *whyNot = tr("It contains no token.");
            return std::nullopt;
        }
        return withIdentity(response.subjectToken, response, whyNot);
    };
    return run<IamToken>(std::move(plan), std::make_unique<NoAuthenticator>(), decode, parent);
}

ApiCall<IamToken> *IamApi::inspectToken(const Secret &token, QObject *parent)
{
    CallPlan plan = this->plan("GET", u"/v3/auth/tokens"_s, "nocatalog=true");
    plan.request.headers.append({"X-Subject-Token", token.reveal()});
    const auto decode = [token](const HttpResponse &response, QString *whyNot) {
        return withIdentity(token, response, whyNot);
    };
    return run<IamToken>(std::move(plan), std::make_unique<TokenAuthenticator>(token), decode, parent);
}

ApiCall<QList<Project>> *IamApi::listProjects(const QString &path, const QByteArray &query,
                                              Authenticator &who, QObject *parent)
{
    const auto decode = [](const HttpResponse &response, QString *whyNot) {
        return decodeProjects(response.body, whyNot);
    };
    return new RunningCall<QList<Project>>(m_http, who, m_traffic, plan("GET", path, query), decode,
                                           parent ? parent : this);
}

ApiCall<QList<Project>> *IamApi::projects(Authenticator &who, QObject *parent)
{
    return listProjects(u"/v3/auth/projects"_s, {}, who, parent);
}

ApiCall<QList<Project>> *IamApi::projectsNamed(const QString &name, Authenticator &who, QObject *parent)
{
    return listProjects(u"/v3/projects"_s, name.isEmpty() ? QByteArray() : strictQuery({{u"name"_s, name}}),
                        who, parent);
}

} // namespace leasekeeper

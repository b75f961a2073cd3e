// SPDX-License-Identifier: MIT
#include "signinbench.h"

#include "iambodies.h"

#include <QDateTime>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include <utility>

namespace leasekeeper::test
{

using namespace Qt::StringLiterals;

namespace
{

QByteArray isoText(qint64 ms)
{
    return QDateTime::fromMSecsSinceEpoch(ms, Qt::UTC).toString(Qt::ISODateWithMs).toLatin1();
}

} // namespace

FakeCloud::FakeCloud(const FakeServerTime &time)
    : server(
          [this](const ServedRequest &request, const HttpExchange &exchange) { serve(request, exchange); }),
      m_time(time)
{
    if (!server.start())
        qFatal("The server cannot listen on loopback.");
}

ServedAnswer FakeCloud::iamRefusal(int status, const QByteArray &text)
{
    return {status,
            {},
            R"({"error":{"code":)" + QByteArray::number(status) + R"(,"message":")" + text +
                R"(","title":"x"}})"};
}

ServedAnswer FakeCloud::unauthorised()
{
    return {401, {}, R"({"error_code":"APIGW.0301","error_msg":"token expires"})"};
}

ServedAnswer FakeCloud::signIn()
{
    if (signInTrouble)
        return *signInTrouble;
    const QJsonValue identity = QJsonDocument::fromJson(lastBody).object()["auth"_L1]["identity"_L1];
    if (identity["password"_L1]["user"_L1]["password"_L1].toString().toUtf8() != password)
        return iamRefusal(401, "The username or password is wrong.");
    if (!passcode.isEmpty() && !identity.toObject().contains("totp"_L1)) {
        ServedAnswer answer = iamRefusal(401, "One more factor, please.");
        answer.headers.emplaceBack("Openstack-Auth-Receipt", "receipt");
        return answer;
    }
    if (!passcode.isEmpty() && identity["totp"_L1]["user"_L1]["passcode"_L1].toString().toUtf8() != passcode)
        return iamRefusal(401, "The request you have made requires authentication.");

    const QByteArray token = "token-marker-" + QByteArray::number(signIns);
    valid.insert(token);
    const qint64 issued = m_time.nowMs() - ageMs;
    QByteArray body = tokenBody(isoText(issued + lifeMs), isoText(issued));
    if (!namesProject)
        body.replace(R"("project":)", R"("nothing":)");
    return {201, {{"X-Subject-Token", token}}, body};
}

void FakeCloud::serve(const ServedRequest &request, const HttpExchange &exchange)
{
    if (request.method == "POST" && request.path == "/v3/auth/tokens") {
        ++signIns;
        lastBody = request.body;
        if (holdsSignIns)
            heldSignIns.push_back(exchange);
        else
            exchange.answer(signIn());
        return;
    }
    ++calls;
    lastToken = request.headers.value("x-auth-token");
    if (holdsCalls)
        heldCalls.push_back(exchange);
    else if (!valid.contains(lastToken))
        exchange.answer(unauthorised());
    else
        exchange.answer(serviceAnswer.value_or(ServedAnswer{200, {}, R"({"data":[{"id":"a"}]})"}));
}

void FakeCloud::release()
{
    holdsSignIns = false;
    for (const HttpExchange &exchange : std::exchange(heldSignIns, {}))
        exchange.answer(signIn());
}

SignInBench::SignInBench(const QByteArray &password, const QString &projectId)
    : cloud(serverTime), client(network, time, time)
{
    serverTime.clock = &time;
    profile.endpoint = cloud.server.url();
    profile.iamEndpoint = cloud.server.url();
    profile.projectId = projectId;
    profile.region = u"eu-de"_s;
    profile.loginName = u"ana"_s;
    profile.accountName = u"OTC0001"_s;
    who = std::make_unique<PasswordAuthenticator>(client, serverTime, profile, Secret(password));
    Profile working = profile;
    working.projectId = u"p1"_s;
    api = std::make_unique<InstancesApi>(client, *who, working);
    api->setRandomness([] { return 0.0; });
    signedIn = std::make_unique<QSignalSpy>(who.get(), &PasswordAuthenticator::signedIn);
    failed = std::make_unique<QSignalSpy>(who.get(), &PasswordAuthenticator::signInFailed);
    postponed = std::make_unique<QSignalSpy>(who.get(), &PasswordAuthenticator::signInPostponed);
    passcodeNeeded = std::make_unique<QSignalSpy>(who.get(), &PasswordAuthenticator::passcodeNeeded);
}

ApiCall<InstancePage> *SignInBench::ask()
{
    ApiCall<InstancePage> *const call =
        api->list(false, InstanceFeature::Notebook, 0, Patience::Background, nullptr);
    QObject::connect(call, &ApiCallBase::finished, call, [this, call] { ends.append(call->result()); });
    return call;
}

Result<InstancePage> SignInBench::run()
{
    const qsizetype before = ends.size();
    ask();
    if (!until([&] { return ends.size() > before; })) {
        QTest::qFail("The call did not end.", __FILE__, __LINE__);
        return ApiError{};
    }
    return ends.last();
}

bool SignInBench::until(const std::function<bool()> &done)
{
    return QTest::qWaitFor(
        [&] {
            time.settle();
            return done();
        },
        10'000);
}

} // namespace leasekeeper::test

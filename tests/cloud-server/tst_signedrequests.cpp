// SPDX-License-Identifier: MIT
#include "accesskeyauthenticator.h"
#include "cloudserver.h"
#include "httpclient.h"
#include "instancesapi.h"
#include "serverclock.h"
#include "signer.h"
#include "timers.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QSignalSpy>
#include <QTest>

#include <memory>

using namespace leasekeeper;
using namespace leasekeeper::test;
using namespace Qt::StringLiterals;

namespace
{

constexpr auto AccessKey = "AKTEST";

/// The client's own road to a service on loopback.
struct Client {
    SystemClock clock;
    SystemTimers timers;
    QNetworkAccessManager network;
    HttpClient http{network, clock, timers};
    ServerClock serverClock{clock};

    Client() { QObject::connect(&http, &HttpClient::dateHeard, &serverClock, &ServerClock::observe); }

    /// Sends one request as it stands; status 0 if there was no answer.
    [[nodiscard]] HttpResponse send(const HttpRequest &request)
    {
        HttpCall *call = http.send(request);
        HttpResponse response;
        QObject::connect(call, &HttpCall::finished, call, [&] {
            if (call->result())
                response = call->result().value();
        });
        QSignalSpy gone(call, &QObject::destroyed);
        return gone.wait() ? response : HttpResponse{};
    }
};

std::unique_ptr<CloudServer> cloudAt(qint64 ms)
{
    CloudServer::Options options;
    options.cloud.count = 3;
    options.cloud.clockAheadMs = ms - QDateTime::currentMSecsSinceEpoch();
    auto server = std::make_unique<CloudServer>(options);
    return server->start().isEmpty() ? std::move(server) : nullptr;
}

Profile profileOf(const CloudServer &server, const SimulatedCloud &cloud)
{
    Profile profile;
    profile.endpoint = server.url();
    profile.projectId = cloud.projectId();
    profile.signIn = SignInMethod::AccessKey;
    return profile;
}

AccessKeyCredential keyOf(const SimulatedCloud &cloud)
{
    const SimulatedCloud::AccessKey pair = cloud.accessKey();
    return {QString::fromLatin1(pair.access), Secret(pair.secret), {}};
}

template <typename T> [[nodiscard]] std::optional<Result<T>> endOf(ApiCall<T> *call)
{
    std::optional<Result<T>> result;
    QObject::connect(call, &ApiCallBase::finished, call, [&] { result = call->result(); });
    QSignalSpy gone(call, &QObject::destroyed);
    if (!gone.wait(20'000))
        return std::nullopt;
    return result;
}

} // namespace

/// What the client signs, checked by the service's own verifier from the bytes that came over a socket. The
/// two share no code.
class SignedRequestsTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void vectorsAreAccepted_data();
    void vectorsAreAccepted();
    void everyCallIsAccepted();
    void temporaryKey();
    void F24_wrongSecretIsSentOnce();
    void F75_wrongClockIsCorrectedOnce();
};

void SignedRequestsTest::vectorsAreAccepted_data()
{
    QTest::addColumn<QJsonObject>("vector");
    QFile file(QStringLiteral(LEASEKEEPER_SIGNING_VECTORS));
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QJsonArray vectors = QJsonDocument::fromJson(file.readAll()).array();
    QVERIFY(vectors.size() >= 12);
    for (const QJsonValue &value : vectors)
        QTest::newRow(qPrintable(value["name"_L1].toString())) << value.toObject();
}

void SignedRequestsTest::vectorsAreAccepted()
{
    QFETCH(const QJsonObject, vector);
    const auto date = [&vector] {
        for (const QJsonValue &header : vector["headers"_L1].toArray()) {
            if (header[0].toString().compare("x-sdk-date"_L1, Qt::CaseInsensitive) == 0)
                return QDateTime::fromString(header[1].toString().trimmed(), u"yyyyMMdd'T'HHmmss'Z'"_s);
        }
        return QDateTime();
    }();
    QVERIFY(date.isValid());
    QDateTime utc = date;
    utc.setTimeSpec(Qt::UTC);
    const std::unique_ptr<CloudServer> server = cloudAt(utc.toMSecsSinceEpoch());
    QVERIFY(server);
    const Secret secret(vector["secretKey"_L1].toString().toUtf8());
    server->cloud().addAccessKey({AccessKey, secret.reveal()});

    HttpRequest request;
    request.method = vector["method"_L1].toString().toLatin1();
    request.body = vector["body"_L1].toString().toUtf8();
    QUrl url(vector["url"_L1].toString());
    url.setScheme(u"http"_s);
    url.setHost(server->url().host());
    url.setPort(server->url().port());
    request.url = strictUrl(url);
    QList<std::pair<QByteArray, QByteArray>> headers{{"Host", hostHeader(url)}};
    for (const QJsonValue &header : vector["headers"_L1].toArray()) {
        const QByteArray name = header[0].toString().toUtf8();
        // Other keys come with tokens of their own; temporaryKey() has the real thing.
        if (name.compare("host", Qt::CaseInsensitive) != 0 &&
            name.compare("x-security-token", Qt::CaseInsensitive) != 0)
            headers.emplaceBack(name, header[1].toString().toUtf8());
    }
    request.headers = headers;
    QByteArray authorization =
        signRequest({request.method, request.url, headers, request.body, AccessKey, secret}).authorization;
    request.headers.emplaceBack("Authorization", authorization);
    Client client;
    const HttpResponse accepted = client.send(request);
    QVERIFY2(accepted.status != 0 && accepted.status != 401, accepted.body.constData());

    // With one digit turned it is not, so that acceptance means something.
    authorization.back() = authorization.back() == 'a' ? 'b' : 'a';
    request.headers.last().second = authorization;
    QCOMPARE(client.send(request).status, 401);
}

void SignedRequestsTest::everyCallIsAccepted()
{
    const auto server = cloudAt(QDateTime::currentMSecsSinceEpoch());
    QVERIFY(server);
    SimulatedCloud &cloud = server->cloud();
    const QString running = cloud.place({.name = u"runs"_s, .status = u"RUNNING"_s});
    const QString stopped = cloud.place({.name = u"rests"_s, .status = u"STOPPED"_s});
    Client client;
    AccessKeyAuthenticator authenticator(keyOf(cloud), cloud.projectId(), client.serverClock);
    InstancesApi api(client.http, authenticator, profileOf(*server, cloud));

    const auto page = endOf(api.list(true, InstanceFeature::Notebook, 0, Patience::Person, &api));
    QVERIFY(page && *page);
    QVERIFY(page->value().received >= 2);
    const auto shown = endOf(api.show(running, Patience::Person, &api));
    QVERIFY(shown && *shown);
    QCOMPARE(shown->value().name, u"runs"_s);
    const auto renewed = endOf(api.renewLease(running, 7'200'000, &api));
    QVERIFY(renewed && *renewed);
    const auto begun = endOf(api.start(stopped, 3'600'000, &api));
    QVERIFY(begun && *begun);
    const auto ended = endOf(api.stop(running, &api));
    QVERIFY(ended && *ended);
    QCOMPARE(cloud.effects().size(), 3);
}

void SignedRequestsTest::temporaryKey()
{
    const auto server = cloudAt(QDateTime::currentMSecsSinceEpoch());
    QVERIFY(server);
    SimulatedCloud &cloud = server->cloud();
    Client client;
    HttpRequest ask;
    ask.method = "POST";
    ask.url = server->url();
    ask.url.setPath(u"/v3.0/OS-CREDENTIAL/securitytokens"_s);
    ask.headers = {{"X-Auth-Token", cloud.token()}, {"Content-Type", "application/json"}};
    ask.body = R"({"auth":{"identity":{"methods":["token"],"token":{"duration_seconds":900}}}})";
    const HttpResponse told = client.send(ask);
    const QJsonObject credential = QJsonDocument::fromJson(told.body).object()["credential"_L1].toObject();
    QVERIFY2(!credential["securitytoken"_L1].toString().isEmpty(), told.body.constData());
    const AccessKeyCredential key{credential["access"_L1].toString(),
                                  Secret(credential["secret"_L1].toString().toUtf8()),
                                  Secret(credential["securitytoken"_L1].toString().toUtf8())};

    AccessKeyAuthenticator authenticator(key, cloud.projectId(), client.serverClock);
    InstancesApi api(client.http, authenticator, profileOf(*server, cloud));
    const auto page = endOf(api.list(false, InstanceFeature::Notebook, 0, Patience::Person, &api));
    QVERIFY(page && *page);

    AccessKeyCredential other = key;
    other.securityToken = Secret("another");
    authenticator.reset(other);
    const auto refused = endOf(api.list(false, InstanceFeature::Notebook, 0, Patience::Person, &api));
    QVERIFY(refused && !*refused);
    QCOMPARE(refused->error().kind, ApiError::Kind::Unauthorised);
}

void SignedRequestsTest::F24_wrongSecretIsSentOnce()
{
    const auto server = cloudAt(QDateTime::currentMSecsSinceEpoch());
    QVERIFY(server);
    Client client;
    AccessKeyCredential key = keyOf(server->cloud());
    key.secretKey = Secret("not-the-secret");
    AccessKeyAuthenticator authenticator(key, server->cloud().projectId(), client.serverClock);
    InstancesApi api(client.http, authenticator, profileOf(*server, server->cloud()));
    for (int attempt = 0; attempt < 8; ++attempt) {
        const auto refused = endOf(api.list(false, InstanceFeature::Notebook, 0, Patience::Person, &api));
        QVERIFY(refused && !*refused);
        QCOMPARE(refused->error().signInProblem, SignInProblem::WrongSecret);
    }
    QCOMPARE(server->seen().size(), 1);
}

void SignedRequestsTest::F75_wrongClockIsCorrectedOnce()
{
    const auto server = cloudAt(QDateTime::currentMSecsSinceEpoch() + 86'400'000);
    QVERIFY(server);
    Client client;
    AccessKeyAuthenticator authenticator(keyOf(server->cloud()), server->cloud().projectId(),
                                         client.serverClock);
    InstancesApi api(client.http, authenticator, profileOf(*server, server->cloud()));
    const auto page = endOf(api.list(false, InstanceFeature::Notebook, 0, Patience::Person, &api));
    QVERIFY(page && *page);
    QCOMPARE(server->seen().size(), 2);
    const auto again = endOf(api.list(false, InstanceFeature::Notebook, 0, Patience::Person, &api));
    QVERIFY(again && *again);
    QCOMPARE(server->seen().size(), 3);
}

QTEST_GUILESS_MAIN(SignedRequestsTest)
#include "tst_signedrequests.moc"

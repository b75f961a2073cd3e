// SPDX-License-Identifier: MIT
#include "simulatedaccessmanager.h"

#include "cloudcaller.h"
#include "simulatedcloud.h"
#include "virtualtime.h"

#include <QBuffer>
#include <QDir>
#include <QJsonDocument>
#include <QJsonObject>
#include <QNetworkReply>
#include <QSignalSpy>
#include <QTest>

using namespace leasekeeper;
using namespace leasekeeper::test;
using namespace Qt::StringLiterals;

namespace
{

using Fault = SimulatedAccessManager::Fault;

/// A body that can be read once, as HttpClient sends it.
class OnceBody : public QIODevice
{
public:
    explicit OnceBody(QByteArray bytes) : m_bytes(std::move(bytes)) { open(QIODevice::ReadOnly); }
    [[nodiscard]] bool isSequential() const override { return true; }
    [[nodiscard]] qint64 bytesAvailable() const override
    {
        return QIODevice::bytesAvailable() + m_bytes.size();
    }

protected:
    qint64 readData(char *data, qint64 maxSize) override
    {
        const qint64 count = std::min<qint64>({maxSize, m_bytes.size(), 7}); // in small bites
        std::copy_n(m_bytes.constData(), count, data);
        m_bytes.remove(0, count);
        return count;
    }
    qint64 writeData(const char *, qint64) override { return -1; }

private:
    QByteArray m_bytes;
};

} // namespace

class TestSimulatedAccessManager : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void answersLaterAndOnce();
    void actsHalfWay();
    void zeroRoundTripIsStillLater();
    void readsTheWholeBody();
    void verbs_data();
    void verbs();
    void statuses_data();
    void statuses();
    void faults_data();
    void faults();
    void bodyThatGoesOnce();
    void abortBeforeItArrives();
    void abortAfterItArrived();
    void abortAfterTheEnd();
    void deletedReplyIsForgotten();
    void remembersWhatWasAsked();
    void headersArrive();
    void hostIsNamed_data();
    void hostIsNamed();
    void playsTheIdentityService();
    void acceptsSignedRequests();
    void opensNoSocket();

private:
    [[nodiscard]] QNetworkRequest request(const QString &rest) const;
    [[nodiscard]] QString errorCodeOf(QNetworkReply &reply) const
    {
        return QJsonDocument::fromJson(reply.readAll()).object().value("error_code"_L1).toString();
    }

    std::unique_ptr<VirtualTime> m_time;
    std::unique_ptr<SimulatedCloud> m_cloud;
    std::unique_ptr<SimulatedAccessManager> m_network;
    QString m_id;
};

void TestSimulatedAccessManager::init()
{
    m_network.reset();
    m_cloud.reset();
    m_time = std::make_unique<VirtualTime>();
    m_cloud = std::make_unique<SimulatedCloud>(*m_time, SimulatedCloud::Options{.count = 0});
    m_network = std::make_unique<SimulatedAccessManager>(*m_cloud, *m_time, 100);
    m_id = m_cloud->place({});
}

QNetworkRequest TestSimulatedAccessManager::request(const QString &rest) const
{
    QNetworkRequest request(
        QUrl(QString(u"https://modelarts.invalid/v1/"_s % m_cloud->projectId() % u"/notebooks"_s % rest)));
    request.setRawHeader("X-Auth-Token", m_cloud->token());
    return request;
}

void TestSimulatedAccessManager::answersLaterAndOnce()
{
    const std::unique_ptr<QNetworkReply> reply(m_network->get(request({})));
    QSignalSpy finished(reply.get(), &QNetworkReply::finished);
    QSignalSpy managerFinished(m_network.get(), &QNetworkAccessManager::finished);
    QVERIFY(!reply->isFinished());
    m_time->advance(99);
    QVERIFY(!reply->isFinished());
    m_time->advance(1);
    QVERIFY(reply->isFinished());
    m_time->advance(10'000);
    QCOMPARE(finished.size(), 1);
    QCOMPARE(managerFinished.size(), 1);
    QCOMPARE(reply->error(), QNetworkReply::NoError);
    QCOMPARE(reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt(), 200);
    QVERIFY(reply->hasRawHeader("Date"));
    QVERIFY(reply->hasRawHeader("X-Request-Id"));
    QCOMPARE(reply->header(QNetworkRequest::ContentTypeHeader).toString(), u"application/json"_s);
    const qint64 length = reply->header(QNetworkRequest::ContentLengthHeader).toLongLong();
    QCOMPARE(reply->bytesAvailable(), length);
    const QByteArray body = reply->readAll();
    QCOMPARE(body.size(), length);
    QCOMPARE(QJsonDocument::fromJson(body).object().value("total"_L1).toInt(), 1);
}

void TestSimulatedAccessManager::actsHalfWay()
{
    const std::unique_ptr<QNetworkReply> reply(
        m_network->post(request(u'/' + m_id + "/stop"_L1), QByteArray()));
    m_time->advance(49);
    QCOMPARE(m_cloud->effects().size(), 0);
    m_time->advance(1);
    QCOMPARE(m_cloud->effects().size(), 1);
    QVERIFY(!reply->isFinished());
}

void TestSimulatedAccessManager::zeroRoundTripIsStillLater()
{
    m_network->setRoundTripMs(0);
    const std::unique_ptr<QNetworkReply> reply(m_network->get(request({})));
    QVERIFY(!reply->isFinished());
    m_time->settle();
    QVERIFY(reply->isFinished());
}

void TestSimulatedAccessManager::readsTheWholeBody()
{
    const QByteArray body = R"({"duration":14400000,"type":"timing"})";
    OnceBody device(body);
    QNetworkRequest asked = request(u'/' + m_id + "/lease"_L1);
    asked.setAttribute(QNetworkRequest::DoNotBufferUploadDataAttribute, true);
    const std::unique_ptr<QNetworkReply> reply(m_network->sendCustomRequest(asked, "PATCH", &device));
    m_time->advance(100);
    QCOMPARE(m_network->seen().first().body, body);
    QCOMPARE(reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt(), 200);
    // Placed with its lease beginning at once; the request arrived half a round trip later.
    QCOMPARE(QJsonDocument::fromJson(reply->readAll()).object().value("duration"_L1).toInteger(),
             14'400'000 + 50);
}

void TestSimulatedAccessManager::verbs_data()
{
    QTest::addColumn<QByteArray>("verb");
    for (const char *const verb : {"GET", "POST", "PUT", "DELETE", "PATCH"})
        QTest::newRow(verb) << QByteArray(verb);
}

void TestSimulatedAccessManager::verbs()
{
    QFETCH(const QByteArray, verb);
    const QNetworkRequest asked = request(u'/' + m_id);
    QNetworkReply *reply = nullptr;
    if (verb == "GET")
        reply = m_network->get(asked);
    else if (verb == "POST")
        reply = m_network->post(asked, QByteArray("{}"));
    else if (verb == "PUT")
        reply = m_network->put(asked, QByteArray("{}"));
    else if (verb == "DELETE")
        reply = m_network->deleteResource(asked);
    else
        reply = m_network->sendCustomRequest(asked, verb, QByteArray("{}"));
    const std::unique_ptr<QNetworkReply> owner(reply);
    m_time->advance(100);
    QCOMPARE(m_network->seen().first().method, verb);
    QCOMPARE(m_network->seen().first().url, asked.url());
}

void TestSimulatedAccessManager::statuses_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QNetworkReply::NetworkError>("error");
    QTest::newRow("200") << 200 << QNetworkReply::NoError;
    QTest::newRow("204") << 204 << QNetworkReply::NoError;
    QTest::newRow("302") << 302 << QNetworkReply::NoError;
    QTest::newRow("400") << 400 << QNetworkReply::ProtocolInvalidOperationError;
    QTest::newRow("401") << 401 << QNetworkReply::AuthenticationRequiredError;
    QTest::newRow("403") << 403 << QNetworkReply::ContentAccessDenied;
    QTest::newRow("404") << 404 << QNetworkReply::ContentNotFoundError;
    QTest::newRow("409") << 409 << QNetworkReply::ContentConflictError;
    QTest::newRow("429") << 429 << QNetworkReply::UnknownContentError;
    QTest::newRow("500") << 500 << QNetworkReply::InternalServerError;
    QTest::newRow("502") << 502 << QNetworkReply::UnknownServerError;
    QTest::newRow("503") << 503 << QNetworkReply::ServiceUnavailableError;
}

/// The same errors as Qt gives for these, the body kept.
void TestSimulatedAccessManager::statuses()
{
    QFETCH(const int, status);
    QFETCH(const QNetworkReply::NetworkError, error);
    m_cloud->answerNext("GET", "notebooks", {status, {}, R"({"error_code":"x.1"})"});
    const std::unique_ptr<QNetworkReply> reply(m_network->get(request({})));
    QSignalSpy errors(reply.get(), &QNetworkReply::errorOccurred);
    m_time->advance(100);
    QCOMPARE(reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt(), status);
    QCOMPARE(reply->error(), error);
    QCOMPARE(errors.size(), error == QNetworkReply::NoError ? 0 : 1);
    QCOMPARE(errorCodeOf(*reply), u"x.1"_s);
}

void TestSimulatedAccessManager::faults_data()
{
    QTest::addColumn<Fault>("fault");
    QTest::addColumn<bool>("finishes");
    QTest::addColumn<QNetworkReply::NetworkError>("error");
    QTest::addColumn<int>("effects");
    QTest::addColumn<bool>("sent");
    QTest::newRow("none") << Fault::None << true << QNetworkReply::NoError << 1 << true;
    QTest::newRow("refused") << Fault::Refused << true << QNetworkReply::ConnectionRefusedError << 0 << false;
    QTest::newRow("no host") << Fault::HostNotFound << true << QNetworkReply::HostNotFoundError << 0 << false;
    QTest::newRow("lost before") << Fault::LostBefore << true << QNetworkReply::RemoteHostClosedError << 0
                                 << true;
    QTest::newRow("lost after") << Fault::LostAfter << true << QNetworkReply::RemoteHostClosedError << 1
                                << true;
    QTest::newRow("hang") << Fault::Hang << false << QNetworkReply::NoError << 0 << true;
    QTest::newRow("hang after") << Fault::HangAfter << false << QNetworkReply::NoError << 1 << true;
    QTest::newRow("html") << Fault::Html << true << QNetworkReply::NoError << 0 << true;
}

void TestSimulatedAccessManager::faults()
{
    QFETCH(const Fault, fault);
    QFETCH(const bool, finishes);
    QFETCH(const QNetworkReply::NetworkError, error);
    QFETCH(const int, effects);
    QFETCH(const bool, sent);
    m_network->setFaults([fault](const QByteArray &method, const QUrl &url) {
        return method == "POST" && url.path().endsWith("/stop"_L1) ? fault : Fault::None;
    });
    const std::unique_ptr<QNetworkReply> reply(
        m_network->post(request(u'/' + m_id + "/stop"_L1), QByteArray()));
    QSignalSpy requestSent(reply.get(), &QNetworkReply::requestSent);
    m_time->advance(24LL * 3'600'000);
    QCOMPARE(reply->isFinished(), finishes);
    QCOMPARE(reply->error(), error);
    QCOMPARE(requestSent.size(), sent ? 1 : 0);
    const QList<CloudEffect> &done = m_cloud->effects();
    QCOMPARE(std::count_if(done.begin(), done.end(),
                           [](const CloudEffect &effect) { return effect.verb == "stop"; }),
             effects);
    if (fault == Fault::Html)
        QVERIFY(reply->readAll().startsWith("<!DOCTYPE html>"));
    if (error != QNetworkReply::NoError)
        QVERIFY(!reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).isValid());
}

void TestSimulatedAccessManager::bodyThatGoesOnce()
{
    m_network->setFaults([](const QByteArray &, const QUrl &) { return Fault::LostAfter; });
    OnceBody device("{}");
    QNetworkRequest asked = request(u'/' + m_id + "/stop"_L1);
    asked.setAttribute(QNetworkRequest::DoNotBufferUploadDataAttribute, true);
    const std::unique_ptr<QNetworkReply> reply(m_network->post(asked, &device));
    m_time->advance(100);
    QCOMPARE(reply->error(), QNetworkReply::ContentReSendError);
}

void TestSimulatedAccessManager::abortBeforeItArrives()
{
    const std::unique_ptr<QNetworkReply> reply(
        m_network->post(request(u'/' + m_id + "/stop"_L1), QByteArray()));
    QSignalSpy finished(reply.get(), &QNetworkReply::finished);
    m_time->advance(49);
    reply->abort();
    QCOMPARE(finished.size(), 1); // before abort() returns, as with Qt's own
    QCOMPARE(reply->error(), QNetworkReply::OperationCanceledError);
    QCOMPARE(m_time->pendingTimers(), 0);
    m_time->advance(1'000);
    QCOMPARE(finished.size(), 1);
    QCOMPARE(m_cloud->effects().size(), 0);
}

void TestSimulatedAccessManager::abortAfterItArrived()
{
    const std::unique_ptr<QNetworkReply> reply(
        m_network->post(request(u'/' + m_id + "/stop"_L1), QByteArray()));
    m_time->advance(51);
    reply->abort();
    QCOMPARE(reply->error(), QNetworkReply::OperationCanceledError);
    QCOMPARE(m_time->pendingTimers(), 0);
    QCOMPARE(reply->bytesAvailable(), 0);
    QCOMPARE(m_cloud->effects().size(), 1);
}

void TestSimulatedAccessManager::abortAfterTheEnd()
{
    const std::unique_ptr<QNetworkReply> reply(m_network->get(request({})));
    m_time->advance(100);
    QSignalSpy finished(reply.get(), &QNetworkReply::finished);
    reply->abort();
    QCOMPARE(finished.size(), 0);
    QCOMPARE(reply->error(), QNetworkReply::NoError);
}

void TestSimulatedAccessManager::deletedReplyIsForgotten()
{
    delete m_network->post(request(u'/' + m_id + "/stop"_L1), QByteArray());
    QCOMPARE(m_time->pendingTimers(), 0);
    m_time->advance(1'000);
    QCOMPARE(m_cloud->effects().size(), 0);
}

void TestSimulatedAccessManager::remembersWhatWasAsked()
{
    const std::unique_ptr<QNetworkReply> first(m_network->get(request(u"?limit=50"_s)));
    const std::unique_ptr<QNetworkReply> second(m_network->deleteResource(request(u'/' + m_id)));
    QCOMPARE(m_network->seen().size(), 2);
    QCOMPARE(m_network->seen().at(0).url.query(), u"limit=50"_s);
    QCOMPARE(m_network->seen().at(1).method, QByteArray("DELETE"));
    QCOMPARE(m_network->seen().at(1).index, 1);
    m_network->forgetSeen();
    QVERIFY(m_network->seen().isEmpty());
}

void TestSimulatedAccessManager::headersArrive()
{
    QNetworkRequest asked = request({});
    const QList<QByteArray> names = {"Authorization", "X-Sdk-Date", "X-Subject-Token", "X-Security-Token",
                                     "X-Project-Id"};
    for (const QByteArray &name : names)
        asked.setRawHeader(name, "value of " + name);
    asked.setRawHeader("Host", "set.by.hand");
    asked.setHeader(QNetworkRequest::ContentTypeHeader, u"application/json;charset=utf8"_s);
    const std::unique_ptr<QNetworkReply> reply(m_network->get(asked));
    const QMap<QByteArray, QByteArray> headers = m_network->seen().first().headers;
    for (const QByteArray &name : names)
        QCOMPARE(headers.value(name.toLower()), QByteArray("value of " + name));
    QCOMPARE(headers.value("host"), QByteArray("set.by.hand"));
    QCOMPARE(headers.value("content-type"), QByteArray("application/json;charset=utf8"));
    QCOMPARE(headers.value("x-auth-token"), m_cloud->token());
}

void TestSimulatedAccessManager::hostIsNamed_data()
{
    QTest::addColumn<QString>("url");
    QTest::addColumn<QByteArray>("host");
    QTest::newRow("name") << u"https://iam.demo.invalid/v3"_s << QByteArray("iam.demo.invalid");
    QTest::newRow("port") << u"https://iam.demo.invalid:8443/v3"_s << QByteArray("iam.demo.invalid:8443");
    QTest::newRow("number") << u"http://127.0.0.1:80"_s << QByteArray("127.0.0.1:80");
    QTest::newRow("IPv6") << u"http://[::1]:5000/v3"_s << QByteArray("[::1]:5000");
}

/// As Qt does for a request that has no such header.
void TestSimulatedAccessManager::hostIsNamed()
{
    QFETCH(const QString, url);
    QFETCH(const QByteArray, host);
    const std::unique_ptr<QNetworkReply> reply(m_network->get(QNetworkRequest(QUrl(url))));
    QCOMPARE(m_network->seen().first().headers.value("host"), host);
}

void TestSimulatedAccessManager::playsTheIdentityService()
{
    QNetworkRequest asked(QUrl(u"https://iam.demo.invalid/v3/auth/tokens?nocatalog=true"_s));
    asked.setHeader(QNetworkRequest::ContentTypeHeader, u"application/json;charset=utf8"_s);
    const QByteArray body = CloudCaller(*m_cloud).rightBody().bytes();
    const std::unique_ptr<QNetworkReply> reply(m_network->post(asked, body));
    m_time->advance(100);
    QCOMPARE(reply->error(), QNetworkReply::NoError);
    QCOMPARE(reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt(), 201);
    QNetworkRequest list = request({});
    list.setRawHeader("X-Auth-Token", reply->rawHeader("X-Subject-Token"));
    const std::unique_ptr<QNetworkReply> listed(m_network->get(list));
    m_time->advance(100);
    QCOMPARE(listed->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt(), 200);
}

void TestSimulatedAccessManager::acceptsSignedRequests()
{
    CloudRequest wanted = CloudCaller(*m_cloud).request("GET", "?limit=50&offset=0");
    wanted.headers = {{"host", "modelarts.invalid"}};
    sign(wanted, m_cloud->accessKey(), m_cloud->nowMs());
    QNetworkRequest asked = request(u"?limit=50&offset=0"_s);
    asked.setRawHeader("X-Auth-Token", QByteArray());
    asked.setRawHeader("X-Sdk-Date", wanted.headers.value("x-sdk-date"));
    asked.setRawHeader("Authorization", wanted.headers.value("authorization"));
    const std::unique_ptr<QNetworkReply> reply(m_network->get(asked));
    m_time->advance(100);
    QCOMPARE(reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt(), 200);
}

void TestSimulatedAccessManager::opensNoSocket()
{
    const QDir descriptors(u"/proc/self/fd"_s);
    if (!descriptors.exists())
        QSKIP("this system does not list open descriptors");
    const auto sockets = [&descriptors] {
        QStringList list;
        for (const QFileInfo &entry : descriptors.entryInfoList(QDir::AllEntries | QDir::System)) {
            if (const QString target = entry.symLinkTarget(); target.contains("socket:"_L1))
                list.append(target);
        }
        return list;
    };
    // The list is not simply empty because it cannot be read.
    QVERIFY(descriptors.entryList(QDir::AllEntries | QDir::System).size() > 3);
    const QStringList before = sockets();
    const std::unique_ptr<QNetworkReply> reply(m_network->get(request({})));
    m_time->advance(60);
    QCOMPARE(sockets(), before);
    m_time->advance(60);
    QVERIFY(reply->isFinished());
    QCOMPARE(sockets(), before);
}

QTEST_GUILESS_MAIN(TestSimulatedAccessManager)
#include "tst_simulatedaccessmanager.moc"

// SPDX-License-Identifier: MIT
#include "cloudserver.h"

#include "cloudcontrol.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QTimer>

#include <algorithm>
#include <chrono>
#include <utility>

namespace leasekeeper::test
{

using namespace Qt::StringLiterals;

CloudServer::CloudServer(Options options, QObject *parent)
    : QObject(parent),
      m_options(std::move(options)),
      m_clock(m_options.clock),
      m_cloud(m_clock, m_options.cloud),
      m_http([this](const ServedRequest &request, const HttpExchange &exchange) { serve(request, exchange); })
{
}

CloudServer::~CloudServer() = default;

QString CloudServer::start()
{
    if (!m_options.certificatePem.isEmpty() || !m_options.keyPem.isEmpty()) {
        if (const QString wrong = m_http.useTls(m_options.certificatePem, m_options.keyPem); !wrong.isEmpty())
            return wrong;
    }
    if (m_http.start(m_options.port))
        return {};
    return QString(u"cannot listen on 127.0.0.1 port "_s % QString::number(m_options.port) % u": "_s %
                   m_http.errorString());
}

QByteArray CloudServer::greeting() const
{
    const SimulatedCloud::AccessKey key = m_cloud.accessKey();
    const SimulatedCloud::User user = m_cloud.signIn();
    const QJsonObject json{{u"url"_s, url().toString()},
                           {u"token"_s, QString::fromUtf8(m_cloud.token())},
                           {u"project"_s, m_cloud.projectId()},
                           {u"ak"_s, QString::fromUtf8(key.access)},
                           {u"sk"_s, QString::fromUtf8(key.secret)},
                           {u"iam_url"_s, url().toString()},
                           {u"user"_s, user.name},
                           {u"account"_s, user.account},
                           {u"password"_s, user.password},
                           {u"project_name"_s, m_cloud.projectName()}};
    return QJsonDocument(json).toJson(QJsonDocument::Compact) + '\n';
}

void CloudServer::forgetSeen()
{
    m_seen.clear();
}

void CloudServer::serve(const ServedRequest &request, const HttpExchange &exchange)
{
    if (request.path.startsWith("/_control/")) {
        exchange.answer(answerControl(*this, request));
        return;
    }
    Seen seen;
    seen.number = ++m_lastNumber;
    seen.method = request.method;
    seen.path = request.path;
    seen.query = request.query;
    seen.headers = request.headers;
    seen.body = request.body;
    seen.connection = request.connection;
    seen.atMs = m_cloud.nowMs();
    m_seen.append(seen);

    const std::optional<ServerFault> fault = takeFault(request);
    // Counted from here: what the answer costs to make is a part of the round trip and comes not on top.
    const QDeadlineTimer due(m_options.rttMs, Qt::PreciseTimer);
    if (m_options.rttMs <= 0) {
        carryOut(request, exchange, Turn{seen.number, due, fault});
        return;
    }
    QTimer::singleShot(std::chrono::milliseconds(m_options.rttMs / 2), Qt::PreciseTimer, this,
                       [this, request, exchange, turn = Turn{seen.number, due, fault}] {
                           carryOut(request, exchange, turn);
                       });
}

void CloudServer::carryOut(const ServedRequest &request, const HttpExchange &exchange, const Turn &turn)
{
    using Kind = ServerFault::Kind;
    const std::optional<ServerFault> &fault = turn.fault;
    if (!fault) {
        reply(ask(request), exchange, turn);
        return;
    }
    switch (fault->kind) {
    case Kind::Answer:
        if (fault->withEffect)
            (void)ask(request);
        reply(fault->answer, exchange, turn);
        return;
    case Kind::CloseAfter:
        (void)ask(request);
        exchange.drop();
        return;
    case Kind::CloseBefore:
        exchange.drop();
        return;
    case Kind::HangAfter:
        (void)ask(request);
        return;
    case Kind::Hang:
        return;
    case Kind::Drip:
    case Kind::Delay:
        reply(ask(request), exchange, turn);
        return;
    }
}

void CloudServer::reply(const ServedAnswer &answer, const HttpExchange &exchange, const Turn &turn)
{
    const std::optional<ServerFault> &fault = turn.fault;
    const auto send = [this, answer, exchange, number = turn.number, fault] {
        const auto seen = std::find_if(m_seen.begin(), m_seen.end(), [number](const Seen &candidate) {
            return candidate.number == number;
        });
        if (seen != m_seen.end())
            seen->status = answer.status;
        if (fault && fault->kind == ServerFault::Kind::Drip)
            exchange.drip(answer, fault->ms);
        else
            exchange.answer(answer);
    };
    qint64 waitMs = turn.due.remainingTime();
    if (fault && fault->kind == ServerFault::Kind::Delay)
        waitMs += fault->ms;
    if (waitMs <= 0)
        send();
    else
        QTimer::singleShot(std::chrono::milliseconds(waitMs), Qt::PreciseTimer, this, send);
}

ServedAnswer CloudServer::ask(const ServedRequest &request)
{
    CloudRequest asked;
    asked.method = request.method;
    asked.path = request.path;
    asked.query = request.query;
    asked.headers = request.headers;
    asked.body = request.body;
    const CloudResponse response = m_cloud.handle(asked);
    return {response.status, response.headers, response.body};
}

std::optional<ServerFault> CloudServer::takeFault(const ServedRequest &request)
{
    const auto found = std::find_if(m_faults.begin(), m_faults.end(),
                                    [&request](const ServerFault &fault) { return fault.hits(request); });
    if (found == m_faults.end())
        return std::nullopt;
    const ServerFault fault = *found;
    if (--found->times <= 0)
        m_faults.erase(found);
    return fault;
}

} // namespace leasekeeper::test

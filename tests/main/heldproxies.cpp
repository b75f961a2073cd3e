// SPDX-License-Identifier: MIT
#include "heldproxies.h"

#include <QCoreApplication>
#include <QHostAddress>

#include <algorithm>
#include <cstdio>

using namespace Qt::StringLiterals;

namespace leasekeeper::test
{

namespace
{

constexpr QLatin1StringView HelperOption{"--held-proxy"};

} // namespace

HeldProxies::HeldProxies()
{
    if (!listen(QHostAddress::LocalHost))
        qFatal("nobody can ask for proxies");
    connect(this, &QTcpServer::newConnection, this, [this] {
        QTcpSocket *helper = nextPendingConnection();
        m_helpers.append(helper);
        connect(helper, &QTcpSocket::readyRead, this, [this, helper] { take(helper); });
        connect(helper, &QTcpSocket::disconnected, helper, &QObject::deleteLater);
    });
}

bool HeldProxies::isHelper(int argc, char **argv)
{
    return argc == 4 && QLatin1StringView(argv[1]) == HelperOption;
}

int HeldProxies::runHelper(int argc, char **argv)
{
    const QCoreApplication core(argc, argv);
    QTcpSocket socket;
    socket.connectToHost(QHostAddress(QHostAddress::LocalHost), QByteArray(argv[2]).toUShort());
    if (!socket.waitForConnected())
        return 1;
    socket.write(QByteArray(argv[3]) + '\n');
    socket.waitForDisconnected(-1);
    const QByteArray told = socket.readAll();
    std::fwrite(told.constData(), 1, std::size_t(told.size()), stdout);
    return 0;
}

SystemProxies::Helper HeldProxies::helper() const
{
    return {QCoreApplication::applicationFilePath(), {HelperOption, QString::number(serverPort())}};
}

void HeldProxies::take(QTcpSocket *helper)
{
    if (!helper->canReadLine())
        return;
    m_asked.append(QString::fromUtf8(helper->readLine().trimmed()));
    if (!m_answer.isEmpty()) {
        helper->write(m_answer);
        helper->disconnectFromHost();
    }
}

void HeldProxies::answer(const QByteArray &told)
{
    for (const QPointer<QTcpSocket> &helper : std::as_const(m_helpers)) {
        if (!helper)
            continue;
        helper->write(told);
        helper->disconnectFromHost();
    }
}

int HeldProxies::running() const
{
    return int(std::count_if(m_helpers.begin(), m_helpers.end(), [](const auto &one) {
        return one && one->state() == QAbstractSocket::ConnectedState;
    }));
}

} // namespace leasekeeper::test

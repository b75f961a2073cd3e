// SPDX-License-Identifier: MIT
#pragma once

#include "systemproxies.h"

#include <QByteArray>
#include <QList>
#include <QPointer>
#include <QStringList>
#include <QTcpServer>
#include <QTcpSocket>

namespace leasekeeper::test
{

/// The system's proxy settings in the hand of a test: the helper processes are the test's own program again,
/// which asks here and tells what it hears, when it hears it. Its main() must begin with isHelper().
class HeldProxies final : public QTcpServer
{
    Q_OBJECT
public:
    HeldProxies();

    [[nodiscard]] static bool isHelper(int argc, char **argv);
    [[nodiscard]] static int runHelper(int argc, char **argv);

    [[nodiscard]] SystemProxies::Helper helper() const;
    /// From now on every helper is answered at once.
    void answerAtOnce(const ProxyRoute &route) { m_answer = toBytes(route); }
    /// Lets all helpers that wait go, with these words.
    void answer(const QByteArray &told);
    void answer(const ProxyRoute &route) { answer(toBytes(route)); }
    /// The addresses that were asked about, in order.
    [[nodiscard]] const QStringList &asked() const { return m_asked; }
    /// Helpers that run at this moment.
    [[nodiscard]] int running() const;

private:
    void take(QTcpSocket *helper);

    QList<QPointer<QTcpSocket>> m_helpers;
    QStringList m_asked;
    QByteArray m_answer;
};

} // namespace leasekeeper::test

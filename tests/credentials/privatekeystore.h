// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QProcess>
#include <QString>
#include <QTemporaryDir>

namespace leasekeeper::test
{

/// A real key store (gnome-keyring) on a D-Bus session and in a home of its own. Sets the environment of this
/// process, and with it of the programs it starts, so that libraries find this one; once per process, since
/// they stay with the session that they found first.
class PrivateKeyStore
{
public:
    PrivateKeyStore() = default;
    ~PrivateKeyStore();

    /// Why there can be none on this computer; empty if there can.
    [[nodiscard]] static QString missing();
    /// False if it does not come up.
    [[nodiscard]] bool start();
    /// Locked: only its password opens it again, and nobody is there to type it.
    [[nodiscard]] bool lock();
    /// It hears nothing until it goes on.
    void setStopped(bool stopped);

    [[nodiscard]] QString home() const { return m_home.path(); }
    [[nodiscard]] QByteArray address() const { return m_address; }

private:
    /// What it answers to a method with one argument; empty if nothing.
    [[nodiscard]] static QByteArray asked(const QString &method, const QString &argument);

    QTemporaryDir m_home;
    QProcess m_bus;
    QProcess m_keyring;
    QByteArray m_address;
};

} // namespace leasekeeper::test

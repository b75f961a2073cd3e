// SPDX-License-Identifier: MIT
#include "privatekeystore.h"

#include <QDir>
#include <QFile>
#include <QLibrary>
#include <QStandardPaths>
#include <QTest>

#include <csignal>

using namespace Qt::StringLiterals;

namespace leasekeeper::test
{

namespace
{

constexpr int WaitMs = 10'000;
constexpr char Password[] = "a password of the test";

} // namespace

PrivateKeyStore::~PrivateKeyStore()
{
    setStopped(false);
    for (QProcess *process : {&m_keyring, &m_bus}) {
        process->kill();
        process->waitForFinished(WaitMs);
    }
}

QString PrivateKeyStore::missing()
{
    for (const QString &program : {u"dbus-daemon"_s, u"dbus-send"_s, u"gnome-keyring-daemon"_s}) {
        if (QStandardPaths::findExecutable(program).isEmpty())
            return u"there is no %1"_s.arg(program);
    }
    QLibrary secretService(u"secret-1"_s, 0);
    return secretService.load() ? QString() : u"there is no libsecret"_s;
}

bool PrivateKeyStore::start()
{
    const QString runtime = m_home.filePath(u"runtime"_s);
    if (!QDir().mkpath(runtime) ||
        !QFile::setPermissions(runtime, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner))
        return false;
    qputenv("HOME", m_home.path().toUtf8());
    qputenv("XDG_RUNTIME_DIR", runtime.toUtf8());
    for (const char *name : {"XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "DISPLAY",
                             "WAYLAND_DISPLAY", "GNOME_KEYRING_CONTROL", "DBUS_STARTER_ADDRESS"})
        qunsetenv(name);
    // No service starts by itself on this bus.
    QFile config(m_home.filePath(u"bus.conf"_s));
    if (!config.open(QIODevice::WriteOnly))
        return false;
    config.write("<busconfig><type>session</type><listen>unix:tmpdir=" + m_home.path().toUtf8() +
                 "</listen><policy context=\"default\"><allow send_destination=\"*\"/>"
                 "<allow eavesdrop=\"true\"/><allow own=\"*\"/></policy></busconfig>");
    config.close();
    m_bus.start(u"dbus-daemon"_s,
                {u"--config-file="_s + config.fileName(), u"--print-address"_s, u"--nofork"_s});
    if (!QTest::qWaitFor([this] { return m_bus.canReadLine(); }, WaitMs))
        return false;
    m_address = m_bus.readLine().trimmed();
    qputenv("DBUS_SESSION_BUS_ADDRESS", m_address);

    m_keyring.start(u"gnome-keyring-daemon"_s, {u"--foreground"_s, u"--unlock"_s, u"--components=secrets"_s});
    if (!m_keyring.waitForStarted(WaitMs))
        return false;
    m_keyring.write(Password);
    m_keyring.closeWriteChannel();
    const auto isThere = [] {
        return asked(u"ReadAlias"_s, u"string:default"_s)
            .contains("/org/freedesktop/secrets/collection/login");
    };
    return QTest::qWaitFor(isThere, WaitMs);
}

bool PrivateKeyStore::lock()
{
    return !asked(u"Lock"_s, u"array:objpath:/org/freedesktop/secrets/collection/login"_s).isEmpty();
}

void PrivateKeyStore::setStopped(bool stopped)
{
    if (m_keyring.processId() > 0)
        ::kill(pid_t(m_keyring.processId()), stopped ? SIGSTOP : SIGCONT);
}

QByteArray PrivateKeyStore::asked(const QString &method, const QString &argument)
{
    QProcess send;
    send.start(u"dbus-send"_s,
               {u"--session"_s, u"--print-reply"_s, u"--dest=org.freedesktop.secrets"_s,
                u"/org/freedesktop/secrets"_s, u"org.freedesktop.Secret.Service."_s + method, argument});
    const bool answered = send.waitForFinished(WaitMs) && send.exitCode() == 0;
    return answered ? send.readAllStandardOutput() : QByteArray();
}

} // namespace leasekeeper::test

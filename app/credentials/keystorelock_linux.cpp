// SPDX-License-Identifier: MIT
#include "keystorelock.h"

#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusObjectPath>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <QDBusVariant>

#include <utility>

using namespace Qt::StringLiterals;

namespace leasekeeper
{

namespace
{

constexpr int LongestWaitMs = 2'000;

/// Calls the Secret Service without waiting for it, and without starting one that does not run.
template <typename Reply, typename Heard>
void ask(const QString &path, const QString &interface, const QString &method, const QVariantList &arguments,
         Heard heard)
{
    QDBusMessage message =
        QDBusMessage::createMethodCall(u"org.freedesktop.secrets"_s, path, interface, method);
    message.setArguments(arguments);
    message.setAutoStartService(false);
    auto *watcher =
        new QDBusPendingCallWatcher(QDBusConnection::sessionBus().asyncCall(message, LongestWaitMs));
    QObject::connect(watcher, &QDBusPendingCallWatcher::finished, watcher,
                     [watcher, heard = std::move(heard)] {
                         watcher->deleteLater();
                         heard(QDBusPendingReply<Reply>(*watcher));
                     });
}

} // namespace

void askWhetherLocked(std::function<void(bool locked)> done)
{
    const auto heardLocked = [done](const QDBusPendingReply<QDBusVariant> &locked) {
        done(!locked.isError() && locked.value().variant().toBool());
    };
    const auto heardPath = [done, heardLocked](const QDBusPendingReply<QDBusObjectPath> &collection) {
        // "/": there is no collection yet in which anything could be locked up.
        if (collection.isError() || collection.value().path() == "/"_L1) {
            done(false);
            return;
        }
        ask<QDBusVariant>(collection.value().path(), u"org.freedesktop.DBus.Properties"_s, u"Get"_s,
                          {u"org.freedesktop.Secret.Collection"_s, u"Locked"_s}, heardLocked);
    };
    ask<QDBusObjectPath>(u"/org/freedesktop/secrets"_s, u"org.freedesktop.Secret.Service"_s, u"ReadAlias"_s,
                         {u"default"_s}, heardPath);
}

} // namespace leasekeeper

// SPDX-License-Identifier: MIT
#pragma once

#include "authenticator.h"
#include "profile.h"

#include <QObject>

#include <memory>

QT_BEGIN_NAMESPACE
class QNetworkAccessManager;
QT_END_NAMESPACE

namespace leasekeeper {

class ActionService;
class Clock;
class InstanceService;
class InstanceStore;
class MainWindow;
class Settings;
class Timers;

/// Builds the program around one account and connects it: reading and acting flow one way each, and every
/// connection between window and services stands in connectEverything().
class Application : public QObject
{
    Q_OBJECT
public:
    /// What the outside world consists of; tests replace it. All of it must outlive the application object.
    struct World
    {
        const Clock &clock;
        Timers &timers;
        QNetworkAccessManager &network;
        Authenticator &authenticator;
        Settings &settings;
    };

    Application(const World &world, const Profile &profile, QObject *parent = nullptr);
    ~Application() override;

    /// Shows the window and starts reading.
    void start();

    [[nodiscard]] MainWindow &window() const;
    [[nodiscard]] InstanceStore &store() const;
    [[nodiscard]] InstanceService &reading() const;
    [[nodiscard]] ActionService &acting() const;

Q_SIGNALS:
    /// Everything that had to end has ended; the event loop may stop.
    void finished();

private:
    void connectEverything();

    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace leasekeeper

// SPDX-License-Identifier: MIT
#pragma once

#include "authenticator.h"
#include "profile.h"

#include <QObject>

#include <memory>

QT_BEGIN_NAMESPACE
class QNetworkAccessManager;
QT_END_NAMESPACE

namespace leasekeeper
{

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
    /// How long quitting waits for the answers of writes that are on the wire, real ms.
    static constexpr qint64 FarewellMs = 5'000;

    /// What the outside world consists of; tests replace it. All of it must outlive the application object.
    struct World {
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

public Q_SLOTS:
    /// Calls off everything that was not sent, waits a little for what was, then ends. The second call, too,
    /// changes nothing.
    void quit();

Q_SIGNALS:
    /// Everything that had to end has ended; the event loop may stop.
    void finished();

private:
    void connectEverything();
    void applySettings();
    void onReadingChanged();
    void onListed();
    void continueQuitting();
    void finish();

    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace leasekeeper

// SPDX-License-Identifier: MIT
#pragma once

#include <QObject>

namespace leasekeeper
{

/// Turns the system's requests to end (SIGINT, SIGTERM) into a signal of the event loop, so that what is on
/// the wire is awaited as on closing the window. Asked a second time, the program ends at once. At most one
/// exists.
class QuitSignals : public QObject
{
    Q_OBJECT
public:
    explicit QuitSignals(QObject *parent = nullptr);
    ~QuitSignals() override;

Q_SIGNALS:
    void quitRequested();
};

} // namespace leasekeeper

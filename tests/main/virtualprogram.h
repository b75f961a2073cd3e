// SPDX-License-Identifier: MIT
#pragma once

#include "actionservice.h"
#include "authenticator.h"
#include "httpclient.h"
#include "serverclock.h"
#include "session.h"
#include "settings.h"
#include "simulatedaccessmanager.h"
#include "simulatedcloud.h"
#include "surroundings.h"
#include "trackedinstance.h"
#include "virtualtime.h"

#include <QByteArray>
#include <QDir>
#include <QTemporaryDir>

#include <memory>

namespace leasekeeper::test
{

/// A service that outlives the programs which use it, in virtual time, and the line to it.
struct VirtualService {
    VirtualService();

    /// Places an instance of the caller and returns its id.
    QString place(const QString &name, const QString &status);
    [[nodiscard]] int writesSeen() const;
    [[nodiscard]] int effects(const QByteArray &verb, const QString &id);
    /// What the service calls it, empty once it is gone.
    [[nodiscard]] QString statusOf(const QString &id);

    VirtualTime time;
    SimulatedCloud cloud;
    SimulatedAccessManager network;
    Profile profile;
};

/// One run of the program without its window: the real session of one account, with its journal in a folder.
class VirtualProgram
{
public:
    VirtualProgram(VirtualService &service, const QString &journalFolder);
    ~VirtualProgram();

    /// Starts and waits until the first listing has ended. False if it does not.
    [[nodiscard]] bool open();
    void submit(InstanceVerb verb, const QStringList &ids);
    void setGraceMs(qint64 ms) { m_settings.setGraceMs(ms); }

    [[nodiscard]] const RowActivity &activity(const QString &id) const;
    /// Every outcome that was told, in order.
    [[nodiscard]] const QList<ActionOutcome> &told() const { return m_told; }
    [[nodiscard]] const QList<BatchReport> &reports() const { return m_reports; }
    [[nodiscard]] const QStringList &notices() const { return m_notices; }
    /// Waits until this many outcomes have been told, at most ten minutes.
    [[nodiscard]] bool waitForTold(int count);

    /// The files of the journal, names and contents.
    [[nodiscard]] static QMap<QString, QByteArray> journal(const QString &folder);
    /// As if a program that was killed had left these.
    static void leaveBehind(const QString &folder, const QMap<QString, QByteArray> &files);

private:
    VirtualService &m_service;
    Settings m_settings{QString()};

public:
    std::unique_ptr<Session> session;

private:
    QList<ActionOutcome> m_told;
    QList<BatchReport> m_reports;
    QStringList m_notices;
};

} // namespace leasekeeper::test

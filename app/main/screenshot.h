// SPDX-License-Identifier: MIT
#pragma once

#include "application.h"
#include "exitcode.h"
#include "timers.h"

#include <QObject>
#include <QSize>
#include <QString>

namespace leasekeeper
{

/// Shows the window, waits until it has something to show (a listing, or the reason why there is none),
/// paints it into a PNG file and ends. The picture is written in any case; the exit code tells what is on it.
class Screenshot : public QObject
{
    Q_OBJECT
public:
    static constexpr QSize DefaultSize = QSize(1280, 800);
    static constexpr qint64 PatienceMs = 90'000; ///< longer than the retries of a first page take
    /// Between the listing and the picture: deferred layouts and repaints are done by then.
    static constexpr qint64 SettleMs = 150;

    /// `application`, with an account open, and `timers` must outlive this. `size` in logical pixels.
    Screenshot(Application &application, Timers &timers, QString filePath, QSize size,
               QObject *parent = nullptr);

    void start();

Q_SIGNALS:
    /// Once. `message`: one line for standard error; empty if all went well.
    void finished(leasekeeper::ExitCode code, const QString &message);

private:
    void look();
    void conclude(ExitCode code, const QString &message);
    void paint();

    Application &m_application;
    QString m_filePath;
    QSize m_size;
    OneShotTimer m_patience;
    OneShotTimer m_settling;
    bool m_concluded = false;
    ExitCode m_code = ExitCode::Done;
    QString m_message;
};

} // namespace leasekeeper

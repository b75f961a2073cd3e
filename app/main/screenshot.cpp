// SPDX-License-Identifier: MIT
#include "screenshot.h"

#include "instanceservice.h"
#include "mainwindow.h"
#include "messages.h"
#include "outputfile.h"
#include "session.h"

#include <QBuffer>
#include <QPixmap>
#include <QStringList>

#include <utility>

namespace leasekeeper
{

Screenshot::Screenshot(Application &application, Timers &timers, QString filePath, QSize size,
                       QObject *parent)
    : QObject(parent),
      m_application(application),
      m_filePath(std::move(filePath)),
      m_size(size),
      m_patience(timers, [this] { conclude(ExitCode::Service, tr("the service did not answer in time.")); }),
      m_settling(timers, [this] { paint(); })
{
}

void Screenshot::start()
{
    // Queued: the window shows a state first, then it is judged.
    connect(m_application.session(), &Session::readingChanged, this, &Screenshot::look, Qt::QueuedConnection);
    m_application.start();
    m_application.window().resize(m_size);
    m_patience.start(PatienceMs);
}

void Screenshot::look()
{
    const ReadingState &state = m_application.session()->readingState();
    QStringList sentences{state.note};
    if (state.error)
        sentences.append(state.error->message);
    sentences.removeAll(QString());
    const QString reason = withRequestId(sentences.join(u' '), state.error.value_or(ApiError()));
    switch (state.phase) {
    case ReadingState::Phase::Idle:
    case ReadingState::Phase::Loading:
        return;
    case ReadingState::Phase::Ready:
        conclude(ExitCode::Done, {});
        return;
    case ReadingState::Phase::Incomplete:
        conclude(ExitCode::Incomplete, reason);
        return;
    case ReadingState::Phase::Offline:
        conclude(ExitCode::Service, reason);
        return;
    case ReadingState::Phase::SignedOut:
        conclude(ExitCode::Refused, reason);
        return;
    case ReadingState::Phase::Refused:
        conclude(state.error ? exitCodeFor(*state.error) : ExitCode::Refused, reason);
        return;
    }
}

void Screenshot::conclude(ExitCode code, const QString &message)
{
    if (m_concluded) {
        return;
    }
    m_concluded = true;
    m_code = code;
    m_message = message;
    m_patience.stop();
    m_settling.start(SettleMs);
}

void Screenshot::paint()
{
    const QPixmap picture = m_application.window().grab();
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    if (picture.isNull() || !picture.save(&buffer, "PNG")) {
        Q_EMIT finished(ExitCode::Output, tr("the window could not be painted."));
        return;
    }
    const QString trouble = writeOutput(m_filePath, bytes);
    if (trouble.isEmpty()) {
        Q_EMIT finished(m_code, m_message);
    } else {
        Q_EMIT finished(ExitCode::Output, trouble);
    }
}

} // namespace leasekeeper

// SPDX-License-Identifier: MIT
#include "messages.h"

#include "exitcode.h"
#include "plaintext.h"
#include "redact.h"

#include <QCoreApplication>
#include <QLoggingCategory>
#include <QMessageLogContext>

#include <atomic>
#include <cstdio>
#include <cstdlib>

using namespace Qt::StringLiterals;

namespace leasekeeper
{

namespace
{

QtMessageHandler s_defaultHandler = nullptr;
std::atomic_bool s_starting = true;

/// The offscreen platform says this for each window; nobody can do anything about it.
bool isNoise(const QString &message)
{
    return message.startsWith("This plugin does not support propagateSizeHints"_L1);
}

void onMessage(QtMsgType type, const QMessageLogContext &context, const QString &message)
{
    if (isNoise(message)) {
        return;
    }
    if (s_starting) {
        // Qt explains a missing display in several lines, then aborts.
        if (type == QtFatalMsg) {
            complain(QCoreApplication::translate("leasekeeper::Messages",
                                                 "no window can be opened on this display. Check DISPLAY or "
                                                 "WAYLAND_DISPLAY, or use --screenshot or "
                                                 "--export, which need none."));
            std::_Exit(int(ExitCode::Usage));
        }
        if (QLatin1String(context.category).startsWith("qt.qpa"_L1)) {
            return;
        }
    }
    s_defaultHandler(type, context, redacted(message));
}

} // namespace

QString withRequestId(const QString &sentences, const ApiError &error)
{
    if (error.requestId.isEmpty())
        return sentences;
    return QCoreApplication::translate("leasekeeper::Messages", "%1 Request ID: %2", "sentences, then an ID")
        .arg(sentences, visibleText(error.requestId));
}

void complain(const QString &message)
{
    const QByteArray line = redacted(message.simplified()).toUtf8();
    std::fprintf(stderr, "leasekeeper: %s\n", line.constData());
    std::fflush(stderr);
}

void print(const QString &text)
{
    std::fputs(text.toUtf8().constData(), stdout);
    std::fflush(stdout);
}

void setUpMessages(Talk talk)
{
    s_defaultHandler = qInstallMessageHandler(onMessage);
    // Rules of the environment come after these and win.
    QLoggingCategory::setFilterRules(
        talk == Talk::Quiet ? u"*=false"_s : u"leasekeeper.*.debug=false\nleasekeeper.*.info=false"_s);
}

void applicationMade()
{
    s_starting = false;
}

} // namespace leasekeeper

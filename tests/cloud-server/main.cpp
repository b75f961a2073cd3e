// SPDX-License-Identifier: MIT
#include "cloudserver.h"
#include "cloudserverarguments.h"

#include <QCoreApplication>
#include <QTimer>

#include <chrono>
#include <csignal>
#include <cstdio>

using namespace leasekeeper::test;

namespace
{

volatile std::sig_atomic_t endAsked = 0;

void askEnd(int)
{
    endAsked = 1;
}

int fail(const QString &what)
{
    std::fprintf(stderr, "cloud-server: %s\n", qPrintable(what));
    return 2;
}

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments().mid(1);
    if (arguments.contains(QLatin1String("--help"))) {
        std::fputs(qPrintable(cloudServerUsage()), stdout);
        return 0;
    }
    const auto options = readCloudServerArguments(arguments);
    if (const QString *wrong = std::get_if<QString>(&options))
        return fail(*wrong);

    CloudServer server(std::get<CloudServer::Options>(options));
    if (const QString wrong = server.start(); !wrong.isEmpty())
        return fail(wrong);
    std::fputs(server.greeting().constData(), stdout);
    std::fflush(stdout);

    // A handler may only note the signal; looking at the note is enough for a test's tool on every system.
    std::signal(SIGTERM, askEnd);
    std::signal(SIGINT, askEnd);
    QTimer watch;
    QObject::connect(&watch, &QTimer::timeout, &application, [] {
        if (endAsked != 0)
            QCoreApplication::quit();
    });
    watch.start(std::chrono::milliseconds(50));
    return QCoreApplication::exec();
}

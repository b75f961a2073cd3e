// SPDX-License-Identifier: MIT
#include "startup.h"

#include "application.h"
#include "commandline.h"
#include "demoworld.h"
#include "environmenttoken.h"
#include "exitcode.h"
#include "headless.h"
#include "liveworld.h"
#include "mainwindow.h"
#include "messages.h"
#include "platformdisplay.h"
#include "programinfo.h"
#include "quitsignals.h"
#include "screenshot.h"
#include "settings.h"
#include "surroundings.h"
#include "timers.h"

#include <QApplication>
#include <QDir>
#include <QIcon>
#include <QStandardPaths>

#include <memory>

using namespace Qt::StringLiterals;

namespace leasekeeper
{

namespace
{

std::unique_ptr<Surroundings> makeWorld(const CommandLine &commandLine)
{
    if (!commandLine.demo) {
        return std::make_unique<LiveWorld>(commandLine.profile,
                                           TokenCredential{commandLine.token, std::nullopt});
    }
    DemoWorld::Options options;
    options.count = commandLine.demoInstances.value_or(options.count);
    options.seed = commandLine.demoSeed.value_or(options.seed);
    options.speed = commandLine.demoSpeed;
    // Nobody watches an export or waits for a picture to load.
    options.roundTripMs = commandLine.mode == CommandLine::Mode::Window ? options.roundTripMs : 0;
    return std::make_unique<DemoWorld>(options);
}

QString settingsPath()
{
    return QDir(QStandardPaths::writableLocation(QStandardPaths::AppConfigLocation))
        .filePath(u"settings.json"_s);
}

void setUpNames()
{
    QCoreApplication::setApplicationName(QLatin1String(programinfo::Executable));
    QCoreApplication::setApplicationVersion(QLatin1String(programinfo::Version));
}

void setUpWindowNames()
{
    QGuiApplication::setApplicationDisplayName(QLatin1String(programinfo::Name));
    QGuiApplication::setDesktopFileName(QLatin1String(programinfo::Id));
}

/// Ends the event loop with the code, after saying what there is to say.
void endWith(ExitCode code, const QString &message)
{
    if (!message.isEmpty()) {
        complain(message);
    }
    QCoreApplication::exit(int(code));
}

int runExport(int &argc, char **argv, const CommandLine &commandLine)
{
    QCoreApplication core(argc, argv);
    applicationMade();
    const auto world = makeWorld(commandLine);
    Headless headless(*world, commandLine.exportFile, commandLine.exportFormat);
    QObject::connect(&headless, &Headless::finished, &core, endWith);
    // From the event loop: what fails at once must be able to end it.
    QMetaObject::invokeMethod(&headless, &Headless::start, Qt::QueuedConnection);
    return QCoreApplication::exec();
}

int runScreenshot(int &argc, char **argv, const CommandLine &commandLine)
{
    useOffscreenPlatform();
    QApplication gui(argc, argv);
    applicationMade();
    setUpWindowNames();
    SystemTimers timers;
    // In memory: a picture depends on no preference and changes none.
    Settings settings{QString()};
    switch (commandLine.theme) {
    case CommandLine::Theme::FromSettings:
        break;
    case CommandLine::Theme::Light:
        settings.setTheme(Theme::Light);
        break;
    case CommandLine::Theme::Dark:
        settings.setTheme(Theme::Dark);
        break;
    }
    Application application(timers, settings);
    application.open(makeWorld(commandLine));
    Screenshot screenshot(application, timers, commandLine.screenshotFile,
                          commandLine.screenshotSize.value_or(Screenshot::DefaultSize));
    QObject::connect(&screenshot, &Screenshot::finished, &gui, endWith);
    screenshot.start();
    return QApplication::exec();
}

int runWindow(int &argc, char **argv, const CommandLine &commandLine)
{
    if (!hasDisplay()) {
        complain(QCoreApplication::translate(
            "leasekeeper::Startup",
            "there is no display to open a window on (neither DISPLAY nor WAYLAND_DISPLAY is "
            "set). Use --screenshot or --export, which need none."));
        return int(ExitCode::Usage);
    }
    QApplication gui(argc, argv);
    applicationMade();
    setUpWindowNames();
    // Ends when the writes on the wire have ended, not when the window is gone.
    QApplication::setQuitOnLastWindowClosed(false);
    SystemTimers timers;
    Settings settings(settingsPath());
    Application application(timers, settings);
    application.open(makeWorld(commandLine));
    QuitSignals signals_;
    QObject::connect(&signals_, &QuitSignals::quitRequested, &application, &Application::quit);
    QObject::connect(&application, &Application::finished, &gui, &QApplication::quit, Qt::QueuedConnection);
    application.start();
    return QApplication::exec();
}

} // namespace

int runProgram(int argc, char **argv)
{
    const Secret token = takeTokenFromEnvironment();
    setUpNames();
    QStringList arguments;
    for (int n = 0; n < argc; ++n) {
        arguments.append(QString::fromLocal8Bit(argv[n]));
    }
    const CommandLineOutcome outcome =
        parseCommandLine(arguments, QProcessEnvironment::systemEnvironment(), token);
    if (!outcome.commandLine) {
        complain(outcome.error);
        return int(ExitCode::Usage);
    }
    const CommandLine &commandLine = *outcome.commandLine;
    switch (commandLine.mode) {
    case CommandLine::Mode::Version:
        print(commandLineVersion(QLatin1String(programinfo::Version)));
        return int(ExitCode::Done);
    case CommandLine::Mode::Help:
        print(commandLineHelp());
        return int(ExitCode::Done);
    case CommandLine::Mode::Export:
        setUpMessages(Talk::Quiet);
        return runExport(argc, argv, commandLine);
    case CommandLine::Mode::Screenshot:
        setUpMessages(Talk::Quiet);
        return runScreenshot(argc, argv, commandLine);
    case CommandLine::Mode::Window:
        setUpMessages(Talk::Normal);
        return runWindow(argc, argv, commandLine);
    }
    return int(ExitCode::Usage);
}

} // namespace leasekeeper

// SPDX-License-Identifier: MIT
#include "startup.h"

#include "accounts.h"
#include "application.h"
#include "commandline.h"
#include "credentialkeeper.h"
#include "demoworld.h"
#include "exitcode.h"
#include "findcredentials.h"
#include "headless.h"
#include "keychainstore.h"
#include "liveworld.h"
#include "mainwindow.h"
#include "messages.h"
#include "networkwatch.h"
#include "plaintext.h"
#include "platformdisplay.h"
#include "programinfo.h"
#include "promptend.h"
#include "proxyteller.h"
#include "qtkeychainjobs.h"
#include "quitsignals.h"
#include "screenshot.h"
#include "settings.h"
#include "signinenvironment.h"
#include "surroundings.h"
#include "timers.h"

#include <QApplication>
#include <QDir>
#include <QIcon>
#include <QStandardPaths>
#include <QStringList>

#include <functional>
#include <memory>

using namespace Qt::StringLiterals;

namespace leasekeeper
{

namespace
{

/// A key store that asks its user something may stay silent for ever; a script does not wait that long.
constexpr qint64 KeyStorePatienceMs = 60'000;
constexpr int NameChars = 60;

struct Text {
    Q_DECLARE_TR_FUNCTIONS(leasekeeper::Startup)
};

/// Where secrets are kept, for as long as the program runs.
struct KeyStore {
    SystemTimers timers;
    KeychainStore store{std::make_unique<QtKeychainJobs>(), timers};
    CredentialKeeper keeper{store};
};

std::unique_ptr<Surroundings> demoWorld(const CommandLine &commandLine)
{
    DemoWorld::Options options;
    options.count = commandLine.demoInstances.value_or(options.count);
    options.seed = commandLine.demoSeed.value_or(options.seed);
    options.speed = commandLine.demoSpeed;
    // Nobody watches an export or waits for a picture to load.
    options.roundTripMs = commandLine.mode == CommandLine::Mode::Window ? options.roundTripMs : 0;
    return std::make_unique<DemoWorld>(options);
}

/// The real service. What blocks about the system's proxies is another process of this program.
std::unique_ptr<Surroundings> liveWorld(const Profile &profile, const Credential &credential,
                                        const QString &projectDomain = {})
{
    return std::make_unique<LiveWorld>(
        profile, credential, projectDomain,
        SystemProxies::Helper{QCoreApplication::applicationFilePath(), {TellProxyOption}});
}

QString settingsPath()
{
    return QDir(QStandardPaths::writableLocation(QStandardPaths::AppConfigLocation))
        .filePath(u"settings.json"_s);
}

/// What is being done is noted here, see ActionJournal.
QString journalFolder()
{
    return QDir(QStandardPaths::writableLocation(QStandardPaths::AppLocalDataLocation))
        .filePath(u"open-actions"_s);
}

/// The saved profile of this name, or one line that names those there are.
std::optional<Profile> savedProfile(const Settings &settings, const CommandLine &commandLine, QString &error)
{
    QStringList names;
    const QList<Profile> all = settings.profiles();
    for (Profile profile : all) {
        if (profile.name == commandLine.profileName) {
            profile.allUsers = profile.allUsers || commandLine.allUsers;
            return profile;
        }
        names.append(visibleText(profile.name, NameChars));
    }
    const QString name = visibleText(commandLine.profileName, NameChars);
    error = names.isEmpty() ? Text::tr("there is no profile “%1”, and no other. Start leasekeeper without "
                                       "options and connect once.")
                                  .arg(name)
                            : Text::tr("there is no profile “%1”. Known: %2.").arg(name, names.join(u", "_s));
    return std::nullopt;
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

using Begin = std::function<void(std::unique_ptr<Surroundings>)>;

/// Gets the secret of a saved profile and hands its world to `begin`; where there is none, ends with the
/// reason.
void openSaved(const CommandLine &commandLine, KeyStore &keys, QObject &context, const Begin &begin)
{
    QString error;
    const std::optional<Profile> profile = savedProfile(Settings(settingsPath()), commandLine, error);
    if (!profile) {
        endWith(ExitCode::Usage, error);
        return;
    }
    const auto patience = std::make_shared<OneShotTimer>(keys.timers, [] {
        endWith(ExitCode::Usage, Text::tr("the key store does not answer. Unlock it and try again."));
    });
    patience->start(KeyStorePatienceMs);
    keys.keeper.load(profile->id, &context, [begin, patience, profile = *profile](const StoreAnswer &answer) {
        patience->stop();
        if (answer.outcome == StoreAnswer::Outcome::Done) {
            begin(liveWorld(profile, answer.credential));
        } else {
            endWith(ExitCode::Usage, Text::tr("there are no credentials for the profile “%1”. %2")
                                         .arg(visibleText(profile.name, NameChars), answer.text));
        }
    });
}

/// Makes the world that the command line asks for and hands it to `begin`. From the event loop: what fails at
/// once must be able to end it.
void makeWorldLater(const CommandLine &commandLine, KeyStore &keys, QObject &context, const Begin &begin)
{
    QMetaObject::invokeMethod(
        &context,
        [&commandLine, &keys, &context, begin] {
            if (commandLine.demo) {
                begin(demoWorld(commandLine));
            } else if (!commandLine.profileName.isEmpty()) {
                openSaved(commandLine, keys, context, begin);
            } else {
                begin(liveWorld(commandLine.profile, commandLine.credential, commandLine.projectDomain));
            }
        },
        Qt::QueuedConnection);
}

int runExport(int &argc, char **argv, const CommandLine &commandLine)
{
    QCoreApplication core(argc, argv);
    PromptEnd end(core);
    applicationMade();
    KeyStore keys;
    std::unique_ptr<Surroundings> world;
    std::unique_ptr<Headless> headless;
    makeWorldLater(commandLine, keys, core, [&](std::unique_ptr<Surroundings> made) {
        world = std::move(made);
        headless = std::make_unique<Headless>(*world, commandLine.exportFile, commandLine.exportFormat);
        QObject::connect(headless.get(), &Headless::finished, &core, endWith);
        headless->start();
    });
    return end.with(QCoreApplication::exec());
}

int runScreenshot(int &argc, char **argv, const CommandLine &commandLine)
{
    useOffscreenPlatform();
    QApplication gui(argc, argv);
    PromptEnd end(gui);
    applicationMade();
    setUpWindowNames();
    KeyStore keys;
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
    Application application(keys.timers, settings);
    std::unique_ptr<Screenshot> screenshot;
    makeWorldLater(commandLine, keys, gui, [&](std::unique_ptr<Surroundings> world) {
        application.open(std::move(world));
        screenshot =
            std::make_unique<Screenshot>(application, keys.timers, commandLine.screenshotFile,
                                         commandLine.screenshotSize.value_or(Screenshot::DefaultSize));
        QObject::connect(screenshot.get(), &Screenshot::finished, &gui, endWith);
        screenshot->start();
    });
    return end.with(QApplication::exec());
}

/// What the window begins with.
void openWindow(const CommandLine &commandLine, const Settings &settings, Application &application,
                Accounts &accounts)
{
    if (commandLine.demo) {
        application.open(demoWorld(commandLine));
    } else if (!commandLine.profileName.isEmpty()) {
        QString error;
        const std::optional<Profile> profile = savedProfile(settings, commandLine, error);
        if (!profile) {
            endWith(ExitCode::Usage, error);
            return;
        }
        accounts.openProfile(*profile);
    } else if (commandLine.profile.endpoint.isValid()) {
        application.open(liveWorld(commandLine.profile, commandLine.credential, commandLine.projectDomain));
    } else {
        accounts.begin();
    }
    application.start();
}

int runWindow(int &argc, char **argv, const CommandLine &commandLine, const QProcessEnvironment &environment)
{
    if (!hasDisplay()) {
        complain(QCoreApplication::translate(
            "leasekeeper::Startup",
            "there is no display to open a window on (neither DISPLAY nor WAYLAND_DISPLAY is "
            "set). Use --screenshot or --export, which need none."));
        return int(ExitCode::Usage);
    }
    QApplication gui(argc, argv);
    PromptEnd end(gui);
    applicationMade();
    setUpWindowNames();
    // Ends when the writes on the wire have ended, not when the window is gone.
    QApplication::setQuitOnLastWindowClosed(false);
    KeyStore keys;
    Settings settings(settingsPath());
    Application application(keys.timers, settings, journalFolder());
    const auto places = [&environment] {
        ImportPlaces all = ImportPlaces::ofThisUser();
        all.environment = environment; // as it was before the secrets were taken out of it
        return all;
    };
    Accounts accounts(application, {settings, keys.keeper,
                                    [](const Profile &profile, const Credential &credential) {
                                        return liveWorld(profile, credential);
                                    },
                                    [] { return std::make_unique<DemoWorld>(DemoWorld::Options{}); },
                                    [places] { return findCredentials(places()); }, importFile});
    std::unique_ptr<NetworkWatch> network;
    QMetaObject::invokeMethod(
        &gui,
        [&] {
            openWindow(commandLine, settings, application, accounts);
            // Not before the first frame: asking the system may take a moment. The demo has no network.
            if (commandLine.demo)
                return;
            application.whenPainted(&gui, [&] {
                network = std::make_unique<NetworkWatch>();
                QObject::connect(network.get(), &NetworkWatch::changed, &application,
                                 &Application::networkChanged);
            });
        },
        Qt::QueuedConnection);
    QuitSignals signals_;
    QObject::connect(&signals_, &QuitSignals::quitRequested, &application, &Application::quit);
    QObject::connect(&application, &Application::finished, &gui, &QApplication::quit, Qt::QueuedConnection);
    return end.with(QApplication::exec());
}

} // namespace

int runProgram(int argc, char **argv)
{
    if (isProxyTeller(argc, argv))
        return tellProxy(argc, argv);
    QProcessEnvironment everything;
    const SignInEnvironment environment = takeSignInEnvironment(&everything);
    setUpNames();
    QStringList arguments;
    for (int n = 0; n < argc; ++n) {
        arguments.append(QString::fromLocal8Bit(argv[n]));
    }
    const CommandLineOutcome outcome = parseCommandLine(arguments, environment);
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
        everything.clear();
        return runExport(argc, argv, commandLine);
    case CommandLine::Mode::Screenshot:
        setUpMessages(Talk::Quiet);
        everything.clear();
        return runScreenshot(argc, argv, commandLine);
    case CommandLine::Mode::Window:
        setUpMessages(Talk::Normal);
        return runWindow(argc, argv, commandLine, everything);
    }
    return int(ExitCode::Usage);
}

} // namespace leasekeeper

// SPDX-License-Identifier: MIT
#pragma once

#include "credential.h"
#include "exporter.h"
#include "profile.h"
#include "signinenvironment.h"

#include <QSize>
#include <QString>
#include <QStringList>
#include <QtGlobal>

#include <optional>

namespace leasekeeper
{

/// What the user asked for, checked and ready to be carried out.
struct CommandLine {
    enum class Mode { Window, Export, Screenshot, Version, Help };
    enum class Theme { FromSettings, Light, Dark };

    Mode mode = Mode::Window;
    bool demo = false;
    std::optional<int> demoInstances; ///< where not given: what the demo cloud likes
    std::optional<quint32> demoSeed;
    double demoSpeed = 1.0; ///< > 0
    QString profileName;    ///< a saved profile; empty: none was named
    bool allUsers = false;  ///< whatever the profile says
    /// For this run only, with what signs it in; no endpoint: the saved one, the last one, or none.
    Profile profile;
    Credential credential;
    QString projectDomain; ///< account of the project where it is not the user's
    QString exportFile;    ///< "-": standard output
    ExportFormat exportFormat = ExportFormat::Json;
    QString screenshotFile;
    std::optional<QSize> screenshotSize; ///< logical pixels
    Theme theme = Theme::FromSettings;
};

/// Either what to do, or one translated line that says what is wrong, where, and what to do about it.
struct CommandLineOutcome {
    std::optional<CommandLine> commandLine;
    QString error; ///< exit code 2; never quotes a token
};

/// Reads the arguments (the first is the program's name) and, for what they need, what the environment said
/// about signing in. Pure: opens nothing and changes nothing.
[[nodiscard]] CommandLineOutcome parseCommandLine(const QStringList &arguments,
                                                  const SignInEnvironment &environment);

/// What --help prints, several lines.
[[nodiscard]] QString commandLineHelp();
/// What --version prints, one line.
[[nodiscard]] QString commandLineVersion(const QString &version);

} // namespace leasekeeper

// SPDX-License-Identifier: MIT
#pragma once

#include "exporter.h"
#include "profile.h"
#include "secret.h"

#include <QProcessEnvironment>
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
    Profile profile;        ///< for this run only; empty with `demo`
    Secret token;           ///< empty with `demo`
    QString exportFile;     ///< "-": standard output
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

/// Reads the arguments (the first is the program's name) and, for what they need, the environment. Pure:
/// opens nothing and changes nothing. `token` is what OS_TOKEN held: it is taken out of the environment
/// before anything else happens. Of the credentials a token alone is supported; of the others only their
/// presence is looked at, so that the message can say what is missing.
[[nodiscard]] CommandLineOutcome
parseCommandLine(const QStringList &arguments, const QProcessEnvironment &environment, const Secret &token);

/// What --help prints, several lines.
[[nodiscard]] QString commandLineHelp();
/// What --version prints, one line.
[[nodiscard]] QString commandLineVersion(const QString &version);

} // namespace leasekeeper

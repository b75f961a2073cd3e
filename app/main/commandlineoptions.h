// SPDX-License-Identifier: MIT
#pragma once

#include <QHash>
#include <QList>
#include <QString>
#include <QStringList>

namespace leasekeeper
{

/// One option of the program: the parser and the help text both come from the list of these.
struct OptionText {
    QString name;        ///< without dashes
    QString valueName;   ///< empty: takes no value
    QString description; ///< translated
};

/// All options, in the order of the help text.
[[nodiscard]] QList<OptionText> allOptions();

/// The options that were given, with their values; the first mistake of form, if there is one.
struct GivenOptions {
    QHash<QString, QString> values; ///< by name; empty text for those without value
    QString error;                  ///< one translated line

    [[nodiscard]] bool has(const QString &name) const { return values.contains(name); }
};

/// Reads the form alone: known names, a value where one belongs, nothing twice, nothing left over. --help
/// and --version win over any mistake beside them. The first argument is the program's name.
[[nodiscard]] GivenOptions readOptions(const QStringList &arguments);

} // namespace leasekeeper

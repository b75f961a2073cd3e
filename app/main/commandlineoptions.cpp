// SPDX-License-Identifier: MIT
#include "commandlineoptions.h"

#include "plaintext.h"

#include <QCommandLineParser>
#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace leasekeeper
{

namespace
{

struct Text {
    Q_DECLARE_TR_FUNCTIONS(leasekeeper::CommandLine)
};

constexpr int QuotedChars = 60;

QString quoted(const QString &typed)
{
    return visibleText(typed, QuotedChars);
}

/// An empty text if `name` was given once, and with a value where it needs one.
QString objection(const QCommandLineParser &parser, const OptionText &option)
{
    const auto times = parser.optionNames().count(option.name);
    if (times > 1)
        return Text::tr("--%1 is given more than once. Give it once.").arg(option.name);
    // From Qt 6.8 on the parser prints a line of its own when it is asked for the value of an option without
    // one.
    if (option.valueName.isEmpty())
        return {};
    // The parser takes whatever follows for the value, another option too.
    const QString value = parser.value(option.name);
    if (value.isEmpty() || value.startsWith("--"_L1))
        return Text::tr("--%1 has no value. Write --%1 %2.").arg(option.name, option.valueName);
    return {};
}

QString unknownOption(const QCommandLineParser &parser)
{
    const QStringList unknown = parser.unknownOptionNames();
    if (!unknown.isEmpty())
        return Text::tr("there is no option “%1”. Run leasekeeper --help for the list.")
            .arg(quoted(unknown.first()));
    return Text::tr("%1 Run leasekeeper --help for the list of options.").arg(quoted(parser.errorText()));
}

} // namespace

QList<OptionText> allOptions()
{
    return {
        {u"demo"_s, {}, Text::tr("use the demo cloud: nothing is real, nothing leaves this computer")},
        {u"demo-instances"_s, u"N"_s,
         Text::tr("how many instances the demo cloud lists, yours and your colleagues'; 48 unless told")},
        {u"demo-seed"_s, u"S"_s, Text::tr("a number that chooses which instances are invented")},
        {u"demo-speed"_s, u"X"_s,
         Text::tr("how many times faster than real time the demo cloud's clock runs")},
        {u"profile"_s, u"NAME"_s, Text::tr("a saved profile; without any option the last one opens")},
        {u"endpoint"_s, u"URL"_s, Text::tr("address of the service; http: for this computer only")},
        {u"project-id"_s, u"ID"_s,
         Text::tr("project whose instances are listed; not needed where signing in tells it")},
        {u"iam-endpoint"_s, u"URL"_s, Text::tr("where to sign in; known for public clouds")},
        {u"region"_s, u"NAME"_s, Text::tr("name of the region, as it is shown")},
        {u"all-users"_s, {}, Text::tr("list everybody's instances, not only your own")},
        {u"export"_s, u"FILE"_s,
         Text::tr("no window: list completely, write into FILE (- for the output), end")},
        {u"format"_s, u"json|csv"_s, Text::tr("format of the export; json unless told")},
        {u"screenshot"_s, u"FILE"_s, Text::tr("list, paint the window into FILE (PNG), end")},
        {u"size"_s, u"WxH"_s, Text::tr("size of the painted window")},
        {u"theme"_s, u"light|dark"_s, Text::tr("colours of the painted window")},
        {u"version"_s, {}, Text::tr("print the version and end")},
        {u"help"_s, {}, Text::tr("print this text and end")},
    };
}

GivenOptions readOptions(const QStringList &arguments)
{
    const QList<OptionText> options = allOptions();
    QCommandLineParser parser;
    for (const OptionText &option : options)
        parser.addOption(QCommandLineOption(option.name, option.description, option.valueName));

    GivenOptions given;
    // The name may be missing where somebody starts us by hand; it is not an option.
    const bool understood = parser.parse(arguments.isEmpty() ? QStringList{u"leasekeeper"_s} : arguments);
    for (const QString &wins : {u"help"_s, u"version"_s}) {
        if (parser.isSet(wins)) {
            given.values.insert(wins, {});
            return given;
        }
    }
    if (!understood) {
        given.error = unknownOption(parser);
        return given;
    }
    for (const OptionText &option : options) {
        if (!parser.isSet(option.name))
            continue;
        given.error = objection(parser, option);
        if (!given.error.isEmpty())
            return given;
        given.values.insert(option.name, option.valueName.isEmpty() ? QString() : parser.value(option.name));
    }
    if (const QStringList stray = parser.positionalArguments(); !stray.isEmpty())
        given.error = Text::tr("“%1” belongs to no option. Run leasekeeper --help for the list.")
                          .arg(quoted(stray.first()));
    return given;
}

} // namespace leasekeeper

// SPDX-License-Identifier: MIT
#include "commandline.h"

#include "chosencredential.h"
#include "commandlineoptions.h"
#include "plaintext.h"

#include <QCoreApplication>
#include <QRegularExpression>

#include <algorithm>
#include <limits>

using namespace Qt::StringLiterals;

namespace leasekeeper
{

namespace
{

struct Text {
    Q_DECLARE_TR_FUNCTIONS(leasekeeper::CommandLine)
};

constexpr int QuotedChars = 60;
constexpr qint64 MaxDemoInstances = 200'000;
constexpr double MaxDemoSpeed = 10'000;
constexpr QSize MinPicture(320, 240);
constexpr QSize MaxPicture(8192, 8192);

QString quoted(const QString &typed)
{
    return visibleText(typed, QuotedChars);
}

/// Fills a CommandLine step by step; each step returns one line on what is wrong, or an empty text.
class Reader
{
public:
    Reader(const GivenOptions &given, const SignInEnvironment &environment)
        : m_given(given), m_environment(environment)
    {
    }

    [[nodiscard]] CommandLineOutcome read()
    {
        using Step = QString (Reader::*)();
        static constexpr Step steps[]{&Reader::combinations, &Reader::output,  &Reader::picture,
                                      &Reader::demoCloud,    &Reader::service, &Reader::project,
                                      &Reader::credentials};
        for (const Step step : steps) {
            if (const QString error = (this->*step)(); !error.isEmpty())
                return {std::nullopt, error};
        }
        return {m_result, {}};
    }

private:
    [[nodiscard]] bool has(const QString &name) const { return m_given.has(name); }
    [[nodiscard]] QString value(const QString &name) const { return m_given.values.value(name); }

    /// The first of `options` that stands without what it belongs to.
    [[nodiscard]] QString needs(const QString &owner, const QStringList &options) const
    {
        for (const QString &option : options) {
            if (has(option) && !has(owner))
                return Text::tr(
                           "--%1 says something about --%2, which is missing. Add it, or leave --%1 out.")
                    .arg(option, owner);
        }
        return {};
    }

    /// The first of `others` that contradicts `option`.
    [[nodiscard]] QString excludes(const QString &option, const QStringList &others) const
    {
        for (const QString &other : others) {
            if (has(option) && has(other))
                return Text::tr("--%1 and --%2 contradict each other. Leave one of them out.")
                    .arg(option, other);
        }
        return {};
    }

    QString combinations()
    {
        const QStringList objections{
            excludes(u"export"_s, {u"screenshot"_s}),
            excludes(u"demo"_s, {u"endpoint"_s, u"profile"_s, u"project-id"_s, u"iam-endpoint"_s, u"region"_s,
                                 u"all-users"_s}),
            excludes(u"profile"_s, {u"endpoint"_s, u"project-id"_s, u"iam-endpoint"_s, u"region"_s}),
            needs(u"export"_s, {u"format"_s}),
            needs(u"screenshot"_s, {u"size"_s, u"theme"_s}),
            needs(u"demo"_s, {u"demo-instances"_s, u"demo-seed"_s, u"demo-speed"_s}),
            has(u"profile"_s)
                ? QString()
                : needs(u"endpoint"_s, {u"project-id"_s, u"iam-endpoint"_s, u"region"_s, u"all-users"_s}),
        };
        const auto first = std::find_if(objections.begin(), objections.end(),
                                        [](const QString &objection) { return !objection.isEmpty(); });
        return first == objections.end() ? QString() : *first;
    }

    QString output()
    {
        if (!has(u"export"_s))
            return {};
        m_result.mode = CommandLine::Mode::Export;
        m_result.exportFile = value(u"export"_s);
        if (!has(u"format"_s))
            return {};
        const QString format = value(u"format"_s).toLower();
        if (format != "json"_L1 && format != "csv"_L1)
            return Text::tr("--format %1 is not known. Write json or csv.").arg(quoted(value(u"format"_s)));
        m_result.exportFormat = format == "csv"_L1 ? ExportFormat::Csv : ExportFormat::Json;
        return {};
    }

    QString picture()
    {
        if (!has(u"screenshot"_s))
            return {};
        m_result.mode = CommandLine::Mode::Screenshot;
        m_result.screenshotFile = value(u"screenshot"_s);
        if (m_result.screenshotFile == "-"_L1)
            return Text::tr("--screenshot cannot write to the output. Give it the name of a file.");
        if (const QString error = pictureSize(); !error.isEmpty())
            return error;
        if (!has(u"theme"_s))
            return {};
        const QString theme = value(u"theme"_s).toLower();
        if (theme != "light"_L1 && theme != "dark"_L1)
            return Text::tr("--theme %1 is not known. Write light or dark.").arg(quoted(value(u"theme"_s)));
        m_result.theme = theme == "dark"_L1 ? CommandLine::Theme::Dark : CommandLine::Theme::Light;
        return {};
    }

    QString pictureSize()
    {
        if (!has(u"size"_s))
            return {};
        static const QRegularExpression form(u"^([0-9]{1,5})[xX]([0-9]{1,5})$"_s);
        const QRegularExpressionMatch match = form.match(value(u"size"_s));
        const QSize size(match.captured(1).toInt(), match.captured(2).toInt());
        const bool fits =
            match.hasMatch() && size.boundedTo(MaxPicture) == size && size.expandedTo(MinPicture) == size;
        if (!fits)
            return Text::
                tr("--size %1 is no size for a window. Write width x height, such as 1280x800, from %2x%3 "
                   "to %4x%5.")
                    .arg(quoted(value(u"size"_s)))
                    .arg(MinPicture.width())
                    .arg(MinPicture.height())
                    .arg(MaxPicture.width())
                    .arg(MaxPicture.height());
        m_result.screenshotSize = size;
        return {};
    }

    /// A whole number, or nullopt and a line.
    [[nodiscard]] std::optional<qint64> wholeNumber(const QString &option, qint64 highest,
                                                    QString &error) const
    {
        static const QRegularExpression digits(u"^[0-9]{1,12}$"_s);
        const QString typed = value(option);
        const qint64 number = digits.match(typed).hasMatch() ? typed.toLongLong() : -1;
        if (number >= 0 && number <= highest)
            return number;
        error = Text::tr("--%1 %2 does not work. Write a whole number from 0 to %3.")
                    .arg(option, quoted(typed), QString::number(highest));
        return std::nullopt;
    }

    QString demoCloud()
    {
        m_result.demo = has(u"demo"_s);
        QString error;
        if (has(u"demo-instances"_s)) {
            if (const auto count = wholeNumber(u"demo-instances"_s, MaxDemoInstances, error))
                m_result.demoInstances = int(*count);
        }
        if (error.isEmpty() && has(u"demo-seed"_s)) {
            if (const auto seed = wholeNumber(u"demo-seed"_s, std::numeric_limits<quint32>::max(), error))
                m_result.demoSeed = quint32(*seed);
        }
        if (error.isEmpty() && has(u"demo-speed"_s)) {
            bool isNumber = false;
            const double speed = value(u"demo-speed"_s).toDouble(&isNumber);
            if (isNumber && speed > 0 && speed <= MaxDemoSpeed)
                m_result.demoSpeed = speed;
            else
                error = Text::tr("--demo-speed %1 does not work. Write a number above 0, at most %2.")
                            .arg(quoted(value(u"demo-speed"_s)), QString::number(MaxDemoSpeed, 'f', 0));
        }
        return error;
    }

    QString service()
    {
        m_result.allUsers = has(u"all-users"_s);
        if (m_result.demo)
            return {};
        if (has(u"profile"_s)) {
            m_result.profileName = value(u"profile"_s);
            return {};
        }
        if (!has(u"endpoint"_s))
            return m_result.mode == CommandLine::Mode::Window
                       ? QString()
                       : Text::tr("it is not said whose instances. Use --profile NAME, --endpoint URL or "
                                  "--demo.");
        QString whyNot;
        m_result.profile.endpoint = parseEndpoint(value(u"endpoint"_s), &whyNot);
        if (!m_result.profile.endpoint.isValid())
            return Text::tr("--endpoint %1 does not work. %2").arg(quotedAddress(u"endpoint"_s), whyNot);
        if (has(u"iam-endpoint"_s)) {
            m_result.profile.iamEndpoint = parseIdentityEndpoint(value(u"iam-endpoint"_s), &whyNot);
            if (!m_result.profile.iamEndpoint.isValid())
                return Text::tr("--iam-endpoint %1 does not work. %2")
                    .arg(quotedAddress(u"iam-endpoint"_s), whyNot);
        }
        m_result.profile.name = m_result.profile.endpoint.host();
        m_result.profile.allUsers = has(u"all-users"_s);
        return region();
    }

    /// An address may carry a password before its @: that is not repeated.
    [[nodiscard]] QString quotedAddress(const QString &option) const
    {
        const QString typed = value(option);
        const qsizetype at = typed.lastIndexOf(u'@');
        return quoted(at < 0 ? typed : QString(u"…"_s + typed.mid(at)));
    }

    QString region()
    {
        m_result.profile.region = value(u"region"_s).trimmed();
        if (visibleText(m_result.profile.region) != m_result.profile.region)
            return Text::tr(
                "--region holds characters that no region's name has. Write a name such as eu-de.");
        if (!has(u"region"_s)) {
            // https://modelarts.{region}.{suffix}
            const QStringList labels = m_result.profile.endpoint.host().split(u'.');
            if (labels.size() > 3 && labels.first() == "modelarts"_L1)
                m_result.profile.region = labels.at(1);
        }
        return {};
    }

    QString project()
    {
        if (!has(u"project-id"_s))
            return {};
        static const QRegularExpression form(u"^[A-Za-z0-9_-]{1,128}$"_s);
        m_result.profile.projectId = value(u"project-id"_s).trimmed();
        if (!form.match(m_result.profile.projectId).hasMatch())
            return Text::tr(
                       "--project-id %1 cannot be one. Write the project's ID (letters and digits), as the "
                       "console shows it.")
                .arg(quoted(value(u"project-id"_s)));
        return {};
    }

    QString credentials()
    {
        if (!m_result.profile.endpoint.isValid())
            return {};
        const ChosenCredential chosen = chooseCredential(m_environment, m_result.profile);
        m_result.credential = chosen.credential;
        m_result.projectDomain = chosen.projectDomain;
        return chosen.error;
    }

    const GivenOptions &m_given;
    const SignInEnvironment &m_environment;
    CommandLine m_result;
};

} // namespace

CommandLineOutcome parseCommandLine(const QStringList &arguments, const SignInEnvironment &environment)
{
    const GivenOptions given = readOptions(arguments);
    CommandLine quick;
    if (given.has(u"help"_s)) {
        quick.mode = CommandLine::Mode::Help;
        return {quick, {}};
    }
    if (given.has(u"version"_s)) {
        quick.mode = CommandLine::Mode::Version;
        return {quick, {}};
    }
    if (!given.error.isEmpty())
        return {std::nullopt, given.error};
    return Reader(given, environment).read();
}

QString commandLineHelp()
{
    QString help = Text::tr("Leasekeeper: what runs, when does it stop, what is lost if I act?") + u"\n\n"_s +
                   u"  leasekeeper\n"_s + u"  leasekeeper --demo\n"_s +
                   u"  leasekeeper --profile NAME [--all-users]\n"_s +
                   u"  leasekeeper --endpoint URL --project-id ID [--iam-endpoint URL] [--all-users]\n"_s +
                   u"  … --export FILE [--format json|csv]\n"_s +
                   u"  … --screenshot FILE [--size WxH] [--theme light|dark]\n\n"_s;
    constexpr int column = 24;
    for (const OptionText &option : allOptions()) {
        QString left = u"  --"_s + option.name;
        if (!option.valueName.isEmpty())
            left += u' ' + option.valueName;
        help += left.leftJustified(column) + u"  "_s + option.description + u'\n';
    }
    help += u'\n' +
            Text::tr("With --endpoint, what signs in comes from the environment and from nowhere else; the "
                     "first that is complete:") +
            u'\n' + u"  OS_TOKEN\n"_s +
            u"  HUAWEICLOUD_SDK_AK, HUAWEICLOUD_SDK_SK (, HUAWEICLOUD_SDK_SECURITY_TOKEN)\n"_s +
            u"  OS_USERNAME, OS_PASSWORD, OS_USER_DOMAIN_NAME (, OS_AUTH_URL, OS_PROJECT_NAME, "
            u"OS_PROJECT_DOMAIN_NAME)\n"_s +
            Text::tr("Exit codes: 0 done; 2 wrong usage, no credentials, unknown profile; 3 refused;") +
            u'\n' + Text::tr("  4 service or network; 5 listing incomplete; 6 the file cannot be written.") +
            u'\n';
    return help;
}

QString commandLineVersion(const QString &version)
{
    return u"Leasekeeper %1\n"_s.arg(version);
}

} // namespace leasekeeper

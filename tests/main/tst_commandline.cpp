// SPDX-License-Identifier: MIT
#include "commandline.h"
#include "commandlineoptions.h"

#include <QTest>

using namespace leasekeeper;
using namespace Qt::StringLiterals;

namespace
{

const QByteArray TokenCanary = "gAAAAAB-canary_token";

QStringList words(const QString &line)
{
    return QStringList{u"leasekeeper"_s} + line.split(u' ', Qt::SkipEmptyParts);
}

/// What these variables hold, with a canary in the secret ones.
SignInEnvironment environmentOf(const QStringList &names, const QByteArray &token)
{
    SignInEnvironment environment;
    const auto has = [&names](const char *name) { return names.contains(QLatin1String(name)); };
    const auto text = [&has](const char *name, const QString &value) {
        return has(name) ? value : QString();
    };
    const auto secret = [&has](const char *name) {
        return has(name) ? Secret(QByteArray("secret-canary-") + name) : Secret();
    };
    environment.token = Secret(token);
    environment.accessKey = text("HUAWEICLOUD_SDK_AK", u"AK1"_s);
    environment.secretKey = secret("HUAWEICLOUD_SDK_SK");
    environment.securityToken = secret("HUAWEICLOUD_SDK_SECURITY_TOKEN");
    environment.userName = text("OS_USERNAME", u"ana"_s);
    environment.password = secret("OS_PASSWORD");
    environment.userDomainName = text("OS_USER_DOMAIN_NAME", u"OTC0001"_s);
    environment.authUrl = text("OS_AUTH_URL", u"http://127.0.0.1:5000/v3/"_s);
    environment.projectName = text("OS_PROJECT_NAME", u"eu-de_ml"_s);
    environment.projectDomainName = text("OS_PROJECT_DOMAIN_NAME", u"OTC0002"_s);
    return environment;
}

const QStringList User{u"OS_USERNAME"_s, u"OS_PASSWORD"_s, u"OS_USER_DOMAIN_NAME"_s};
const QStringList Key{u"HUAWEICLOUD_SDK_AK"_s, u"HUAWEICLOUD_SDK_SK"_s};
const QString Elsewhere = u"--endpoint https://modelarts.example"_s;
const QString Live = u"--endpoint https://modelarts.eu-de.otc.t-systems.com --project-id p1"_s;

} // namespace

class TestCommandLine : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void readsTheDemo();
    void readsALiveRun();
    void anAccessKeyComesSecond();
    void aUserComesThird();
    void opensSavedProfiles();
    void readsOutputs();
    void helpAndVersionWin_data();
    void helpAndVersionWin();
    void helpNamesEveryOption();
    void tellsTheRegion_data();
    void tellsTheRegion();
    void refuses_data();
    void refuses();
    void refusesPoorTokens_data();
    void refusesPoorTokens();
    void F87_endpointsAreChecked_data();
    void F87_endpointsAreChecked();
    void F85_noSecretIsRepeated();

private:
    [[nodiscard]] static CommandLineOutcome
    parse(const QStringList &arguments, const QByteArray &token = TokenCanary, const QStringList &names = {})
    {
        return parseCommandLine(arguments, environmentOf(names, token));
    }
};

void TestCommandLine::readsTheDemo()
{
    CommandLineOutcome outcome = parse(words(u"--demo"_s), {});
    QVERIFY2(outcome.commandLine, qPrintable(outcome.error));
    QCOMPARE(outcome.error, QString());
    QVERIFY(outcome.commandLine->demo);
    QCOMPARE(outcome.commandLine->mode, CommandLine::Mode::Window);
    QVERIFY(!outcome.commandLine->demoInstances);
    QVERIFY(!outcome.commandLine->demoSeed);
    QCOMPARE(outcome.commandLine->demoSpeed, 1.0);
    QCOMPARE(outcome.commandLine->profile, Profile());

    // A token that happens to be there is not handed to the demo.
    outcome = parse(words(u"--demo --demo-instances 10000 --demo-seed 4294967295 --demo-speed 0.5"_s));
    QVERIFY2(outcome.commandLine, qPrintable(outcome.error));
    QCOMPARE(outcome.commandLine->demoInstances, std::optional<int>(10'000));
    QCOMPARE(outcome.commandLine->demoSeed, std::optional<quint32>(4'294'967'295U));
    QCOMPARE(outcome.commandLine->demoSpeed, 0.5);
    QVERIFY(outcome.commandLine->credential == Credential());
}

void TestCommandLine::readsALiveRun()
{
    CommandLineOutcome outcome = parse(words(Live));
    QVERIFY2(outcome.commandLine, qPrintable(outcome.error));
    const Profile &profile = outcome.commandLine->profile;
    QCOMPARE(profile.endpoint, QUrl(u"https://modelarts.eu-de.otc.t-systems.com"_s));
    QCOMPARE(profile.projectId, u"p1"_s);
    QCOMPARE(profile.name, u"modelarts.eu-de.otc.t-systems.com"_s);
    QVERIFY(!profile.allUsers);
    QVERIFY(!profile.isDemo);
    QVERIFY(!outcome.commandLine->demo);
    QVERIFY(outcome.commandLine->credential == Credential(TokenCredential{Secret(TokenCanary), {}}));
    QCOMPARE(profile.signIn, SignInMethod::Token);

    outcome = parse(words(u"--all-users --project-id=a_B-9 --endpoint=http://127.0.0.1:8080"_s));
    QVERIFY2(outcome.commandLine, qPrintable(outcome.error));
    QVERIFY(outcome.commandLine->profile.allUsers);
    QCOMPARE(outcome.commandLine->profile.projectId, u"a_B-9"_s);
    QCOMPARE(outcome.commandLine->profile.endpoint, QUrl(u"http://127.0.0.1:8080"_s));
    // With a token nobody has to sign in; the address for it does no harm, and may tell the project.
    outcome = parse(words(Elsewhere + u" --iam-endpoint https://iam.example"_s), TokenCanary, User + Key);
    QVERIFY2(outcome.commandLine, qPrintable(outcome.error));
    QCOMPARE(outcome.commandLine->profile.signIn, SignInMethod::Token);
    QVERIFY(outcome.commandLine->profile.projectId.isEmpty());
}

void TestCommandLine::anAccessKeyComesSecond()
{
    CommandLineOutcome outcome = parse(words(Live), {}, User + Key);
    QVERIFY2(outcome.commandLine, qPrintable(outcome.error));
    QCOMPARE(outcome.commandLine->profile.signIn, SignInMethod::AccessKey);
    const auto key = std::get<AccessKeyCredential>(outcome.commandLine->credential);
    QCOMPARE(key.accessKey, u"AK1"_s);
    QCOMPARE(key.secretKey.reveal(), QByteArray("secret-canary-HUAWEICLOUD_SDK_SK"));
    QVERIFY(key.securityToken.isEmpty());
    // The cloud is known, so the project may be left out.
    outcome = parse(words(u"--endpoint https://modelarts.eu-de.otc.t-systems.com"_s), {},
                    Key + QStringList{u"HUAWEICLOUD_SDK_SECURITY_TOKEN"_s});
    QVERIFY2(outcome.commandLine, qPrintable(outcome.error));
    QCOMPARE(outcome.commandLine->profile.iamEndpoint, QUrl(u"https://iam.eu-de.otc.t-systems.com"_s));
    QVERIFY(!std::get<AccessKeyCredential>(outcome.commandLine->credential).securityToken.isEmpty());
}

void TestCommandLine::aUserComesThird()
{
    CommandLineOutcome outcome = parse(words(Live), {}, User);
    QVERIFY2(outcome.commandLine, qPrintable(outcome.error));
    const Profile &profile = outcome.commandLine->profile;
    QCOMPARE(profile.signIn, SignInMethod::Password);
    QCOMPARE(profile.loginName, u"ana"_s);
    QCOMPARE(profile.accountName, u"OTC0001"_s);
    QCOMPARE(profile.iamEndpoint, QUrl(u"https://iam.eu-de.otc.t-systems.com"_s));
    QVERIFY(outcome.commandLine->credential ==
            Credential(PasswordCredential{Secret("secret-canary-OS_PASSWORD")}));
    QVERIFY(outcome.commandLine->projectDomain.isEmpty());

    // By name, elsewhere, signed in where OS_AUTH_URL says, its version left out.
    outcome = parse(words(Elsewhere), {},
                    User + QStringList{u"OS_AUTH_URL"_s, u"OS_PROJECT_NAME"_s, u"OS_PROJECT_DOMAIN_NAME"_s});
    QVERIFY2(outcome.commandLine, qPrintable(outcome.error));
    QCOMPARE(outcome.commandLine->profile.iamEndpoint, QUrl(u"http://127.0.0.1:5000"_s));
    QCOMPARE(outcome.commandLine->profile.projectName, u"eu-de_ml"_s);
    QVERIFY(outcome.commandLine->profile.projectId.isEmpty());
    QCOMPARE(outcome.commandLine->projectDomain, u"OTC0002"_s);

    // What is given on the line wins.
    outcome = parse(words(Elsewhere + u" --iam-endpoint https://iam.example --project-id p"_s), {},
                    User + QStringList{u"OS_AUTH_URL"_s, u"OS_PROJECT_NAME"_s});
    QVERIFY2(outcome.commandLine, qPrintable(outcome.error));
    QCOMPARE(outcome.commandLine->profile.iamEndpoint, QUrl(u"https://iam.example"_s));
    QCOMPARE(outcome.commandLine->profile.projectId, u"p"_s);
    QVERIFY(outcome.commandLine->profile.projectName.isEmpty());
    // A key without its other half does not stand in the way.
    outcome = parse(words(Live), {}, User + QStringList{u"HUAWEICLOUD_SDK_AK"_s});
    QVERIFY2(outcome.commandLine, qPrintable(outcome.error));
    QCOMPARE(outcome.commandLine->profile.signIn, SignInMethod::Password);
}

void TestCommandLine::opensSavedProfiles()
{
    CommandLineOutcome outcome = parse(words(u"--profile prod --all-users --export -"_s), {}, User);
    QVERIFY2(outcome.commandLine, qPrintable(outcome.error));
    QCOMPARE(outcome.commandLine->profileName, u"prod"_s);
    QVERIFY(outcome.commandLine->allUsers);
    QVERIFY(!outcome.commandLine->profile.endpoint.isValid());
    // The environment signs in runs without a profile only.
    QVERIFY(outcome.commandLine->credential == Credential());
    outcome = parse(words(QString()), {}, User);
    QVERIFY2(outcome.commandLine, qPrintable(outcome.error));
    QCOMPARE(outcome.commandLine->mode, CommandLine::Mode::Window);
    QVERIFY(outcome.commandLine->profileName.isEmpty());
    QVERIFY(outcome.commandLine->credential == Credential());
}

void TestCommandLine::readsOutputs()
{
    CommandLineOutcome outcome = parse(words(u"--demo --export -"_s));
    QVERIFY2(outcome.commandLine, qPrintable(outcome.error));
    QCOMPARE(outcome.commandLine->mode, CommandLine::Mode::Export);
    QCOMPARE(outcome.commandLine->exportFile, u"-"_s);
    QCOMPARE(outcome.commandLine->exportFormat, ExportFormat::Json);

    outcome = parse(words(u"--demo --format CSV --export table.csv"_s));
    QVERIFY2(outcome.commandLine, qPrintable(outcome.error));
    QCOMPARE(outcome.commandLine->exportFile, u"table.csv"_s);
    QCOMPARE(outcome.commandLine->exportFormat, ExportFormat::Csv);

    outcome = parse(words(u"--demo --screenshot a.png"_s));
    QVERIFY2(outcome.commandLine, qPrintable(outcome.error));
    QCOMPARE(outcome.commandLine->mode, CommandLine::Mode::Screenshot);
    QCOMPARE(outcome.commandLine->screenshotFile, u"a.png"_s);
    QVERIFY(!outcome.commandLine->screenshotSize);
    QCOMPARE(outcome.commandLine->theme, CommandLine::Theme::FromSettings);

    outcome = parse({u"leasekeeper"_s, u"--demo"_s, u"--screenshot"_s, u"my picture.png"_s, u"--size"_s,
                     u"1600x900"_s, u"--theme"_s, u"dark"_s});
    QVERIFY2(outcome.commandLine, qPrintable(outcome.error));
    QCOMPARE(outcome.commandLine->screenshotFile, u"my picture.png"_s);
    QCOMPARE(outcome.commandLine->screenshotSize, std::optional<QSize>(QSize(1600, 900)));
    QCOMPARE(outcome.commandLine->theme, CommandLine::Theme::Dark);
    outcome = parse(words(u"--demo --screenshot a.png --theme light"_s));
    QCOMPARE(outcome.commandLine.value_or(CommandLine()).theme, CommandLine::Theme::Light);
}

void TestCommandLine::helpAndVersionWin_data()
{
    QTest::addColumn<QString>("line");
    QTest::addColumn<CommandLine::Mode>("mode");
    QTest::newRow("help") << u"--help"_s << CommandLine::Mode::Help;
    QTest::newRow("version") << u"--version"_s << CommandLine::Mode::Version;
    QTest::newRow("help beside a mistake")
        << u"--bogus --demo --endpoint x --help"_s << CommandLine::Mode::Help;
    QTest::newRow("version without credentials") << u"--version --export -"_s << CommandLine::Mode::Version;
}

void TestCommandLine::helpAndVersionWin()
{
    QFETCH(const QString, line);
    const CommandLineOutcome outcome = parse(words(line), {});
    QVERIFY2(outcome.commandLine, qPrintable(outcome.error));
    QTEST(outcome.commandLine->mode, "mode");
}

void TestCommandLine::helpNamesEveryOption()
{
    const QString help = commandLineHelp();
    for (const OptionText &option : allOptions())
        QVERIFY2(help.contains(u"  --%1"_s.arg(option.name)), qPrintable(option.name));
    QVERIFY(help.contains(u"OS_TOKEN"_s));
    for (const QString &line : help.split(u'\n'))
        QVERIFY2(line.size() <= 150, qPrintable(line));
    QCOMPARE(commandLineVersion(u"1.2.3"_s), u"Leasekeeper 1.2.3\n"_s);
}

void TestCommandLine::tellsTheRegion_data()
{
    QTest::addColumn<QString>("line");
    QTest::addColumn<QString>("region");
    QTest::newRow("from the address") << Live << u"eu-de"_s;
    QTest::newRow("given") << QString(Live + u" --region cn-north-4"_s) << u"cn-north-4"_s;
    QTest::newRow("another kind of address")
        << u"--endpoint https://localhost:1 --project-id p"_s << QString();
}

void TestCommandLine::tellsTheRegion()
{
    QFETCH(const QString, line);
    const CommandLineOutcome outcome = parse(words(line));
    QVERIFY2(outcome.commandLine, qPrintable(outcome.error));
    QTEST(outcome.commandLine->profile.region, "region");
}

void TestCommandLine::refuses_data()
{
    QTest::addColumn<QString>("line");
    QTest::addColumn<bool>("hasToken");
    QTest::addColumn<QStringList>("environment");
    QTest::addColumn<QStringList>("says"); ///< what is wrong, where, what to do
    const auto row = [](const char *name, const QString &line, const QStringList &says, bool hasToken = true,
                        const QStringList &environment = {}) {
        QTest::newRow(name) << line << hasToken << environment << says;
    };
    const QString help = u"leasekeeper --help"_s;
    row("export of nothing", u"--export -"_s, {u"--profile"_s, u"--endpoint"_s, u"--demo"_s});
    row("picture of nothing", u"--screenshot a.png"_s, {u"--profile"_s, u"--endpoint"_s, u"--demo"_s});
    row("unknown option", u"--demo --bogus"_s, {u"bogus"_s, help});
    row("unknown short option", u"-x"_s, {u"x"_s, help});
    row("stray argument", u"--demo extra"_s, {u"extra"_s, help});
    row("value for a switch", u"--demo=yes"_s, {u"demo"_s, help});
    row("missing value at the end", u"--demo --export"_s, {u"export"_s});
    row("missing value before an option", u"--demo --export --format csv"_s, {u"--export"_s, u"FILE"_s});
    row("empty value", u"--demo --export="_s, {u"--export"_s, u"FILE"_s});
    row("given twice", u"--demo --export a --export b"_s, {u"--export"_s, u"more than once"_s});
    row("switch given twice", u"--demo --demo"_s, {u"--demo"_s, u"more than once"_s});

    row("export and screenshot", u"--demo --export a --screenshot b.png"_s,
        {u"--export"_s, u"--screenshot"_s});
    row("demo and endpoint", u"--demo --endpoint https://x"_s, {u"--demo"_s, u"--endpoint"_s});
    row("demo and project", u"--demo --project-id p"_s, {u"--demo"_s, u"--project-id"_s});
    row("demo and profile", u"--demo --profile p"_s, {u"--demo"_s, u"--profile"_s});
    row("demo and all users", u"--demo --all-users"_s, {u"--demo"_s, u"--all-users"_s});
    row("profile and endpoint", QString(Live + u" --profile p"_s), {u"--profile"_s, u"--endpoint"_s});
    row("format without export", u"--demo --format csv"_s, {u"--format"_s, u"--export"_s});
    row("size without screenshot", u"--demo --size 800x600"_s, {u"--size"_s, u"--screenshot"_s});
    row("theme without screenshot", u"--demo --theme dark"_s, {u"--theme"_s, u"--screenshot"_s});
    row("instances without demo", QString(Live + u" --demo-instances 3"_s),
        {u"--demo-instances"_s, u"--demo"_s});
    row("seed without demo", QString(Live + u" --demo-seed 3"_s), {u"--demo-seed"_s});
    row("speed without demo", QString(Live + u" --demo-speed 3"_s), {u"--demo-speed"_s});
    row("project without endpoint", u"--project-id p"_s, {u"--project-id"_s, u"--endpoint"_s});
    row("all users without endpoint", u"--all-users"_s, {u"--all-users"_s, u"--endpoint"_s});

    row("unknown format", u"--demo --export a --format xml"_s, {u"xml"_s, u"json or csv"_s});
    row("unknown theme", u"--demo --screenshot a --theme pink"_s, {u"pink"_s, u"light or dark"_s});
    row("picture to the output", u"--demo --screenshot -"_s, {u"--screenshot"_s, u"file"_s});
    for (const char *size :
         {"800", "800x", "x600", "0x0", "-1x5", "99999x99999", "800x600x2", "1e3x600", "10x10"})
        row(qPrintable(u"size %1"_s.arg(QLatin1String(size))),
            u"--demo --screenshot a --size=%1"_s.arg(QLatin1String(size)), {u"--size"_s, u"1280x800"_s});
    for (const char *count : {"-1", "1.5", "x", "200001", "99999999999999999999", "0x10", "+3"})
        row(qPrintable(u"instances %1"_s.arg(QLatin1String(count))),
            u"--demo --demo-instances=%1"_s.arg(QLatin1String(count)), {u"--demo-instances"_s, u"200000"_s});
    row("seed too large", u"--demo --demo-seed 4294967296"_s, {u"--demo-seed"_s, u"4294967295"_s});
    for (const char *speed : {"0", "-1", "nan", "inf", "x", "1e9", "1,5"})
        row(qPrintable(u"speed %1"_s.arg(QLatin1String(speed))),
            u"--demo --demo-speed=%1"_s.arg(QLatin1String(speed)), {u"--demo-speed"_s, u"10000"_s});

    row("project missing", u"--endpoint https://x.example"_s, {u"--project-id"_s});
    row("project that is a path", u"--endpoint https://x.example --project-id a/../b"_s, {u"--project-id"_s});
    row("bad sign-in address", QString(Live + u" --iam-endpoint ftp://x"_s),
        {u"--iam-endpoint"_s, u"https"_s});
    row("no credentials", Live, {u"no credentials"_s, u"OS_TOKEN"_s, u"OS_USERNAME"_s}, false);
    for (const QStringList &names : {User, Key}) {
        for (const QString &missing : names) {
            QStringList rest = names;
            rest.removeAll(missing);
            row(qPrintable(missing), Live, {missing, u"not complete"_s}, false, rest);
        }
    }
    row("nowhere to sign in", QString(Elsewhere + u" --project-id p"_s),
        {u"--iam-endpoint"_s, u"OS_AUTH_URL"_s}, false, User);
    row("no project for a user", QString(Elsewhere + u" --iam-endpoint https://iam.example"_s),
        {u"--project-id"_s, u"OS_PROJECT_NAME"_s, u"--region"_s}, false, User);
    row("no project for a key", Elsewhere, {u"--project-id"_s, u"--iam-endpoint"_s}, false, Key);
}

void TestCommandLine::refuses()
{
    QFETCH(const QString, line);
    QFETCH(const bool, hasToken);
    QFETCH(const QStringList, environment);
    QFETCH(const QStringList, says);
    const CommandLineOutcome outcome = parse(words(line), hasToken ? TokenCanary : QByteArray(), environment);
    QVERIFY(!outcome.commandLine);
    for (const QString &part : says)
        QVERIFY2(outcome.error.contains(part), qPrintable(outcome.error));
    QVERIFY2(!outcome.error.contains(u'\n'), qPrintable(outcome.error));
    QVERIFY2(!outcome.error.contains(u"canary"_s), qPrintable(outcome.error));
}

void TestCommandLine::refusesPoorTokens_data()
{
    QTest::addColumn<QByteArray>("token");
    QTest::newRow("line break") << QByteArray("canary\r\nX-Evil: 1");
    QTest::newRow("line feed at the end") << QByteArray("canary\n");
    QTest::newRow("NUL") << QByteArray("canary\0x", 8);
    QTest::newRow("tab") << QByteArray("canary\tx");
    QTest::newRow("space") << QByteArray("canary x");
    QTest::newRow("delete") << QByteArray("canary\x7F");
    QTest::newRow("letters of no header") << QByteArray("canary-\xC3\xA4");
    QTest::newRow("outside Latin-1") << QByteArray("canary-\xE7\xAC\x94");
}

void TestCommandLine::refusesPoorTokens()
{
    QFETCH(const QByteArray, token);
    const CommandLineOutcome outcome = parse(words(Live), token);
    QVERIFY(!outcome.commandLine);
    QVERIFY2(outcome.error.contains(u"OS_TOKEN"_s), qPrintable(outcome.error));
    QVERIFY2(!outcome.error.contains(u"canary"_s), qPrintable(outcome.error));
}

void TestCommandLine::F87_endpointsAreChecked_data()
{
    QTest::addColumn<QString>("endpoint");
    QTest::newRow("http elsewhere") << u"http://modelarts.example"_s;
    QTest::newRow("user information") << u"https://user:canary@modelarts.example"_s;
    QTest::newRow("query") << u"https://modelarts.example/?a=b"_s;
    QTest::newRow("another scheme") << u"file:///etc/passwd"_s;
    QTest::newRow("no host") << u"https://"_s;
    QTest::newRow("rubbish") << u"ht!tp://:::"_s;
    QTest::newRow("control marks") << u"https://a\u001B[2Jb"_s;
}

void TestCommandLine::F87_endpointsAreChecked()
{
    QFETCH(const QString, endpoint);
    const CommandLineOutcome outcome =
        parse({u"leasekeeper"_s, u"--endpoint"_s, endpoint, u"--project-id"_s, u"p"_s});
    QVERIFY(!outcome.commandLine);
    QVERIFY2(outcome.error.contains(u"--endpoint"_s), qPrintable(outcome.error));
    QVERIFY2(!outcome.error.contains(u"canary"_s), qPrintable(outcome.error));
    QVERIFY2(!outcome.error.contains(u'\u001B'), qPrintable(outcome.error));
}

void TestCommandLine::F85_noSecretIsRepeated()
{
    // People try to hand over the token as an argument; the answer names the option, not what followed.
    const CommandLineOutcome outcome = parse(words(u"--demo --token=canary"_s));
    QVERIFY(!outcome.commandLine);
    QVERIFY2(outcome.error.contains(u"token"_s), qPrintable(outcome.error));
    QVERIFY2(!outcome.error.contains(u"canary"_s), qPrintable(outcome.error));
}

QTEST_GUILESS_MAIN(TestCommandLine)
#include "tst_commandline.moc"

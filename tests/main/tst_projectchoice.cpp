// SPDX-License-Identifier: MIT
#include "cloudserver.h"
#include "connectiontest.h"
#include "liveworld.h"

#include <QSignalSpy>
#include <QTest>

using namespace leasekeeper;
using namespace leasekeeper::test;
using namespace Qt::StringLiterals;

namespace
{

constexpr int LongMs = 20'000;
const QString Password = u"CANARY pass wörd"_s;

/// Which project it comes to; or why there is none.
enum class Choice { House, Atelier, UserChooses, Nothing };

/// One entry of the Identity service's list.
QByteArray entry(const QString &id, const char *name, const char *more = "")
{
    return R"({"id":")" + id.toLatin1() + R"(","name":")" + name + R"(","domain_id":"d")" + more + "}";
}

} // namespace

/// The project of a profile that names none, or only its name: opening the profile and its test choose the
/// same, whatever it signs in with.
class TestProjectChoice : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void startAndTestChooseTheSame_data();
    void startAndTestChooseTheSame();
    void theListOfTheServiceDecides_data();
    void theListOfTheServiceDecides();
    void aTokenForNoProjectIsOfNoUse();
    void aTokenThatCannotBeLookedAt_data();
    void aTokenThatCannotBeLookedAt();
    void aPasswordIsTriedOnce();
    void aFoundProjectIsSignedInTo();

private:
    [[nodiscard]] Profile profile(SignInMethod method) const;
    [[nodiscard]] Credential credential(SignInMethod method) const;
    [[nodiscard]] Choice choiceOf(const QString &projectId) const;
    [[nodiscard]] Choice startChooses(const Profile &profile);
    [[nodiscard]] Choice testChooses(const Profile &profile);
    [[nodiscard]] int signIns() const;

    std::unique_ptr<CloudServer> m_server;
    QString m_said; ///< by the last start without a choice
};

void TestProjectChoice::init()
{
    CloudServer::Options options;
    options.cloud.count = 1;
    options.cloud.users = {{.name = u"ana"_s, .account = u"OTC0001"_s, .password = Password}};
    m_server = std::make_unique<CloudServer>(options);
    QCOMPARE(m_server->start(), QString());
}

Profile TestProjectChoice::profile(SignInMethod method) const
{
    Profile made;
    made.endpoint = made.iamEndpoint = m_server->url();
    made.signIn = method;
    made.loginName = u"ana"_s;
    made.accountName = u"OTC0001"_s;
    return made;
}

Credential TestProjectChoice::credential(SignInMethod method) const
{
    if (method == SignInMethod::Password)
        return PasswordCredential{Secret(Password.toUtf8())};
    if (method == SignInMethod::Token)
        return TokenCredential{Secret(m_server->cloud().token()), {}};
    const SimulatedCloud::AccessKey pair = m_server->cloud().accessKey();
    return AccessKeyCredential{QString::fromLatin1(pair.access), Secret(pair.secret), {}};
}

Choice TestProjectChoice::choiceOf(const QString &projectId) const
{
    if (projectId == m_server->cloud().projectId())
        return Choice::House;
    return projectId == m_server->cloud().otherProjectId() ? Choice::Atelier : Choice::Nothing;
}

Choice TestProjectChoice::startChooses(const Profile &profile)
{
    LiveWorld world(profile, credential(profile.signIn));
    QObject context;
    std::optional<Choice> choice;
    world.complete(&context, [&](const Result<Profile> &found) {
        choice = found ? choiceOf(found.value().projectId) : Choice::Nothing;
        m_said = found ? QString() : found.error().message;
        if (m_said.contains("There are several projects"_L1))
            choice = Choice::UserChooses;
    });
    if (!QTest::qWaitFor([&] { return choice.has_value(); }, LongMs))
        qFatal("the start finds no end");
    return *choice;
}

Choice TestProjectChoice::testChooses(const Profile &profile)
{
    LiveWorld world(profile, {});
    ConnectionTest test(world.http(), world.serverClock(), profile, credential(profile.signIn));
    QSignalSpy ends(&test, &ConnectionTest::finished);
    QSignalSpy choices(&test, &ConnectionTest::projectChoiceNeeded);
    test.start();
    if (!QTest::qWaitFor([&] { return !ends.isEmpty(); }, LongMs))
        qFatal("the test finds no end");
    return choices.isEmpty() ? choiceOf(test.profile().projectId) : Choice::UserChooses;
}

int TestProjectChoice::signIns() const
{
    const auto &seen = m_server->seen();
    return int(std::count_if(seen.begin(), seen.end(), [](const auto &one) { return one.method == "POST"; }));
}

void TestProjectChoice::startAndTestChooseTheSame_data()
{
    QTest::addColumn<SignInMethod>("method");
    QTest::addColumn<QString>("projectName");
    QTest::addColumn<QString>("region");
    QTest::addColumn<Choice>("choice");
    const auto rows = [](const char *with, SignInMethod method) {
        const auto row = [&](const char *what, const char *project, const char *region, Choice choice) {
            QTest::addRow("%s, %s", with, what)
                << method << QString::fromLatin1(project) << QString::fromLatin1(region) << choice;
        };
        row("named", "demo", "", Choice::House);
        row("named beside the region's own", "demo_atelier", "demo", Choice::Atelier);
        row("named, of another region", "demo_atelier", "eu-de", Choice::Atelier);
        row("a name nobody knows", "nowhere", "demo", Choice::Nothing);
        row("the region's own beside a sub-project", "", "demo", Choice::House);
        row("an unknown region", "", "eu-de", Choice::UserChooses);
        row("a region whose own is disabled", "", "demo-2", Choice::UserChooses);
        row("nothing", "", "", Choice::UserChooses);
    };
    rows("password", SignInMethod::Password);
    rows("access key", SignInMethod::AccessKey);
    // A token is good for its own project alone, whatever the profile would like.
    const auto token = [](const char *what, const QString &project, const QString &region) {
        QTest::addRow("token, %s", what) << SignInMethod::Token << project << region << Choice::House;
    };
    token("nothing", {}, {});
    token("region", {}, u"demo"_s);
    token("another region", {}, u"eu-de"_s);
    token("another name", u"demo_atelier"_s, {});
}

void TestProjectChoice::startAndTestChooseTheSame()
{
    QFETCH(const SignInMethod, method);
    Profile given = profile(method);
    QFETCH(const QString, projectName);
    QFETCH(const QString, region);
    given.projectName = projectName;
    given.region = region;
    QTEST(startChooses(given), "choice");
    QTEST(testChooses(given), "choice");
}

void TestProjectChoice::theListOfTheServiceDecides_data()
{
    QTest::addColumn<SignInMethod>("method");
    QTest::addColumn<QByteArray>("others");
    QTest::addColumn<QByteArray>("houseName");
    QTest::addColumn<Choice>("choice");
    const auto rows = [](const char *with, SignInMethod method) {
        const auto row = [&](const char *what, const char *houseName, const QByteArray &others,
                             Choice choice) {
            QTest::addRow("%s, %s", with, what) << method << others << QByteArray(houseName) << choice;
        };
        row("the only sub-project of the region", "eu-de_team", entry(u"1"_s, "eu-nl"), Choice::House);
        row("several sub-projects", "eu-de_team", entry(u"1"_s, "eu-de_lab"), Choice::UserChooses);
        row("no sub-project: only its beginning is alike", "eu-de2", entry(u"1"_s, "eu-nl"),
            Choice::UserChooses);
        row("the only one there is", "eu-nl", {}, Choice::House);
        row("the only one left", "eu-nl",
            entry(u"1"_s, "MOS") + "," + entry(u"2"_s, "eu-de", R"(,"enabled":false)") + "," +
                entry(u"3"_s, "eu-de_a", R"(,"is_domain":true)"),
            Choice::House);
    };
    rows("password", SignInMethod::Password);
    rows("access key", SignInMethod::AccessKey);
}

void TestProjectChoice::theListOfTheServiceDecides()
{
    QFETCH(const SignInMethod, method);
    QFETCH(const QByteArray, others);
    QFETCH(const QByteArray, houseName);
    const QByteArray house = entry(m_server->cloud().projectId(), houseName.constData());
    CloudResponse list;
    list.body = R"({"projects":[)" + (others.isEmpty() ? house : others + "," + house) + "]}";
    m_server->cloud().answerNext("GET", "/projects", list, 2);
    Profile given = profile(method);
    given.region = u"eu-de"_s;
    QTEST(startChooses(given), "choice");
    QTEST(testChooses(given), "choice");
}

void TestProjectChoice::aTokenForNoProjectIsOfNoUse()
{
    CloudResponse account;
    account.body = R"({"token":{"user":{"id":"u","name":"ana","domain":{"id":"d","name":"OTC0001"}},)"
                   R"("expires_at":"2100-01-01T00:00:00.000000Z"}})";
    m_server->cloud().answerNext("GET", "/v3/auth/tokens", account, 2);
    QCOMPARE(startChooses(profile(SignInMethod::Token)), Choice::Nothing);
    QVERIFY2(m_said.contains("not for a project"_L1), qPrintable(m_said));
    QCOMPARE(testChooses(profile(SignInMethod::Token)), Choice::Nothing);
    for (const auto &seen : m_server->seen())
        QVERIFY2(!seen.path.contains("notebooks"), seen.path.constData());
}

void TestProjectChoice::aTokenThatCannotBeLookedAt_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("others");
    QTest::addColumn<Choice>("choice");
    QTest::newRow("not known, one project") << 404 << QByteArray() << Choice::House;
    QTest::newRow("not allowed, one project") << 403 << QByteArray() << Choice::House;
    QTest::newRow("several projects") << 404 << entry(u"1"_s, "eu-nl") << Choice::UserChooses;
    QTest::newRow("refused") << 401 << QByteArray() << Choice::Nothing;
}

void TestProjectChoice::aTokenThatCannotBeLookedAt()
{
    QFETCH(const int, status);
    QFETCH(const QByteArray, others);
    CloudResponse refusal;
    refusal.status = status;
    refusal.body = R"({"error":{"code":)" + QByteArray::number(status) + R"(,"message":"No."}})";
    m_server->cloud().answerNext("GET", "/v3/auth/tokens", refusal, 9);
    const QByteArray house = entry(m_server->cloud().projectId(), "eu-de");
    CloudResponse list;
    list.body = R"({"projects":[)" + (others.isEmpty() ? house : others + "," + house) + "]}";
    m_server->cloud().answerNext("GET", "/projects", list, 9);
    QTEST(startChooses(profile(SignInMethod::Token)), "choice");
    QTEST(testChooses(profile(SignInMethod::Token)), "choice");
}

void TestProjectChoice::aPasswordIsTriedOnce()
{
    // Wrong ones count towards the lock of the account, also while a project is looked for.
    for (const QString &region : {QString(), u"demo"_s, u"eu-de"_s}) {
        Profile given = profile(SignInMethod::Password);
        given.region = region;
        m_server->forgetSeen();
        LiveWorld world(given, PasswordCredential{Secret("wrong")});
        std::optional<ApiError> error;
        world.complete(this, [&](const Result<Profile> &found) { error = found.error(); });
        QTRY_VERIFY_WITH_TIMEOUT(error, LongMs);
        QCOMPARE(error->signInProblem, SignInProblem::WrongPassword);
        ConnectionTest test(world.http(), world.serverClock(), given, PasswordCredential{Secret("wrong")});
        QSignalSpy ends(&test, &ConnectionTest::finished);
        test.start();
        QTRY_COMPARE_WITH_TIMEOUT(ends.size(), 1, LongMs);
        QCOMPARE(signIns(), 2);
    }
}

void TestProjectChoice::aFoundProjectIsSignedInTo()
{
    CloudResponse list;
    list.body = R"({"projects":[)" + entry(m_server->cloud().projectId(), "eu-nl") + "]}";
    m_server->cloud().answerNext("GET", "/projects", list);
    Profile given = profile(SignInMethod::Password);
    LiveWorld world(given, credential(SignInMethod::Password));
    std::optional<Profile> found;
    world.complete(this, [&](const Result<Profile> &told) { found = told.value(); });
    QTRY_VERIFY_WITH_TIMEOUT(found, LongMs);
    QCOMPARE(found->projectName, u"eu-nl"_s);
    QCOMPARE(found->userName, u"ana"_s);
    // What the search signed in to is the account; its token would be refused here.
    bool served = false;
    world.authenticator().authorise({}, this, [&](const Result<HttpRequest> &ready) {
        QVERIFY(ready);
        served = true;
    });
    QTRY_VERIFY_WITH_TIMEOUT(served, LongMs);
    QCOMPARE(signIns(), 2);
    QVERIFY(m_server->seen().last().body.contains(m_server->cloud().projectId().toLatin1()));
}

QTEST_GUILESS_MAIN(TestProjectChoice)
#include "tst_projectchoice.moc"

// SPDX-License-Identifier: MIT
#include "filesizelimit.h"
#include "settings.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace leasekeeper;
using namespace Qt::StringLiterals;

namespace
{

Profile profileOf(const QString &id, const QString &name)
{
    Profile profile;
    profile.id = id;
    profile.name = name;
    profile.endpoint = QUrl(u"https://modelarts.example"_s);
    return profile;
}

} // namespace

class TestSettings : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();
    void defaultsWithoutFile();
    void everythingSurvivesARestart();
    void inMemoryWithoutPath();
    void valuesAreKeptInTheirLimits();
    void savedFromTheEventLoop();
    void onlyTheOwnerReadsIt();
    void changedIsToldForPreferencesOnly();
    void unknownKeysAreKept();
    void aMarkAtTheBeginningOfATextIsKept();
    void F82_whatIsSavedIsNotTooLargeToBeRead();
    void F82_whatCannotBeReadAgainIsNotSaved();
    void F82_damagedFile_data();
    void F82_damagedFile();
    void F82_secondDamagedFileKeepsTheFirstCopy();
    void F82_wrongTypesFallBackAlone_data();
    void F82_wrongTypesFallBackAlone();
    void F82_newerVersionIsNeverOverwritten();
    void F82_aNewerProgramBesideThisOneIsNotOverwritten();
    void F82_whatCannotBePutAsideIsNotOverwritten();
    void F82_whatCannotBeReadIsNotOverwritten();
    void F82_thresholdsInTheWrongOrder();
    void profilesSurviveARestart();
    void profilesWithoutAnIdAreNotKept();
    void theLastProfileMustExist();
    void F82_aDamagedProfileIsLeftOutAlone();
    void F72_twoProgramsKeepEachOthersChanges();
    void F72_removingAProfileLeavesThoseOfTheOtherProgram();
    void F83_unwritableFolder();
    void F83_missingFolderIsMade();
    void F83_oldFileSurvivesAFailedWrite();

private:
    [[nodiscard]] QString path(const QString &name = u"settings.json"_s) const
    {
        return m_folder->filePath(name);
    }
    void write(const QByteArray &bytes) const
    {
        QFile file(path());
        QVERIFY(file.open(QIODevice::WriteOnly));
        QCOMPARE(file.write(bytes), bytes.size());
    }
    [[nodiscard]] QByteArray bytes(const QString &name = u"settings.json"_s) const
    {
        QFile file(path(name));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("no file");
    }
    std::unique_ptr<QTemporaryDir> m_folder;
};

void TestSettings::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    QVERIFY(m_folder->isValid());
}

void TestSettings::cleanup()
{
    m_folder.reset();
}

void TestSettings::defaultsWithoutFile()
{
    Settings settings(path());
    QCOMPARE(settings.takeNotice(), QString());
    QCOMPARE(settings.theme(), Theme::System);
    QCOMPARE(settings.thresholds(), PhaseThresholds());
    QCOMPARE(settings.graceMs(), qint64(5'000));
    QVERIFY(!settings.alwaysTypeToDelete());
    QCOMPARE(settings.defaultProlongMs(), qint64(3'600'000));
    QVERIFY(settings.windowGeometry().isEmpty());
    QVERIFY(settings.tableLayout().isEmpty());
    QVERIFY(settings.save());
    QVERIFY(!QFile::exists(path())); // nothing was changed, so nothing is written
}

void TestSettings::everythingSurvivesARestart()
{
    const QByteArray geometry("\x01\x00\xff geometry", 12);
    const QJsonObject layout{{u"order"_s, u"name"_s}, {u"width"_s, 120}};
    {
        Settings settings(path());
        settings.setTheme(Theme::Dark);
        settings.setThresholds({3'600'000, 600'000});
        settings.setGraceMs(12'000);
        settings.setAlwaysTypeToDelete(true);
        settings.setDefaultProlongMs(7'200'000);
        settings.setWindowGeometry(geometry);
        settings.setTableLayout(layout);
    } // saved on the way out
    Settings settings(path());
    QCOMPARE(settings.takeNotice(), QString());
    QCOMPARE(settings.theme(), Theme::Dark);
    QCOMPARE(settings.thresholds(), (PhaseThresholds{3'600'000, 600'000}));
    QCOMPARE(settings.graceMs(), qint64(12'000));
    QVERIFY(settings.alwaysTypeToDelete());
    QCOMPARE(settings.defaultProlongMs(), qint64(7'200'000));
    QCOMPARE(settings.windowGeometry(), geometry);
    QCOMPARE(settings.tableLayout(), layout);
    const QJsonObject file = QJsonDocument::fromJson(bytes()).object();
    QCOMPARE(file.value(u"version"_s).toInt(), Settings::CurrentVersion);
}

void TestSettings::inMemoryWithoutPath()
{
    Settings settings{QString()};
    settings.setTheme(Theme::Light);
    QVERIFY(settings.save());
    QCOMPARE(settings.theme(), Theme::Light);
    QCOMPARE(settings.takeNotice(), QString());
}

void TestSettings::valuesAreKeptInTheirLimits()
{
    Settings settings{QString()};
    settings.setGraceMs(-5);
    QCOMPARE(settings.graceMs(), qint64(0));
    settings.setGraceMs(3'600'000);
    QCOMPARE(settings.graceMs(), qint64(30'000));
    settings.setThresholds({1'000, 5'000});
    QCOMPARE(settings.thresholds(), (PhaseThresholds{1'000, 1'000}));
    settings.setDefaultProlongMs(0);
    QCOMPARE(settings.defaultProlongMs(), qint64(60'000));
}

void TestSettings::savedFromTheEventLoop()
{
    Settings settings(path());
    settings.setTheme(Theme::Dark);
    settings.setGraceMs(1'000);
    QVERIFY(!QFile::exists(path()));
    QTRY_VERIFY(QFile::exists(path()));
    QVERIFY(bytes().contains("dark"));
    QVERIFY(bytes().contains("1000"));
}

void TestSettings::onlyTheOwnerReadsIt()
{
    Settings settings(path());
    settings.setTheme(Theme::Dark);
    QVERIFY(settings.save());
    if (QDir::separator() != u'/')
        QSKIP("Permissions of this kind are for systems that have them.");
    const QFileDevice::Permissions others = QFile::ReadGroup | QFile::WriteGroup | QFile::ExeGroup |
                                            QFile::ReadOther | QFile::WriteOther | QFile::ExeOther;
    QVERIFY(!(QFile::permissions(path()) & others));
}

void TestSettings::changedIsToldForPreferencesOnly()
{
    Settings settings{QString()};
    QSignalSpy changed(&settings, &Settings::changed);
    settings.setTheme(Theme::Dark);
    QCOMPARE(changed.count(), 1);
    settings.setTheme(Theme::Dark);
    QCOMPARE(changed.count(), 1);
    settings.setThresholds({3'600'000, 60'000});
    QCOMPARE(changed.count(), 2);
    settings.setWindowGeometry("abc");
    settings.setTableLayout({{u"a"_s, 1}});
    QCOMPARE(changed.count(), 2);
}

void TestSettings::unknownKeysAreKept()
{
    write(R"({"version":1,"theme":"dark","somethingNew":{"a":[1,2]}})");
    Settings settings(path());
    settings.setGraceMs(2'000);
    QVERIFY(settings.save());
    const QJsonObject file = QJsonDocument::fromJson(bytes()).object();
    QVERIFY(file.value(u"somethingNew"_s).isObject());
    QCOMPARE(file.value(u"theme"_s).toString(), u"dark"_s);
}

void TestSettings::aMarkAtTheBeginningOfATextIsKept()
{
    const QByteArray mark("\xEF\xBB\xBF");
    write("{\"escaped\":\"\\ufeffx\",\"plain\":\"" + mark + mark + "x\",\"" + mark +
          "theme\":\"light\",\"theme\":\"dark\"}");
    const QJsonObject layout{{u"\uFEFForder"_s, u"\uFEFFname"_s}};
    Settings(path()).setTableLayout(layout);
    for (const qint64 graceMs : {1'000, 2'000, 3'000}) {
        Settings settings(path());
        QCOMPARE(settings.tableLayout().value(u"\uFEFForder"_s), layout.value(u"\uFEFForder"_s));
        QCOMPARE(settings.theme(), Theme::Dark);
        settings.setGraceMs(graceMs);
        QVERIFY(settings.save());
    }
    const QByteArray saved = bytes();
    for (const QByteArray &kept :
         QByteArrayList{"\"escaped\": \"" + mark + "x\"", "\"plain\": \"" + mark + mark + "x\"",
                        "\"" + mark + "theme\": \"light\""})
        QVERIFY2(saved.contains(kept), saved.constData());
}

void TestSettings::F82_whatIsSavedIsNotTooLargeToBeRead()
{
    // Indented, each level costs more than the one before: two kilobytes become four megabytes.
    write("{\"other\":" + QByteArray(1'000, '[') + QByteArray(1'000, ']') + "}");
    {
        Settings settings(path());
        settings.setTheme(Theme::Dark);
    }
    Settings settings(path());
    QCOMPARE(settings.takeNotice(), QString());
    QCOMPARE(settings.theme(), Theme::Dark);
    QVERIFY(QJsonDocument::fromJson(bytes()).object().contains("other"_L1));
}

void TestSettings::F82_whatCannotBeReadAgainIsNotSaved()
{
    // Four characters that are written as nineteen.
    const QByteArray old = "{\"other\":[" + QByteArray("1e18,").repeated(100'000) + "0]}";
    write(old);
    Settings settings(path());
    settings.setTheme(Theme::Dark);
    QVERIFY(!settings.save());
    QCOMPARE(bytes(), old);
    QCOMPARE(settings.theme(), Theme::Dark);
    QVERIFY(settings.takeNotice().contains(u"too large"_s));
}

void TestSettings::F82_damagedFile_data()
{
    QTest::addColumn<QByteArray>("damaged");
    QTest::newRow("zero bytes") << QByteArray();
    QTest::newRow("rubbish") << QByteArray("\x00\xff\x12 rubbish", 11);
    QTest::newRow("cut") << QByteArray(R"({"version":1,"theme":"da)");
    QTest::newRow("an array") << QByteArray("[1,2]");
    QTest::newRow("a number") << QByteArray("7");
    QTest::newRow("trailing text") << QByteArray(R"({"version":1}x)");
    QTest::newRow("too large") << QByteArray(2'000'000, ' ');
}

void TestSettings::F82_damagedFile()
{
    QFETCH(const QByteArray, damaged);
    write(damaged);
    Settings settings(path());
    const QString notice = settings.takeNotice();
    QVERIFY2(notice.contains(u"damaged-1"_s), qPrintable(notice));
    QCOMPARE(settings.takeNotice(), QString()); // said once
    QCOMPARE(settings.graceMs(), qint64(5'000));
    QCOMPARE(bytes(u"settings.json.damaged-1"_s), damaged);
    settings.setTheme(Theme::Light);
    QVERIFY(settings.save());
    QCOMPARE(Settings(path()).theme(), Theme::Light);
}

void TestSettings::F82_secondDamagedFileKeepsTheFirstCopy()
{
    write("first");
    (void)Settings(path()).takeNotice();
    write("second");
    (void)Settings(path()).takeNotice();
    QCOMPARE(bytes(u"settings.json.damaged-1"_s), QByteArray("first"));
    QCOMPARE(bytes(u"settings.json.damaged-2"_s), QByteArray("second"));
}

void TestSettings::F82_wrongTypesFallBackAlone_data()
{
    QTest::addColumn<QByteArray>("grace");
    QTest::newRow("text") << QByteArray("\"5 s\"");
    QTest::newRow("boolean") << QByteArray("true");
    QTest::newRow("null") << QByteArray("null");
    QTest::newRow("object") << QByteArray("{}");
    QTest::newRow("negative") << QByteArray("-1");
    QTest::newRow("too large") << QByteArray("1e18");
    QTest::newRow("fraction") << QByteArray("1.5");
}

void TestSettings::F82_wrongTypesFallBackAlone()
{
    QFETCH(const QByteArray, grace);
    write(R"({"version":1,"theme":"dark","defaultProlongMs":7200000,"alwaysTypeToDelete":"yes",)"
          R"("windowGeometry":5,"tableLayout":[],"graceMs":)" +
          grace + "}");
    Settings settings(path());
    QCOMPARE(settings.takeNotice(), QString());
    QCOMPARE(settings.graceMs(), qint64(5'000));
    QVERIFY(!settings.alwaysTypeToDelete());
    QVERIFY(settings.windowGeometry().isEmpty());
    QVERIFY(settings.tableLayout().isEmpty());
    QCOMPARE(settings.theme(), Theme::Dark);
    QCOMPARE(settings.defaultProlongMs(), qint64(7'200'000));
}

void TestSettings::F82_newerVersionIsNeverOverwritten()
{
    const QByteArray newer(R"({"version":2,"theme":"dark","graceMs":"new kind of value"})");
    write(newer);
    {
        Settings settings(path());
        QVERIFY(settings.takeNotice().contains(u"newer"_s));
        QCOMPARE(settings.theme(), Theme::Dark); // what can be understood applies
        settings.setTheme(Theme::Light);
        QCOMPARE(settings.theme(), Theme::Light);
        QVERIFY(!settings.save());
    }
    QCOMPARE(bytes(), newer);
}

void TestSettings::F82_aNewerProgramBesideThisOneIsNotOverwritten()
{
    write(R"({"version":1,"theme":"dark"})");
    const QByteArray newer(R"({"version":2,"theme":{"of":"another kind"}})");
    {
        Settings settings(path());
        QCOMPARE(settings.takeNotice(), QString());
        write(newer); // by another program, while this one runs
        settings.setTheme(Theme::Light);
        QVERIFY(!settings.save());
        QCOMPARE(settings.theme(), Theme::Light);
    }
    QCOMPARE(bytes(), newer);
}

void TestSettings::F82_whatCannotBePutAsideIsNotOverwritten()
{
    constexpr int Copies = 9;
    for (int i = 1; i <= Copies; ++i) {
        write("damaged " + QByteArray::number(i));
        (void)Settings(path()).takeNotice();
    }
    write("one too many");
    {
        Settings settings(path());
        QVERIFY(settings.takeNotice().contains(u"could not be put aside"_s));
        settings.setTheme(Theme::Dark);
        QVERIFY(!settings.save());
    }
    QCOMPARE(bytes(), QByteArray("one too many"));
    QCOMPARE(bytes(u"settings.json.damaged-1"_s), QByteArray("damaged 1"));
    QCOMPARE(bytes(u"settings.json.damaged-9"_s), QByteArray("damaged 9"));
}

void TestSettings::F82_whatCannotBeReadIsNotOverwritten()
{
    const QByteArray unread(R"({"version":1,"theme":"dark"})");
    write(unread);
    QVERIFY(QFile::setPermissions(path(), QFileDevice::WriteOwner));
    if (QFile(path()).open(QIODevice::ReadOnly))
        QSKIP("Whoever runs this may read everything.");
    {
        Settings settings(path());
        QVERIFY(settings.takeNotice().contains(u"cannot be read"_s));
        QCOMPARE(settings.theme(), Theme::System);
        settings.setTheme(Theme::Light);
        QVERIFY(!settings.save());
    }
    QVERIFY(QFile::setPermissions(path(), QFileDevice::ReadOwner | QFileDevice::WriteOwner));
    QCOMPARE(bytes(), unread);
}

void TestSettings::F82_thresholdsInTheWrongOrder()
{
    write(R"({"version":1,"soonMs":60000,"urgentMs":600000})");
    const Settings settings(path());
    QCOMPARE(settings.thresholds(), PhaseThresholds());
}

void TestSettings::profilesSurviveARestart()
{
    {
        Settings settings(path());
        QSignalSpy changed(&settings, &Settings::profilesChanged);
        QSignalSpy preferences(&settings, &Settings::changed);
        settings.putProfile(profileOf(u"a"_s, u"OTC prod"_s));
        settings.putProfile(profileOf(u"b"_s, u"lab"_s));
        settings.putProfile(profileOf(u"a"_s, u"OTC"_s));
        settings.putProfile(profileOf(u"a"_s, u"OTC"_s));
        settings.setLastProfileId(u"b"_s);
        QCOMPARE(changed.size(), 3);
        QCOMPARE(preferences.size(), 0);
    }
    Settings settings(path());
    QCOMPARE(settings.profiles(), (QList<Profile>{profileOf(u"a"_s, u"OTC"_s), profileOf(u"b"_s, u"lab"_s)}));
    QCOMPARE(settings.lastProfileId(), u"b"_s);
    QCOMPARE(settings.profile(u"a"_s)->name, u"OTC"_s);
    QVERIFY(!settings.profile(u"c"_s));
    settings.removeProfile(u"a"_s);
    QCOMPARE(settings.profiles().size(), 1);
    QCOMPARE(Settings(path()).profiles().size(), 1);
}

void TestSettings::profilesWithoutAnIdAreNotKept()
{
    Settings settings(path());
    settings.putProfile(profileOf(QString(), u"for this run"_s));
    Profile demo = profileOf(u"d"_s, u"Demo"_s);
    demo.isDemo = true;
    settings.putProfile(demo);
    QVERIFY(settings.profiles().isEmpty());
    QVERIFY(!QFile::exists(path()));
}

void TestSettings::theLastProfileMustExist()
{
    Settings settings(path());
    settings.putProfile(profileOf(u"a"_s, u"x"_s));
    settings.setLastProfileId(u"a"_s);
    settings.removeProfile(u"a"_s);
    QCOMPARE(settings.lastProfileId(), QString());
}

void TestSettings::F82_aDamagedProfileIsLeftOutAlone()
{
    write(R"({"version":1,"theme":"dark","profiles":[{"id":"b","name":3},)"
          R"({"id":"a","name":"x","endpoint":"https://m.example"}]})");
    Settings settings(path());
    QVERIFY(settings.takeNotice().contains(u"damaged"_s));
    QCOMPARE(settings.theme(), Theme::Dark);
    QCOMPARE(settings.profiles().size(), 1);
    settings.putProfile(profileOf(u"c"_s, u"y"_s));
    const QJsonArray entries = QJsonDocument::fromJson(bytes()).object().value(u"profiles"_s).toArray();
    QCOMPARE(entries.size(), 3);
    QCOMPARE(entries.at(0).toObject(), (QJsonObject{{u"id"_s, u"b"_s}, {u"name"_s, 3}}));

    write(R"({"version":1,"profiles":{"a":1}})");
    QVERIFY(Settings(path()).profiles().isEmpty());
}

void TestSettings::F72_twoProgramsKeepEachOthersChanges()
{
    Settings first(path());
    first.putProfile(profileOf(u"a"_s, u"x"_s));
    Settings second(path());
    second.setTheme(Theme::Dark);
    second.putProfile(profileOf(u"b"_s, u"y"_s));
    QVERIFY(second.save());
    first.setGraceMs(7'000);
    first.putProfile(profileOf(u"c"_s, u"z"_s));
    QVERIFY(first.save());
    Settings third(path());
    QCOMPARE(third.profiles().size(), 3);
    QCOMPARE(third.theme(), Theme::Dark);
    QCOMPARE(third.graceMs(), qint64(7'000));
}

void TestSettings::F72_removingAProfileLeavesThoseOfTheOtherProgram()
{
    Settings first(path());
    first.putProfile(profileOf(u"a"_s, u"x"_s));
    Settings second(path());
    second.putProfile(profileOf(u"b"_s, u"y"_s));
    QVERIFY(second.save());
    first.removeProfile(u"a"_s);
    QVERIFY(first.save());
    QCOMPARE(Settings(path()).profiles(), QList<Profile>{profileOf(u"b"_s, u"y"_s)});
}

void TestSettings::F83_unwritableFolder()
{
    // A file where the folder should be: nobody can write there, not even root.
    write("{}");
    Settings settings(path() + u"/inside/settings.json"_s);
    QSignalSpy noticed(&settings, &Settings::noticed);
    settings.setTheme(Theme::Dark);
    QVERIFY(!settings.save());
    QCOMPARE(noticed.count(), 1);
    QVERIFY(!settings.takeNotice().isEmpty());
    settings.setTheme(Theme::Light);
    QVERIFY(!settings.save());
    QCOMPARE(noticed.count(), 1); // one notice
    QCOMPARE(settings.takeNotice(), QString());
    QCOMPARE(settings.theme(), Theme::Light); // works on in memory
}

void TestSettings::F83_missingFolderIsMade()
{
    const QString deep = path(u"a/b/settings.json"_s);
    Settings settings(deep);
    settings.setTheme(Theme::Dark);
    QVERIFY(settings.save());
    QVERIFY(QFile::exists(deep));
}

void TestSettings::F83_oldFileSurvivesAFailedWrite()
{
    const QByteArray old(R"({"version":1,"theme":"dark"})");
    write(old);
    Settings settings(path());
    settings.setTheme(Theme::Light);
    {
        const test::FileSizeLimit fullDisk;
        if (!fullDisk.holds())
            QSKIP("This system cannot play a full disk.");
        QVERIFY(!settings.save());
    }
    QCOMPARE(bytes(), old);
    QCOMPARE(QDir(m_folder->path()).entryList(QDir::Files), QStringList{u"settings.json"_s});
    QVERIFY(settings.save()); // there is room again
    QCOMPARE(Settings(path()).theme(), Theme::Light);
}

QTEST_GUILESS_MAIN(TestSettings)
#include "tst_settings.moc"

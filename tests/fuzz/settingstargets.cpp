// SPDX-License-Identifier: MIT
#include "fuzztargets.h"
#include "jsonmarks.h"
#include "profilejson.h"
#include "require.h"
#include "settings.h"

#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QVariant>

namespace leasekeeper::fuzz
{

using namespace Qt::StringLiterals;

namespace
{

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void requireProfile(const Profile &profile)
{
    FUZZ_REQUIRE(!profile.id.isEmpty() && !profile.name.isEmpty() && !profile.isDemo);
    for (const QUrl &address : {profile.endpoint, profile.iamEndpoint}) {
        if (address.isEmpty())
            continue;
        QString whyNot;
        FUZZ_REQUIRE(parseEndpoint(address.toString(QUrl::FullyEncoded), &whyNot) == address);
    }
    FUZZ_REQUIRE(profile.endpoint.isValid());
    FUZZ_REQUIRE(profile.leaseRange.minMs > 0 && profile.leaseRange.minMs <= profile.leaseRange.maxMs);
    FUZZ_REQUIRE(profile.proxy.mode != ProxySettings::Mode::Own ||
                 (!profile.proxy.host.isEmpty() && profile.proxy.port != 0));
}

void requirePreferences(const Settings &settings)
{
    FUZZ_REQUIRE(settings.graceMs() >= 0 && settings.graceMs() <= 30'000);
    FUZZ_REQUIRE(settings.thresholds().urgentMs >= 0);
    FUZZ_REQUIRE(settings.thresholds().urgentMs <= settings.thresholds().soonMs);
    FUZZ_REQUIRE(settings.defaultProlongMs() >= 60'000 && settings.defaultProlongMs() <= 72 * 3'600'000);
    const QString last = settings.lastProfileId();
    FUZZ_REQUIRE(last.isEmpty() || settings.profile(last));
    for (const Profile &profile : settings.profiles())
        requireProfile(profile);
}

/// What JSON says, whatever the order of the names in an object: Qt puts those that were escaped in another
/// order than the same ones written plainly, and takes the order into account when it compares.
QVariant meaningOf(const QByteArray &json)
{
    return QJsonDocument::fromJson(withMarksEscaped(json)).toVariant();
}

/// The keys of `before` are all still there, but for those that were meant to change.
void requireKept(QVariantMap before, QVariantMap after)
{
    for (const QString &changed : {u"theme"_s, u"version"_s}) {
        before.remove(changed);
        after.remove(changed);
    }
    FUZZ_REQUIRE(after == before);
}

} // namespace

void settings(const QByteArray &input)
{
    // The path is among what the program says, and so among what the fuzzer learns from: the same every time.
    const QDir folder(QDir::temp().filePath(u"leasekeeper-fuzz-settings"_s));
    FUZZ_REQUIRE(folder.mkpath(u"."_s));
    const QString path = folder.filePath(u"settings.json"_s);
    for (const QString &name : QDir(folder.path()).entryList(QDir::Files))
        QFile::remove(folder.filePath(name));
    QFile file(path);
    FUZZ_REQUIRE(file.open(QIODevice::WriteOnly) && file.write(input) == input.size());
    file.close();

    const QJsonDocument document = QJsonDocument::fromJson(withMarksEscaped(input));
    const bool isNewer = document.object().value("version"_L1).toDouble() > Settings::CurrentVersion;
    Settings settings(path);
    const QString notice = settings.takeNotice();
    requirePreferences(settings);
    FUZZ_REQUIRE(settings.takeNotice().isEmpty());
    const bool isDamaged = !document.isObject();
    FUZZ_REQUIRE(isSentence(notice) || (notice.isEmpty() && !isDamaged && !isNewer));
    if (isDamaged) {
        // Nothing is thrown away.
        const QStringList copies = QDir(folder.path()).entryList(QDir::Files);
        FUZZ_REQUIRE(copies.size() == 1 && contentOf(folder.filePath(copies.first())) == input);
    }

    const Theme other = settings.theme() == Theme::Dark ? Theme::Light : Theme::Dark;
    settings.setTheme(other);
    FUZZ_REQUIRE(settings.save() != isNewer);
    const QByteArray saved = contentOf(path);
    if (isNewer) {
        FUZZ_REQUIRE(saved == input);
        return;
    }
    Settings again(path);
    requirePreferences(again);
    FUZZ_REQUIRE(again.theme() == other);
    FUZZ_REQUIRE(again.profiles() == settings.profiles());
    FUZZ_REQUIRE(again.thresholds() == settings.thresholds());
    FUZZ_REQUIRE(again.tableLayout().toVariantMap() == settings.tableLayout().toVariantMap());
    requireKept(meaningOf(input).toMap(), meaningOf(saved).toMap());
    again.setTheme(Theme::System);
    again.setTheme(other);
    FUZZ_REQUIRE(again.save());
    FUZZ_REQUIRE(meaningOf(contentOf(path)) == meaningOf(saved));
}

void profiles(const QByteArray &input)
{
    const QJsonDocument document = QJsonDocument::fromJson(input);
    const QJsonArray entries = document.isArray() ? document.array() : QJsonArray{document.object()};
    const ProfileEntries read = profilesFromJson(entries);
    FUZZ_REQUIRE(read.profiles.size() + read.damaged == entries.size());
    for (const Profile &profile : read.profiles) {
        requireProfile(profile);
        const QJsonObject written = profileToJson(profile);
        FUZZ_REQUIRE(profileFromJson(written) == profile);
        FUZZ_REQUIRE(profileToJson(*profileFromJson(written)) == written);

        const ProfileEntries replaced = profilesFromJson(withProfile(entries, profile));
        FUZZ_REQUIRE(replaced.profiles == read.profiles && replaced.damaged == read.damaged);
        const ProfileEntries left = profilesFromJson(withoutProfile(entries, profile.id));
        FUZZ_REQUIRE(left.profiles.size() == read.profiles.size() - 1 && left.damaged <= read.damaged);
    }
    // What protects is lost by a plain no alone.
    for (const QJsonValue &entry : entries) {
        const std::optional<Profile> profile = profileFromJson(entry.toObject());
        const QJsonValue guard = entry.toObject().value("protected"_L1);
        if (profile && !profile->isProtected)
            FUZZ_REQUIRE(guard.isUndefined() || guard == QJsonValue(false));
    }
}

} // namespace leasekeeper::fuzz

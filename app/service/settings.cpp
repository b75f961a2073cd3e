// SPDX-License-Identifier: MIT
#include "settings.h"

#include "jsonmarks.h"
#include "profilejson.h"
#include "replacefile.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QMetaObject>

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace leasekeeper
{

namespace
{

// All keys of the file. Times in ms.
constexpr QLatin1StringView VersionKey("version");
constexpr QLatin1StringView ThemeKey("theme");
constexpr QLatin1StringView SoonKey("soonMs");
constexpr QLatin1StringView UrgentKey("urgentMs");
constexpr QLatin1StringView GraceKey("graceMs");
constexpr QLatin1StringView AlwaysTypeKey("alwaysTypeToDelete");
constexpr QLatin1StringView ProlongKey("defaultProlongMs");
constexpr QLatin1StringView GeometryKey("windowGeometry");
constexpr QLatin1StringView LayoutKey("tableLayout");
constexpr QLatin1StringView ProfilesKey("profiles");
constexpr QLatin1StringView LastProfileKey("lastProfile");

// All defaults and limits.
constexpr qint64 MinuteMs = 60'000;
constexpr qint64 HourMs = 60 * MinuteMs;
constexpr qint64 DefaultGraceMs = 5'000;
constexpr qint64 LongestGraceMs = 30'000;
constexpr qint64 DefaultProlongMs = HourMs;
constexpr qint64 ShortestProlongMs = MinuteMs;
constexpr qint64 LongestProlongMs = 72 * HourMs;
constexpr qint64 LongestThresholdMs = 72 * HourMs;

// A file of ours is some kilobytes; anything like this size is something else.
constexpr qint64 LargestFile = 1 << 20;
constexpr int MostDamagedCopies = 9;

QLatin1StringView themeText(Theme theme)
{
    switch (theme) {
    case Theme::System:
        return "system"_L1;
    case Theme::Light:
        return "light"_L1;
    case Theme::Dark:
        return "dark"_L1;
    }
    return "system"_L1;
}

/// For people to read, too, unless that makes a file of it that is not read again.
QByteArray bytesOf(const QJsonObject &values)
{
    const QJsonDocument document(values);
    const QByteArray indented = document.toJson(QJsonDocument::Indented);
    return indented.size() <= LargestFile ? indented : document.toJson(QJsonDocument::Compact);
}

} // namespace

Settings::Settings(QString filePath, QObject *parent) : QObject(parent), m_filePath(std::move(filePath))
{
    if (!m_filePath.isEmpty())
        read();
}

Settings::~Settings()
{
    save();
}

void Settings::read()
{
    QFile file(m_filePath);
    if (!file.exists())
        return;
    if (!file.open(QIODevice::ReadOnly)) {
        notice(tr("The settings in %1 cannot be read, so the defaults apply. Check who may read that file.")
                   .arg(QDir::toNativeSeparators(m_filePath)));
        m_readOnly = true; // whatever it holds is not ours to replace
        return;
    }
    const QByteArray bytes = file.size() <= LargestFile ? file.readAll() : QByteArray();
    file.close();
    const QJsonDocument document = QJsonDocument::fromJson(withMarksEscaped(bytes));
    if (!document.isObject()) {
        keepDamagedCopy();
        return;
    }
    m_values = document.object();
    if (m_values.value(VersionKey).toDouble() > CurrentVersion) {
        m_readOnly = true;
        notice(tr("The settings in %1 were written by a newer version. What you change now is not saved.")
                   .arg(QDir::toNativeSeparators(m_filePath)));
    } else if (profilesFromJson(m_values.value(ProfilesKey).toArray()).damaged > 0) {
        notice(tr("A profile in %1 is damaged and left out. It stays in the file as it is.")
                   .arg(QDir::toNativeSeparators(m_filePath)));
    }
}

void Settings::keepDamagedCopy()
{
    const QString path = QDir::toNativeSeparators(m_filePath);
    for (int i = 1; i <= MostDamagedCopies; ++i) {
        const QString copy = m_filePath + u".damaged-"_s + QString::number(i);
        if (QFile::exists(copy))
            continue;
        if (QFile::rename(m_filePath, copy)) {
            notice(
                tr("The settings in %1 were damaged, so the defaults apply. The damaged file was kept as %2.")
                    .arg(path, QDir::toNativeSeparators(copy)));
            return;
        }
        break;
    }
    m_readOnly = true;
    notice(
        tr("The settings in %1 are damaged and could not be put aside, so the defaults apply and nothing is "
           "saved. Remove that file.")
            .arg(path));
}

void Settings::notice(const QString &text)
{
    m_notice = text;
}

QString Settings::takeNotice()
{
    return std::exchange(m_notice, {});
}

void Settings::put(QLatin1StringView key, const QJsonValue &value, bool isPreference)
{
    if (m_values.value(key) == value)
        return;
    m_values.insert(key, value);
    m_changedKeys.insert(QString(key));
    // Several changes that come together are written together.
    if (!m_saveArmed) {
        m_saveArmed = true;
        QMetaObject::invokeMethod(
            this,
            [this] {
                m_saveArmed = false;
                save();
            },
            Qt::QueuedConnection);
    }
    if (isPreference)
        Q_EMIT changed();
}

qint64 Settings::number(QLatin1StringView key, qint64 fallback, qint64 least, qint64 most) const
{
    const QJsonValue value = m_values.value(key);
    const double number = value.toDouble();
    if (!value.isDouble() || !(number >= double(least)) || !(number <= double(most)) ||
        std::floor(number) != number)
        return fallback;
    return qint64(number);
}

Theme Settings::theme() const
{
    const QString text = m_values.value(ThemeKey).toString();
    for (const Theme theme : {Theme::Light, Theme::Dark}) {
        if (text == themeText(theme))
            return theme;
    }
    return Theme::System;
}

void Settings::setTheme(Theme theme)
{
    put(ThemeKey, QString(themeText(theme)), true);
}

PhaseThresholds Settings::thresholds() const
{
    const PhaseThresholds defaults;
    PhaseThresholds read;
    read.soonMs = number(SoonKey, defaults.soonMs, 0, LongestThresholdMs);
    read.urgentMs = number(UrgentKey, defaults.urgentMs, 0, LongestThresholdMs);
    // Two limits in the wrong order mean nothing together.
    return read.urgentMs <= read.soonMs ? read : defaults;
}

void Settings::setThresholds(const PhaseThresholds &thresholds)
{
    const qint64 soon = std::clamp<qint64>(thresholds.soonMs, 0, LongestThresholdMs);
    const qint64 urgent = std::clamp<qint64>(thresholds.urgentMs, 0, soon);
    const PhaseThresholds before = this->thresholds();
    if (before.soonMs == soon && before.urgentMs == urgent)
        return;
    put(SoonKey, soon, false);
    put(UrgentKey, urgent, false);
    Q_EMIT changed();
}

qint64 Settings::graceMs() const
{
    return number(GraceKey, DefaultGraceMs, 0, LongestGraceMs);
}

void Settings::setGraceMs(qint64 ms)
{
    put(GraceKey, std::clamp<qint64>(ms, 0, LongestGraceMs), true);
}

bool Settings::alwaysTypeToDelete() const
{
    return m_values.value(AlwaysTypeKey).toBool(false);
}

void Settings::setAlwaysTypeToDelete(bool always)
{
    put(AlwaysTypeKey, always, true);
}

qint64 Settings::defaultProlongMs() const
{
    return number(ProlongKey, DefaultProlongMs, ShortestProlongMs, LongestProlongMs);
}

void Settings::setDefaultProlongMs(qint64 ms)
{
    put(ProlongKey, std::clamp(ms, ShortestProlongMs, LongestProlongMs), true);
}

QList<Profile> Settings::profiles() const
{
    return profilesFromJson(m_values.value(ProfilesKey).toArray()).profiles;
}

std::optional<Profile> Settings::profile(const QString &id) const
{
    const QList<Profile> all = profiles();
    for (const Profile &one : all) {
        if (one.id == id)
            return one;
    }
    return std::nullopt;
}

void Settings::putProfile(const Profile &profile)
{
    if (!profile.id.isEmpty() && !profile.isDemo)
        putProfiles(withProfile(valuesOnDisk().value(ProfilesKey).toArray(), profile));
}

void Settings::removeProfile(const QString &id)
{
    putProfiles(withoutProfile(valuesOnDisk().value(ProfilesKey).toArray(), id));
}

void Settings::putProfiles(const QJsonArray &entries)
{
    if (m_values.value(ProfilesKey).toArray() == entries)
        return;
    put(ProfilesKey, entries, false);
    // At once: nobody wants to type a profile twice.
    save();
    Q_EMIT profilesChanged();
}

QString Settings::lastProfileId() const
{
    const QString id = m_values.value(LastProfileKey).toString();
    return profile(id) ? id : QString();
}

void Settings::setLastProfileId(const QString &id)
{
    put(LastProfileKey, id, false);
}

QByteArray Settings::windowGeometry() const
{
    return QByteArray::fromBase64(m_values.value(GeometryKey).toString().toLatin1());
}

void Settings::setWindowGeometry(const QByteArray &geometry)
{
    put(GeometryKey, QString::fromLatin1(geometry.toBase64()), false);
}

QJsonObject Settings::tableLayout() const
{
    return m_values.value(LayoutKey).toObject();
}

void Settings::setTableLayout(const QJsonObject &layout)
{
    put(LayoutKey, layout, false);
}

QJsonObject Settings::valuesOnDisk() const
{
    if (m_filePath.isEmpty() || m_readOnly)
        return m_values;
    QFile file(m_filePath);
    if (!file.open(QIODevice::ReadOnly) || file.size() > LargestFile)
        return m_values;
    const QJsonDocument document = QJsonDocument::fromJson(withMarksEscaped(file.readAll()));
    if (!document.isObject())
        return m_values;
    QJsonObject values = document.object();
    for (const QString &key : m_changedKeys)
        values.insert(key, m_values.value(key));
    return values;
}

bool Settings::save()
{
    if (m_changedKeys.isEmpty() || m_filePath.isEmpty())
        return true;
    QJsonObject values = valuesOnDisk();
    // A newer program may have been started beside this one.
    m_readOnly = m_readOnly || values.value(VersionKey).toDouble() > CurrentVersion;
    if (m_readOnly)
        return false;
    values.insert(VersionKey, CurrentVersion);
    const QByteArray bytes = bytesOf(values);
    QDir().mkpath(QFileInfo(m_filePath).absolutePath());

    const auto trouble =
        bytes.size() <= LargestFile
            ? replaceFile(m_filePath, bytes, FileReaders::OwnerOnly)
            : std::optional(FileTrouble{QFileDevice::WriteError, tr("the file would be too large")});
    if (!trouble) {
        m_values = values;
        m_changedKeys.clear();
        return true;
    }
    if (!m_toldUnwritable) {
        m_toldUnwritable = true;
        notice(tr("The settings cannot be saved in %1 (%2). They hold until you quit.")
                   .arg(QDir::toNativeSeparators(m_filePath), trouble->reason));
        Q_EMIT noticed();
    }
    return false;
}

} // namespace leasekeeper

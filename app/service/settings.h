// SPDX-License-Identifier: MIT
#pragma once

#include "lease.h"
#include "profile.h"

#include <QByteArray>
#include <QJsonObject>
#include <QList>
#include <QObject>
#include <QSet>
#include <QString>

#include <optional>

namespace leasekeeper
{

enum class Theme { System, Light, Dark };

/// What the user prefers, typed, with all keys and defaults in one table (settings.cpp). Kept as one JSON
/// file that only its owner can read; written beside and renamed, so a crash or a full disk leaves the old
/// one. Damage never stops the program: the bad file is kept as a copy and defaults apply; a single value of
/// a wrong type or out of range falls back alone; keys of other versions are kept as they are. What another
/// running program saved meanwhile stays, but for what was changed here. Holds no secret.
class Settings : public QObject
{
    Q_OBJECT
public:
    static constexpr int CurrentVersion = 1;

    /// Reads `filePath` at once; an empty path keeps everything in memory (tests, exports).
    explicit Settings(QString filePath, QObject *parent = nullptr);
    /// Saves what is waiting.
    ~Settings() override;

    /// One translated sentence if the file was damaged, of a newer version or cannot be written; said once.
    [[nodiscard]] QString takeNotice();

    [[nodiscard]] Theme theme() const;
    void setTheme(Theme theme);
    [[nodiscard]] PhaseThresholds thresholds() const;
    void setThresholds(const PhaseThresholds &thresholds);
    /// Grace period of deletes, ms, 0…30 000.
    [[nodiscard]] qint64 graceMs() const;
    void setGraceMs(qint64 ms);
    /// Whether deleting always asks for typing, not only by risk.
    [[nodiscard]] bool alwaysTypeToDelete() const;
    void setAlwaysTypeToDelete(bool always);
    /// What the prolong dialog adds at first, ms.
    [[nodiscard]] qint64 defaultProlongMs() const;
    void setDefaultProlongMs(qint64 ms);

    /// The profiles, in the order in which they were added. They hold no secret.
    [[nodiscard]] QList<Profile> profiles() const;
    [[nodiscard]] std::optional<Profile> profile(const QString &id) const;
    /// Replaces the profile of the same id or adds it. One without an id, or of the demo, is not kept.
    void putProfile(const Profile &profile);
    void removeProfile(const QString &id);
    /// The profile that was open last; empty if there was none, or it is gone.
    [[nodiscard]] QString lastProfileId() const;
    void setLastProfileId(const QString &id);

    /// Opaque states of the window, apart from the preferences.
    [[nodiscard]] QByteArray windowGeometry() const;
    void setWindowGeometry(const QByteArray &geometry);
    /// Columns by key: order, widths, hidden ones, sort; survives columns that come and go.
    [[nodiscard]] QJsonObject tableLayout() const;
    void setTableLayout(const QJsonObject &layout);

    /// Writes now what is waiting to be written. False if it could not be.
    bool save();

Q_SIGNALS:
    /// A preference changed; not told for the states of the window.
    void changed();
    /// A profile was added, changed or removed.
    void profilesChanged();
    /// takeNotice() has something to say that came up after the start: the file cannot be written.
    void noticed();

private:
    void read();
    void keepDamagedCopy();
    void notice(const QString &text);
    void put(QLatin1StringView key, const QJsonValue &value, bool isPreference);
    [[nodiscard]] qint64 number(QLatin1StringView key, qint64 fallback, qint64 least, qint64 most) const;

    void putProfiles(const QJsonArray &entries);
    [[nodiscard]] QJsonObject valuesOnDisk() const;

    QJsonObject m_values;
    QSet<QString> m_changedKeys; ///< since the last time it was saved
    QString m_filePath;
    QString m_notice;
    bool m_readOnly = false; ///< a newer version's file is never overwritten
    bool m_saveArmed = false;
    bool m_toldUnwritable = false;
};

} // namespace leasekeeper

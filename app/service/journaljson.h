// SPDX-License-Identifier: MIT
#pragma once

#include "actionintent.h"

#include <QByteArray>
#include <QByteArrayList>
#include <QList>
#include <QString>

#include <optional>

namespace leasekeeper
{

/// How the journal of an account's open actions is written down. What is read is untrusted: anything may
/// stand there, and all it can lead to is reading an instance.

inline constexpr int JournalVersion = 1;
/// More than this is never read, and no more than MostIntents are written.
inline constexpr qsizetype LargestJournal = 8 << 20;
inline constexpr qsizetype MostIntents = 10'000;

/// One entry. Empty if it cannot be written down: its id would not survive.
[[nodiscard]] QByteArray intentToJson(const ActionIntent &intent);
/// The whole file, of entries that intentToJson() made.
[[nodiscard]] QByteArray journalToJson(const QString &account, const QByteArrayList &entries);

struct JournalContents {
    bool isNewer = false; ///< written by a later version: nothing of it was read
    QString account;
    QList<ActionIntent> intents; ///< their ids are not kept
    int damaged = 0;             ///< entries that could not be read, or were too many
};
/// nullopt: no journal at all.
[[nodiscard]] std::optional<JournalContents> journalFromJson(const QByteArray &bytes);

} // namespace leasekeeper

// SPDX-License-Identifier: MIT
#pragma once

#include "instance.h"
#include "profile.h"

#include <QString>
#include <QStringList>
#include <QtGlobal>

namespace leasekeeper
{

/// Words that several dialogs share. Everything returned is plain text, safe for a label that does not
/// interpret it; times are in the computer's zone, `nowMs` is the service's clock (ms since 1970 UTC).

/// A name for headlines and buttons: marks visible, at most `maxChars` long.
[[nodiscard]] QString shortName(const QString &name, int maxChars = 40);
/// Lets a label break unbroken runs such as a name of 128 letters; shorter runs stay as they are.
[[nodiscard]] QString breakable(const QString &text);
/// "a", "a and b", "a, b and c"; from `most` names on the rest is counted: "a, b and 3 more".
[[nodiscard]] QString namesInSentence(const QStringList &names, int most = 8);

/// "today 18:55".
[[nodiscard]] QString sentenceTime(qint64 ms, qint64 nowMs);
/// "18:55", for buttons and cells.
[[nodiscard]] QString cellTime(qint64 ms, qint64 nowMs);
/// Local time with zone, and UTC: for tooltips.
[[nodiscard]] QString fullTime(qint64 ms);

/// "stops in 24 min", "stops when idle", …; empty for an instance that does not run.
[[nodiscard]] QString stopPhrase(const Instance &instance, qint64 nowMs);
/// "Running, stops in 24 min", "Stopped".
[[nodiscard]] QString statePhrase(const Instance &instance, qint64 nowMs);
/// "ana (you)", "li (not you)", "li (perhaps not you)".
[[nodiscard]] QString ownerPhrase(const Instance &instance, const Profile &profile);
/// "OTC prod, eu-de, ml-team": where the instances live.
[[nodiscard]] QString scopePhrase(const Profile &profile);
/// "f9937afa…": the beginning of a long id.
[[nodiscard]] QString shortId(const QString &id);

/// Time until stopPhrase() reads differently by itself; nullopt: never.
[[nodiscard]] std::optional<qint64> stopPhraseChangesInMs(const Instance &instance, qint64 nowMs);

} // namespace leasekeeper

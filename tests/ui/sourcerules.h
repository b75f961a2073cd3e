// SPDX-License-Identifier: MIT
#pragma once

#include <QString>
#include <QStringList>

namespace leasekeeper::test
{

/// Rules over the source text: foreign text reaches nothing that guesses rich text. Each returns what it
/// found against itself in one file, one line each.
namespace sourcerules
{

/// Whoever makes a QLabel says in the same file that it shows plain text.
[[nodiscard]] QStringList labelsNotPlain(const QString &source);
/// Nothing is used that shows or makes rich text, or guesses it without a way to say no.
[[nodiscard]] QStringList guessers(const QString &source);
/// Tooltips guess always: what they get is escaped, or our own words alone.
[[nodiscard]] QStringList tooltipsNotEscaped(const QString &source);

} // namespace sourcerules

} // namespace leasekeeper::test

// SPDX-License-Identifier: MIT
#pragma once

#include <QString>
#include <QStringList>

namespace leasekeeper::test
{

/// Rules over the source text: foreign text reaches nothing that guesses rich text, and requests leave in one
/// place. Each returns what it found in one file, one line each.
namespace sourcerules
{

/// Whoever makes a QLabel says in the same file that it shows plain text.
[[nodiscard]] QStringList labelsNotPlain(const QString &source);
/// Nothing is used that shows or makes rich text, or guesses it without a way to say no.
[[nodiscard]] QStringList guessers(const QString &source);
/// Tooltips guess always: what they get is escaped, or our own words alone.
[[nodiscard]] QStringList tooltipsNotEscaped(const QString &source);
/// Calls that hand a request to Qt's network, or look like it: whoever makes one decides on redirects, TLS
/// and repeats.
[[nodiscard]] QStringList requests(const QString &source);
/// Qt's classes that reach a network.
[[nodiscard]] QStringList networkNames(const QString &source);
/// Nothing makes TLS take a certificate that it refuses.
[[nodiscard]] QStringList waysAroundTls(const QString &source);

} // namespace sourcerules

} // namespace leasekeeper::test

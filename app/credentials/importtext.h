// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QString>

namespace leasekeeper
{

/// The text of a file to import from, or one translated sentence why there is none.
struct ImportText {
    QString name;     ///< the file's name for people: plain, visible text
    QByteArray bytes; ///< UTF-8 without byte order mark and without NUL; may hold secrets
    QString whyNot;
};

/// More than any of these files can need.
constexpr qsizetype LargestImport = 1 << 20;

/// Whether something stands at `path`, be it only a link that leads nowhere.
[[nodiscard]] bool isThereToImport(const QString &path);
/// Reads a regular file, opened for reading only.
[[nodiscard]] ImportText readImportText(const QString &path);
/// Judges bytes that were read: size, encoding.
[[nodiscard]] ImportText acceptImportText(const QByteArray &bytes, const QString &name);

} // namespace leasekeeper

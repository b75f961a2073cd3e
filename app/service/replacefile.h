// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QFileDevice>
#include <QString>

#include <optional>

namespace leasekeeper
{

enum class FileReaders { Usual, OwnerOnly };

/// Why a file could not be written. `reason` in the system's words, for a sentence of the caller's.
struct FileTrouble {
    QFileDevice::FileError error = QFileDevice::NoError;
    QString reason;
};

/// Replaces the file, or makes it, in one step: afterwards either all of `bytes` is in it, or what was
/// before, also where the disk is full. Its folder must exist.
[[nodiscard]] std::optional<FileTrouble> replaceFile(const QString &path, const QByteArray &bytes,
                                                     FileReaders readers = FileReaders::Usual);

} // namespace leasekeeper

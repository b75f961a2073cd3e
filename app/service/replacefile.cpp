// SPDX-License-Identifier: MIT
#include "replacefile.h"

#include <QSaveFile>

namespace leasekeeper
{

std::optional<FileTrouble> replaceFile(const QString &path, const QByteArray &bytes, FileReaders readers)
{
    QSaveFile file(path);
    // Writing into it in place would tear the old file on a full disk.
    file.setDirectWriteFallback(false);
    const auto limitReaders = [&file, readers] {
        return readers == FileReaders::Usual ||
               file.setPermissions(QFileDevice::ReadOwner | QFileDevice::WriteOwner);
    };
    // On a disk that fills up commit() takes half a flush, or none, for a whole one; flush() itself does not.
    const bool written = file.open(QIODevice::WriteOnly) && limitReaders() &&
                         file.write(bytes) == bytes.size() && file.flush() && file.commit();
    return written ? std::nullopt : std::optional(FileTrouble{file.error(), file.errorString()});
}

} // namespace leasekeeper

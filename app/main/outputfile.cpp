// SPDX-License-Identifier: MIT
#include "outputfile.h"

#include <QCoreApplication>
#include <QFile>
#include <QFileInfo>
#include <QSaveFile>

#include <cstdio>

using namespace Qt::StringLiterals;

namespace leasekeeper
{

namespace
{

QString cannotWrite(const QString &what, const QString &reason)
{
    return QCoreApplication::translate("leasekeeper::OutputFile",
                                       "cannot write %1: %2. Free some space or choose another file.")
        .arg(what, reason);
}

QString writeStandardOutput(const QByteArray &bytes)
{
    QFile out;
    // Flushed before the answer: a full disk often shows no earlier.
    if (!out.open(stdout, QIODevice::WriteOnly) || out.write(bytes) != bytes.size() || !out.flush()) {
        return cannotWrite(QCoreApplication::translate("leasekeeper::OutputFile", "to standard output"),
                           out.errorString());
    }
    return {};
}

/// A pipe or a device cannot be replaced by a file of the same name, and must not be.
QString writeDirectly(const QString &path, const QByteArray &bytes)
{
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly | QIODevice::Unbuffered) || file.write(bytes) != bytes.size()) {
        return cannotWrite(path, file.errorString());
    }
    return {};
}

} // namespace

QString writeOutput(const QString &path, const QByteArray &bytes)
{
    if (path == "-"_L1) {
        return writeStandardOutput(bytes);
    }
    const QFileInfo info(path);
    if (info.exists() && !info.isFile() && !info.isDir()) {
        return writeDirectly(path, bytes);
    }
    QSaveFile file(path);
    // Falling back to writing in place would tear the old file on a full disk.
    file.setDirectWriteFallback(false);
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size() || !file.commit()) {
        return cannotWrite(path, file.errorString());
    }
    return {};
}

} // namespace leasekeeper

// SPDX-License-Identifier: MIT
#include "outputfile.h"

#include "replacefile.h"

#include <QCoreApplication>
#include <QFile>
#include <QFileInfo>
#include <QStorageInfo>

#include <cstdio>

using namespace Qt::StringLiterals;

namespace leasekeeper
{

namespace
{

struct Text {
    Q_DECLARE_TR_FUNCTIONS(leasekeeper::OutputFile)
};

QString cannotWrite(const QString &what, const QString &reason, const QString &advice)
{
    return Text::tr("cannot write %1: %2. %3", "what, why, advice").arg(what, reason, advice);
}

bool isFull(QFileDevice::FileError error)
{
    return error == QFileDevice::WriteError || error == QFileDevice::ResourceError;
}

QString advice(const QString &path, QFileDevice::FileError error)
{
    if (QFileInfo(path).isDir())
        return Text::tr("This is a folder. Name a file in it.");
    const QString folder = QFileInfo(path).absolutePath();
    if (!QFileInfo(folder).isDir())
        return Text::tr("Create the folder, or choose another one.");
    const bool isForbidden = QFileInfo::exists(path) && !QFileInfo(path).isWritable();
    if (isFull(error) && !isForbidden)
        return Text::tr("Free some space or choose another file.");
    if (QStorageInfo(folder).isReadOnly())
        return Text::tr("Nothing can be written to this disk. Choose another folder.");
    return Text::tr("Choose another folder or file, or have its permissions changed.");
}

QString writeStandardOutput(const QByteArray &bytes)
{
    QFile out;
    // Flushed before the answer: a full disk often shows no earlier.
    if (!out.open(stdout, QIODevice::WriteOnly) || out.write(bytes) != bytes.size() || !out.flush()) {
        return cannotWrite(Text::tr("to standard output"), out.errorString(),
                           isFull(out.error()) ? Text::tr("Free some space or choose another file.")
                                               : Text::tr("Name a file to export to."));
    }
    return {};
}

/// A pipe or a device cannot be replaced by a file of the same name, and must not be.
QString writeDirectly(const QString &path, const QByteArray &bytes)
{
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly | QIODevice::Unbuffered) || file.write(bytes) != bytes.size()) {
        return cannotWrite(path, file.errorString(), advice(path, file.error()));
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
    const auto trouble = replaceFile(path, bytes);
    return trouble ? cannotWrite(path, trouble->reason, advice(path, trouble->error)) : QString();
}

} // namespace leasekeeper

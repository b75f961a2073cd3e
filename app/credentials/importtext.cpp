// SPDX-License-Identifier: MIT
#include "importtext.h"

#include "plaintext.h"
#include "secret.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QStringDecoder>

namespace leasekeeper
{

namespace
{

struct Text {
    Q_DECLARE_TR_FUNCTIONS(leasekeeper::ImportText)
};

ImportText refuse(const QString &name, const QString &whyNot)
{
    return {name, {}, whyNot};
}

bool isUtf8(const QByteArray &bytes)
{
    // Stateless: a character that is cut off at the end is an error, too.
    QStringDecoder decoder(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless);
    QString text = decoder.decode(bytes);
    text.fill(u'\0');
    return !decoder.hasError();
}

} // namespace

bool isThereToImport(const QString &path)
{
    const QFileInfo info(path);
    return !path.isEmpty() && (info.exists() || info.isSymLink());
}

ImportText readImportText(const QString &path)
{
    const QString name = visibleText(QDir::toNativeSeparators(path));
    const QFileInfo info(path);
    if (info.isDir())
        return refuse(name, Text::tr("%1 is a folder. Choose a file in it.").arg(name));
    if (!info.exists()) {
        return refuse(name,
                      info.isSymLink()
                          ? Text::tr("%1 is a link that leads nowhere. Choose the file itself.").arg(name)
                          : Text::tr("%1 does not exist. Choose another file.").arg(name));
    }
    // A pipe would be waited for, a device may never end.
    if (!info.isFile())
        return refuse(name, Text::tr("%1 is not a regular file. Choose another one.").arg(name));
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return refuse(name, Text::tr("%1 cannot be opened. Check who may read it.").arg(name));
    QByteArray bytes = file.read(LargestImport + 1);
    ImportText text =
        file.error() == QFileDevice::NoError
            ? acceptImportText(bytes, name)
            : refuse(name, Text::tr("%1 cannot be read. Check the file and its disk.").arg(name));
    overwriteIfUnshared(bytes);
    return text;
}

ImportText acceptImportText(const QByteArray &bytes, const QString &name)
{
    if (bytes.size() > LargestImport) {
        return refuse(
            name, Text::tr("%1 is larger than 1 MiB, so it cannot be a file of sign-in data. Choose another "
                           "one.")
                      .arg(name));
    }
    if (bytes.contains('\0') || !isUtf8(bytes))
        return refuse(
            name,
            Text::tr("%1 is not a text file in UTF-8. Save it as UTF-8, or choose another one.").arg(name));
    if (bytes.trimmed().isEmpty())
        return refuse(name, Text::tr("%1 is empty. Choose another file.").arg(name));
    constexpr auto Mark = "\xEF\xBB\xBF";
    return {name,
            bytes.startsWith(Mark) ? bytes.mid(qsizetype(qstrlen(Mark)))
                                   : QByteArray(bytes.constData(), bytes.size()),
            {}};
}

} // namespace leasekeeper

// SPDX-License-Identifier: MIT
#pragma once

#include "actionintent.h"

#include <QByteArrayList>
#include <QList>
#include <QString>
#include <QStringList>

#include <memory>
#include <optional>
#include <vector>

QT_BEGIN_NAMESPACE
class QLockFile;
QT_END_NAMESPACE

namespace leasekeeper
{

/// Where the journal of one account is kept: a file of its own in the folder, that only its owner can read,
/// written beside and renamed. Programs that run beside each other on one account have one file each, and
/// hold its lock as long as they use it: nobody writes into or makes use of a journal that is in use. What
/// programs left that have ended, however they did, is taken over. Nothing is made before there is something
/// to write, and an empty journal leaves no file.
class JournalFile
{
public:
    /// `account` tells one account from another; it stands in the file and holds no secret. Without a folder
    /// there is no file, and everything succeeds.
    JournalFile(QString folder, QString account);
    ~JournalFile();

    /// To be called once, first: what programs that have ended left of this account. Damaged files are kept
    /// as copies, those of newer versions stay where they are; each is one sentence in `notices`.
    [[nodiscard]] QList<ActionIntent> takeOver(QStringList *notices);
    /// Replaces what stands in the file by these entries (see journaljson.h). On disk when this returns. An
    /// empty text if it succeeded, else what hindered it.
    [[nodiscard]] QString write(const QByteArrayList &entries);
    /// Where the file is or would be; native separators.
    [[nodiscard]] QString place() const;

private:
    struct Slot {
        int number = 0;
        std::unique_ptr<QLockFile> lock; ///< null: the folder cannot be written, so nobody can
    };

    [[nodiscard]] QString path(int number) const;
    [[nodiscard]] std::optional<Slot> take(int number, bool evenReadOnly) const;
    [[nodiscard]] std::optional<QList<ActionIntent>> read(int number, QStringList *notices) const;
    [[nodiscard]] bool putAside(const QString &file, bool whole, QString *copy) const;
    [[nodiscard]] QString findSlot();
    void removeTakenOver();

    QString m_folder;
    QString m_account;
    std::optional<Slot> m_own;
    std::vector<Slot> m_takenOver; ///< files whose entries are not yet in our own
};

} // namespace leasekeeper

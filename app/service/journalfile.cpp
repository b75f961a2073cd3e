// SPDX-License-Identifier: MIT
#include "journalfile.h"

#include "journaljson.h"
#include "replacefile.h"

#include <QCoreApplication>
#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QLockFile>

using namespace Qt::StringLiterals;

namespace leasekeeper
{

namespace
{

// As many programs side by side on one account as have a journal.
constexpr int MostSlots = 16;
constexpr int MostDamagedCopies = 9;
constexpr int NameBytes = 16;

struct Text {
    Q_DECLARE_TR_FUNCTIONS(leasekeeper::ActionJournal)
};

} // namespace

JournalFile::JournalFile(QString folder, QString account)
    : m_folder(std::move(folder)), m_account(std::move(account))
{
}

JournalFile::~JournalFile() = default;

QString JournalFile::path(int number) const
{
    const QByteArray hash = QCryptographicHash::hash(m_account.toUtf8(), QCryptographicHash::Sha256);
    const QString name =
        u"%1-%2.json"_s.arg(QLatin1StringView(hash.left(NameBytes).toHex()), QString::number(number));
    return QDir(m_folder).filePath(name);
}

QString JournalFile::place() const
{
    return QDir::toNativeSeparators(path(m_own ? m_own->number : 1));
}

/// Nullopt: another program has it.
std::optional<JournalFile::Slot> JournalFile::take(int number, bool evenReadOnly) const
{
    Slot slot;
    slot.number = number;
    slot.lock = std::make_unique<QLockFile>(path(number) + ".lock"_L1);
    // However old: whether the program that made it still runs is what counts.
    slot.lock->setStaleLockTime(0);
    if (slot.lock->tryLock(0))
        return slot;
    if (slot.lock->error() == QLockFile::LockFailedError || !evenReadOnly)
        return std::nullopt;
    slot.lock.reset();
    return slot;
}

QList<ActionIntent> JournalFile::takeOver(QStringList *notices)
{
    QList<ActionIntent> all;
    for (int number = 1; number <= MostSlots && !m_folder.isEmpty(); ++number) {
        if (!QFile::exists(path(number)))
            continue;
        std::optional<Slot> slot = take(number, true);
        // It may have been removed by whoever had it.
        if (!slot || !QFile::exists(path(number)))
            continue;
        const std::optional<QList<ActionIntent>> intents = read(number, notices);
        if (!intents)
            continue;
        all.append(*intents);
        if (!m_own && slot->lock)
            m_own = std::move(slot);
        else
            m_takenOver.push_back(std::move(*slot));
    }
    return all;
}

/// Nullopt: nothing of it is ours to use.
std::optional<QList<ActionIntent>> JournalFile::read(int number, QStringList *notices) const
{
    const QString name = path(number);
    const QString shown = QDir::toNativeSeparators(name);
    QFile file(name);
    if (!file.open(QIODevice::ReadOnly)) {
        notices->append(
            Text::tr("The record of open actions in %1 cannot be read. Check who may read that file.")
                .arg(shown));
        return std::nullopt;
    }
    const QByteArray bytes = file.size() <= LargestJournal ? file.readAll() : QByteArray();
    file.close();
    const std::optional<JournalContents> contents = journalFromJson(bytes);
    if (contents && contents->isNewer) {
        notices->append(
            Text::tr("The record of open actions in %1 was written by a newer version and is left to that.")
                .arg(shown));
        return std::nullopt;
    }
    const bool isOurs = contents && contents->account == m_account;
    if (isOurs && contents->damaged == 0)
        return contents->intents;
    const QList<ActionIntent> usable = isOurs ? contents->intents : QList<ActionIntent>();
    QString copy;
    if (!putAside(name, usable.isEmpty(), &copy)) {
        notices->append(Text::tr("The record of open actions in %1 is damaged and could not be put aside. "
                                 "Remove that file.")
                            .arg(shown));
        return isOurs ? std::optional(usable) : std::nullopt;
    }
    notices->append(Text::tr("The record of open actions in %1 was damaged. What was being done when it was "
                             "written may be missing: refresh, and look at the instances. The damaged file "
                             "was kept as %2.")
                        .arg(shown, copy));
    return usable;
}

/// `whole`: nothing of it is of use. Otherwise it stays besides its copy until it is written anew.
bool JournalFile::putAside(const QString &file, bool whole, QString *copy) const
{
    for (int i = 1; i <= MostDamagedCopies; ++i) {
        const QString name = file + u".damaged-"_s + QString::number(i);
        if (QFile::exists(name))
            continue;
        *copy = QDir::toNativeSeparators(name);
        return whole ? QFile::rename(file, name) : QFile::copy(file, name);
    }
    return false;
}

QString JournalFile::findSlot()
{
    if (!QDir().mkpath(m_folder))
        return Text::tr("the folder cannot be made");
    for (int number = 1; number <= MostSlots; ++number) {
        std::optional<Slot> slot = take(number, false);
        // One that somebody left meanwhile waits for the next start.
        if (!slot || QFile::exists(path(number)))
            continue;
        m_own = std::move(slot);
        return {};
    }
    return Text::tr("no file can be locked there");
}

QString JournalFile::write(const QByteArrayList &entries)
{
    if (m_folder.isEmpty())
        return {};
    if (entries.isEmpty()) {
        if (m_own && QFile::exists(path(m_own->number)) && !QFile::remove(path(m_own->number)))
            return Text::tr("the file cannot be removed");
        removeTakenOver();
        return {};
    }
    if (!m_own) {
        if (QString whyNot = findSlot(); !whyNot.isEmpty())
            return whyNot;
    }
    const auto trouble =
        replaceFile(path(m_own->number), journalToJson(m_account, entries), FileReaders::OwnerOnly);
    if (trouble)
        return trouble->reason;
    removeTakenOver();
    return {};
}

/// Their entries stand in our own file by now, or have ended.
void JournalFile::removeTakenOver()
{
    for (const Slot &slot : m_takenOver) {
        if (slot.lock)
            QFile::remove(path(slot.number));
    }
    m_takenOver.clear();
}

} // namespace leasekeeper

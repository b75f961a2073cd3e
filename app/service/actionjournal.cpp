// SPDX-License-Identifier: MIT
#include "actionjournal.h"

#include "journaljson.h"
#include "profile.h"

#include <utility>

using namespace Qt::StringLiterals;

namespace leasekeeper
{

namespace
{
// What can be read again, with room for the commas and the head.
constexpr qsizetype MostBytes = LargestJournal - 2 * MostIntents - 8'192;
} // namespace

ActionJournal::ActionJournal(Timers &timers, QObject *parent)
    : QObject(parent), m_file({}, {}), m_later(timers, [this] { save(); })
{
}

ActionJournal::ActionJournal(const QString &folder, const Profile &account, Timers &timers, QObject *parent)
    : QObject(parent),
      m_file(folder, keyOf(account)),
      m_later(timers, [this] { save(); }),
      m_isFile(!folder.isEmpty())
{
    const QList<ActionIntent> left = m_file.takeOver(&m_notices);
    for (ActionIntent intent : left) {
        intent.id = ++m_lastId;
        put(intent);
    }
    // What was damaged, or stands in several files, is put in order.
    if (!left.isEmpty())
        saveLater();
}

ActionJournal::~ActionJournal()
{
    save();
}

QString ActionJournal::keyOf(const Profile &account)
{
    QString endpoint = account.endpoint.toString(QUrl::FullyEncoded | QUrl::RemoveUserInfo);
    while (endpoint.endsWith(u'/'))
        endpoint.chop(1);
    return endpoint + u' ' + account.projectId;
}

/// What has no place or cannot be written down is left out.
void ActionJournal::put(const ActionIntent &intent)
{
    QByteArray json = intentToJson(intent);
    drop(intent.id);
    const bool hasPlace = m_entries.size() < std::size_t(MostIntents) && m_bytes + json.size() < MostBytes;
    if (json.isEmpty() || !hasPlace)
        return;
    m_bytes += json.size();
    m_entries[intent.id] = {intent, std::move(json)};
}

bool ActionJournal::drop(quint64 id)
{
    const auto found = m_entries.find(id);
    if (found == m_entries.end())
        return false;
    m_bytes -= found->second.json.size();
    m_entries.erase(found);
    return true;
}

QList<quint64> ActionJournal::add(const QList<ActionIntent> &intents)
{
    QList<quint64> ids;
    for (ActionIntent intent : intents) {
        intent.id = ++m_lastId;
        put(intent);
        ids.append(m_entries.contains(intent.id) ? intent.id : 0);
    }
    m_changed = true;
    save();
    return ids;
}

quint64 ActionJournal::append(ActionIntent intent)
{
    intent.id = ++m_lastId;
    put(intent);
    saveLater();
    return m_entries.contains(intent.id) ? intent.id : 0;
}

void ActionJournal::change(const ActionIntent &intent)
{
    const auto found = m_entries.find(intent.id);
    if (found == m_entries.end() || found->second.intent == intent)
        return;
    put(intent);
    saveLater();
}

void ActionJournal::supersede(quint64 id)
{
    const auto found = m_entries.find(id);
    if (found == m_entries.end())
        return;
    const QList<ActionIntent> same = ofInstance(found->second.intent.instanceId);
    for (const ActionIntent &intent : same) {
        if (intent.id < id && intent.state == ActionIntent::State::Unresolved)
            remove(intent.id);
    }
}

void ActionJournal::remove(quint64 id)
{
    if (drop(id))
        saveLater();
}

void ActionJournal::saveLater()
{
    m_changed = true;
    if (!m_later.isActive())
        m_later.start(SaveLaterMs);
}

bool ActionJournal::save()
{
    m_later.stop();
    if (!m_changed)
        return m_isFile;
    QByteArrayList entries;
    for (const auto &[id, entry] : m_entries)
        entries.append(entry.json);
    const QString whyNot = m_file.write(entries);
    m_changed = !whyNot.isEmpty();
    Q_EMIT saved();
    if (whyNot.isEmpty())
        return m_isFile;
    if (m_toldUnwritable)
        return false;
    m_toldUnwritable = true;
    m_notices.append(tr("What is being done cannot be noted down in %1 (%2). Everything works; but should "
                        "Leasekeeper end before the service has answered, it cannot look into it by itself.")
                         .arg(m_file.place(), whyNot));
    Q_EMIT noticed();
    return false;
}

QList<ActionIntent> ActionJournal::all() const
{
    QList<ActionIntent> intents;
    for (const auto &[id, entry] : m_entries)
        intents.append(entry.intent);
    return intents;
}

QList<ActionIntent> ActionJournal::ofInstance(const QString &instanceId) const
{
    QList<ActionIntent> intents;
    for (const auto &[id, entry] : m_entries) {
        if (entry.intent.instanceId == instanceId)
            intents.append(entry.intent);
    }
    return intents;
}

QStringList ActionJournal::takeNotices()
{
    return std::exchange(m_notices, {});
}

} // namespace leasekeeper

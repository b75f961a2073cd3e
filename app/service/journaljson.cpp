// SPDX-License-Identifier: MIT
#include "journaljson.h"

#include "jsonmarks.h"
#include "jsonwords.h"
#include "lease.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <cmath>

using namespace Qt::StringLiterals;

namespace leasekeeper
{

namespace
{

// All keys of the file. Times in ms since 1970 UTC.
constexpr QLatin1StringView VersionKey("version");
constexpr QLatin1StringView AccountKey("account");
constexpr QLatin1StringView ActionsKey("actions");
constexpr QLatin1StringView InstanceKey("instance");
constexpr QLatin1StringView NameKey("name");
constexpr QLatin1StringView VerbKey("verb");
constexpr QLatin1StringView WriteKey("write");
constexpr QLatin1StringView BeforeKey("before");
constexpr QLatin1StringView StopAtKey("stopAtMs");
constexpr QLatin1StringView AtKey("atMs");
constexpr QLatin1StringView LeaseSetKey("leaseSetMs");
constexpr QLatin1StringView StateKey("state");

constexpr qsizetype LongestId = 1'024;
constexpr qsizetype LongestName = 128;
constexpr qsizetype LongestAccount = 4'096;

constexpr Word<InstanceVerb> VerbWords[]{{InstanceVerb::Start, "start"_L1},
                                         {InstanceVerb::Stop, "stop"_L1},
                                         {InstanceVerb::Prolong, "prolong"_L1},
                                         {InstanceVerb::Delete, "delete"_L1}};
constexpr Word<ActionIntent::State> StateWords[]{{ActionIntent::State::Planned, "planned"_L1},
                                                 {ActionIntent::State::Sent, "sent"_L1},
                                                 {ActionIntent::State::Unresolved, "unresolved"_L1},
                                                 {ActionIntent::State::CalledOff, "calledOff"_L1},
                                                 {ActionIntent::State::NotDone, "notDone"_L1},
                                                 {ActionIntent::State::Refused, "refused"_L1},
                                                 {ActionIntent::State::Lost, "lost"_L1}};

/// Such an id can never have been written to, nor be read alone.
bool isUsableId(const QString &id)
{
    return !id.isEmpty() && id.size() <= LongestId && id != "."_L1 && id != ".."_L1;
}

std::optional<qint64> moment(const QJsonValue &json)
{
    const double number = json.toDouble(-1);
    // Compared as a number first: not every one fits into 64 bits.
    if (!json.isDouble() || !(number > 0 && number < 1e15) || std::floor(number) != number ||
        !isPlausibleTimeMs(qint64(number)))
        return std::nullopt;
    return qint64(number);
}

std::optional<ActionIntent> intentFromJson(const QJsonObject &json)
{
    const auto verb = valueOf(json.value(VerbKey), VerbWords);
    const auto write = valueOf(json.value(WriteKey), VerbWords);
    const auto state = valueOf(json.value(StateKey), StateWords);
    const auto at = moment(json.value(AtKey));
    const auto stopAt = moment(json.value(StopAtKey));
    ActionIntent intent;
    intent.instanceId = json.value(InstanceKey).toString();
    if (!verb || !write || !state || !at || !isUsableId(intent.instanceId))
        return std::nullopt;
    const bool stopsFirst = *verb == InstanceVerb::Delete && *write == InstanceVerb::Stop;
    if ((*write != *verb && !stopsFirst) || (*verb == InstanceVerb::Prolong && !stopAt))
        return std::nullopt;
    intent.verb = *verb;
    intent.write = *write;
    intent.state = *state;
    intent.atMs = *at;
    intent.leaseSetMs = moment(json.value(LeaseSetKey)).value_or(0);
    if (intent.verb == InstanceVerb::Prolong)
        intent.stopAtMs = *stopAt;
    intent.name = json.value(NameKey).toString().left(LongestName);
    intent.before = instanceStatusFromText(json.value(BeforeKey).toString());
    return intent;
}

} // namespace

QByteArray intentToJson(const ActionIntent &intent)
{
    if (!isUsableId(intent.instanceId))
        return {};
    QJsonObject json{{InstanceKey, intent.instanceId},
                     {NameKey, intent.name.left(LongestName)},
                     {VerbKey, wordOf(intent.verb, VerbWords)},
                     {WriteKey, wordOf(intent.write, VerbWords)},
                     {BeforeKey, instanceStatusText(intent.before)},
                     {StateKey, wordOf(intent.state, StateWords)},
                     {AtKey, intent.atMs}};
    if (intent.verb == InstanceVerb::Prolong)
        json.insert(StopAtKey, intent.stopAtMs);
    if (intent.leaseSetMs != 0)
        json.insert(LeaseSetKey, intent.leaseSetMs);
    return QJsonDocument(json).toJson(QJsonDocument::Compact);
}

QByteArray journalToJson(const QString &account, const QByteArrayList &entries)
{
    const QJsonObject head{{VersionKey, JournalVersion}, {AccountKey, account}};
    QByteArray bytes = QJsonDocument(head).toJson(QJsonDocument::Compact);
    // Entries are put in as they are: a large journal is saved often, and changes little each time.
    bytes.chop(1);
    bytes +=
        ",\"" + QByteArray(ActionsKey.data(), ActionsKey.size()) + "\":[\n" + entries.join(",\n") + "\n]}\n";
    return bytes;
}

std::optional<JournalContents> journalFromJson(const QByteArray &bytes)
{
    if (bytes.size() > LargestJournal)
        return std::nullopt;
    const QJsonDocument document = QJsonDocument::fromJson(withMarksEscaped(bytes));
    const QJsonObject json = document.object();
    const double version = json.value(VersionKey).toDouble();
    if (!document.isObject() || !(version >= 1))
        return std::nullopt;
    JournalContents contents;
    contents.isNewer = version > JournalVersion;
    if (contents.isNewer)
        return contents;
    contents.account = json.value(AccountKey).toString();
    if (!json.value(ActionsKey).isArray() || contents.account.size() > LongestAccount)
        return std::nullopt;
    const QJsonArray actions = json.value(ActionsKey).toArray();
    for (const QJsonValue &entry : actions) {
        const std::optional<ActionIntent> intent =
            contents.intents.size() < MostIntents ? intentFromJson(entry.toObject()) : std::nullopt;
        if (intent)
            contents.intents.append(*intent);
        else
            ++contents.damaged;
    }
    return contents;
}

} // namespace leasekeeper

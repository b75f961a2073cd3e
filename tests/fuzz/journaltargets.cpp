// SPDX-License-Identifier: MIT
#include "fuzztargets.h"
#include "journaljson.h"
#include "lease.h"
#include "require.h"

namespace leasekeeper::fuzz
{

namespace
{

bool isMomentOrNone(qint64 ms)
{
    return ms == 0 || isPlausibleTimeMs(ms);
}

void requireIntent(const ActionIntent &intent)
{
    FUZZ_REQUIRE(intent.id == 0);
    FUZZ_REQUIRE(!intent.instanceId.isEmpty() && intent.instanceId.size() <= 1'024);
    FUZZ_REQUIRE(intent.verb != InstanceVerb::Open && intent.write != InstanceVerb::Open);
    // A write is what was decided, or the stop on the way to a delete: a journal cannot turn one into
    // another.
    FUZZ_REQUIRE(intent.write == intent.verb ||
                 (intent.verb == InstanceVerb::Delete && intent.write == InstanceVerb::Stop));
    FUZZ_REQUIRE(isPlausibleTimeMs(intent.atMs) && isMomentOrNone(intent.leaseSetMs));
    FUZZ_REQUIRE(intent.verb == InstanceVerb::Prolong ? isPlausibleTimeMs(intent.stopAtMs)
                                                      : intent.stopAtMs == 0);
}

} // namespace

void journal(const QByteArray &input)
{
    const std::optional<JournalContents> contents = journalFromJson(input);
    if (!contents)
        return;
    FUZZ_REQUIRE(contents->damaged >= 0 && contents->intents.size() <= MostIntents);
    if (contents->isNewer) {
        FUZZ_REQUIRE(contents->intents.isEmpty() && contents->account.isEmpty());
        return;
    }
    QByteArrayList entries;
    for (const ActionIntent &intent : contents->intents) {
        requireIntent(intent);
        entries.append(intentToJson(intent));
        FUZZ_REQUIRE(!entries.constLast().isEmpty());
    }
    // Written again it says the same, and written once more it is the same.
    const QByteArray written = journalToJson(contents->account, entries);
    const std::optional<JournalContents> again = journalFromJson(written);
    FUZZ_REQUIRE(again && again->damaged == 0 && !again->isNewer);
    FUZZ_REQUIRE(again->account == contents->account && again->intents == contents->intents);
    QByteArrayList entriesAgain;
    for (const ActionIntent &intent : again->intents)
        entriesAgain.append(intentToJson(intent));
    FUZZ_REQUIRE(journalToJson(again->account, entriesAgain) == written);
}

} // namespace leasekeeper::fuzz

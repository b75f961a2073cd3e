// SPDX-License-Identifier: MIT
#include "keychainstore.h"

#include "storedcredential.h"
#include "timers.h"

#include <QMetaObject>
#include <QPointer>
#include <QQueue>

#include <optional>
#include <utility>

namespace leasekeeper
{

struct KeychainStore::Call {
    enum class Kind { Read, Write, Remove };
    Kind kind = Kind::Read;
    QString profileId;
    Credential credential;
    QPointer<QObject> context;
    Done done;
    std::optional<OneShotTimer> quiet;
};

struct KeychainStore::Line {
    std::shared_ptr<Call> underWay;
    QQueue<std::shared_ptr<Call>> waiting;
};

namespace
{

using Outcome = StoreAnswer::Outcome;

Outcome outcomeOf(KeychainJobs::Outcome outcome)
{
    switch (outcome) {
    case KeychainJobs::Outcome::Done:
        return Outcome::Done;
    case KeychainJobs::Outcome::NotFound:
        return Outcome::NotFound;
    case KeychainJobs::Outcome::Denied:
    case KeychainJobs::Outcome::NotRemovable:
        return Outcome::Refused;
    case KeychainJobs::Outcome::Locked:
        return Outcome::Locked;
    case KeychainJobs::Outcome::NoStore:
    case KeychainJobs::Outcome::OtherTrouble:
        return Outcome::Unavailable;
    }
    return Outcome::Unavailable;
}

QString textOf(Outcome outcome)
{
    switch (outcome) {
    case Outcome::Done:
        return {};
    case Outcome::NotFound:
        return KeychainStore::tr("The key store holds no sign-in for this profile.");
    case Outcome::Unavailable:
        return KeychainStore::tr("This computer's key store cannot be reached.");
    case Outcome::Locked:
        return KeychainStore::tr("The key store is locked. Unlock it and try again.");
    case Outcome::Refused:
        return KeychainStore::tr("The key store refused access.");
    case Outcome::Damaged:
        return KeychainStore::tr(
            "What the key store holds for this profile cannot be understood. Sign in again to "
            "replace it.");
    case Outcome::Cancelled:
        return KeychainStore::tr("Asking the key store was cancelled.");
    }
    return {};
}

} // namespace

KeychainStore::KeychainStore(std::unique_ptr<KeychainJobs> jobs, Timers &timers, QObject *parent)
    : CredentialStore(parent), m_jobs(std::move(jobs)), m_timers(timers)
{
}

KeychainStore::~KeychainStore()
{
    // A call under way lives until the key store answers, and must not tell of it by then.
    for (auto &[profileId, line] : m_lines) {
        if (line.underWay)
            line.underWay->quiet.reset();
    }
}

void KeychainStore::read(const QString &profileId, QObject *context, Done done)
{
    take(profileId, context, std::move(done))->kind = Call::Kind::Read;
}

void KeychainStore::write(const QString &profileId, const Credential &credential, QObject *context, Done done)
{
    const auto call = take(profileId, context, std::move(done));
    call->kind = Call::Kind::Write;
    call->credential = credential;
}

void KeychainStore::remove(const QString &profileId, QObject *context, Done done)
{
    take(profileId, context, std::move(done))->kind = Call::Kind::Remove;
}

std::shared_ptr<KeychainStore::Call> KeychainStore::take(const QString &profileId, QObject *context,
                                                         Done done)
{
    auto call = std::make_shared<Call>();
    call->profileId = profileId;
    call->context = context;
    call->done = std::move(done);
    call->quiet.emplace(m_timers, [this, weak = std::weak_ptr(call)] {
        const auto still = weak.lock();
        if (still && still->context)
            Q_EMIT waiting(still->profileId);
    });
    call->quiet->start(QuietMs);
    m_lines[profileId].waiting.enqueue(call);
    arm(profileId);
    return call;
}

/// Later, so that even a call that can be answered on the spot is answered from the event loop.
void KeychainStore::arm(const QString &profileId)
{
    QMetaObject::invokeMethod(
        this, [this, profileId] { startNext(profileId); }, Qt::QueuedConnection);
}

void KeychainStore::startNext(const QString &profileId)
{
    const auto found = m_lines.find(profileId);
    if (found == m_lines.end() || found->second.underWay)
        return;
    Line &line = found->second;
    while (!line.waiting.isEmpty() && !line.waiting.head()->context)
        line.waiting.dequeue();
    if (line.waiting.isEmpty()) {
        m_lines.erase(found);
        return;
    }
    line.underWay = line.waiting.dequeue();
    start(line.underWay);
}

void KeychainStore::start(std::shared_ptr<Call> call)
{
    const auto answered = [store = QPointer(this), call](const KeychainJobs::Answer &answer) {
        if (store)
            store->finish(call, answer);
    };
    // An entry without a name would be shared by all who have none.
    if (call->profileId.isEmpty()) {
        finish(call, {KeychainJobs::Outcome::Denied, {}});
        return;
    }
    switch (call->kind) {
    case Call::Kind::Read:
        m_jobs->read(call->profileId, answered);
        return;
    case Call::Kind::Remove:
        m_jobs->remove(call->profileId, answered);
        return;
    case Call::Kind::Write:
        break;
    }
    QByteArray value = storedForm(call->credential);
    call->credential = {};
    if (value.isEmpty()) {
        finish(call, {KeychainJobs::Outcome::Denied, {}});
        return;
    }
    m_jobs->write(call->profileId, value, answered);
    overwriteIfUnshared(value);
}

void KeychainStore::finish(const std::shared_ptr<Call> &call, const KeychainJobs::Answer &answer)
{
    const auto line = m_lines.find(call->profileId);
    if (line == m_lines.end() || line->second.underWay != call)
        return;
    call->quiet.reset();
    StoreAnswer told{outcomeOf(answer.outcome), {}, {}};
    // Nothing there is what removing is for.
    if (call->kind == Call::Kind::Remove && told.outcome == Outcome::NotFound)
        told.outcome = Outcome::Done;
    if (call->kind == Call::Kind::Read && told.outcome == Outcome::Done) {
        if (auto credential = credentialFromStoredForm(answer.value))
            told.credential = *std::move(credential);
        else
            told.outcome = Outcome::Damaged;
    }
    told.text = textOf(told.outcome);

    // Out of the line before anybody hears of it: who listens may ask again, or end this store.
    line->second.underWay.reset();
    arm(call->profileId);
    if (call->context && call->done)
        call->done(told);
}

} // namespace leasekeeper

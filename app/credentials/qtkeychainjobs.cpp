// SPDX-License-Identifier: MIT
#include "qtkeychainjobs.h"

#include "keystorelock.h"

#include <qt6keychain/keychain.h>

#include <QLoggingCategory>

#include <type_traits>
#include <utility>

using namespace Qt::StringLiterals;

namespace leasekeeper
{

namespace
{

Q_LOGGING_CATEGORY(logKeychain, "leasekeeper.credentials")

KeychainJobs::Outcome outcomeOf(QKeychain::Error error)
{
    using Outcome = KeychainJobs::Outcome;
    switch (error) {
    case QKeychain::NoError:
        return Outcome::Done;
    case QKeychain::EntryNotFound:
        return Outcome::NotFound;
    case QKeychain::CouldNotDeleteEntry:
        return Outcome::NotRemovable;
    case QKeychain::AccessDeniedByUser:
        return Outcome::Denied;
    case QKeychain::AccessDenied:
        return Outcome::Locked;
    case QKeychain::NoBackendAvailable:
    case QKeychain::NotImplemented:
        return Outcome::NoStore;
    case QKeychain::OtherError:
        return Outcome::OtherTrouble;
    }
    return Outcome::OtherTrouble;
}

/// Starts a job, which deletes itself when it is done. It is never deleted before: the libraries below would
/// answer into freed memory.
template <typename Job> void start(Job *job, const QString &key, KeychainJobs::Done done)
{
    job->setKey(key);
    job->setInsecureFallback(false);
    QObject::connect(job, &QKeychain::Job::finished, job, [job, done = std::move(done)] {
        KeychainJobs::Answer answer{outcomeOf(job->error()), {}};
        if constexpr (std::is_same_v<Job, QKeychain::ReadPasswordJob>)
            answer.value = job->binaryData();
        // Its text is foreign and may say anything, so the number alone is logged.
        if (answer.outcome != KeychainJobs::Outcome::Done &&
            answer.outcome != KeychainJobs::Outcome::NotFound)
            qCWarning(logKeychain, "the key store answered with error %d", int(job->error()));
        // A locked Secret Service that the user did not unlock says "no such entry" to a reader, and "done"
        // to who removes what it still holds.
        const bool mayBeLocked = std::is_same_v<Job, QKeychain::ReadPasswordJob>
                                     ? answer.outcome == KeychainJobs::Outcome::NotFound
                                     : std::is_same_v<Job, QKeychain::DeletePasswordJob> &&
                                           answer.outcome == KeychainJobs::Outcome::Done;
        if (!mayBeLocked) {
            done(answer);
            return;
        }
        askWhetherLocked([answer, done](bool locked) {
            done(locked ? KeychainJobs::Answer{KeychainJobs::Outcome::Locked, {}} : answer);
        });
    });
    job->start();
}

QString service()
{
    return QStringLiteral(LEASEKEEPER_KEYCHAIN_SERVICE);
}

} // namespace

void QtKeychainJobs::read(const QString &key, Done done)
{
    start(new QKeychain::ReadPasswordJob(service()), key, std::move(done));
}

void QtKeychainJobs::write(const QString &key, const QByteArray &value, Done done)
{
    auto *job = new QKeychain::WritePasswordJob(service());
    job->setBinaryData(value);
    start(job, key, std::move(done));
}

void QtKeychainJobs::remove(const QString &key, Done done)
{
    start(new QKeychain::DeletePasswordJob(service()), key, std::move(done));
}

} // namespace leasekeeper

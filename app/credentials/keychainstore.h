// SPDX-License-Identifier: MIT
#pragma once

#include "credentialstore.h"
#include "keychainjobs.h"

#include <map>
#include <memory>

namespace leasekeeper
{

class Timers;

/// The system's key store. Never waits for it: a call that stays unanswered stays open and is announced by
/// waiting(). Calls for one profile are carried out in their order; one whose context goes before its turn
/// is left out, one that is under way runs to its end unheard.
class KeychainStore final : public CredentialStore
{
    Q_OBJECT
public:
    /// How long a call may be without answer before waiting() tells of it.
    static constexpr qint64 QuietMs = 3'000;

    /// `timers` outlives the store.
    KeychainStore(std::unique_ptr<KeychainJobs> jobs, Timers &timers, QObject *parent = nullptr);
    ~KeychainStore() override;

    void read(const QString &profileId, QObject *context, Done done) override;
    void write(const QString &profileId, const Credential &credential, QObject *context, Done done) override;
    void remove(const QString &profileId, QObject *context, Done done) override;

private:
    struct Call;
    struct Line; ///< the calls of one profile, in their order
    [[nodiscard]] std::shared_ptr<Call> take(const QString &profileId, QObject *context, Done done);
    void arm(const QString &profileId);
    void startNext(const QString &profileId);
    void start(std::shared_ptr<Call> call);
    void finish(const std::shared_ptr<Call> &call, const KeychainJobs::Answer &answer);

    std::unique_ptr<KeychainJobs> m_jobs;
    Timers &m_timers;
    std::map<QString, Line> m_lines; ///< by profile
};

} // namespace leasekeeper

// SPDX-License-Identifier: MIT
#pragma once

#include "apicall.h"
#include "instance.h"
#include "profile.h"
#include "requestgate.h"

#include <QObject>

#include <functional>
#include <memory>
#include <optional>

namespace leasekeeper
{

class Authenticator;
class HttpClient;
struct CallPlan;
struct Traffic;

/// One page of a listing, decoded.
struct InstancePage {
    QList<Instance> instances;
    int received = 0;            ///< records in the answer, readable or not: what `offset` counts
    int unreadable = 0;          ///< records without an id, left out of `instances`
    QStringList wrongTimes;      ///< ids of those with a time of no sensible value, which is unknown then
    std::optional<qint64> total; ///< what the service says of all of them; not to be relied on
};

/// What a write answered. Both are empty for 204 or an empty body: accepted, to be confirmed by reading.
struct WriteAnswer {
    std::optional<Instance> instance; ///< start, stop, delete; often sparse
    std::optional<Lease> lease;       ///< renew
};

/// Kinds of instances a listing has to ask for one by one (section 1.1).
enum class InstanceFeature { Notebook, Default };

/// How long a read may go on trying.
enum class Patience {
    Person,
    Background, ///< backs off further
    Once,       ///< whoever asks comes back by itself
};

/// The calls of ModelArts API reference, section 1, for one project. Reads are retried as
/// `faults.md` RR says; writes are sent once (W1). All of them pass the account's gate; a write may bring the
/// place it has got there, else it waits for one by itself. Every returned call belongs to `parent`.
class InstancesApi : public QObject
{
    Q_OBJECT
public:
    static constexpr int PageLimit = 50; ///< 10, 20 and 50 are allowed

    /// `http` and `authenticator` must outlive this.
    InstancesApi(HttpClient &http, Authenticator &authenticator, Profile profile, QObject *parent = nullptr);
    ~InstancesApi() override;

    /// Where the pauses between retries get their chance from: numbers in [0, 1).
    void setRandomness(std::function<double()> random);
    [[nodiscard]] const Profile &profile() const { return m_profile; }
    /// Where every request of the account passes.
    [[nodiscard]] RequestGate &gate() const;

    /// `offset` counts records. `allUsers`: /notebooks/all in place of /notebooks.
    [[nodiscard]] ApiCall<InstancePage> *list(bool allUsers, InstanceFeature feature, qint64 offset,
                                              Patience patience, QObject *parent);
    [[nodiscard]] ApiCall<Instance> *show(const QString &id, Patience patience, QObject *parent);
    [[nodiscard]] ApiCall<Lease> *showLease(const QString &id, Patience patience, QObject *parent);
    /// Whether a write is to be sent at this moment.
    using MayLeave = std::function<bool()>;
    /// `mayLeave`, of these and the next ones: asked, if given, when the request leaves later than it was
    /// made, or once more: while or after signing in.
    [[nodiscard]] ApiCall<WriteAnswer> *remove(const QString &id, QObject *parent,
                                               RequestGate::Place place = {}, MayLeave mayLeave = {});
    /// `durationMs`: run time after the start, or -1 for no automatic stop. Always sent.
    [[nodiscard]] ApiCall<WriteAnswer> *start(const QString &id, qint64 durationMs, QObject *parent,
                                              RequestGate::Place place = {}, MayLeave mayLeave = {});
    [[nodiscard]] ApiCall<WriteAnswer> *stop(const QString &id, QObject *parent,
                                             RequestGate::Place place = {}, MayLeave mayLeave = {});
    /// Duration to send at this moment; nullopt: do not send.
    using DurationNow = std::function<std::optional<qint64>()>;
    /// `durationMs` counts from the moment the service receives it (body form, type "timing"). `durationNow`,
    /// if given, is asked for another one when the request leaves later: while or after signing in.
    [[nodiscard]] ApiCall<WriteAnswer> *renewLease(const QString &id, qint64 durationMs, QObject *parent,
                                                   RequestGate::Place place = {},
                                                   DurationNow durationNow = {});

private:
    /// One request below /v1/{project}/notebooks.
    struct Target {
        QByteArray method = "GET";
        std::optional<QString> id; ///< of the instance, not encoded; none for the listing
        QString suffix;            ///< what follows the id, "/lease"
        QString query;             ///< encoded
        QByteArray body;
        std::function<std::optional<QByteArray>()> bodyNow; ///< as in CallPlan
        QString permission; ///< the identity-policy action it needs; may be empty
        Patience patience = Patience::Person;
    };

    [[nodiscard]] static RequestGate::Lane laneOf(const Target &target);
    [[nodiscard]] CallPlan plan(const Target &target) const;
    [[nodiscard]] static ApiError refusal(const QString &message, const QString &detail);
    template <typename T, typename Decoder>
    [[nodiscard]] ApiCall<T> *run(const Target &target, Decoder decoder, QObject *parent,
                                  RequestGate::Place place = {});
    [[nodiscard]] ApiCall<WriteAnswer> *writeInstance(Target target, QObject *parent,
                                                      RequestGate::Place place, MayLeave mayLeave);

    HttpClient &m_http;
    Authenticator &m_authenticator;
    Profile m_profile;
    std::shared_ptr<Traffic> m_traffic;
};

} // namespace leasekeeper

// SPDX-License-Identifier: MIT
#pragma once

#include "apierror.h"
#include "instance.h"

#include <QObject>
#include <QSet>

#include <memory>
#include <optional>

namespace leasekeeper
{

class InstancesApi;
enum class Patience;

/// How one listing ended.
struct ListingOutcome {
    QSet<QString> ids;
    bool complete = false;         ///< every page came and they fit together
    std::optional<ApiError> error; ///< what broke it, if a call failed
    QString incompleteReason;      ///< one translated sentence if !complete
    int unreadable = 0;            ///< records that had no id
    int wrongTimes = 0;            ///< instances with a time of no sensible value
    bool freeRefused = false;      ///< the list of free instances was refused, and counts as empty
    int pages = 0;                 ///< pages read
    qint64 sentAtMs = 0;           ///< monotonic ms of its first request
    qint64 durationMs = 0;         ///< its answers were on their way; failed attempts and pauses left out
};

/// One translated sentence about this many records that had no id.
[[nodiscard]] QString withoutIdText(int unreadable);

/// One complete listing of all instances: all pages of all features, merged by id. The first page goes alone,
/// since it tells whether the service answers at all; then as many as the account's gate lets pass, in no
/// certain order. Neighbouring pages overlap by one record, so that a deletion meanwhile cannot hide an
/// instance; those that do not fit are read again a few times, then the listing is called incomplete
/// (FeaturePaging has the rule). A refused list of free instances counts as empty. Emits finished() exactly
/// once for each start() and resume().
class Listing : public QObject
{
    Q_OBJECT
public:
    /// `api` must outlive this.
    Listing(InstancesApi &api, bool allUsers, Patience patience, QObject *parent = nullptr);
    ~Listing() override;
    void start();
    /// A call failed after some pages had come: the rest can be asked for later.
    [[nodiscard]] bool canResume() const;
    /// Asks for the missing pages alone; what has changed since shows by the overlap as it always does.
    void resume(Patience patience);
    [[nodiscard]] const ListingOutcome &outcome() const { return m_outcome; }

Q_SIGNALS:
    /// A page came. `instances` were read by a request sent at `sentAtMs` (monotonic); a page that comes
    /// later may have been sent earlier.
    void pageRead(const QList<leasekeeper::Instance> &instances, qint64 sentAtMs);
    /// "50 of 137"; `total` is 0 while unknown.
    void progressed(int loaded, int total);
    void finished();

private:
    struct Private;
    std::unique_ptr<Private> d;
    ListingOutcome m_outcome;
};

} // namespace leasekeeper

// SPDX-License-Identifier: MIT
#include "listing.h"

#include "featurepaging.h"
#include "instancesapi.h"
#include "plural.h"

#include <QLocale>

#include <algorithm>
#include <array>

namespace leasekeeper
{

namespace
{

constexpr std::array Features{InstanceFeature::Notebook, InstanceFeature::Default};

bool countsAsEmpty(InstanceFeature feature, const FeaturePaging &paging, const ApiError &error)
{
    // Not every cloud knows free instances; asking for them is then refused in one of these ways.
    return feature == InstanceFeature::Default && !paging.hasStarted() &&
           (error.httpStatus == 400 || error.httpStatus == 403 || error.httpStatus == 404);
}

QString troubleText(const FeaturePaging &paging)
{
    switch (paging.trouble()) {
    case FeaturePaging::Trouble::None:
        break;
    case FeaturePaging::Trouble::Moved:
        return Listing::tr("Instances came and went while they were being listed; some may be missing.");
    case FeaturePaging::Trouble::Repeated:
        return Listing::tr(
            "The service sent the same page of instances again; the rest could not be listed.");
    case FeaturePaging::Trouble::CountDiffers:
        return Listing::tr("The service announced another number of instances (%1) than it listed (%2).")
            .arg(QLocale().toString(paging.total().value_or(0)), QLocale().toString(paging.ids().size()));
    case FeaturePaging::Trouble::TooLong:
        return Listing::tr("The service sent more instances on one page than it was asked for.");
    case FeaturePaging::Trouble::TooMany:
        return Listing::tr("The service lists more instances than can be real; the listing was cut short.");
    }
    return {};
}

} // namespace

struct Listing::Private {
    Listing &q;
    InstancesApi &api;
    bool allUsers;
    Patience patience;
    std::size_t feature = 0;
    FeaturePaging paging{InstancesApi::PageLimit};
    int troubledFeatures = 0;
    std::optional<qint64> firstSentAtMs = std::nullopt;
    qint64 countedUntilMs = 0; ///< of the duration
    qint64 knownTotal = 0;     ///< of the features before the current one

    void request();
    void countDuration(qint64 sentAtMs, qint64 receivedAtMs);
    void take(const InstancePage &page, qint64 sentAtMs);
    void finishFeature();
    void fail(const ApiError &error);
    void finish();
    [[nodiscard]] int pagesExpected() const;
};

Listing::Listing(InstancesApi &api, bool allUsers, Patience patience, QObject *parent)
    : QObject(parent), d(new Private{*this, api, allUsers, patience})
{
}

Listing::~Listing() = default;

void Listing::start()
{
    d->request();
}

bool Listing::canResume() const
{
    return m_outcome.error && m_outcome.pages > 0;
}

void Listing::resume()
{
    m_outcome.error.reset();
    m_outcome.incompleteReason.clear();
    d->request();
}

void Listing::Private::request()
{
    ApiCall<InstancePage> *call = api.list(allUsers, Features.at(feature), paging.offset(), patience, &q);
    QObject::connect(call, &ApiCallBase::finished, &q, [this, call] {
        if (!firstSentAtMs)
            firstSentAtMs = call->sentAtMs();
        q.m_outcome.sentAtMs = *firstSentAtMs;
        if (call->result())
            countDuration(call->sentAtMs(), call->receivedAtMs());
        if (call->result())
            take(call->result().value(), call->sentAtMs());
        else if (countsAsEmpty(Features.at(feature), paging, call->result().error()))
            finishFeature();
        else
            fail(call->result().error());
    });
}

void Listing::Private::countDuration(qint64 sentAtMs, qint64 receivedAtMs)
{
    q.m_outcome.durationMs += std::max<qint64>(0, receivedAtMs - std::max(sentAtMs, countedUntilMs));
    countedUntilMs = std::max(countedUntilMs, receivedAtMs);
}

void Listing::Private::take(const InstancePage &page, qint64 sentAtMs)
{
    ++q.m_outcome.pages;
    QStringList ids;
    ids.reserve(page.instances.size());
    for (const Instance &instance : page.instances)
        ids.append(instance.id);
    const bool wantsMore = paging.take(ids, page.received, page.unreadable, page.total);

    Q_EMIT q.pageRead(page.instances, sentAtMs);
    const qint64 loaded = q.m_outcome.ids.size() + paging.ids().size();
    const qint64 total = knownTotal + std::max<qint64>(paging.total().value_or(0), paging.ids().size());
    Q_EMIT q.progressed(int(loaded), int(total));
    if (wantsMore)
        request();
    else
        finishFeature();
}

void Listing::Private::finishFeature()
{
    q.m_outcome.ids.unite(paging.ids());
    q.m_outcome.unreadable += paging.unreadable();
    knownTotal = q.m_outcome.ids.size();
    if (paging.trouble() != FeaturePaging::Trouble::None) {
        ++troubledFeatures;
        if (q.m_outcome.incompleteReason.isEmpty())
            q.m_outcome.incompleteReason = troubleText(paging);
    }
    ++feature;
    if (feature == Features.size()) {
        finish();
        return;
    }
    paging = FeaturePaging(InstancesApi::PageLimit);
    request();
}

int Listing::Private::pagesExpected() const
{
    // Pages overlap by one record, so each after the first brings one less than the limit.
    const qint64 total = paging.total().value_or(0);
    const qint64 step = InstancesApi::PageLimit - 1;
    return total <= 1 ? 1 : int((total - 1 + step - 1) / step);
}

void Listing::Private::fail(const ApiError &error)
{
    q.m_outcome.error = error;
    if (paging.hasStarted()) {
        const int read = int(paging.offset() / (InstancesApi::PageLimit - 1));
        const int expected = pagesExpected();
        q.m_outcome.incompleteReason = expected == 1
                                           ? Listing::tr("Only a part of the instances could be listed.")
                                           : Listing::tr("Only %2 of %1 pages of instances could be listed.")
                                                 .arg(QLocale().toString(expected), QLocale().toString(read));
    } else if (q.m_outcome.pages > 0) {
        q.m_outcome.incompleteReason = Listing::tr("The free instances could not be listed.");
    } else {
        q.m_outcome.incompleteReason = Listing::tr("The instances could not be listed.");
    }
    finish();
}

void Listing::Private::finish()
{
    q.m_outcome.complete = !q.m_outcome.error && troubledFeatures == 0;
    Q_EMIT q.finished();
}

} // namespace leasekeeper

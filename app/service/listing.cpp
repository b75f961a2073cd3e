// SPDX-License-Identifier: MIT
#include "listing.h"

#include "concurrency.h"
#include "featurepaging.h"
#include "httpclient.h"
#include "instancesapi.h"
#include "plural.h"

#include <QLocale>
#include <QPointer>

#include <algorithm>
#include <array>

namespace leasekeeper
{

namespace
{

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

/// One kind of instances.
struct Part {
    InstanceFeature feature;
    FeaturePaging paging{InstancesApi::PageLimit};
    bool countsAsEmpty = false;

    [[nodiscard]] bool isDone() const { return countsAsEmpty || paging.isDone(); }
};

/// Not every cloud knows free instances; asking for them is then refused in one of these ways.
bool isRefusedKind(const Part &part, const ApiError &error)
{
    return part.feature == InstanceFeature::Default && !part.paging.hasStarted() &&
           (error.httpStatus == 400 || error.httpStatus == 403 || error.httpStatus == 404);
}

} // namespace

struct Listing::Private {
    struct OnItsWay {
        ApiCall<InstancePage> *call; ///< child of q
        Part *part;
        FeaturePaging::Request request;
    };

    Listing &q;
    InstancesApi &api;
    bool allUsers;
    Patience patience;
    std::array<Part, 2> parts{Part{InstanceFeature::Notebook}, Part{InstanceFeature::Default}};
    QList<OnItsWay> onItsWay = {};
    bool isProven = false; ///< the service has answered since start() or resume()
    std::optional<qint64> firstSentAtMs = std::nullopt;
    qint64 countedUntilMs = 0;     ///< of the duration
    QSet<QString> wrongTimes = {}; ///< by id: pages overlap

    [[nodiscard]] Part &notebooks() { return parts.front(); }
    [[nodiscard]] Part &freeOnes() { return parts.back(); }
    void go();
    [[nodiscard]] bool requestMore();
    [[nodiscard]] bool requestOf(Part &part);
    void answered(const ApiCall<InstancePage> &call);
    void countDuration(qint64 sentAtMs, qint64 receivedAtMs);
    void take(const OnItsWay &done, const InstancePage &page);
    void tellProgress();
    void abandon(const Part *part);
    void fail(const ApiError &error);
    void finishIfDone();
    [[nodiscard]] QSet<QString> allIds();
    void finish();
};

QString withoutIdText(int unreadable)
{
    return countText(unreadable, Listing::tr("One instance came without an ID and is not shown."),
                     Listing::tr("%1 instances came without an ID and are not shown."));
}

Listing::Listing(InstancesApi &api, bool allUsers, Patience patience, QObject *parent)
    : QObject(parent), d(new Private{*this, api, allUsers, patience})
{
}

Listing::~Listing() = default;

void Listing::start()
{
    d->go();
}

bool Listing::canResume() const
{
    return m_outcome.error && m_outcome.pages > 0;
}

void Listing::resume(Patience patience)
{
    d->patience = patience;
    m_outcome.error.reset();
    m_outcome.incompleteReason.clear();
    d->isProven = false;
    d->go();
}

void Listing::Private::go()
{
    const qsizetype most = isProven ? Concurrency::Most : 1;
    while (onItsWay.size() < most && requestMore())
        continue;
}

bool Listing::Private::requestMore()
{
    // The free instances are few: looked at early they do not prolong the listing.
    if (isProven && requestOf(freeOnes()))
        return true;
    return requestOf(notebooks()) || (notebooks().isDone() && requestOf(freeOnes()));
}

bool Listing::Private::requestOf(Part &part)
{
    if (part.isDone())
        return false;
    const std::optional<FeaturePaging::Request> request = part.paging.next();
    if (!request)
        return false;
    // A service that answers again is worth another try.
    const Patience how = isProven && patience == Patience::Once ? Patience::Background : patience;
    ApiCall<InstancePage> *call = api.list(allUsers, part.feature, request->offset, how, &q);
    onItsWay.append({call, &part, *request});
    QObject::connect(call, &ApiCallBase::finished, &q, [this, call] { answered(*call); });
    return true;
}

void Listing::Private::answered(const ApiCall<InstancePage> &call)
{
    const auto found = std::find_if(onItsWay.begin(), onItsWay.end(),
                                    [&call](const OnItsWay &each) { return each.call == &call; });
    const OnItsWay done = *found;
    onItsWay.erase(found);
    firstSentAtMs = std::min(firstSentAtMs.value_or(call.sentAtMs()), call.sentAtMs());
    q.m_outcome.sentAtMs = *firstSentAtMs;
    if (call.result()) {
        countDuration(call.sentAtMs(), call.receivedAtMs());
        take(done, call.result().value());
        return;
    }
    done.part->paging.lost(done.request);
    const ApiError error = call.result().error();
    if (!isRefusedKind(*done.part, error)) {
        fail(error);
        return;
    }
    done.part->countsAsEmpty = true;
    finishIfDone();
}

void Listing::Private::countDuration(qint64 sentAtMs, qint64 receivedAtMs)
{
    // Nothing is waited for so long. The computer slept, and that is not what the listing costs the service.
    if (receivedAtMs - sentAtMs > HttpDeadlines{}.readMs)
        return;
    q.m_outcome.durationMs += std::max<qint64>(0, receivedAtMs - std::max(sentAtMs, countedUntilMs));
    countedUntilMs = std::max(countedUntilMs, receivedAtMs);
}

void Listing::Private::take(const OnItsWay &done, const InstancePage &page)
{
    isProven = true;
    ++q.m_outcome.pages;
    FeaturePaging::Answer answer;
    answer.ids.reserve(page.instances.size());
    for (const Instance &instance : page.instances)
        answer.ids.append(instance.id);
    answer.received = page.received;
    answer.unreadable = page.unreadable;
    answer.total = page.total;
    wrongTimes.unite(QSet<QString>(page.wrongTimes.begin(), page.wrongTimes.end()));
    done.part->paging.take(done.request, answer);
    if (done.part->isDone())
        abandon(done.part);
    const qint64 sentAtMs = done.call->sentAtMs();
    // The next page is on its way while this one is taken up and shown.
    go();

    const QPointer<Listing> alive(&q);
    Q_EMIT q.pageRead(page.instances, sentAtMs);
    if (alive)
        tellProgress();
    if (alive)
        finishIfDone();
}

void Listing::Private::tellProgress()
{
    qint64 loaded = 0;
    qint64 total = 0;
    for (const Part &part : parts) {
        const qint64 here = part.paging.loaded();
        loaded += here;
        total += std::max(part.paging.total().value_or(0), here);
    }
    Q_EMIT q.progressed(int(loaded), int(total));
}

/// What is on its way for this part, or for all, is no longer wanted.
void Listing::Private::abandon(const Part *part)
{
    onItsWay.removeIf([this, part](const OnItsWay &each) {
        if (part && each.part != part)
            return false;
        each.part->paging.lost(each.request);
        delete each.call; // at once, so that none that waits is sent any more
        return true;
    });
}

void Listing::Private::finishIfDone()
{
    const bool allDone =
        std::all_of(parts.begin(), parts.end(), [](const Part &part) { return part.isDone(); });
    if (allDone)
        finish();
    else
        go();
}

void Listing::Private::fail(const ApiError &error)
{
    // Others may have come to nothing as well: all that is missing is asked for later, one page first.
    abandon(nullptr);
    q.m_outcome.error = error;
    const FeaturePaging &paging = notebooks().paging;
    const int held = paging.pagesHeld();
    const int expected = paging.pagesExpected();
    if (paging.hasStarted() && !paging.isDone()) {
        q.m_outcome.incompleteReason = held < expected && expected > 1
                                           ? Listing::tr("Only %2 of %1 pages of instances could be listed.")
                                                 .arg(QLocale().toString(expected), QLocale().toString(held))
                                           : Listing::tr("Only a part of the instances could be listed.");
    } else if (q.m_outcome.pages > 0) {
        q.m_outcome.incompleteReason = Listing::tr("The free instances could not be listed.");
    } else {
        q.m_outcome.incompleteReason = Listing::tr("The instances could not be listed.");
    }
    finish();
}

/// What is asked for again later goes on from what is there; else a hundred thousand ids need no copy.
QSet<QString> Listing::Private::allIds()
{
    const bool goesOn = q.m_outcome.error.has_value();
    const auto of = [goesOn](Part &part) { return goesOn ? part.paging.ids() : part.paging.takeIds(); };
    QSet<QString> most = of(notebooks());
    QSet<QString> rest = of(freeOnes());
    if (most.size() < rest.size())
        most.swap(rest);
    most.unite(rest);
    return most;
}

void Listing::Private::finish()
{
    q.m_outcome.unreadable = 0;
    for (const Part &part : parts) {
        q.m_outcome.unreadable += part.paging.unreadable();
        if (q.m_outcome.incompleteReason.isEmpty())
            q.m_outcome.incompleteReason = troubleText(part.paging);
    }
    q.m_outcome.wrongTimes = int(wrongTimes.size());
    q.m_outcome.freeRefused = freeOnes().countsAsEmpty;
    q.m_outcome.ids = allIds();
    q.m_outcome.complete = !q.m_outcome.error && q.m_outcome.incompleteReason.isEmpty();
    Q_EMIT q.finished();
}

} // namespace leasekeeper

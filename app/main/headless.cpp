// SPDX-License-Identifier: MIT
#include "headless.h"

#include "listing.h"
#include "outputfile.h"
#include "serverclock.h"
#include "surroundings.h"

#include <utility>

namespace leasekeeper
{

Headless::Headless(Surroundings &surroundings, QString filePath, ExportFormat format, QObject *parent)
    : QObject(parent), m_surroundings(surroundings), m_filePath(std::move(filePath)), m_format(format)
{
    connect(
        &surroundings, &Surroundings::passcodeNeeded, this, [this] { m_surroundings.abandonPasscode(); },
        Qt::QueuedConnection);
}

Headless::~Headless()
{
    // Before the calls' maker.
    delete m_listing;
}

void Headless::start()
{
    m_surroundings.complete(this, [this](const Result<Profile> &profile) {
        if (profile)
            list(profile.value());
        else
            Q_EMIT finished(exitCodeFor(profile.error()), profile.error().message);
    });
}

void Headless::list(const Profile &profile)
{
    m_api = std::make_unique<InstancesApi>(m_surroundings.http(), m_surroundings.authenticator(), profile);
    m_listing = new Listing(*m_api, profile.allUsers, Patience::Person, this);
    connect(m_listing, &Listing::pageRead, this, &Headless::take);
    connect(m_listing, &Listing::finished, this, &Headless::onListed);
    m_listing->start();
}

void Headless::take(const QList<Instance> &instances, qint64 sentAtMs)
{
    // Unlike the window, an export tells of deleted instances that are still listed.
    for (const Instance &instance : instances) {
        const auto known = m_instances.constFind(instance.id);
        if (known == m_instances.constEnd() || known->sentAtMs <= sentAtMs) {
            m_instances.insert(instance.id, {instance, sentAtMs});
        }
    }
}

void Headless::onListed()
{
    const ListingOutcome &outcome = m_listing->outcome();
    // Who is refused has nothing to write, however far the listing came before; an unreachable service leaves
    // at least the pages it gave.
    if (outcome.error && (outcome.pages == 0 || exitCodeFor(*outcome.error) == ExitCode::Refused)) {
        Q_EMIT finished(exitCodeFor(*outcome.error), outcome.error->message);
        return;
    }
    const QString trouble = writeOutput(m_filePath, document(outcome));
    if (!trouble.isEmpty()) {
        Q_EMIT finished(ExitCode::Output, trouble);
    } else if (!outcome.complete) {
        Q_EMIT finished(ExitCode::Incomplete, outcome.incompleteReason);
    } else {
        Q_EMIT finished(ExitCode::Done, {});
    }
}

QByteArray Headless::document(const ListingOutcome &outcome) const
{
    QList<Instance> instances;
    instances.reserve(m_instances.size());
    for (const auto &[instance, sentAtMs] : m_instances) {
        // A complete listing may have been read more than once: what it finally did not contain is gone.
        if (!outcome.complete || outcome.ids.contains(instance.id)) {
            instances.append(instance);
        }
    }
    const Profile &profile = m_api->profile();
    ExportHead head;
    head.exportedAtMs = m_surroundings.clock().wallMs();
    head.serverTimeMs = m_surroundings.serverClock().nowMs();
    head.endpoint = profile.endpoint.toString();
    head.projectId = profile.projectId;
    head.complete = outcome.complete;
    return exportDocument(instances, head, m_format);
}

} // namespace leasekeeper

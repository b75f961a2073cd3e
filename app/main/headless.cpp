// SPDX-License-Identifier: MIT
#include "headless.h"

#include "listing.h"
#include "messages.h"
#include "outputfile.h"
#include "serverclock.h"
#include "surroundings.h"

#include <QStringList>

#include <utility>

namespace leasekeeper
{

namespace
{

/// Whether the file holds every instance there is. What came without an id exists, too.
bool isWhole(const ListingOutcome &outcome)
{
    return outcome.complete && outcome.unreadable == 0;
}

/// What the file lacks, why, and what to do.
QString gapsText(const ListingOutcome &outcome)
{
    QStringList sentences;
    if (!outcome.complete)
        sentences.append(outcome.incompleteReason);
    if (outcome.error)
        sentences.append(outcome.error->message);
    if (outcome.unreadable > 0)
        sentences.append(withoutIdText(outcome.unreadable));
    // Records do not get an id by being read again.
    sentences.append(outcome.complete ? Headless::tr("See the web console for the whole list.")
                                      : Headless::tr("Run it again for the whole list."));
    return withRequestId(sentences.join(u' '), outcome.error.value_or(ApiError()));
}

} // namespace

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
            Q_EMIT finished(exitCodeFor(profile.error()),
                            withRequestId(profile.error().message, profile.error()));
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
        Q_EMIT finished(exitCodeFor(*outcome.error), refusalText(*outcome.error));
        return;
    }
    const QString trouble = writeOutput(m_filePath, document(outcome));
    if (!trouble.isEmpty()) {
        Q_EMIT finished(ExitCode::Output, trouble);
    } else if (!isWhole(outcome)) {
        Q_EMIT finished(ExitCode::Incomplete, gapsText(outcome));
    } else {
        Q_EMIT finished(ExitCode::Done, {});
    }
}

QString Headless::refusalText(const ApiError &error) const
{
    const Profile &profile = m_api->profile();
    if (error.kind != ApiError::Kind::Forbidden || !profile.allUsers)
        return withRequestId(error.message, error);
    // A profile for this run only has it from the command line alone.
    const QString advice =
        profile.id.isEmpty() ? tr("Leave out --all-users to list your own instances.")
                             : tr("To list your own instances, leave out --all-users or change the profile.");
    return withRequestId(QString(error.message + u' ' + advice), error);
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
    if (const ServerClock &time = m_surroundings.serverClock(); !time.isContested())
        head.serverTimeMs = time.nowMs();
    head.endpoint = profile.endpoint.toString();
    head.projectId = profile.projectId;
    head.complete = isWhole(outcome);
    return exportDocument(instances, head, m_format);
}

} // namespace leasekeeper

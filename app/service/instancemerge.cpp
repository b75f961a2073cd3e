// SPDX-License-Identifier: MIT
#include "instancemerge.h"

namespace leasekeeper
{

namespace
{

void fill(QString *text, const QString &known)
{
    if (text->isEmpty())
        *text = known;
}

void overlay(QString *text, const QString &answer)
{
    if (!answer.isEmpty())
        *text = answer;
}

template <typename T> void overlay(std::optional<T> *value, const std::optional<T> &answer)
{
    if (answer)
        *value = answer;
}

template <typename T> void overlay(QList<T> *list, const QList<T> &answer)
{
    if (!answer.isEmpty())
        *list = answer;
}

void fillStorage(InstanceStorage *storage, const InstanceStorage &known)
{
    // A volume of another kind is another volume: nothing of the old one belongs to it.
    if (!storage->category.isEmpty() && storage->category != known.category)
        return;
    fill(&storage->category, known.category);
    fill(&storage->ownership, known.ownership);
    fill(&storage->mountPath, known.mountPath);
    fill(&storage->uri, known.uri);
    fill(&storage->id, known.id);
    if (!storage->capacityGb)
        storage->capacityGb = known.capacityGb;
}

void fillImage(InstanceImage *image, const InstanceImage &known)
{
    const bool sameImage = (image->id.isEmpty() || image->id == known.id) &&
                           (image->name.isEmpty() || image->name == known.name);
    if (!sameImage)
        return;
    fill(&image->id, known.id);
    fill(&image->name, known.name);
    fill(&image->tag, known.tag);
    fill(&image->type, known.type);
}

} // namespace

bool isTold(const Lease &lease)
{
    return lease.createAtMs || lease.durationMs || lease.enabled;
}

Instance withKnownDetails(Instance record, const Instance &known)
{
    // What a disk or an image is does not depend on the state of the instance; the rest does.
    fillStorage(&record.storage, known.storage);
    fillImage(&record.image, known.image);
    if (record.status != known.status)
        return record;
    fill(&record.url, known.url);
    if (record.token.isEmpty())
        record.token = known.token;
    if (record.progress.isEmpty())
        record.progress = known.progress;
    if (record.extraMounts.isEmpty())
        record.extraMounts = known.extraMounts;
    return record;
}

Instance withAnswer(Instance known, const Instance &answer)
{
    if (answer.status != InstanceStatus::Unknown || !answer.statusText.isEmpty()) {
        if (answer.status != known.status) {
            // These belong to the state that just ended; the token is another one after each start.
            known.token = {};
            known.progress.clear();
        }
        known.status = answer.status;
        known.statusText = answer.statusText;
    }
    overlay(&known.name, answer.name);
    overlay(&known.description, answer.description);
    overlay(&known.feature, answer.feature);
    overlay(&known.flavor, answer.flavor);
    overlay(&known.image.id, answer.image.id);
    overlay(&known.image.name, answer.image.name);
    overlay(&known.image.tag, answer.image.tag);
    overlay(&known.image.type, answer.image.type);
    overlay(&known.storage.category, answer.storage.category);
    overlay(&known.storage.ownership, answer.storage.ownership);
    overlay(&known.storage.capacityGb, answer.storage.capacityGb);
    overlay(&known.storage.mountPath, answer.storage.mountPath);
    overlay(&known.storage.status, answer.storage.status);
    overlay(&known.storage.uri, answer.storage.uri);
    overlay(&known.storage.id, answer.storage.id);
    overlay(&known.extraMounts, answer.extraMounts);
    overlay(&known.poolId, answer.poolId);
    overlay(&known.poolName, answer.poolName);
    overlay(&known.ownerId, answer.ownerId);
    overlay(&known.ownerName, answer.ownerName);
    overlay(&known.workspaceId, answer.workspaceId);
    overlay(&known.failReason, answer.failReason);
    overlay(&known.progress, answer.progress);
    overlay(&known.billingItems, answer.billingItems);
    overlay(&known.url, answer.url);
    if (!answer.token.isEmpty())
        known.token = answer.token;
    overlay(&known.createdAtMs, answer.createdAtMs);
    overlay(&known.updatedAtMs, answer.updatedAtMs);
    // A lease is one statement: half of an answer's lease and half of an older one would be a guess.
    if (isTold(answer.lease))
        known.lease = answer.lease;
    return known;
}

} // namespace leasekeeper

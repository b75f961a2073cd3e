// SPDX-License-Identifier: MIT
#include "deletesummary.h"

#include "dialogtext.h"
#include "plaintext.h"
#include "plural.h"
#include "storagetotal.h"
#include "timetext.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace leasekeeper
{

namespace
{

struct Text {
    Q_DECLARE_TR_FUNCTIONS(leasekeeper::DeleteDialog)
};

constexpr int MostTypedChars = 64;
constexpr int TypedIdChars = 8;

bool isBucket(const InstanceStorage &storage)
{
    return storage.category.startsWith("OBS"_L1, Qt::CaseInsensitive);
}

bool isKnown(const InstanceStorage &storage)
{
    return !storage.category.isEmpty() || storage.capacityGb || !storage.mountPath.isEmpty();
}

/// Whether a person can read the name off the screen and type it.
bool canBeTyped(const QString &name)
{
    if (name.isEmpty() || name.size() > MostTypedChars || visibleText(name) != name)
        return false;
    return std::all_of(name.begin(), name.end(), [](QChar c) {
        return c.isSurrogate() || (c.isPrint() && (!c.isSpace() || c == u' '));
    });
}

int stoppedFirst(const QList<Instance> &chosen)
{
    return int(std::count_if(chosen.begin(), chosen.end(), isStoppedFirst));
}

QString storageFact(const InstanceStorage &storage)
{
    if (!isKnown(storage))
        return Text::tr("not told by the service – whatever it holds is lost");
    const QString place = visibleText(storage.mountPath);
    const QString what = place.isEmpty()
                             ? storageText(storage)
                             : Text::tr("%1 at %2", "storage, path").arg(storageText(storage), place);
    if (isBucket(storage))
        return Text::tr("%1 – mounted from a bucket").arg(what);
    return mayBeShared(storage) ? Text::tr("%1 – all files in it; it may be mounted elsewhere too").arg(what)
                                : Text::tr("%1 – all files in it").arg(what);
}

QString containerFact(const Instance &instance)
{
    const QString flavor = visibleText(instance.flavor);
    const QString image =
        visibleText(instance.image.name.isEmpty() ? instance.image.id : instance.image.name);
    if (flavor.isEmpty() && image.isEmpty())
        return u"–"_s;
    if (image.isEmpty())
        return flavor;
    return flavor.isEmpty() ? Text::tr("image %1").arg(image)
                            : Text::tr("%1, image %2", "flavor, image").arg(flavor, image);
}

QString stateFact(const Instance &instance, qint64 nowMs)
{
    const QString state = statePhrase(instance, nowMs);
    if (isStoppedFirst(instance))
        return Text::tr("%1 – it will be stopped first").arg(state);
    return instance.status == InstanceStatus::Stopping
               ? Text::tr("%1 – it is deleted once it has stopped").arg(state)
               : state;
}

/// "105 GB of storage", "at least 105 GB of storage", or "their storage" where no size is known.
QString storageAmount(const StorageTotal &total)
{
    if (total.capacityGb == 0)
        return {};
    const QString amount = Text::tr("%1 GB of storage").arg(QLocale().toString(total.capacityGb));
    return total.unknownCapacities > 0 ? Text::tr("at least %1").arg(amount) : amount;
}

} // namespace

bool Confirmation::isMetBy(const QString &typed) const
{
    // The same letters, however an input method composed them.
    return !isAsked() || typed.trimmed().normalized(QString::NormalizationForm_C) ==
                             required.normalized(QString::NormalizationForm_C);
}

Confirmation confirmationForOne(const Instance &instance, const Profile &profile, bool always)
{
    const bool isRisky = instance.status == InstanceStatus::Running || isTransition(instance.status) ||
                         ownership(instance, profile) != Ownership::Own;
    if (!isRisky && !always && !profile.isProtected)
        return {};
    const QString name = instance.name.trimmed();
    if (canBeTyped(name))
        return {name, Text::tr("Type %1 to confirm:").arg(name)};
    const QString id = visibleText(instance.id).left(TypedIdChars);
    return {
        id,
        name.isEmpty()
            ? Text::tr("It has no name. Type the beginning of its ID, %1, to confirm:").arg(id)
            : Text::tr("Its name is hard to type. Type the beginning of its ID, %1, to confirm:").arg(id)};
}

Confirmation confirmationForSeveral(int count)
{
    const QString number = QString::number(count);
    return {number, Text::tr("Type the number of instances, %1, to confirm:").arg(number)};
}

bool isStoppedFirst(const Instance &instance)
{
    return instance.status == InstanceStatus::Running;
}

int deleteRisk(const Instance &instance, const Profile &profile)
{
    const int running = instance.status == InstanceStatus::Running || isTransition(instance.status) ? 2 : 0;
    return running + (ownership(instance, profile) == Ownership::Own ? 0 : 1);
}

QString deleteTitle(const QList<Instance> &chosen)
{
    if (chosen.size() == 1)
        return Text::tr("Delete %1?").arg(shortName(displayName(chosen.first())));
    return Text::tr("Delete %1 instances?").arg(chosen.size());
}

QString deleteHeadline(const QList<Instance> &chosen, bool isSeveral)
{
    if (chosen.isEmpty())
        return Text::tr("Nothing is chosen to be deleted");
    if (!isSeveral)
        return Text::tr("Permanently delete notebook instance “%1”?").arg(displayName(chosen.first()));
    const QString amount = storageAmount(storageTotal(chosen));
    const int count = int(chosen.size());
    if (amount.isEmpty()) {
        return countText(count, Text::tr("Permanently delete 1 notebook instance and its storage?"),
                         Text::tr("Permanently delete %1 notebook instances and their storage?"));
    }
    return countText(count, Text::tr("Permanently delete 1 notebook instance and %2?"),
                     Text::tr("Permanently delete %1 notebook instances and %2?"))
        .arg(amount);
}

QString deleteConsequence(const QList<Instance> &chosen, bool isSeveral)
{
    if (chosen.isEmpty())
        return {};
    if (!isSeveral)
        return Text::tr("The container and its storage are destroyed. This cannot be undone.");
    const QString basis = Text::tr("The containers and their storage are destroyed. This cannot be undone.");
    const int running = stoppedFirst(chosen);
    if (running == 0)
        return basis;
    return Text::tr("%1 %2", "two sentences")
        .arg(basis, countText(running, Text::tr("1 of them is running and will be stopped first."),
                              Text::tr("%1 of them are running and will be stopped first.")));
}

QString deleteButtonText(const QList<Instance> &chosen)
{
    if (chosen.isEmpty())
        return Text::tr("Delete");
    if (chosen.size() > 1)
        return Text::tr("Delete %1 instances").arg(chosen.size());
    const QString name = shortName(displayName(chosen.first()), 28);
    return (isStoppedFirst(chosen.first()) ? Text::tr("Stop and delete %1") : Text::tr("Delete %1"))
        .arg(name);
}

QList<Fact> deleteFacts(const Instance &instance, const Profile &profile, qint64 nowMs)
{
    QList<Fact> facts;
    facts.append({u"container"_s, Text::tr("Container"), containerFact(instance), {}, false});
    facts.append({u"storage"_s, Text::tr("Storage"), storageFact(instance.storage), {}, true});
    for (int i = 0; i < instance.extraMounts.size(); ++i) {
        facts.append({u"mount%1"_s.arg(i + 1),
                      Text::tr("Mounted too"),
                      storageFact(instance.extraMounts.at(i)),
                      {},
                      false});
    }
    facts.append({u"state"_s,
                  Text::tr("State"),
                  stateFact(instance, nowMs),
                  {},
                  instance.status == InstanceStatus::Running || isTransition(instance.status)});
    facts.append({u"owner"_s, Text::tr("Owner"), ownerPhrase(instance, profile), instance.ownerId,
                  ownership(instance, profile) != Ownership::Own});
    facts.append({u"id"_s, Text::tr("ID"), shortId(instance.id), instance.id, false});
    facts.append({u"profile"_s, Text::tr("Profile"), scopePhrase(profile), {}, false});
    return facts;
}

QString totalsText(const QList<Instance> &chosen, int listed)
{
    const StorageTotal total = storageTotal(chosen);
    QStringList parts{Text::tr("%1 of %2 instances", "ticked ones of those listed")
                          .arg(QLocale().toString(chosen.size()), QLocale().toString(listed))};
    const QString amount = storageAmount(total);
    if (!amount.isEmpty())
        parts += amount;
    if (total.unknownCapacities > 0) {
        parts += countText(total.unknownCapacities, Text::tr("1 volume of unknown size"),
                           Text::tr("%1 volumes of unknown size"));
    }
    if (total.shared > 0) {
        parts += countText(total.shared, Text::tr("1 with storage that may be mounted elsewhere too"),
                           Text::tr("%1 with storage that may be mounted elsewhere too"));
    }
    return parts.join(u" · "_s);
}

QStringList deleteListHeaders()
{
    return {Text::tr("Name"),    Text::tr("State"), Text::tr("Stops in"),
            Text::tr("Storage"), Text::tr("Owner"), Text::tr("Updated")};
}

DialogRow deleteListRow(const Instance &instance, const Profile &profile, bool ticked, qint64 nowMs,
                        const PhaseThresholds &thresholds)
{
    DialogRow row;
    row.id = instance.id;
    const QString name = displayName(instance);
    const QString state = isStoppedFirst(instance) ? Text::tr("%1 – stopped first").arg(statusLabel(instance))
                                                   : statusLabel(instance);
    const bool isShared = mayBeShared(instance.storage);
    const QString storage =
        isShared ? Text::tr("%1 – may be mounted elsewhere too").arg(storageText(instance.storage))
                 : storageText(instance.storage);
    row.cells = {name,
                 state,
                 countdown(instance.lease, instance.status, nowMs, thresholds).text,
                 storage,
                 ownerPhrase(instance, profile),
                 instance.updatedAtMs ? agoText(*instance.updatedAtMs, nowMs) : u"–"_s};
    row.tooltip = Text::tr("%1 · ID %2 · %3 · %4", "name, id, state, storage")
                      .arg(name, visibleText(instance.id), statePhrase(instance, nowMs), storage);
    row.ticked = ticked;
    const bool isForeign = ownership(instance, profile) != Ownership::Own;
    if (!ticked)
        row.mark = DialogRow::Mark::Muted;
    else if (deleteRisk(instance, profile) > 0)
        row.mark = DialogRow::Mark::Attention;
    if (instance.status == InstanceStatus::Running || isTransition(instance.status))
        row.flaggedColumns += 1;
    if (isShared)
        row.flaggedColumns += 3;
    if (isForeign)
        row.flaggedColumns += 4;
    return row;
}

QString detailsText(const QList<Instance> &chosen, const Profile &profile, qint64 nowMs)
{
    constexpr int MostChars = 4'096;
    QStringList lines;
    lines += countText(int(chosen.size()), Text::tr("1 notebook instance about to be deleted"),
                       Text::tr("%1 notebook instances about to be deleted"));
    lines += Text::tr("Written: %1 (UTC, the service's clock)").arg(isoUtc(nowMs));
    lines += Text::tr("Profile: %1").arg(scopePhrase(profile));
    if (chosen.size() > 1)
        lines += totalsText(chosen, int(chosen.size()));
    for (const Instance &instance : chosen) {
        lines += QString();
        lines += visibleText(instance.name.isEmpty() ? instance.id : instance.name, MostChars);
        lines += Text::tr("  ID: %1").arg(visibleText(instance.id, MostChars));
        if (!instance.description.isEmpty())
            lines += Text::tr("  Description: %1").arg(visibleText(instance.description, MostChars));
        for (const Fact &fact : deleteFacts(instance, profile, nowMs)) {
            if (fact.key != "id"_L1 && fact.key != "profile"_L1)
                lines += Text::tr("  %1: %2", "a label, its value").arg(fact.label, fact.text);
        }
        if (const auto stopsAt = stopsAtMs(instance.lease, instance.status))
            lines += Text::tr("  Stops at: %1").arg(isoUtc(*stopsAt));
        if (instance.createdAtMs)
            lines += Text::tr("  Created: %1").arg(isoUtc(*instance.createdAtMs));
        if (instance.updatedAtMs)
            lines += Text::tr("  Updated: %1").arg(isoUtc(*instance.updatedAtMs));
    }
    return lines.join(u'\n') + u'\n';
}

} // namespace leasekeeper

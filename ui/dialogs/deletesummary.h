// SPDX-License-Identifier: MIT
#pragma once

#include "countdown.h"
#include "dialoglistmodel.h"
#include "factgrid.h"
#include "instance.h"
#include "profile.h"

#include <QList>
#include <QSet>
#include <QString>
#include <QStringList>
#include <QtGlobal>

namespace leasekeeper
{

/// What deleting destroys, in words. All pure, plain and translated; `nowMs` is the service's clock.

/// What has to be typed before the delete button may be pressed.
struct Confirmation {
    QString required; ///< empty: nothing is asked
    QString prompt;   ///< "Type ocr-lab to confirm:"

    [[nodiscard]] bool isAsked() const { return !required.isEmpty(); }
    /// Blanks around it do not count; everything else does.
    [[nodiscard]] bool isMetBy(const QString &typed) const;
    friend bool operator==(const Confirmation &, const Confirmation &) = default;
};

/// For one instance: asked when it runs or is in transition, when it is not surely the caller's own, in a
/// protected profile, or `always`. The name, or the beginning of the id where the name cannot be typed.
[[nodiscard]] Confirmation confirmationForOne(const Instance &instance, const Profile &profile, bool always);
/// For those ticked of several: their number.
[[nodiscard]] Confirmation confirmationForSeveral(int count);

/// Whether it is stopped before it is deleted.
[[nodiscard]] bool isStoppedFirst(const Instance &instance);
/// How much care it needs, for the order in the list: more first.
[[nodiscard]] int deleteRisk(const Instance &instance, const Profile &profile);

[[nodiscard]] QString deleteTitle(const QList<Instance> &chosen);
/// "Permanently delete 3 notebook instances and 105 GB of storage?"
[[nodiscard]] QString deleteHeadline(const QList<Instance> &chosen, bool isSeveral);
/// What goes, and what is stopped first.
[[nodiscard]] QString deleteConsequence(const QList<Instance> &chosen, bool isSeveral);
/// "Stop and delete ocr-lab", "Delete ocr-lab", "Delete 3 instances".
[[nodiscard]] QString deleteButtonText(const QList<Instance> &chosen);
/// One instance in full: container, storage, mounts, state, owner, id, where it lives.
[[nodiscard]] QList<Fact> deleteFacts(const Instance &instance, const Profile &profile, qint64 nowMs);
/// "3 of 4 instances · 105 GB of storage · 1 of unknown size · 1 may be mounted elsewhere too".
[[nodiscard]] QString totalsText(const QList<Instance> &chosen, int listed);

[[nodiscard]] QStringList deleteListHeaders();
[[nodiscard]] DialogRow deleteListRow(const Instance &instance, const Profile &profile, bool ticked,
                                      qint64 nowMs, const PhaseThresholds &thresholds);

/// Everything about these instances that is to be destroyed, for a text file: ids in full, times in UTC, no
/// secrets.
[[nodiscard]] QString detailsText(const QList<Instance> &chosen, const Profile &profile, qint64 nowMs);

} // namespace leasekeeper

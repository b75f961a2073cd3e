// SPDX-License-Identifier: MIT
#include "instance.h"

#include "countdown.h"
#include "plaintext.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>
#include <cstring>
#include <tuple>

using namespace Qt::StringLiterals;

namespace leasekeeper
{

namespace
{

struct Text {
    Q_DECLARE_TR_FUNCTIONS(leasekeeper::Instance)
};

constexpr int StartSteps = 4; ///< storage, compute, network, initialise
constexpr qint64 ClockGrainMs = 999;

bool equals(const QString &text, QLatin1StringView word)
{
    return text.compare(word, Qt::CaseInsensitive) == 0;
}

/// The step that is being worked on, 1 to 4; 0 if nothing is known.
int currentStep(const QList<InstanceProgress> &progress)
{
    int completed = 0;
    for (const InstanceProgress &step : progress) {
        if (step.step < 1 || step.step > StartSteps)
            continue;
        if (equals(step.status, "PROCESSING"_L1) || equals(step.status, "FAILED"_L1))
            return step.step;
        if (equals(step.status, "COMPLETED"_L1))
            completed = std::max(completed, step.step);
    }
    return completed == 0 ? 0 : std::min(completed + 1, StartSteps);
}

/// Faster than QString's own, which finds out which of two texts is the greater.
bool same(const QString &left, const QString &right)
{
    return left.size() == right.size() &&
           std::memcmp(left.constData(), right.constData(), std::size_t(left.size()) * sizeof(QChar)) == 0;
}

template <typename T> bool same(const T &left, const T &right)
{
    return left == right;
}

template <typename Parts> bool allSame(const Parts &left, const Parts &right)
{
    const auto with = [&right](const auto &...ours) {
        return std::apply([&ours...](const auto &...theirs) { return (same(ours, theirs) && ...); }, right);
    };
    return std::apply(with, left);
}

// Every member by a name of its own, so that a new one is missed by the compiler.
auto parts(const InstanceImage &image)
{
    const auto &[id, name, tag, type] = image;
    return std::tie(id, name, tag, type);
}

auto parts(const InstanceStorage &storage)
{
    const auto &[category, ownership, capacity, path, status, uri, id] = storage;
    return std::tie(id, uri, capacity, status, category, ownership, path);
}

auto parts(const Instance &instance)
{
    const auto &[id, name, description, status, statusText, feature, flavor, image, lease, storage, mounts,
                 poolId, poolName, ownerId, ownerName, workspaceId, failReason, progress, billing, url, token,
                 created, updated] = instance;
    return std::tie(id, status, updated, lease, name, description, statusText, feature, flavor, image,
                    storage, mounts, poolId, poolName, ownerId, ownerName, workspaceId, failReason, progress,
                    billing, url, token, created);
}

} // namespace

bool operator==(const InstanceImage &left, const InstanceImage &right)
{
    return allSame(parts(left), parts(right));
}

bool operator==(const InstanceStorage &left, const InstanceStorage &right)
{
    return allSame(parts(left), parts(right));
}

bool operator==(const Instance &left, const Instance &right)
{
    return allSame(parts(left), parts(right));
}

bool InstanceStorage::isDedicated() const
{
    return equals(ownership, "DEDICATED"_L1);
}

bool mayBeShared(const InstanceStorage &storage)
{
    return storage.isDedicated() || equals(storage.category, "SFS"_L1) || equals(storage.category, "EFS"_L1);
}

QString storageText(const InstanceStorage &storage)
{
    const QString category = visibleText(storage.category, 32);
    QString text = category;
    if (storage.capacityGb) {
        const QString size = QLocale().toString(*storage.capacityGb);
        text = category.isEmpty() ? Text::tr("%1 GB").arg(size)
                                  : Text::tr("%1 %2 GB", "kind of storage and its size").arg(category, size);
    }
    if (text.isEmpty())
        return u"–"_s;
    if (storage.isDedicated())
        text = Text::tr("%1 (own)", "storage that belongs to the user account").arg(text);
    if (equals(storage.status, "RESIZING"_L1))
        text = Text::tr("%1, resizing…", "storage that is being enlarged").arg(text);
    return text;
}

QString displayName(const Instance &instance)
{
    return visibleText(instance.name.trimmed().isEmpty() ? instance.id : instance.name);
}

QString ownerText(const Instance &instance)
{
    const QString owner = instance.ownerName.trimmed().isEmpty() ? instance.ownerId : instance.ownerName;
    return owner.isEmpty() ? u"–"_s : visibleText(owner);
}

QString statusLabel(const Instance &instance)
{
    const QString label = instanceStatusLabel(instance.status);
    if (instance.status == InstanceStatus::Unknown && !instance.statusText.trimmed().isEmpty())
        return visibleText(instance.statusText, 64);
    if (instance.status == InstanceStatus::Creating) {
        if (const int step = currentStep(instance.progress); step > 0)
            return Text::tr("%1 %2/%3", "state, step of, number of steps")
                .arg(label, QString::number(step), QString::number(StartSteps));
    }
    return label;
}

QString autoStopLabel(const Instance &instance)
{
    switch (autoStop(instance.lease)) {
    case AutoStop::Timed: {
        const std::optional<qint64> granted = grantedMs(instance.lease);
        // A few milliseconds between two readings of the service's clock must not make 59 min of an hour.
        return granted ? Text::tr("Timed %1", "followed by a length of time")
                             .arg(spanText(*granted + ClockGrainMs))
                       : Text::tr("Timed");
    }
    case AutoStop::Idle:
        return Text::tr("Idle");
    case AutoStop::Off:
        return Text::tr("Off");
    case AutoStop::Unknown:
        break;
    }
    return u"–"_s;
}

} // namespace leasekeeper

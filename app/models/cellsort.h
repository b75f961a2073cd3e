// SPDX-License-Identifier: MIT
#pragma once

#include "instance.h"
#include "instancecolumn.h"
#include "profile.h"

#include <QString>
#include <QVariant>

#include <array>

namespace leasekeeper
{

/// The raw value a column is ordered by: QString or qint64, invalid if it is not known. "Stops in" gives the
/// stop time, so the order does not move as time passes.
[[nodiscard]] QVariant cellSortValue(const Instance &instance, InstanceColumn column);
/// Orders cells whose sort value is equal or not known, before names do: the label of states of one kind,
/// idle before no auto-stop before unreadable before not running. Invalid where names alone decide.
[[nodiscard]] QVariant cellSortTie(const Instance &instance, InstanceColumn column);

/// Case and accents folded away: what the filter compares.
[[nodiscard]] QString foldedText(const QString &text);
/// What the filter looks into, folded, one text per line. Nothing in it ticks.
struct RowFilterTexts {
    QString own;                   ///< what hardly two rows have in common: name, id, description, reason
    std::array<QString, 3> shared; ///< what many rows do: state and place; kind and image; owner
};
[[nodiscard]] RowFilterTexts rowFilterTexts(const Instance &instance, const Profile &profile);
/// Whether what this column shows has a part in those texts.
[[nodiscard]] bool isFiltered(InstanceColumn column);
/// All of it as one text.
[[nodiscard]] QString rowFilterText(const Instance &instance, const Profile &profile);

} // namespace leasekeeper

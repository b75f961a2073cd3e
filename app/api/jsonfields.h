// SPDX-License-Identifier: MIT
#pragma once

#include <QJsonObject>
#include <QJsonValue>
#include <QString>

#include <algorithm>
#include <array>
#include <string_view>

namespace leasekeeper
{

/// One field of a JSON object, and where its value goes in a T.
template <typename T> struct JsonField {
    QLatin1StringView name;
    void (*take)(T &target, const QJsonValueConstRef &value);
};

/// Whether the fields are in the order that takeFields() needs.
template <typename T, std::size_t N> constexpr bool isSortedByName(const std::array<JsonField<T>, N> &fields)
{
    const auto name = [](const JsonField<T> &field) {
        return std::string_view(field.name.data(), std::size_t(field.name.size()));
    };
    return std::is_sorted(fields.begin(), fields.end(),
                          [&name](const auto &a, const auto &b) { return name(a) < name(b); });
}

/// Hands over the values of those fields that the object has, in the order of their names. Objects keep their
/// keys sorted, so that one walk along both finds them all; looking up each by itself costs twice as much.
template <typename T, std::size_t N>
void takeFields(const QJsonObject &object, const std::array<JsonField<T>, N> &fields, T &target)
{
    auto field = fields.begin();
    for (auto entry = object.constBegin(); entry != object.constEnd(); ++entry) {
        const QString key = entry.key();
        int order = 1;
        while (field != fields.end() && (order = key.compare(field->name)) > 0)
            ++field;
        if (field == fields.end())
            return;
        if (order == 0)
            (field++)->take(target, *entry);
    }
}

} // namespace leasekeeper

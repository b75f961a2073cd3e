// SPDX-License-Identifier: MIT
#pragma once

#include <QJsonValue>
#include <QLatin1StringView>
#include <QString>

#include <cstddef>
#include <optional>

namespace leasekeeper
{

/// A value of an enumeration and the word that stands for it in our own files.
template <typename Value> struct Word {
    Value value;
    QLatin1StringView word;
};

/// Empty if the value has no word.
template <typename Value, std::size_t N> QString wordOf(Value value, const Word<Value> (&words)[N])
{
    for (const Word<Value> &word : words) {
        if (word.value == value)
            return QString(word.word);
    }
    return {};
}

/// nullopt for a text that is none of the words, and for anything but a text.
template <typename Value, std::size_t N>
std::optional<Value> valueOf(const QJsonValue &json, const Word<Value> (&words)[N])
{
    const QString text = json.toString();
    for (const Word<Value> &word : words) {
        if (word.word == text)
            return word.value;
    }
    return std::nullopt;
}

} // namespace leasekeeper

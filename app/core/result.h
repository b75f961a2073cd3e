// SPDX-License-Identifier: MIT
#pragma once

#include "apierror.h"

#include <utility>
#include <variant>

namespace leasekeeper
{

/// Either a value or the reason why there is none.
template <typename T> class Result
{
public:
    Result(T value) : m_state(std::in_place_index<0>, std::move(value)) {}
    Result(ApiError error) : m_state(std::in_place_index<1>, std::move(error)) {}

    [[nodiscard]] bool isOk() const { return m_state.index() == 0; }
    [[nodiscard]] explicit operator bool() const { return isOk(); }
    /// Only if isOk().
    [[nodiscard]] const T &value() const { return std::get<0>(m_state); }
    /// Only if !isOk().
    [[nodiscard]] const ApiError &error() const { return std::get<1>(m_state); }

private:
    std::variant<T, ApiError> m_state;
};

} // namespace leasekeeper

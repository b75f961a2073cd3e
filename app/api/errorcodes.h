// SPDX-License-Identifier: MIT
#pragma once

#include "apierror.h"

#include <QString>

#include <optional>

namespace leasekeeper
{

/// What one of the documented error codes means (ModelArts API reference, section 5.2).
struct CodeMeaning {
    ApiError::Kind kind = ApiError::Kind::BadRequest; ///< where the HTTP status does not already tell
    QString sentence;                                 ///< translated, complete; names the code
    bool saysTooLittle = false; ///< only the service's own text says what is wrong: to be shown with it
};

/// `code` as the service wrote it, such as "ModelArts.6304" or "APIGW.0301". Prefixes APIG and APIGW mean
/// the same. Nullopt for a code that is not documented.
[[nodiscard]] std::optional<CodeMeaning> codeMeaning(const QString &code);

} // namespace leasekeeper

// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QString>

namespace leasekeeper
{

/// What an error body says, in whichever of the shapes of ModelArts API reference, section 5.1.
struct ErrorBody {
    QString code;      ///< empty if none
    QString text;      ///< empty if none
    QString requestId; ///< empty if none
    bool isJson = false;
    bool deniedByPolicy = false; ///< carries `encoded_authorization_message`
    /// Tells of a failure whatever the HTTP status is: an error code at the top or in `error`, `is_success`
    /// false, or the text of an error and neither a record nor a list. Codes deeper inside may belong to a
    /// record that was read quite well.
    bool isFailure = false;
};

/// Reads `error_code`+`error_msg`, `errorCode`+`errorMsg`, `code`+`message`, `error_message`, in this order,
/// then the same one level down. Plain text becomes `text`; HTML and broken JSON give nothing.
[[nodiscard]] ErrorBody readErrorBody(const QByteArray &body);

} // namespace leasekeeper

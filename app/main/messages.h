// SPDX-License-Identifier: MIT
#pragma once

#include "apierror.h"

#include <QString>

namespace leasekeeper
{

/// Sentences about an error, then the request id to quote to the vendor's support where there is one.
[[nodiscard]] QString withRequestId(const QString &sentences, const ApiError &error);

/// One line on standard error, redacted: "leasekeeper: …".
void complain(const QString &message);
/// As it is, to standard output.
void print(const QString &text);

/// How much the program says on standard error by itself.
enum class Talk {
    Normal, ///< warnings
    Quiet,  ///< nothing but complain(): scripts read that line. QT_LOGGING_RULES still asks for more
};
/// To be called before the application object is made. Whatever is logged from then on, by whomever, goes
/// through redacted(). Also turns Qt's abort over a missing or unreachable display into one line and exit
/// code 2.
void setUpMessages(Talk talk);
/// The application object exists: what is fatal from here on is a bug, and aborts.
void applicationMade();

} // namespace leasekeeper

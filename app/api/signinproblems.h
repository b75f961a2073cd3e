// SPDX-License-Identifier: MIT
#pragma once

#include "apierror.h"
#include "apierrors.h"
#include "errorbody.h"

#include <QString>
#include <QtGlobal>

#include <optional>

namespace leasekeeper
{

/// What is wrong with a sign-in, and one translated sentence for it; empty: the one of the code will do.
struct SignInFinding {
    SignInProblem problem = SignInProblem::None;
    QString sentence;
};

/// Judges an error answer: ModelArts API reference, sections 5.2 and 6. Where codes say too little, the
/// words of the gateway and of the Identity service decide.
///
/// No source says how a missing second factor is told, so any of these is taken for it, if none was sent: an
/// `Openstack-Auth-Receipt` header (Keystone), IAM.0072, or the words MFA, TOTP, passcode or verification
/// code in a refusal of the sign-in. The same after one was sent mean that it was wrong, and so does a
/// refusal without any reason, since a password alone had been found right before.
[[nodiscard]] SignInFinding signInFinding(const HttpResponse &response, const ErrorBody &body,
                                          const CallContext &context);

/// The service's time (ms since 1970 UTC) in "signature expired, signature time:…,server time:…"; nullopt if
/// there is none that can be read.
[[nodiscard]] std::optional<qint64> serverTimeIn(const QString &text);
/// The time the refused signature was dated, from the same words.
[[nodiscard]] std::optional<qint64> signatureTimeIn(const QString &text);

} // namespace leasekeeper

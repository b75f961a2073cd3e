// SPDX-License-Identifier: MIT
#pragma once

#include "scriptedserver.h"

#include <QByteArray>

namespace leasekeeper::test
{

/// What a sign-in of ana in OTC0001 to eu-de is answered; issued 2026-03-14T09:26:53Z unless told.
[[nodiscard]] inline QByteArray tokenBody(const QByteArray &expiresAt,
                                          const QByteArray &issuedAt = "2026-03-14T09:26:53.000000Z")
{
    return R"({"token":{"expires_at":")" + expiresAt + R"(","issued_at":")" + issuedAt +
           R"(","methods":["password"],"project":{"id":"p1","name":"eu-de","domain":{"id":"d1","name":"OTC0001"}},)"
           R"("user":{"id":"u1","name":"ana","domain":{"id":"d1","name":"OTC0001"},"password_expires_at":""},)"
           R"("roles":[],"catalog":[]}})";
}

[[nodiscard]] inline Script tokenAnswer(const QByteArray &token, const QByteArray &expiresAt,
                                        const QByteArray &issuedAt = "2026-03-14T09:26:53.000000Z")
{
    return Script::answer(201, tokenBody(expiresAt, issuedAt), "X-Subject-Token: " + token + "\r\n");
}

} // namespace leasekeeper::test

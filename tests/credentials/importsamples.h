// SPDX-License-Identifier: MIT
#pragma once

#include "importtext.h"

#include <QByteArray>
#include <QList>
#include <QString>

namespace leasekeeper::test
{

/// Every secret in the samples begins with this word, and nothing else does.
inline constexpr char Marker[] = "MARKER";

[[nodiscard]] QByteArray sampleCloudsYaml();
[[nodiscard]] QByteArray sampleSecureYaml();
[[nodiscard]] QByteArray sampleSdkCredentials();
[[nodiscard]] QByteArray sampleHcloudConfig();
[[nodiscard]] QByteArray sampleCredentialsCsv();

[[nodiscard]] ImportText asText(const QByteArray &bytes, const QString &name = QStringLiteral("sample"));

} // namespace leasekeeper::test

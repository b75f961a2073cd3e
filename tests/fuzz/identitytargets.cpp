// SPDX-License-Identifier: MIT
#include "fuzztargets.h"
#include "iamjson.h"
#include "lease.h"
#include "require.h"

namespace leasekeeper::fuzz
{

using namespace Qt::StringLiterals;

void token(const QByteArray &input)
{
    QString whyNot;
    const std::optional<IamIdentity> identity = decodeIdentity(input, &whyNot);
    FUZZ_REQUIRE(identity ? whyNot.isEmpty() : isSentence(whyNot));
    if (!identity)
        return;
    FUZZ_REQUIRE(identity->issuedAtMs == 0 || isPlausibleTimeMs(identity->issuedAtMs));
    FUZZ_REQUIRE(identity->expiresAtMs == 0 || isPlausibleTimeMs(identity->expiresAtMs));
}

void projects(const QByteArray &input)
{
    QString whyNot;
    const std::optional<QList<Project>> projects = decodeProjects(input, &whyNot);
    FUZZ_REQUIRE(projects ? whyNot.isEmpty() : isSentence(whyNot));
    if (!projects)
        return;
    for (const Project &project : *projects)
        FUZZ_REQUIRE(!project.id.isEmpty() && project.name != "MOS"_L1);
}

} // namespace leasekeeper::fuzz

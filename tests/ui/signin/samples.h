// SPDX-License-Identifier: MIT
#pragma once

#include "connectionstep.h"
#include "foundcredential.h"
#include "profile.h"
#include "project.h"

#include <QList>
#include <QString>

/// Invented connections and findings for the gallery and the tests.
namespace leasekeeper::test
{

inline Profile sampleProfile()
{
    Profile profile;
    profile.id = QStringLiteral("p1");
    profile.name = QStringLiteral("OTC prod");
    profile.cloud = QStringLiteral("otc");
    profile.region = QStringLiteral("eu-de");
    profile.endpoint = QUrl(QStringLiteral("https://modelarts.eu-de.otc.t-systems.com"));
    profile.iamEndpoint = QUrl(QStringLiteral("https://iam.eu-de.otc.t-systems.com"));
    profile.projectId = QStringLiteral("0123456789abcdef0123456789abcdef");
    profile.projectName = QStringLiteral("eu-de_ml-team");
    profile.workspaceId = QStringLiteral("0");
    profile.signIn = SignInMethod::Password;
    profile.loginName = QStringLiteral("ana");
    profile.accountName = QStringLiteral("OTC00000000001000000123");
    profile.colour = QStringLiteral("#b42318");
    profile.isProtected = true;
    return profile;
}

inline QList<Profile> sampleProfiles()
{
    Profile second = sampleProfile();
    second.id = QStringLiteral("p2");
    second.name = QStringLiteral("Research & teaching");
    second.colour = QStringLiteral("#2e7d32");
    second.isProtected = false;
    Profile third = sampleProfile();
    third.id = QStringLiteral("p3");
    third.name = QStringLiteral("Huawei Cloud, Europe eu-west-101");
    third.colour.clear();
    third.isProtected = false;
    return {sampleProfile(), second, third};
}

inline QList<FoundCredential> sampleFound()
{
    FoundCredential clouds;
    clouds.source = QStringLiteral("clouds.yaml, cloud otc");
    clouds.filePath = QStringLiteral("/home/ana/.config/openstack/clouds.yaml");
    clouds.profile = sampleProfile();
    clouds.profile.id.clear();
    clouds.credential = PasswordCredential{Secret("MARKER-found-password")};
    FoundCredential keys;
    keys.source = QStringLiteral("environment variables HUAWEICLOUD_SDK_*");
    keys.profile.cloud = QStringLiteral("huawei-eu");
    keys.profile.region = QStringLiteral("eu-west-101");
    keys.profile.signIn = SignInMethod::AccessKey;
    keys.credential =
        AccessKeyCredential{QStringLiteral("QTWAOYTTINDUT2QVKYUC"), Secret("MARKER-found-key"), {}};
    FoundCredential missing = clouds;
    missing.source = QStringLiteral("clouds.yaml, cloud lab");
    missing.profile.loginName = QStringLiteral("li");
    missing.credential = {};
    FoundCredential encrypted;
    encrypted.source = QStringLiteral("hcloud, profile default");
    encrypted.filePath = QStringLiteral("/home/ana/.hcloud/config.json");
    encrypted.whyNot = QStringLiteral("Its secrets are encrypted by that tool and cannot be read by others.");
    return {clouds, keys, missing, encrypted};
}

inline QList<ConnectionStep> failedSteps()
{
    using Kind = ConnectionStep::Kind;
    using State = ConnectionStep::State;
    return {
        {Kind::Proxy,
         State::Skipped,
         QStringLiteral("The system uses no proxy for these addresses."),
         {},
         {}},
        {Kind::NameLookup,
         State::Passed,
         QStringLiteral("iam.eu-de.otc.t-systems.com is 192.0.2.17."),
         {},
         {}},
        {Kind::Connection, State::Passed, QStringLiteral("Port 443 answers."), {}, {}},
        {Kind::Tls, State::Passed, QStringLiteral("The certificate is trusted."), {}, {}},
        {Kind::Clock,
         State::Warning,
         QStringLiteral("This computer's clock is 4 min ahead."),
         QStringLiteral("Times are corrected; set the clock when you can."),
         {}},
        {Kind::SignIn, State::Failed,
         QStringLiteral("The service refuses user ana: the user name or password is wrong."),
         QStringLiteral("Type the password again. After a few wrong ones the account is locked for a while."),
         QStringLiteral("HTTP 401, request id 7c1f-55")},
        {Kind::Project, State::Waiting, {}, {}, {}},
        {Kind::Permission, State::Waiting, {}, {}, {}}};
}

inline QList<ConnectionStep> passedSteps()
{
    QList<ConnectionStep> steps = failedSteps();
    for (ConnectionStep &step : steps) {
        step.state = ConnectionStep::State::Passed;
        step.advice.clear();
        step.details.clear();
    }
    return steps;
}

inline QList<Project> sampleProjects()
{
    return {{QStringLiteral("0123456789abcdef0123456789abcdef"), QStringLiteral("eu-de"), {}},
            {QStringLiteral("0123456789abcdef0123456789abcde1"), QStringLiteral("eu-de_ml-team"), {}},
            {QStringLiteral("0123456789abcdef0123456789abcde2"), QStringLiteral("eu-de_teaching"), {}}};
}

} // namespace leasekeeper::test

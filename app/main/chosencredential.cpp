// SPDX-License-Identifier: MIT
#include "chosencredential.h"

#include "cloudcatalog.h"

#include <QCoreApplication>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace leasekeeper
{

namespace
{

struct Text {
    Q_DECLARE_TR_FUNCTIONS(leasekeeper::CommandLine)
};

bool fitsHeader(const QByteArray &bytes)
{
    return std::all_of(bytes.cbegin(), bytes.cend(), [](char c) { return c > 0x20 && c < 0x7F; });
}

QString misfit(const char *name)
{
    return Text::tr("%1 holds characters that none has, such as a space or a line break. Set it to the value "
                    "alone.")
        .arg(QLatin1String(name));
}

QString projectNeeded(const QString &alternative)
{
    return Text::tr("--project-id is missing. Add --project-id ID, or %1.").arg(alternative);
}

/// The address of the Identity service of a cloud that is known.
QUrl catalogued(const Profile &profile)
{
    const QString host = profile.endpoint.host();
    return catalogueIamEndpoint(cloudOfHost(host), regionOfHost(host));
}

class Chooser
{
public:
    Chooser(const SignInEnvironment &environment, Profile &profile)
        : m_environment(environment), m_profile(profile)
    {
    }

    [[nodiscard]] ChosenCredential choose()
    {
        if (!m_environment.token.isEmpty())
            return token();
        if (!m_environment.accessKey.isEmpty() && !m_environment.secretKey.isEmpty())
            return accessKey();
        if (!m_environment.userName.isEmpty() && !m_environment.password.isEmpty() &&
            !m_environment.userDomainName.isEmpty())
            return password();
        return failed(missing());
    }

private:
    [[nodiscard]] static ChosenCredential failed(const QString &error) { return {{}, {}, error}; }

    [[nodiscard]] ChosenCredential token()
    {
        if (!fitsHeader(m_environment.token.reveal()))
            return failed(misfit("OS_TOKEN"));
        m_profile.signIn = SignInMethod::Token;
        if (m_profile.projectId.isEmpty() && !m_profile.iamEndpoint.isValid())
            return failed(projectNeeded(
                Text::tr("--iam-endpoint URL, so that the Identity service can be asked what the token is "
                         "for")));
        return {TokenCredential{m_environment.token, std::nullopt}, {}, {}};
    }

    [[nodiscard]] ChosenCredential accessKey()
    {
        const QByteArray access = m_environment.accessKey.toUtf8();
        if (!fitsHeader(access) || access.contains(','))
            return failed(misfit("HUAWEICLOUD_SDK_AK"));
        if (!fitsHeader(m_environment.securityToken.reveal()))
            return failed(misfit("HUAWEICLOUD_SDK_SECURITY_TOKEN"));
        m_profile.signIn = SignInMethod::AccessKey;
        if (!m_profile.iamEndpoint.isValid())
            m_profile.iamEndpoint = catalogued(m_profile);
        if (m_profile.projectId.isEmpty() && !m_profile.iamEndpoint.isValid())
            return failed(projectNeeded(Text::tr("--iam-endpoint URL, where the project can be looked up")));
        return {AccessKeyCredential{m_environment.accessKey, m_environment.secretKey,
                                    m_environment.securityToken},
                {},
                {}};
    }

    [[nodiscard]] ChosenCredential password()
    {
        m_profile.signIn = SignInMethod::Password;
        m_profile.loginName = m_environment.userName;
        m_profile.accountName = m_environment.userDomainName;
        if (m_profile.projectId.isEmpty())
            m_profile.projectName = m_environment.projectName;
        if (const QString error = identityAddress(); !error.isEmpty())
            return failed(error);
        if (m_profile.projectId.isEmpty() && m_profile.projectName.isEmpty() && m_profile.region.isEmpty())
            return failed(projectNeeded(
                Text::tr("its name in the environment variable OS_PROJECT_NAME, or --region NAME")));
        return {PasswordCredential{m_environment.password}, m_environment.projectDomainName, {}};
    }

    /// Where to sign in: as told, else by OS_AUTH_URL, else as the service's cloud has it.
    [[nodiscard]] QString identityAddress()
    {
        if (m_profile.iamEndpoint.isValid())
            return {};
        if (m_environment.authUrl.isEmpty()) {
            m_profile.iamEndpoint = catalogued(m_profile);
            return m_profile.iamEndpoint.isValid()
                       ? QString()
                       : Text::tr("it is not known where to sign in. Add --iam-endpoint URL, or set "
                                  "OS_AUTH_URL.");
        }
        QString whyNot;
        m_profile.iamEndpoint = parseIdentityEndpoint(m_environment.authUrl, &whyNot);
        return m_profile.iamEndpoint.isValid() ? QString()
                                               : Text::tr("OS_AUTH_URL does not work. %1").arg(whyNot);
    }

    /// What is there in part, or that there is nothing.
    [[nodiscard]] QString missing() const
    {
        const bool anyKey = !m_environment.accessKey.isEmpty() || !m_environment.secretKey.isEmpty();
        const bool anyUser = !m_environment.userName.isEmpty() || !m_environment.password.isEmpty();
        if (anyKey)
            return incomplete(m_environment.accessKey.isEmpty() ? u"HUAWEICLOUD_SDK_AK"_s
                                                                : u"HUAWEICLOUD_SDK_SK"_s);
        if (!anyUser)
            return Text::tr(
                "there are no credentials. Put a token into the environment variable OS_TOKEN, an "
                "access key into HUAWEICLOUD_SDK_AK and HUAWEICLOUD_SDK_SK, or a user into "
                "OS_USERNAME, OS_PASSWORD and OS_USER_DOMAIN_NAME.");
        if (m_environment.userName.isEmpty())
            return incomplete(u"OS_USERNAME"_s);
        return incomplete(m_environment.password.isEmpty() ? u"OS_PASSWORD"_s : u"OS_USER_DOMAIN_NAME"_s);
    }

    [[nodiscard]] static QString incomplete(const QString &name)
    {
        return Text::tr(
                   "the credentials in the environment are not complete: %1 is missing. Set it, or put a "
                   "token into OS_TOKEN.")
            .arg(name);
    }

    const SignInEnvironment &m_environment;
    Profile &m_profile;
};

} // namespace

ChosenCredential chooseCredential(const SignInEnvironment &environment, Profile &profile)
{
    return Chooser(environment, profile).choose();
}

} // namespace leasekeeper

// SPDX-License-Identifier: MIT
#include "importedfields.h"

#include "profiledraft.h"

#include <QCoreApplication>

#include <algorithm>

namespace leasekeeper
{

namespace
{

struct Text {
    Q_DECLARE_TR_FUNCTIONS(leasekeeper::Import)
};

/// Keys and tokens go into request headers, where anything else would break the request.
bool isPrintableAscii(const QByteArray &bytes)
{
    return std::all_of(bytes.begin(), bytes.end(), [](char c) { return c > ' ' && c < '\x7f'; });
}

/// Names go into requests and onto the screen; control characters belong in neither.
bool isName(const QString &text)
{
    return text.size() <= 1'024 && std::none_of(text.begin(), text.end(),
                                                [](QChar c) { return c.category() == QChar::Other_Control; });
}

QString objectionTo(const ImportedFields &fields)
{
    const auto names = {fields.name,        fields.region,   fields.projectId, fields.projectName,
                        fields.userName,    fields.endpoint, fields.authUrl,   fields.accountName,
                        fields.cloudSuffix, fields.caFile};
    if (!std::all_of(names.begin(), names.end(), isName))
        return Text::tr("A name in it has characters that no name has. Correct it there.");
    const auto keys = {fields.accessKey.toUtf8(), fields.secretKey.reveal(), fields.securityToken.reveal(),
                       fields.token.reveal()};
    if (!std::all_of(keys.begin(), keys.end(), isPrintableAscii))
        return Text::tr("A key or token in it has characters that no key has. Copy it there again.");
    if (!fields.otherWay.isEmpty())
        return fields.otherWay;
    const bool hasUser = !fields.userName.isEmpty() || !fields.password.isEmpty();
    if (fields.accessKey.isEmpty() && !fields.secretKey.isEmpty())
        return Text::tr("It has a secret key but no access key. Add the access key there.");
    if (!fields.accessKey.isEmpty() && fields.secretKey.isEmpty() && !hasUser && fields.token.isEmpty())
        return Text::tr("It has an access key but no secret key. Add the secret key there.");
    if (fields.accessKey.isEmpty() && !hasUser && fields.token.isEmpty())
        return Text::tr("It has neither an access key, nor a user, nor a token. Add one of them there.");
    return {};
}

} // namespace

FoundCredential foundFrom(const ImportedFields &fields, const QString &source, const QString &filePath)
{
    FoundCredential found{source, filePath, {}, {}, objectionTo(fields)};
    if (!found.whyNot.isEmpty())
        return found;
    found.profile = draftProfile(fields, &found.whyNot);
    if (!found.whyNot.isEmpty()) {
        found.profile = {};
        return found;
    }
    if (!fields.accessKey.isEmpty() && !fields.secretKey.isEmpty()) {
        found.profile.signIn = SignInMethod::AccessKey;
        found.credential = AccessKeyCredential{fields.accessKey, fields.secretKey, fields.securityToken};
    } else if (!fields.password.isEmpty()) {
        found.profile.signIn = SignInMethod::Password;
        found.credential = PasswordCredential{fields.password};
    } else if (!fields.token.isEmpty()) {
        found.profile.signIn = SignInMethod::Token;
        found.credential = TokenCredential{fields.token, {}};
    } else {
        found.profile.signIn = SignInMethod::Password; // to be typed
    }
    return found;
}

} // namespace leasekeeper

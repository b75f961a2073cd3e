// SPDX-License-Identifier: MIT
#include "cloudsyaml.h"
#include "credentialscsv.h"
#include "environmentcredentials.h"
#include "fuzztargets.h"
#include "hcloudconfig.h"
#include "require.h"
#include "sdkcredentials.h"
#include "storedcredential.h"

#include <algorithm>

namespace leasekeeper::fuzz
{

using namespace Qt::StringLiterals;

namespace
{

const QString &fileName()
{
    static const QString name = u"the file"_s;
    return name;
}

bool isPrintable(const QByteArray &bytes)
{
    return std::all_of(bytes.begin(), bytes.end(), [](char c) { return c > ' ' && c < '\x7f'; });
}

/// The same secret with other letters.
Secret masked(const Secret &secret)
{
    QByteArray bytes(secret.reveal().constData(), secret.reveal().size());
    std::replace_if(
        bytes.begin(), bytes.end(), [](char c) { return c > ' ' && c < '\x7f'; }, 'x');
    return Secret(bytes);
}

/// Whoever sees what goes onto the screen learns nothing of the secrets: other ones give the same words.
void requireSecretsUnsaid(const ImportedFields &fields, const FoundCredential &found)
{
    ImportedFields other = fields;
    other.secretKey = masked(fields.secretKey);
    other.securityToken = masked(fields.securityToken);
    other.password = masked(fields.password);
    other.token = masked(fields.token);
    const FoundCredential same = foundFrom(other, u"source"_s, {});
    FUZZ_REQUIRE(same.whyNot == found.whyNot && same.profile == found.profile);
}

void requireEntry(const ImportedFields &fields)
{
    const FoundCredential found = foundFrom(fields, u"source"_s, {});
    requireSecretsUnsaid(fields, found);
    if (!found.whyNot.isEmpty()) {
        FUZZ_REQUIRE(isSentence(found.whyNot));
        FUZZ_REQUIRE(found.credential == Credential());
        return;
    }
    FUZZ_REQUIRE(isVisible(found.profile.name));
    for (const QUrl &address : {found.profile.endpoint, found.profile.iamEndpoint}) {
        QString whyNot;
        if (!address.isEmpty())
            FUZZ_REQUIRE(parseEndpoint(address.toString(QUrl::FullyEncoded), &whyNot) == address);
    }
    if (const auto *key = std::get_if<AccessKeyCredential>(&found.credential)) {
        FUZZ_REQUIRE(!key->accessKey.isEmpty() && isPrintable(key->accessKey.toUtf8()));
        FUZZ_REQUIRE(!key->secretKey.isEmpty() && isPrintable(key->secretKey.reveal()));
        FUZZ_REQUIRE(isPrintable(key->securityToken.reveal()));
    }
    if (const auto *token = std::get_if<TokenCredential>(&found.credential))
        FUZZ_REQUIRE(!token->token.isEmpty() && isPrintable(token->token.reveal()));
    // It can be kept, and comes back as it is.
    if (found.credential != Credential()) {
        const QByteArray form = storedForm(found.credential);
        FUZZ_REQUIRE(form.isEmpty() || credentialFromStoredForm(form) == found.credential);
    }
}

void requireEntries(const ImportedEntries &imported)
{
    FUZZ_REQUIRE(imported.entries.isEmpty() == !imported.whyNot.isEmpty());
    FUZZ_REQUIRE(imported.whyNot.isEmpty() ||
                 (isSentence(imported.whyNot) && imported.whyNot.contains(fileName())));
    FUZZ_REQUIRE(imported.entries.size() <= MostImportedEntries);
    for (const ImportedFields &fields : imported.entries)
        requireEntry(fields);
}

/// What a parser is given: text that was accepted, or nothing.
template <typename Parser> void import(const QByteArray &input, Parser parse)
{
    const ImportText text = acceptImportText(input, fileName());
    FUZZ_REQUIRE(text.whyNot.isEmpty() || isSentence(text.whyNot));
    if (text.whyNot.isEmpty())
        requireEntries(parse(text));
}

} // namespace

/// A line of "===" ends clouds.yaml and begins secure.yaml.
void clouds(const QByteArray &input)
{
    const QByteArray separator("\n===\n");
    const qsizetype at = input.indexOf(separator);
    const ImportText secure = at < 0 ? ImportText{fileName(), {}, {}}
                                     : acceptImportText(input.mid(at + separator.size()), fileName());
    if (!secure.whyNot.isEmpty())
        return;
    import(at < 0 ? input : input.left(at), [&secure](const ImportText &text) {
        return parseCloudsYaml(text, secure, u"otc"_s);
});
} // namespace leasekeeper::fuzz

void sdkcredentials(const QByteArray &input)
{
    import(input, parseSdkCredentials);
}

void hcloud(const QByteArray &input)
{
    import(input, [](const ImportText &text) { return parseHcloudConfig(text);
});
}

void csv(const QByteArray &input)
{
    import(input, parseCredentialsCsv);
}

/// One NAME=value a line.
void environment(const QByteArray &input)
{
    QProcessEnvironment environment;
    for (const QByteArray &line : input.split('\n')) {
        const qsizetype at = line.indexOf('=');
        if (at > 0)
            environment.insert(QString::fromUtf8(line.left(at)), QString::fromUtf8(line.mid(at + 1)));
    }
    for (const ImportedEntries &found : {sdkEnvironment(environment), terraformEnvironment(environment),
                                         openStackEnvironment(environment)}) {
        FUZZ_REQUIRE(found.whyNot.isEmpty() && found.entries.size() <= 1);
        for (const ImportedFields &fields : found.entries)
            requireEntry(fields);
    }
}

void keystore(const QByteArray &input)
{
    const std::optional<Credential> credential = credentialFromStoredForm(input);
    if (!credential)
        return;
    FUZZ_REQUIRE(*credential != Credential());
    const QByteArray form = storedForm(*credential);
    // Qt drops a byte order mark at the beginning of a text: a secret that has one is refused rather than
    // changed.
    if (form.isEmpty() && input.contains("\xEF\xBB\xBF"))
        return;
    FUZZ_REQUIRE(!form.isEmpty());
    FUZZ_REQUIRE(credentialFromStoredForm(form) == credential);
    FUZZ_REQUIRE(storedForm(*credentialFromStoredForm(form)) == form);
}

} // namespace leasekeeper::fuzz

// SPDX-License-Identifier: MIT
#include "sdkcredentials.h"

#include <QCoreApplication>

// Everything stays in the bytes of the file. Debian's header holds its functions back unless told otherwise.
#define SI_NO_CONVERSION
#define SI_IMPLEMENTATION
#include <SimpleIni.h>

#include <exception>
#include <initializer_list>

namespace leasekeeper
{

namespace
{

struct Text {
    Q_DECLARE_TR_FUNCTIONS(leasekeeper::Import)
};

QByteArray valueOf(const CSimpleIniA &ini, const char *section, const char *key)
{
    return QByteArray(ini.GetValue(section, key, ""));
}

QString textOf(const CSimpleIniA &ini, const char *section, const char *key)
{
    return QString::fromUtf8(valueOf(ini, section, key));
}

ImportedFields fieldsOf(const CSimpleIniA &ini, const char *section)
{
    ImportedFields fields;
    fields.authUrl = textOf(ini, section, "iam_endpoint");
    fields.projectId = textOf(ini, section, "project_id");
    fields.accessKey = textOf(ini, section, "ak");
    fields.secretKey = Secret(valueOf(ini, section, "sk"));
    fields.securityToken = Secret(valueOf(ini, section, "security_token"));
    if (!valueOf(ini, section, "idp_id").isEmpty())
        fields.otherWay =
            Text::tr("It signs in through an identity provider, which this program does not support. Use "
                     "an access key instead.");
    return fields;
}

ImportedEntries parse(const ImportText &text)
{
    CSimpleIniA ini(true /* UTF-8 */);
    const SI_Error outcome = ini.LoadData(text.bytes.constData(), size_t(text.bytes.size()));
    const bool hasSection = ini.GetSectionSize("basic") >= 0 || ini.GetSectionSize("global") >= 0;
    if (outcome < 0 || !hasSection) {
        return {{},
                Text::tr(
                    "%1 has no section [basic] or [global], so it is no credentials file of the cloud's SDK. "
                    "Choose another file.")
                    .arg(text.name)};
    }
    for (const char *section : {"basic", "global"}) {
        if (ini.GetSectionSize(section) > 0)
            return {{fieldsOf(ini, section)}, {}};
    }
    return {{ImportedFields()}, {}};
}

} // namespace

ImportedEntries parseSdkCredentials(const ImportText &text)
{
    try {
        return parse(text);
    } catch (const std::exception &) {
        return {
            {},
            Text::tr("%1 cannot be read as an INI file. Correct it, or choose another file.").arg(text.name)};
    }
}

} // namespace leasekeeper

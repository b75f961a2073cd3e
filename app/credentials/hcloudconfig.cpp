// SPDX-License-Identifier: MIT
#include "hcloudconfig.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace leasekeeper
{

namespace
{

struct Text {
    Q_DECLARE_TR_FUNCTIONS(leasekeeper::Import)
};

/// Reads texts of an object and remembers whether one was something else.
class Texts
{
public:
    explicit Texts(QJsonObject object) : m_object(std::move(object)) {}

    QString operator()(QLatin1StringView key)
    {
        const QJsonValue value = m_object.value(key);
        m_allRight = m_allRight && (value.isString() || value.isNull() || value.isUndefined());
        return value.toString();
    }
    Texts inner(QLatin1StringView key)
    {
        const QJsonValue value = m_object.value(key);
        m_allRight = m_allRight && (value.isObject() || value.isNull() || value.isUndefined());
        return Texts(value.toObject());
    }
    [[nodiscard]] bool allRight() const { return m_allRight; }

private:
    QJsonObject m_object;
    bool m_allRight = true;
};

/// The tool writes the truth as a string.
bool isTrue(const QJsonValue &value)
{
    return value.toBool() || value.toString().compare("true"_L1, Qt::CaseInsensitive) == 0;
}

Secret secretFrom(const QString &text)
{
    return Secret(text.toUtf8());
}

/// False if something in it is of the wrong type.
bool readProfile(const QJsonObject &object, ImportedFields &fields)
{
    Texts texts(object);
    fields.name = texts("name"_L1);
    fields.region = texts("region"_L1);
    fields.projectId = texts("projectId"_L1);
    fields.accessKey = texts("accessKeyId"_L1);
    fields.secretKey = secretFrom(texts("secretAccessKey"_L1));
    fields.securityToken = secretFrom(texts("securityToken"_L1));
    const QString mode = texts("mode"_L1);
    if (!texts.allRight())
        return false;
    if (mode.compare("SSO"_L1, Qt::CaseInsensitive) == 0) {
        Texts ssoTexts = texts.inner("ssoAuth"_L1);
        Texts token = ssoTexts.inner("stsToken"_L1);
        fields.accessKey = token("accessKeyId"_L1);
        fields.secretKey = secretFrom(token("secretAccessKey"_L1));
        fields.securityToken = secretFrom(token("securityToken"_L1));
        return texts.allRight() && ssoTexts.allRight() && token.allRight();
    }
    if (!mode.isEmpty() && mode.compare("AKSK"_L1, Qt::CaseInsensitive) != 0) {
        fields.otherWay =
            Text::tr("It signs in by an agency or another way that works only where the tool runs. Use "
                     "an access key instead.");
    }
    return true;
}

QString encryptedText(const QString &name)
{
    return Text::
        tr("%1 is encrypted by its tool and cannot be read by others. Type the access key instead, or turn "
           "encryption off there (hcloud configure set --cli-auth-encrypt=false).")
            .arg(name);
}

QString wrongTypeText(const QString &name)
{
    return Text::tr("%1 is not built like a file of the hcloud tool: a value has the wrong type. Correct it, "
                    "or choose "
                    "another file.")
        .arg(name);
}

} // namespace

ImportedEntries parseHcloudConfig(const ImportText &text, const QString &preferred)
{
    QJsonParseError error;
    const QJsonDocument document = QJsonDocument::fromJson(text.bytes, &error);
    if (error.error != QJsonParseError::NoError) {
        const auto line = text.bytes.left(error.offset).count('\n') + 1;
        return {{},
                Text::tr("%1 is not valid JSON (line %2). Correct it, or choose another file.")
                    .arg(text.name)
                    .arg(line)};
    }
    const QJsonObject root = document.object();
    if (!document.isObject() || !root.contains("profiles"_L1)) {
        return {{},
                Text::tr("%1 has no profiles, so it is no file of the hcloud tool. Choose another file.")
                    .arg(text.name)};
    }
    if (isTrue(root.value("authEncrypt"_L1)))
        return {{}, encryptedText(text.name)};
    if (!root.value("profiles"_L1).isArray())
        return {{}, wrongTypeText(text.name)};

    const QJsonArray profiles = root.value("profiles"_L1).toArray();
    const QString first = preferred.isEmpty() ? root.value("current"_L1).toString() : preferred;
    ImportedEntries imported;
    for (const QJsonValue &value : profiles) {
        if (isTrue(value.toObject().value("authEncrypt"_L1)))
            return {{}, encryptedText(text.name)};
        ImportedFields fields;
        if (!value.isObject() || !readProfile(value.toObject(), fields))
            return {{}, wrongTypeText(text.name)};
        imported.entries.append(fields);
        if (imported.entries.size() > MostImportedEntries)
            return {{},
                    Text::tr("%1 has more than %2 profiles. Shorten it, or choose another file.")
                        .arg(text.name)
                        .arg(MostImportedEntries)};
    }
    if (imported.entries.isEmpty())
        return {{},
                Text::tr("%1 has no profile yet. Set one up there first, or choose another file.")
                    .arg(text.name)};
    std::stable_partition(imported.entries.begin(), imported.entries.end(),
                          [&](const ImportedFields &fields) { return fields.name == first; });
    return imported;
}

} // namespace leasekeeper

// SPDX-License-Identifier: MIT
#include "cloudsyaml.h"

#include <yaml-cpp/yaml.h>

#include <QCoreApplication>

#include <algorithm>
#include <exception>
#include <string>

using namespace Qt::StringLiterals;

namespace leasekeeper
{

namespace
{

struct Text {
    Q_DECLARE_TR_FUNCTIONS(leasekeeper::Import)
};

/// A value that should be something else: which one is nobody's business but the file's owner's.
struct WrongType {
    QString fileName;
};

constexpr int DeepestMerge = 4;
constexpr std::size_t MostMerged = 16;

/// A parsed file, and how many more of its keys may be looked at: aliases let a small file describe a huge
/// one.
struct Source {
    QString fileName;
    YAML::Node root;
    int keysLeft = 2'000'000;
};

/// A map of a file; one that is not there is empty.
class Section
{
public:
    Section(const YAML::Node &node, Source &source) : m_node(node), m_source(&source)
    {
        if (m_node.IsDefined() && !m_node.IsNull() && !m_node.IsMap())
            throw WrongType{source.fileName};
    }

    [[nodiscard]] Section section(const std::string &key) const { return {find(m_node, key, 0), *m_source}; }

    [[nodiscard]] std::string text(const char *key) const
    {
        const YAML::Node value = find(m_node, key, 0);
        if (!value.IsDefined() || value.IsNull())
            return {};
        if (!value.IsScalar())
            throw WrongType{m_source->fileName};
        return value.Scalar();
    }

    [[nodiscard]] const YAML::Node &node() const { return m_node; }
    [[nodiscard]] Source &source() const { return *m_source; }

private:
    static YAML::Node nothing() { return YAML::Node(YAML::NodeType::Undefined); }

    /// The value of a key, also from maps that are merged in by "<<".
    [[nodiscard]] YAML::Node find(const YAML::Node &map, const std::string &key, int depth) const
    {
        if (!map.IsDefined() || !map.IsMap())
            return nothing();
        YAML::Node merged = nothing();
        for (const auto &pair : map) {
            if (--m_source->keysLeft < 0)
                throw WrongType{m_source->fileName};
            if (!pair.first.IsScalar())
                continue;
            if (pair.first.Scalar() == key)
                return pair.second;
            if (pair.first.Scalar() == "<<")
                merged.reset(pair.second);
        }
        return depth < DeepestMerge ? findMerged(merged, key, depth + 1) : nothing();
    }

    [[nodiscard]] YAML::Node findMerged(const YAML::Node &merged, const std::string &key, int depth) const
    {
        if (!merged.IsDefined() || !merged.IsSequence())
            return find(merged, key, depth);
        for (std::size_t i = 0; i < std::min(merged.size(), MostMerged); ++i) {
            const YAML::Node found = find(merged[i], key, depth);
            if (found.IsDefined())
                return found;
        }
        return nothing();
    }

    YAML::Node m_node;
    Source *m_source;
};

/// One cloud: what clouds.yaml says, unless secure.yaml says it.
struct Cloud {
    Section plain;
    Section secure;

    [[nodiscard]] Cloud section(const char *key) const { return {plain.section(key), secure.section(key)}; }
    [[nodiscard]] std::string bytes(const char *key) const
    {
        const std::string better = secure.text(key);
        return better.empty() ? plain.text(key) : better;
    }
    /// The first of several names that says something.
    [[nodiscard]] QString text(std::initializer_list<const char *> keys) const
    {
        for (const char *key : keys) {
            const std::string value = bytes(key);
            if (!value.empty())
                return QString::fromStdString(value);
        }
        return {};
    }
    [[nodiscard]] Secret secret(std::initializer_list<const char *> keys) const
    {
        return Secret(text(keys).toUtf8());
    }
};

ImportedFields fieldsOf(const QString &name, const Cloud &cloud)
{
    const Cloud auth = cloud.section("auth");
    ImportedFields fields;
    fields.name = name;
    if (cloud.text({"profile"}) == "otc"_L1)
        fields.cloudKey = u"otc"_s;
    fields.region = cloud.text({"region_name"});
    fields.caFile = cloud.text({"cacert"});
    fields.authUrl = auth.text({"auth_url"});
    fields.userName = auth.text({"username"});
    fields.password = auth.secret({"password"});
    fields.token = auth.secret({"token"});
    fields.projectId = auth.text({"project_id", "tenant_id"});
    fields.projectName = auth.text({"project_name", "tenant_name"});
    fields.accountName = auth.text({"user_domain_name", "domain_name"});
    for (const Cloud &place : {cloud, auth}) {
        if (fields.accessKey.isEmpty())
            fields.accessKey = place.text({"ak", "access_key"});
        if (fields.secretKey.isEmpty())
            fields.secretKey = place.secret({"sk", "secret_key"});
        if (fields.securityToken.isEmpty())
            fields.securityToken = place.secret({"security_token"});
    }
    const QString type = cloud.text({"auth_type"}).remove("v3"_L1);
    const bool known = type.isEmpty() || type == "password"_L1 || type == "token"_L1;
    if (!known && fields.secretKey.isEmpty()) {
        fields.otherWay =
            Text::tr("It signs in by something else than a password, a token or an access key, which "
                     "this program does not support. Use one of those instead.");
    }
    return fields;
}

/// Parses one file. The parser itself limits how deep things may nest.
Source load(const ImportText &text)
{
    return {text.name, text.bytes.isEmpty() ? YAML::Node() : YAML::Load(text.bytes.toStdString())};
}

QString notYaml(const ImportText &text, const YAML::Mark &mark)
{
    // What the parser says may quote the file, so only the place is told.
    if (mark.is_null())
        return Text::tr("%1 is not valid YAML. Correct it, or choose another file.").arg(text.name);
    return Text::tr("%1 is not valid YAML (line %2). Correct it, or choose another file.")
        .arg(text.name)
        .arg(mark.line + 1);
}

QString wrongType(const QString &fileName)
{
    return Text::tr("%1 is not built like a clouds.yaml: a value has the wrong type. Correct it, or choose "
                    "another file.")
        .arg(fileName);
}

ImportedEntries entriesOf(const Section &clouds, const Section &secure)
{
    const QString fileName = clouds.source().fileName;
    if (!clouds.node().IsDefined()) {
        return {{},
                Text::tr("%1 has no entry “clouds”, so it is no clouds.yaml. Choose another file.")
                    .arg(fileName)};
    }
    if (!clouds.node().IsMap() || clouds.node().size() == 0)
        return {{}, Text::tr("%1 names no cloud. Add one there, or choose another file.").arg(fileName)};
    if (clouds.node().size() > std::size_t(MostImportedEntries)) {
        return {{},
                Text::tr("%1 names more than %2 clouds. Shorten it, or choose another file.")
                    .arg(fileName)
                    .arg(MostImportedEntries)};
    }
    ImportedEntries imported;
    for (const auto &pair : clouds.node()) {
        if (!pair.first.IsScalar())
            throw WrongType{fileName};
        const std::string &name = pair.first.Scalar();
        const Cloud cloud{Section(pair.second, clouds.source()), secure.section(name)};
        imported.entries.append(fieldsOf(QString::fromStdString(name), cloud));
    }
    return imported;
}

} // namespace

ImportedEntries parseCloudsYaml(const ImportText &clouds, const ImportText &secure, const QString &preferred)
{
    const ImportText *reading = &clouds;
    try {
        Source plainFile = load(clouds);
        reading = &secure;
        Source secureFile = load(secure);
        ImportedEntries imported = entriesOf(Section(plainFile.root, plainFile).section("clouds"),
                                             Section(secureFile.root, secureFile).section("clouds"));
        std::stable_partition(imported.entries.begin(), imported.entries.end(),
                              [&](const ImportedFields &fields) { return fields.name == preferred; });
        return imported;
    } catch (const WrongType &wrong) {
        return {{}, wrongType(wrong.fileName)};
    } catch (const YAML::Exception &trouble) {
        return {{}, notYaml(*reading, trouble.mark)};
    } catch (const std::exception &) {
        return {{}, notYaml(*reading, YAML::Mark::null_mark())};
    }
}

} // namespace leasekeeper

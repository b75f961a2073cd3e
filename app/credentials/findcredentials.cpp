// SPDX-License-Identifier: MIT
#include "findcredentials.h"

#include "cloudsyaml.h"
#include "credentialscsv.h"
#include "environmentcredentials.h"
#include "hcloudconfig.h"
#include "importtext.h"
#include "plaintext.h"
#include "sdkcredentials.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QStringList>

#include <algorithm>
#include <functional>

using namespace Qt::StringLiterals;

namespace leasekeeper
{

namespace
{

struct Text {
    Q_DECLARE_TR_FUNCTIONS(leasekeeper::Import)
};

using Parser = std::function<ImportedEntries(const ImportText &)>;
/// How an entry of a source is called: "clouds.yaml, cloud otc".
using Label = std::function<QString(const ImportedFields &)>;

QList<FoundCredential> offered(const ImportedEntries &imported, const QString &source, const QString &path,
                               const Label &label)
{
    if (!imported.whyNot.isEmpty())
        return {{source, path, {}, {}, imported.whyNot}};
    QList<FoundCredential> found;
    for (const ImportedFields &fields : imported.entries)
        found.append(foundFrom(fields, label(fields), path));
    return found;
}

QList<FoundCredential> fromFile(const QString &path, const Parser &parse, const Label &label)
{
    const QString fileName = visibleText(QFileInfo(path).fileName());
    const ImportText text = readImportText(path);
    return offered(text.whyNot.isEmpty() ? parse(text) : ImportedEntries{{}, text.whyNot}, fileName, path,
                   label);
}

QString entryName(const ImportedFields &fields)
{
    return visibleText(fields.name, 80);
}

QList<FoundCredential> fromEnvironment(const ImportedEntries &imported, QLatin1StringView variables)
{
    const QString source = Text::tr("environment variables %1").arg(variables);
    return offered(imported, source, {}, [&](const ImportedFields &) { return source; });
}

QList<FoundCredential> fromSdkFile(const QString &path)
{
    return fromFile(path, parseSdkCredentials,
                    [&](const ImportedFields &) { return Text::tr("credentials of the cloud's SDK"); });
}

QList<FoundCredential> fromHcloud(const QString &path, const QString &preferred)
{
    return fromFile(
        path, [&](const ImportText &text) { return parseHcloudConfig(text, preferred); },
        [](const ImportedFields &fields) { return Text::tr("hcloud, profile %1").arg(entryName(fields)); });
}

QList<FoundCredential> fromCsv(const QString &path)
{
    return fromFile(path, parseCredentialsCsv, [](const ImportedFields &fields) {
        return fields.name.isEmpty() ? Text::tr("downloaded access key")
                                     : Text::tr("downloaded access key of %1").arg(entryName(fields));
    });
}

/// `securePath`: empty to take the one beside it.
QList<FoundCredential> fromClouds(const QString &path, const QString &securePath, const QString &preferred)
{
    QString secureFile = securePath;
    for (const QString &name : {u"secure.yaml"_s, u"secure.yml"_s}) {
        const QString beside = QFileInfo(path).absoluteDir().filePath(name);
        if (secureFile.isEmpty() && isThereToImport(beside))
            secureFile = beside;
    }
    const auto parse = [&](const ImportText &text) {
        ImportText secure;
        if (!secureFile.isEmpty())
            secure = readImportText(secureFile);
        return secure.whyNot.isEmpty() ? parseCloudsYaml(text, secure, preferred)
                                       : ImportedEntries{{}, secure.whyNot};
    };
    const QString fileName = visibleText(QFileInfo(path).fileName());
    return fromFile(path, parse, [&](const ImportedFields &fields) {
        return Text::tr("%1, cloud %2").arg(fileName, entryName(fields));
    });
}

/// The first one that is there, as the OpenStack clients look for it; empty if none is.
QString cloudsFile(const ImportPlaces &places)
{
    const QString named = places.environment.value(u"OS_CLIENT_CONFIG_FILE"_s);
    if (isThereToImport(named))
        return named;
    QStringList folders{places.currentDir};
    const QString config = places.environment.value(u"XDG_CONFIG_HOME"_s);
    if (!config.isEmpty())
        folders.append(config + u"/openstack"_s);
    folders += {QString(places.home + u"/.config/openstack"_s), places.systemConfig};
    for (const QString &folder : std::as_const(folders)) {
        for (const QString &name : {u"clouds.yaml"_s, u"clouds.yml"_s}) {
            const QString path = QDir(folder).filePath(name);
            if (!folder.isEmpty() && isThereToImport(path))
                return path;
        }
    }
    return {};
}

bool hasLine(const QByteArray &bytes, const std::function<bool(const QByteArray &)> &fits)
{
    const QList<QByteArray> lines = bytes.split('\n');
    return std::any_of(lines.begin(), lines.end(), fits);
}

} // namespace

ImportPlaces ImportPlaces::ofThisUser()
{
    return {QDir::homePath(), QDir::currentPath(), u"/etc/openstack"_s,
            QProcessEnvironment::systemEnvironment()};
}

QList<FoundCredential> findCredentials(const ImportPlaces &places)
{
    const QProcessEnvironment &environment = places.environment;
    QList<FoundCredential> found = fromEnvironment(sdkEnvironment(environment), "HUAWEICLOUD_SDK_*"_L1);
    found += fromEnvironment(terraformEnvironment(environment), "HW_*"_L1);
    found += fromEnvironment(openStackEnvironment(environment), "OS_*"_L1);

    const QString sdkFile = environment.value(u"HUAWEICLOUD_SDK_CREDENTIALS_FILE"_s,
                                              places.home + u"/.huaweicloud/credentials"_s);
    if (isThereToImport(sdkFile))
        found += fromSdkFile(sdkFile);
    const QString clouds = cloudsFile(places);
    if (!clouds.isEmpty()) {
        found += fromClouds(clouds, environment.value(u"OS_CLIENT_SECURE_FILE"_s),
                            environment.value(u"OS_CLOUD"_s));
    }
    const QString hcloud =
        environment.value(u"HW_SHARED_CONFIG_FILE"_s, places.home + u"/.hcloud/config.json"_s);
    if (isThereToImport(hcloud))
        found += fromHcloud(hcloud, environment.value(u"HW_PROFILE"_s));
    const QString csv = places.home + u"/Downloads/credentials.csv"_s;
    if (isThereToImport(csv))
        found += fromCsv(csv);
    return found;
}

QList<FoundCredential> importFile(const QString &path)
{
    const ImportText text = readImportText(path);
    const QString fileName = visibleText(QFileInfo(path).fileName());
    if (!text.whyNot.isEmpty())
        return {{fileName, path, {}, {}, text.whyNot}};
    const QByteArray content = text.bytes.trimmed();
    const QByteArray firstLine = content.left(content.indexOf('\n')).toLower();
    if (content.startsWith('{'))
        return fromHcloud(path, {});
    if (hasLine(content, [](const QByteArray &line) { return line.startsWith("clouds:"); }))
        return fromClouds(path, {}, {});
    if (hasLine(content, [](const QByteArray &line) {
            const QByteArray section = line.trimmed().toLower();
            return section == "[basic]" || section == "[global]";
        }))
        return fromSdkFile(path);
    if (firstLine.contains(',') && firstLine.contains("access"))
        return fromCsv(path);
    return {
        {fileName,
         path,
         {},
         {},
         Text::tr(
             "%1 is none of the files that can be imported: clouds.yaml, the credentials file of the cloud's "
             "SDK, config.json of hcloud, credentials.csv. Choose another file.")
             .arg(text.name)}};
}

} // namespace leasekeeper

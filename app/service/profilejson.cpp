// SPDX-License-Identifier: MIT
#include "profilejson.h"

#include "jsonwords.h"
#include <QRegularExpression>
#include <QSet>

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace leasekeeper
{

namespace
{

// All keys of an entry. Times in ms.
constexpr QLatin1StringView IdKey("id");
constexpr QLatin1StringView NameKey("name");
constexpr QLatin1StringView CloudKey("cloud");
constexpr QLatin1StringView EndpointKey("endpoint");
constexpr QLatin1StringView IamEndpointKey("iamEndpoint");
constexpr QLatin1StringView ProjectIdKey("projectId");
constexpr QLatin1StringView ProjectNameKey("projectName");
constexpr QLatin1StringView RegionKey("region");
constexpr QLatin1StringView WorkspaceKey("workspaceId");
constexpr QLatin1StringView AllUsersKey("allUsers");
constexpr QLatin1StringView UserIdKey("userId");
constexpr QLatin1StringView UserNameKey("userName");
constexpr QLatin1StringView SignInKey("signIn");
constexpr QLatin1StringView LoginNameKey("loginName");
constexpr QLatin1StringView AccountNameKey("accountName");
constexpr QLatin1StringView ShortestLeaseKey("shortestLeaseMs");
constexpr QLatin1StringView LongestLeaseKey("longestLeaseMs");
constexpr QLatin1StringView ColourKey("colour");
constexpr QLatin1StringView ProtectedKey("protected");
constexpr QLatin1StringView ReadOnlyKey("readOnly");
constexpr QLatin1StringView ProxyKey("proxy");
constexpr QLatin1StringView ProxyModeKey("mode");
constexpr QLatin1StringView ProxyHostKey("host");
constexpr QLatin1StringView ProxyPortKey("port");
constexpr QLatin1StringView ProxyUserKey("userName");
constexpr QLatin1StringView CaFileKey("caFile");

constexpr qsizetype LongestText = 1'024;
constexpr double LongestLeaseMs = 366.0 * 24 * 3'600'000;
constexpr double LargestPort = 65'535;

constexpr Word<SignInMethod> SignInWords[]{{SignInMethod::Token, "token"_L1},
                                           {SignInMethod::Password, "password"_L1},
                                           {SignInMethod::AccessKey, "accessKey"_L1}};
constexpr Word<ProxySettings::Mode> ProxyWords[]{{ProxySettings::Mode::System, "system"_L1},
                                                 {ProxySettings::Mode::None, "none"_L1},
                                                 {ProxySettings::Mode::Own, "own"_L1}};

QString text(const QJsonObject &json, QLatin1StringView key)
{
    const QString found = json.value(key).toString();
    return found.size() <= LongestText ? found : QString();
}

qint64 whole(const QJsonObject &json, QLatin1StringView key, qint64 fallback, double most)
{
    const QJsonValue value = json.value(key);
    const double number = value.toDouble(-1);
    return value.isDouble() && number >= 1 && number <= most && std::floor(number) == number ? qint64(number)
                                                                                             : fallback;
}

/// A flag that protects: absent is no, anything but a plain no is yes.
bool guards(const QJsonObject &json, QLatin1StringView key)
{
    const QJsonValue value = json.value(key);
    return !value.isUndefined() && value.toBool(true);
}

LeaseRange rangeFrom(const QJsonObject &json)
{
    const LeaseRange usual;
    LeaseRange range;
    range.minMs = whole(json, ShortestLeaseKey, usual.minMs, LongestLeaseMs);
    range.maxMs = whole(json, LongestLeaseKey, usual.maxMs, LongestLeaseMs);
    return range.minMs <= range.maxMs ? range : usual;
}

ProxySettings proxyFrom(const QJsonObject &json)
{
    ProxySettings proxy;
    const QJsonObject found = json.value(ProxyKey).toObject();
    proxy.mode = valueOf(found.value(ProxyModeKey), ProxyWords).value_or(ProxySettings::Mode::System);
    proxy.host = text(found, ProxyHostKey);
    proxy.port = quint16(whole(found, ProxyPortKey, 0, LargestPort));
    proxy.userName = text(found, ProxyUserKey);
    // A proxy without a place cannot be asked.
    if (proxy.mode == ProxySettings::Mode::Own && (proxy.host.isEmpty() || proxy.port == 0))
        return {};
    return proxy;
}

QString colourFrom(const QJsonObject &json)
{
    static const QRegularExpression form(u"^#[0-9a-fA-F]{6}$"_s);
    const QString colour = text(json, ColourKey);
    return form.match(colour).hasMatch() ? colour : QString();
}

QJsonObject proxyToJson(const ProxySettings &proxy, QJsonObject json)
{
    json.insert(ProxyModeKey, wordOf(proxy.mode, ProxyWords));
    json.insert(ProxyHostKey, proxy.host);
    json.insert(ProxyPortKey, int(proxy.port));
    json.insert(ProxyUserKey, proxy.userName);
    return json;
}

} // namespace

std::optional<Profile> profileFromJson(const QJsonObject &json)
{
    Profile profile;
    profile.id = text(json, IdKey);
    profile.name = text(json, NameKey).trimmed();
    profile.endpoint = parseEndpoint(text(json, EndpointKey), nullptr);
    const QString iam = text(json, IamEndpointKey);
    profile.iamEndpoint = iam.isEmpty() ? QUrl() : parseIdentityEndpoint(iam, nullptr);
    // An imported one may know only where to sign in, until somebody types the other address.
    const bool isIncomplete =
        json.value(EndpointKey) == QJsonValue(QString()) && profile.iamEndpoint.isValid();
    if (profile.id.isEmpty() || profile.name.isEmpty() || (!profile.endpoint.isValid() && !isIncomplete) ||
        (!iam.isEmpty() && !profile.iamEndpoint.isValid()))
        return std::nullopt;
    profile.cloud = text(json, CloudKey);
    profile.projectId = text(json, ProjectIdKey);
    profile.projectName = text(json, ProjectNameKey);
    profile.region = text(json, RegionKey);
    profile.workspaceId = text(json, WorkspaceKey);
    profile.allUsers = json.value(AllUsersKey).toBool(false);
    profile.userId = text(json, UserIdKey);
    profile.userName = text(json, UserNameKey);
    profile.signIn = valueOf(json.value(SignInKey), SignInWords).value_or(SignInMethod::Token);
    profile.loginName = text(json, LoginNameKey);
    profile.accountName = text(json, AccountNameKey);
    profile.leaseRange = rangeFrom(json);
    profile.colour = colourFrom(json);
    profile.isProtected = guards(json, ProtectedKey);
    profile.isReadOnly = guards(json, ReadOnlyKey);
    profile.proxy = proxyFrom(json);
    profile.caFile = text(json, CaFileKey);
    return profile;
}

QJsonObject profileToJson(const Profile &profile, const QJsonObject &known)
{
    QJsonObject json = known;
    json.insert(IdKey, profile.id);
    json.insert(NameKey, profile.name);
    json.insert(CloudKey, profile.cloud);
    json.insert(EndpointKey, profile.endpoint.toString(QUrl::FullyEncoded));
    json.insert(IamEndpointKey, profile.iamEndpoint.toString(QUrl::FullyEncoded));
    json.insert(ProjectIdKey, profile.projectId);
    json.insert(ProjectNameKey, profile.projectName);
    json.insert(RegionKey, profile.region);
    json.insert(WorkspaceKey, profile.workspaceId);
    json.insert(AllUsersKey, profile.allUsers);
    json.insert(UserIdKey, profile.userId);
    json.insert(UserNameKey, profile.userName);
    json.insert(SignInKey, wordOf(profile.signIn, SignInWords));
    json.insert(LoginNameKey, profile.loginName);
    json.insert(AccountNameKey, profile.accountName);
    json.insert(ShortestLeaseKey, profile.leaseRange.minMs);
    json.insert(LongestLeaseKey, profile.leaseRange.maxMs);
    json.insert(ColourKey, profile.colour);
    json.insert(ProtectedKey, profile.isProtected);
    json.insert(ReadOnlyKey, profile.isReadOnly);
    json.insert(ProxyKey, proxyToJson(profile.proxy, known.value(ProxyKey).toObject()));
    json.insert(CaFileKey, profile.caFile);
    return json;
}

ProfileEntries profilesFromJson(const QJsonArray &entries)
{
    ProfileEntries read;
    QSet<QString> ids;
    for (const QJsonValue &entry : entries) {
        const std::optional<Profile> profile = profileFromJson(entry.toObject());
        if (!profile || ids.contains(profile->id)) {
            ++read.damaged;
            continue;
        }
        ids.insert(profile->id);
        read.profiles.append(*profile);
    }
    return read;
}

QJsonArray withProfile(QJsonArray entries, const Profile &profile)
{
    for (qsizetype i = 0; i < entries.size(); ++i) {
        const QJsonObject known = entries.at(i).toObject();
        // A damaged entry that names the same id is not the one that was read.
        const std::optional<Profile> read = profileFromJson(known);
        if (!read || read->id != profile.id)
            continue;
        entries.replace(i, profileToJson(profile, known));
        return entries;
    }
    entries.append(profileToJson(profile));
    return entries;
}

QJsonArray withoutProfile(QJsonArray entries, const QString &id)
{
    for (qsizetype i = entries.size() - 1; i >= 0; --i) {
        if (entries.at(i).toObject().value(IdKey).toString() == id)
            entries.removeAt(i);
    }
    return entries;
}

} // namespace leasekeeper

// SPDX-License-Identifier: MIT
#include "cloudserverarguments.h"

#include <QFile>

#include <limits>
#include <optional>

namespace leasekeeper::test
{

using namespace Qt::StringLiterals;

namespace
{

std::optional<qint64> wholeNumber(const QString &text, qint64 most)
{
    bool ok = false;
    const qint64 number = text.toLongLong(&ok);
    return ok && number >= 0 && number <= most ? std::optional(number) : std::nullopt;
}

/// Sets one numeric option; returns what is wrong, or nothing.
QString setNumber(CloudServer::Options &options, const QString &name, const QString &value)
{
    const qint64 most = name == u"--port"_s            ? 65'535
                        : name == u"--count"_s         ? 1'000'000
                        : name == u"--seed"_s          ? qint64(std::numeric_limits<quint32>::max())
                        : name == u"--token-life-ms"_s ? SimulatedCloud::UsualTokenLifeMs * 365
                                                       : 600'000;
    const std::optional<qint64> number = wholeNumber(value, most);
    if (!number)
        return QString(name % u" takes a whole number from 0 to "_s % QString::number(most));
    if (name == u"--port"_s)
        options.port = quint16(*number);
    else if (name == u"--count"_s)
        options.cloud.count = int(*number);
    else if (name == u"--seed"_s)
        options.cloud.seed = quint32(*number);
    else if (name == u"--token-life-ms"_s)
        options.cloud.tokenLifeMs = *number;
    else
        options.rttMs = *number;
    return {};
}

QString readFile(const QString &path, QByteArray &content)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return QString(u"cannot read "_s % path % u": "_s % file.errorString());
    content = file.readAll();
    return {};
}

/// Takes the two file names from `left`, which has them.
QString setTls(CloudServer::Options &options, QStringList &left)
{
    if (const QString wrong = readFile(left.takeFirst(), options.certificatePem); !wrong.isEmpty())
        return wrong;
    return readFile(left.takeFirst(), options.keyPem);
}

} // namespace

std::variant<CloudServer::Options, QString> readCloudServerArguments(const QStringList &arguments)
{
    static const QStringList Numbers = {u"--port"_s, u"--count"_s, u"--seed"_s, u"--rtt-ms"_s,
                                        u"--token-life-ms"_s};
    CloudServer::Options options;
    QStringList left = arguments;
    while (!left.isEmpty()) {
        QString name = left.takeFirst();
        if (const qsizetype equals = name.indexOf(u'='); equals > 0) {
            left.prepend(name.mid(equals + 1));
            name.truncate(equals);
        }
        QString wrong;
        if (name == u"--accept-any-token"_s)
            options.cloud.acceptAnyToken = true;
        else if (Numbers.contains(name) && !left.isEmpty())
            wrong = setNumber(options, name, left.takeFirst());
        else if (name == u"--iam-error-codes"_s)
            options.cloud.identityErrorCodes = true;
        else if (name == u"--mfa"_s && !left.isEmpty())
            options.cloud.users = {{.passcode = left.takeFirst()}};
        else if (name == u"--tls"_s && left.size() >= 2)
            wrong = setTls(options, left);
        else if (name == u"--tls"_s)
            wrong = u"--tls takes two files: CERT KEY"_s;
        else if (Numbers.contains(name) || name == u"--mfa"_s)
            wrong = QString(name % u" takes a value"_s);
        else
            wrong = QString(u"unknown argument "_s % name);
        if (!wrong.isEmpty())
            return wrong;
    }
    return options;
}

QString cloudServerUsage()
{
    return u"cloud-server [--port N] [--count N] [--seed S] [--rtt-ms X] [--tls CERT KEY] "
           u"[--accept-any-token] "
           "[--token-life-ms X] [--mfa CODE] [--iam-error-codes]\n"_s;
}

} // namespace leasekeeper::test

// SPDX-License-Identifier: MIT
#pragma once

#include "foundcredential.h"
#include "importtext.h"

#include <QList>
#include <QString>

namespace leasekeeper
{

/// What a source tells about one way to sign in, as it stands there; empty where it says nothing. All
/// formats are brought into this form, and what makes a usable entry is decided in one place.
struct ImportedFields {
    QString name; ///< of the entry: a cloud, a profile, a user
    QString authUrl;
    QString region;
    QString cloudKey;    ///< of cloudcatalog.h, where the source names the cloud
    QString cloudSuffix; ///< domain of a cloud: "myhuaweicloud.com"
    QString endpoint;    ///< of the service itself
    QString projectId;
    QString projectName;
    QString userName;
    QString accountName;
    QString caFile;
    QString accessKey;
    Secret secretKey;
    Secret securityToken;
    Secret password;
    Secret token;
    QString otherWay; ///< one translated sentence if it signs in by a way that the program does not know
};

/// What a whole source gave: entries, or one translated sentence why nothing can be imported from it.
struct ImportedEntries {
    QList<ImportedFields> entries;
    QString whyNot;
};

/// Nobody has more than this; a file with more is something else.
constexpr qsizetype MostImportedEntries = 200;

/// The entry as it is offered. Access keys go before passwords, passwords before tokens: what lasts longer.
/// `whyNot` of the result is about this entry alone and quotes nothing of it.
[[nodiscard]] FoundCredential foundFrom(const ImportedFields &fields, const QString &source,
                                        const QString &filePath);

} // namespace leasekeeper

// SPDX-License-Identifier: MIT
#pragma once

#include "foundcredential.h"

#include <QList>
#include <QObject>

#include <functional>

QT_BEGIN_NAMESPACE
class QWidget;
QT_END_NAMESPACE

namespace leasekeeper
{

class CredentialKeeper;
class ImportDialog;
class Settings;

/// Makes profiles of what is found on this computer, as far as a person wants it. Their secrets go to the key
/// store with consent alone, else they stay in memory.
class ProfileImport : public QObject
{
    Q_OBJECT
public:
    struct Sources {
        std::function<QList<FoundCredential>()> find;
        std::function<QList<FoundCredential>(const QString &path)> readFile;
    };

    /// Both must outlive this.
    ProfileImport(Settings &settings, CredentialKeeper &keeper, Sources sources, QObject *parent = nullptr);

    /// Asks in a dialog of this window.
    void begin(QWidget &window);

Q_SIGNALS:
    /// The first of the new profiles, which are all in the settings by now.
    void imported(const leasekeeper::Profile &first, const leasekeeper::Credential &credential);

private:
    void read(ImportDialog &dialog, const QString &path);
    void take(const QList<FoundCredential> &chosen, bool toKeyStore);

    Settings &m_settings;
    CredentialKeeper &m_keeper;
    Sources m_sources;
    QList<FoundCredential> m_found; ///< what the dialog offers
};

} // namespace leasekeeper

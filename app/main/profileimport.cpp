// SPDX-License-Identifier: MIT
#include "profileimport.h"

#include "importdialog.h"
#include "keepingprospect.h"
#include "newprofiles.h"
#include "settings.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace leasekeeper
{

ProfileImport::ProfileImport(Settings &settings, CredentialKeeper &keeper, Sources sources, QObject *parent)
    : QObject(parent), m_settings(settings), m_keeper(keeper), m_sources(std::move(sources))
{
}

void ProfileImport::begin(QWidget &window)
{
    auto *dialog = new ImportDialog(&window);
    m_found = m_sources.find();
    dialog->setFound(m_found);
    tellProspect(*dialog, m_keeper);
    connect(dialog, &ImportDialog::fileChosen, this,
            [this, dialog](const QString &path) { read(*dialog, path); });
    connect(dialog, &ImportDialog::decided, this, &ProfileImport::take);
    connect(dialog, &QDialog::finished, this, [this] { m_found.clear(); });
    dialog->open();
}

void ProfileImport::read(ImportDialog &dialog, const QString &path)
{
    const QList<FoundCredential> more = m_sources.readFile(path);
    const auto usable = std::find_if(more.begin(), more.end(),
                                     [](const FoundCredential &one) { return one.whyNot.isEmpty(); });
    dialog.setProblem(usable == more.end() && !more.isEmpty() ? more.first().whyNot : QString());
    if (usable == more.end())
        return;
    m_found.append(more);
    dialog.setFound(m_found);
}

void ProfileImport::take(const QList<FoundCredential> &chosen, bool toKeyStore)
{
    std::optional<Profile> first;
    Credential credentialOfFirst;
    for (const FoundCredential &one : chosen) {
        if (!one.whyNot.isEmpty())
            continue;
        Profile profile = one.profile;
        profile.id = newProfileId();
        profile.name = unusedName(profile.name.isEmpty() ? one.source : profile.name, m_settings.profiles());
        m_settings.putProfile(profile);
        keepSecret(m_keeper, profile.id, one.credential, toKeyStore);
        if (!first) {
            first = profile;
            credentialOfFirst = one.credential;
        }
    }
    if (first)
        Q_EMIT imported(*first, credentialOfFirst);
}

} // namespace leasekeeper

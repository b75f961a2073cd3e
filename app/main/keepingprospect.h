// SPDX-License-Identifier: MIT
#pragma once

#include "credentialkeeper.h"

namespace leasekeeper
{

/// A dialog that asks for secrets says beforehand whether the key store will take them, also if that turns
/// out while it is open. `Dialog` has setCanRemember() and setKeepingText().
template <typename Dialog> void tellProspect(Dialog &dialog, CredentialKeeper &keeper)
{
    const auto tell = [&dialog, &keeper] {
        dialog.setCanRemember(keeper.keyStoreState() != KeyStoreState::Absent);
        dialog.setKeepingText(keeper.prospect());
    };
    QObject::connect(&keeper, &CredentialKeeper::prospectChanged, &dialog, tell);
    tell();
    keeper.probe();
}

/// The same for a profile that nothing is kept of.
template <typename Dialog> void tellForThisRun(Dialog &dialog)
{
    dialog.setCanRemember(false);
    dialog.setKeepingText(
        CredentialKeeper::tr("This profile is for this run only, and so is what you sign in with."));
}

} // namespace leasekeeper

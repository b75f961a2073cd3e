// SPDX-License-Identifier: MIT
#pragma once

#include "secret.h"

#include <QString>
#include <QUrl>

namespace leasekeeper
{

/// Whether an address the service gave for a notebook may be handed to the browser. The text is foreign: only
/// https is opened, without user information, at a host within the endpoint's own domain or at one of the
/// vendor's notebook hosts (ModelArts API reference, section 2.1, `url`).
struct NotebookAddress {
    QUrl url;       ///< invalid if refused
    QString whyNot; ///< one translated sentence; empty if accepted
};
[[nodiscard]] NotebookAddress checkNotebookAddress(const QString &given, const QUrl &endpoint);

/// An address as the service gave it, to show and to copy: scheme, host and path. User information, query and
/// fragment may hold a password or a token, so nothing of them is left, also where the address cannot be
/// read. Foreign text still.
[[nodiscard]] QString addressWithoutSecrets(const QString &given);

/// The address that opens without a further question: it carries the instance's own token, so it goes to the
/// browser and nowhere else. Without a token the address itself.
[[nodiscard]] QUrl withToken(const QUrl &address, const Secret &token);

} // namespace leasekeeper

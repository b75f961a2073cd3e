// SPDX-License-Identifier: MIT
#include "browser.h"

#include <QDesktopServices>

using namespace Qt::StringLiterals;

namespace leasekeeper
{

namespace
{

void saysNothing(QtMsgType, const QMessageLogContext &, const QString &) {}

} // namespace

bool openInBrowser(const QUrl &address)
{
    if (address.scheme() != "https"_L1)
        return false;
    // Where no browser could be started, Qt writes the whole address into the log.
    const QtMessageHandler before = qInstallMessageHandler(saysNothing);
    const bool opened = QDesktopServices::openUrl(address);
    qInstallMessageHandler(before);
    return opened;
}

} // namespace leasekeeper

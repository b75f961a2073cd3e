// SPDX-License-Identifier: MIT
#include "maskedlog.h"

#include <QLoggingCategory>
#include <QString>

namespace leasekeeper
{

namespace
{

// A message handler has nothing but what is global.
QtMessageHandler s_previous = nullptr;
Secret s_secret;

void pass(QtMsgType type, const QMessageLogContext &context, const QString &message)
{
    QString masked = message;
    if (!s_secret.isEmpty()) {
        const QString hidden = QStringLiteral("***");
        masked.replace(QString::fromLatin1(s_secret.reveal()), hidden);
        masked.replace(QString::fromLatin1(s_secret.reveal().toPercentEncoding()), hidden);
    }
    s_previous(type, context, masked);
}

} // namespace

MaskedLog::MaskedLog(const Secret &secret)
{
    s_secret = secret;
    s_previous = qInstallMessageHandler(pass);
}

MaskedLog::~MaskedLog()
{
    qInstallMessageHandler(s_previous);
    s_secret = Secret();
}

} // namespace leasekeeper

// SPDX-License-Identifier: MIT
#include "apierror.h"

#include "plaintext.h"

#include <QCoreApplication>
#include <QStringList>

namespace leasekeeper
{

namespace
{

struct Text {
    Q_DECLARE_TR_FUNCTIONS(leasekeeper::ApiError)
};

constexpr int MaxServiceText = 1000;

/// Whether the sentence quotes the words already, but for their full stop.
bool quotesAll(const QString &sentence, QString words)
{
    while (words.endsWith(u'.'))
        words.chop(1);
    return sentence.contains(QString(u'“' + words + u'”'));
}

} // namespace

QString ApiError::codeNumber() const
{
    return code.mid(code.lastIndexOf(u'.') + 1);
}

QString ApiError::details() const
{
    QStringList lines;
    if (!message.isEmpty())
        lines << message;
    if (!code.isEmpty())
        lines << Text::tr("Code: %1").arg(visibleText(code));
    if (!serviceText.isEmpty() && !quotesAll(message, serviceText))
        lines << Text::tr("The service says: %1").arg(visibleText(serviceText, MaxServiceText));
    if (!requestId.isEmpty())
        lines << Text::tr("Request ID: %1").arg(visibleText(requestId));
    return lines.join(u'\n');
}

} // namespace leasekeeper

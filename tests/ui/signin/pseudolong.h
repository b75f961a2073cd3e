// SPDX-License-Identifier: MIT
#pragma once

#include <QString>
#include <QTranslator>

namespace leasekeeper::test
{

/// A language in which everything is half as long again, with letters that reach further up and down:
/// "Connect" becomes "[Çonnéçt ~~~~]". Placeholders and mnemonics stay.
class PseudoLong final : public QTranslator
{
public:
    using QTranslator::QTranslator;
    [[nodiscard]] bool isEmpty() const override { return false; }
    [[nodiscard]] QString translate(const char *context, const char *sourceText, const char *,
                                    int) const override
    {
        // Qt's own texts stay.
        if (!QString::fromLatin1(context).startsWith(QStringLiteral("leasekeeper")))
            return {};
        QString text = QString::fromUtf8(sourceText);
        const auto added = text.size() / 2 + 1;
        text.replace(u'a', u'ä').replace(u'e', u'é').replace(u'c', u'ç').replace(u'A', u'Å');
        QString tail;
        for (qsizetype i = 0; i < added; ++i)
            tail += i % 7 == 3 ? u' ' : u'~';
        return QString(u'[' + text + u' ' + tail.trimmed() + u']');
    }
};

} // namespace leasekeeper::test

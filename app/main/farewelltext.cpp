// SPDX-License-Identifier: MIT
#include "farewelltext.h"

#include "plaintext.h"
#include "plural.h"

#include <QCoreApplication>
#include <QStringList>

namespace leasekeeper
{

namespace
{

struct Text {
    Q_DECLARE_TR_FUNCTIONS(leasekeeper::Farewell)
};

constexpr int NameChars = 48;

} // namespace

QString farewellText(const Profile &left, int calledOff, int unanswered)
{
    const QString name = visibleText(left.name, NameChars);
    QStringList sentences;
    if (calledOff > 0)
        sentences.append(
            countText(calledOff, Text::tr("One action of %1 was called off before it was sent.", "profile"),
                      Text::tr("%1 actions of %2 were called off before they were sent.", "count, profile"))
                .arg(name));
    if (unanswered > 0)
        sentences.append(
            countText(unanswered,
                      Text::tr("One request of %1 had no answer yet: what came of it is found out when you "
                               "switch back.",
                               "profile"),
                      Text::tr("%1 requests of %2 had no answer yet: what came of them is found out when "
                               "you switch back.",
                               "count, profile"))
                .arg(name));
    return sentences.join(u' ');
}

} // namespace leasekeeper

// SPDX-License-Identifier: MIT
#include "farewelltext.h"

#include "plaintext.h"
#include "plural.h"

#include <QCoreApplication>
#include <QStringList>

#include <algorithm>

namespace leasekeeper
{

namespace
{

struct Text {
    Q_DECLARE_TR_FUNCTIONS(leasekeeper::Farewell)
};

constexpr int NameChars = 48;

/// More than these are told when the account is opened again.
constexpr int MostSentences = 2;

bool isUnsent(const ActionOutcome &outcome)
{
    return outcome.end == ActionOutcome::End::Cancelled && !outcome.leftStopped;
}

bool isTrouble(const ActionOutcome &outcome)
{
    return outcome.end != ActionOutcome::End::Confirmed && !isUnsent(outcome);
}

QString unansweredText(int count)
{
    return countText(
        count,
        Text::tr("One request of %1 had no answer yet: what came of it is found out when it is "
                 "opened again.",
                 "profile"),
        Text::tr("%1 requests of %2 had no answer yet: what came of them is found out when it is "
                 "opened again.",
                 "count, profile"));
}

QString unnotedText(int count)
{
    return countText(count,
                     Text::tr("One request of %1 had no answer yet and could not be noted down: look at what "
                              "came of it when you open it again.",
                              "profile"),
                     Text::tr("%1 requests of %2 had no answer yet and could not be noted down: look at what "
                              "came of them when you open it again.",
                              "count, profile"));
}

} // namespace

int calledOffUnsent(const QList<ActionOutcome> &outcomes)
{
    return int(std::count_if(outcomes.begin(), outcomes.end(), isUnsent));
}

Farewell farewell(const Profile &left, const QList<ActionOutcome> &outcomes, int unanswered, bool noted)
{
    const QString name = visibleText(left.name, NameChars);
    const int calledOff = calledOffUnsent(outcomes);
    Farewell farewell;
    QStringList sentences;
    if (calledOff > 0)
        sentences.append(
            countText(calledOff, Text::tr("One action of %1 was called off before it was sent.", "profile"),
                      Text::tr("%1 actions of %2 were called off before they were sent.", "count, profile"))
                .arg(name));
    if (unanswered > 0)
        sentences.append((noted ? unansweredText(unanswered) : unnotedText(unanswered)).arg(name));
    QStringList troubles;
    for (qsizetype i = 0; i < outcomes.size(); ++i) {
        if (!isTrouble(outcomes.at(i)))
            continue;
        if (noted && troubles.size() >= MostSentences)
            farewell.leftOut.insert(i);
        else
            troubles.append(outcomes.at(i).text);
    }
    if (!farewell.leftOut.isEmpty())
        troubles.append(
            countText(int(farewell.leftOut.size()),
                      Text::tr("One more did not end as wanted; you are told when it is opened again."),
                      Text::tr("%1 more did not end as wanted; you are told of each when it is opened again.",
                               "count")));
    if (!troubles.isEmpty())
        sentences.append(
            Text::tr("In %1, meanwhile: %2", "profile, sentences").arg(name, troubles.join(u' ')));
    farewell.text = sentences.join(u' ');
    return farewell;
}

} // namespace leasekeeper

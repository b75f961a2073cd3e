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
    QStringList all;
    for (qsizetype i = 0; i < outcomes.size(); ++i) {
        if (!isTrouble(outcomes.at(i)))
            continue;
        all.append(outcomes.at(i).text);
        if (troubles.size() < MostSentences)
            troubles.append(outcomes.at(i).text);
        else
            farewell.leftOut.insert(i);
    }
    const int more = int(farewell.leftOut.size());
    if (more > 0 && noted)
        troubles.append(
            countText(more, Text::tr("One more did not end as wanted; you are told when it is opened again."),
                      Text::tr("%1 more did not end as wanted; you are told of each when it is opened again.",
                               "count")));
    else if (more > 0)
        troubles.append(countText(more, Text::tr("One more did not end as wanted, see the details."),
                                  Text::tr("%1 more did not end as wanted, see the details.", "count")));
    farewell.details = all.join(u'\n');
    if (!troubles.isEmpty())
        sentences.append(
            Text::tr("In %1, meanwhile: %2", "profile, sentences").arg(name, troubles.join(u' ')));
    farewell.text = sentences.join(u' ');
    return farewell;
}

} // namespace leasekeeper

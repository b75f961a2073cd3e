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

/// More than these are left to the log, and to the rows when the account is opened again.
constexpr int MostSentences = 4;

bool isUnsent(const ActionOutcome &outcome)
{
    return outcome.end == ActionOutcome::End::Cancelled && !outcome.leftStopped;
}

/// What did not come to what was wanted, a sentence or two each.
QStringList troubles(const QList<ActionOutcome> &outcomes)
{
    QStringList sentences;
    for (const ActionOutcome &outcome : outcomes) {
        if (outcome.end != ActionOutcome::End::Confirmed && !isUnsent(outcome))
            sentences.append(outcome.text);
    }
    const int more = int(sentences.size()) - MostSentences;
    if (more > 0) {
        sentences = sentences.mid(0, MostSentences);
        sentences.append(countText(more, Text::tr("One more could not be done, either."),
                                   Text::tr("%1 more could not be done, either.")));
    }
    return sentences;
}

QString unansweredText(int count)
{
    return countText(count,
                     Text::tr("One request of %1 had no answer yet: what came of it is found out when you "
                              "switch back.",
                              "profile"),
                     Text::tr("%1 requests of %2 had no answer yet: what came of them is found out when "
                              "you switch back.",
                              "count, profile"));
}

QString unnotedText(int count)
{
    return countText(count,
                     Text::tr("One request of %1 had no answer yet and could not be noted down: look at what "
                              "came of it when you switch back.",
                              "profile"),
                     Text::tr("%1 requests of %2 had no answer yet and could not be noted down: look at what "
                              "came of them when you switch back.",
                              "count, profile"));
}

} // namespace

int calledOffUnsent(const QList<ActionOutcome> &outcomes)
{
    return int(std::count_if(outcomes.begin(), outcomes.end(), isUnsent));
}

QString farewellText(const Profile &left, const QList<ActionOutcome> &outcomes, int unanswered, bool noted)
{
    const QString name = visibleText(left.name, NameChars);
    const int calledOff = calledOffUnsent(outcomes);
    QStringList sentences;
    if (calledOff > 0)
        sentences.append(
            countText(calledOff, Text::tr("One action of %1 was called off before it was sent.", "profile"),
                      Text::tr("%1 actions of %2 were called off before they were sent.", "count, profile"))
                .arg(name));
    if (unanswered > 0)
        sentences.append((noted ? unansweredText(unanswered) : unnotedText(unanswered)).arg(name));
    if (const QStringList texts = troubles(outcomes); !texts.isEmpty())
        sentences.append(Text::tr("Of %1: %2", "profile, sentences").arg(name, texts.join(u' ')));
    return sentences.join(u' ');
}

} // namespace leasekeeper

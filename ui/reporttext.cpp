// SPDX-License-Identifier: MIT
#include "reporttext.h"

#include "plaintext.h"
#include "plural.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace leasekeeper
{

namespace
{

constexpr int NamedProblems = 3;
constexpr int NameChars = 64;

using End = ActionOutcome::End;

struct Text {
    Q_DECLARE_TR_FUNCTIONS(leasekeeper::ReportText)
};

QString confirmedText(InstanceVerb verb, int n)
{
    const QString count = QLocale().toString(n);
    switch (verb) {
    case InstanceVerb::Start:
        return Text::tr("%1 started").arg(count);
    case InstanceVerb::Stop:
        return Text::tr("%1 stopped").arg(count);
    case InstanceVerb::Prolong:
        return Text::tr("%1 prolonged").arg(count);
    case InstanceVerb::Open:
        return Text::tr("%1 opened").arg(count);
    case InstanceVerb::Delete:
        return Text::tr("%1 deleted").arg(count);
    }
    return {};
}

QString endText(InstanceVerb verb, End end, int n)
{
    const QString count = QLocale().toString(n);
    switch (end) {
    case End::Confirmed:
        return confirmedText(verb, n);
    case End::Failed:
        return Text::tr("%1 failed").arg(count);
    case End::Unresolved:
        return Text::tr("%1 unclear").arg(count);
    case End::Cancelled:
        return Text::tr("%1 called off").arg(count);
    case End::LeftAlone:
        return Text::tr("%1 left unchanged").arg(count);
    }
    return {};
}

bool isProblem(const ActionOutcome &outcome)
{
    return outcome.end == End::Failed || outcome.end == End::Unresolved;
}

/// What was called off long ago is news; what was called off just now is not.
bool isNamed(const BatchReport &report, const ActionOutcome &outcome)
{
    return isOpenMatter(outcome) || (report.leftOpen && outcome.end == End::Cancelled);
}

QString shownName(const ActionOutcome &outcome)
{
    return visibleText(outcome.name.isEmpty() ? outcome.id : outcome.name, NameChars);
}

QString problemText(const ActionOutcome &outcome)
{
    QString text = visibleText(outcome.text);
    const QString name = shownName(outcome);
    // Outcomes may already name the instance; saying it twice helps nobody.
    return text.contains(name) ? text : Text::tr("%1 – %2").arg(name, text);
}

/// Of which this is so.
QStringList idsOf(const BatchReport &report, bool ActionOutcome::*trait)
{
    QStringList ids;
    for (const ActionOutcome &outcome : report.outcomes) {
        if (outcome.*trait)
            ids.append(outcome.id);
    }
    return ids;
}

} // namespace

QString reportSummary(const BatchReport &report)
{
    if (report.outcomes.size() == 1) {
        const ActionOutcome &only = report.outcomes.constFirst();
        return isOpenMatter(only) ? problemText(only) : visibleText(only.text);
    }
    QStringList counts;
    for (const End end : {End::Confirmed, End::LeftAlone, End::Failed, End::Unresolved, End::Cancelled}) {
        if (const int n = report.count(end); n > 0)
            counts.append(endText(report.verb, end, n));
    }
    QString listed = counts.join(Text::tr(", ", "between counts"));
    if (report.leftOpen)
        listed = Text::tr("From before: %1", "counts").arg(listed);

    QStringList problems;
    int unnamed = 0;
    for (const ActionOutcome &outcome : report.outcomes) {
        if (!isNamed(report, outcome))
            continue;
        if (problems.size() < NamedProblems)
            problems.append(problemText(outcome));
        else
            ++unnamed;
    }
    if (problems.isEmpty())
        return Text::tr("%1.").arg(listed);
    const QString named = problems.join(Text::tr(" · ", "between problems"));
    if (unnamed == 0)
        return Text::tr("%1: %2").arg(listed, named);
    return countText(unnamed, Text::tr("%2: %3 · and one more, see the details."),
                     Text::tr("%2: %3 · and %1 more, see the details."))
        .arg(listed, named);
}

QString reportDetails(const BatchReport &report)
{
    QStringList blocks;
    for (const ActionOutcome &outcome : report.outcomes) {
        if (!isNamed(report, outcome))
            continue;
        QStringList lines{u"%1 (%2)"_s.arg(shownName(outcome), visibleText(outcome.id)),
                          visibleText(outcome.text)};
        if (outcome.error)
            lines.append(outcome.error->details());
        blocks.append(lines.join(u'\n'));
    }
    return blocks.join(u"\n\n"_s);
}

QString onlyRequestId(const BatchReport &report)
{
    QString only;
    int errors = 0;
    for (const ActionOutcome &outcome : report.outcomes) {
        if (!isNamed(report, outcome) || !outcome.error)
            continue;
        only = outcome.error->requestId;
        ++errors;
    }
    return errors == 1 ? only : QString();
}

bool isOpenMatter(const ActionOutcome &outcome)
{
    return isProblem(outcome) || outcome.end == End::LeftAlone;
}

bool offersRetry(const BatchReport &report)
{
    return !report.leftOpen &&
           std::any_of(report.outcomes.begin(), report.outcomes.end(), [](const ActionOutcome &outcome) {
               return outcome.end == End::Failed && outcome.mayRetry;
           });
}

QStringList openIds(const BatchReport &report)
{
    return idsOf(report, &ActionOutcome::staysOpen);
}

QStringList stopAndDeleteIds(const BatchReport &report)
{
    return idsOf(report, &ActionOutcome::offersStopAndDelete);
}

QStringList startIds(const BatchReport &report)
{
    return idsOf(report, &ActionOutcome::offersStart);
}

QStringList otherTimeIds(const BatchReport &report)
{
    return idsOf(report, &ActionOutcome::wantsOtherTime);
}

QString graceText(const Decision &decision, int secondsLeft)
{
    const QString seconds = QLocale().toString(secondsLeft);
    if (decision.targets.size() == 1) {
        const DecisionTarget &target = decision.targets.constFirst();
        const QString name = visibleText(target.name.isEmpty() ? target.id : target.name, NameChars);
        return Text::tr("Deleting “%2” in %1 s…").arg(seconds, name);
    }
    return Text::tr("Deleting %1 instances in %2 s…")
        .arg(QLocale().toString(decision.targets.size()), seconds);
}

} // namespace leasekeeper

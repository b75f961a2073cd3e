// SPDX-License-Identifier: MIT
#include "stopdialog.h"

#include "countdown.h"
#include "dialoglist.h"
#include "dialoglistmodel.h"
#include "dialogtext.h"
#include "factgrid.h"
#include "inlinenote.h"
#include "plaintext.h"
#include "settings.h"
#include "steadybutton.h"

#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace leasekeeper
{

namespace
{

constexpr qint64 RefreshCostMs = 5; ///< per row: thousands are refreshed less often

/// The flavors of these, each once, in the order of the instances.
QStringList flavorsOf(const QList<Instance> &instances)
{
    QStringList flavors;
    for (const Instance &instance : instances) {
        const QString flavor = visibleText(instance.flavor, 80);
        if (!flavor.isEmpty() && !flavors.contains(flavor))
            flavors += flavor;
    }
    return flavors;
}

} // namespace

StopDialog::StopDialog(const DialogContext &context, const QStringList &ids, QWidget *parent)
    : InstanceDialog(context, ids, parent)
{
    setObjectName(u"stopDialog"_s);
    setAccessibleName(tr("Stop instances"));
    buildBody();
    m_stopButton = new SteadyButton;
    m_stopButton->setObjectName(u"stopButton"_s);
    addDangerousButton(m_stopButton, QDialogButtonBox::AcceptRole);
    connect(m_stopButton, &QPushButton::clicked, this, &StopDialog::stop);
    refresh();
    cancelButton()->setFocus();
}

void StopDialog::instancesChanged()
{
    refresh();
}

void StopDialog::buildBody()
{
    m_facts = new FactGrid(this);
    m_rows = new DialogListModel({tr("Name"), tr("Stops in"), tr("Flavor"), tr("Owner")}, this);
    m_problem = new InlineNote(u"problemLabel"_s);
    if (isSeveral()) {
        m_facts->hide();
        body()->addWidget(new DialogList(m_rows, u"stopList"_s, tr("Instances to stop")), 1);
    } else {
        body()->addWidget(m_facts);
    }
    body()->addWidget(m_problem);
}

void StopDialog::refresh()
{
    const Candidates now = agreedCandidates(InstanceVerb::Stop);
    m_able = now.able;
    m_shown.update(now.able, now.leftOut, nowMs());
    const QString nothingLeft = nothingLeftText(now);
    showHeadline(now);
    changeNote()->say(InlineNote::Kind::Warning,
                      isSeveral() || nothingLeft.isEmpty() ? m_shown.sentences() : QString());
    showLeftOut(now.leftOut);
    m_problem->say(InlineNote::Kind::Error, nothingLeft);
    showFacts();
    if (m_able.isEmpty() && m_stopButton->hasFocus())
        cancelButton()->setFocus(Qt::OtherFocusReason);
    m_stopButton->setEnabled(!m_able.isEmpty());
}

void StopDialog::showHeadline(const Candidates &now)
{
    const bool isOne = now.able.size() == 1 || !isSeveral();
    const QString name = now.able.size() == 1 ? displayName(now.able.first()) : knownName(ids().value(0));
    const QString short_ = shortName(name);
    const qsizetype count = now.able.size();
    QString body;
    if (!now.able.isEmpty()) {
        const QStringList flavors = flavorsOf(now.able);
        const QString kept =
            tr("Only files in /home/ma-user/work are kept; other packages and /cache are lost.");
        const QString again =
            flavors.isEmpty() ? tr("Starting again needs free capacity.")
                              : tr("Starting again needs free %1 capacity.").arg(namesInSentence(flavors, 4));
        body = tr("%1 %2", "two sentences").arg(kept, again);
    }
    setHeadline(isOne ? tr("Stop %1?").arg(short_) : tr("Stop %1 instances?").arg(count),
                isOne ? tr("Stop notebook instance “%1”?").arg(name)
                      : tr("Stop %1 notebook instances?").arg(count),
                body);
    m_stopButton->setPlainText(now.able.isEmpty() ? tr("Stop")
                               : isOne            ? tr("Stop %1").arg(short_)
                                                  : tr("Stop %1 instances").arg(count));
}

void StopDialog::showFacts()
{
    const qint64 time = nowMs();
    std::optional<qint64> next;
    const auto consider = [&next](std::optional<qint64> inMs) {
        if (inMs && (!next || *inMs < *next))
            next = inMs;
    };
    const Profile &profile = context().profile;
    const PhaseThresholds thresholds = context().settings.thresholds();
    QList<DialogRow> rows;
    for (const Instance &instance : std::as_const(m_able)) {
        const Countdown left = countdown(instance.lease, instance.status, time, thresholds);
        consider(isSeveral() ? left.changesInMs : stopPhraseChangesInMs(instance, time));
        DialogRow row;
        row.id = instance.id;
        row.cells = {displayName(instance), left.text, visibleText(instance.flavor),
                     ownerPhrase(instance, profile)};
        row.tooltip = displayName(instance);
        if (ownership(instance, profile) != Ownership::Own) {
            row.mark = DialogRow::Mark::Attention;
            row.flaggedColumns = {3};
        }
        rows.append(row);
    }
    m_rows->setRows(rows);
    if (!isSeveral()) {
        m_facts->setVisible(!m_able.isEmpty());
        if (!m_able.isEmpty()) {
            const Instance &instance = m_able.first();
            m_facts->show({
                {u"state"_s, tr("State"), statePhrase(instance, time), {}, false},
                {u"owner"_s, tr("Owner"), ownerPhrase(instance, profile), instance.ownerId,
                 ownership(instance, profile) != Ownership::Own},
                {u"profile"_s, tr("Profile"), scopePhrase(profile), {}, false},
            });
        }
    }
    if (next)
        next = std::max(*next, m_able.size() * RefreshCostMs);
    refreshIn(next);
}

void StopDialog::stop()
{
    refresh();
    Decision decision;
    decision.verb = InstanceVerb::Stop;
    for (const Instance &instance : std::as_const(m_able))
        decision.targets.append(decisionTarget(instance));
    decide(decision);
}

} // namespace leasekeeper

// SPDX-License-Identifier: MIT
#include "prolongdialog.h"

#include "clock.h"
#include "dialoglist.h"
#include "dialoglistmodel.h"
#include "dialogtext.h"
#include "inlinenote.h"
#include "plainlabel.h"
#include "plaintext.h"
#include "prolongchooser.h"
#include "prolongtext.h"
#include "settings.h"
#include "steadybutton.h"

#include <QHBoxLayout>
#include <QSpinBox>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace leasekeeper
{

namespace
{

/// Whether two plans, made a moment apart, are the same in a person's eyes.
bool meanTheSame(const ProlongPlan &a, const ProlongPlan &b)
{
    return std::equal(a.items.begin(), a.items.end(), b.items.begin(), b.items.end(),
                      [](const ProlongItem &left, const ProlongItem &right) {
                          return left.instance.id == right.instance.id && left.isTaken() == right.isTaken() &&
                                 left.effect == right.effect &&
                                 qAbs(left.newStopMs - right.newStopMs) <= LeaseToleranceMs;
                      });
}

} // namespace

ProlongDialog::ProlongDialog(const DialogContext &context, const QStringList &ids, QWidget *parent)
    : InstanceDialog(context, ids, parent)
{
    setObjectName(u"prolongDialog"_s);
    setAccessibleName(tr("Prolong instances"));
    buildBody();
    m_prolongButton = new SteadyButton;
    m_prolongButton->setObjectName(u"prolongButton"_s);
    addButton(m_prolongButton, QDialogButtonBox::AcceptRole);

    m_chooser->proposeUntil(candidates(InstanceVerb::Prolong).able);
    connect(m_chooser, &ProlongChooser::changed, this, &ProlongDialog::onChoiceChanged);
    connect(m_toLimitButton, &QPushButton::clicked, this, [this] {
        m_toLimit = true;
        refresh();
    });
    connect(m_skipButton, &QPushButton::clicked, this, [this] {
        m_skipEarlier = true;
        refresh();
    });
    connect(m_prolongButton, &QPushButton::clicked, this, &ProlongDialog::prolong);
    refresh();
    m_chooser->setFocus();
}

void ProlongDialog::setChoice(const ProlongChoice &choice)
{
    m_chooser->setChoice(choice);
}

void ProlongDialog::instancesChanged()
{
    refresh();
}

void ProlongDialog::buildBody()
{
    m_chooser = new ProlongChooser(context().leaseRange, context().settings.defaultProlongMs(),
                                   [this] { return nowMs(); });
    m_introduces = new InlineNote(u"introducesLabel"_s);
    m_previewPanel = new RoundedPanel;
    m_preview = new PlainLabel(PlainLabel::Look::Strong);
    m_preview->setObjectName(u"previewLabel"_s);
    m_limits = new PlainLabel(PlainLabel::Look::Muted);
    m_limits->setObjectName(u"limitsLabel"_s);
    m_limits->setWordWrap(false);
    m_limits->setText(limitsText(context().leaseRange));
    auto *previewLayout = new QHBoxLayout(m_previewPanel);
    previewLayout->setContentsMargins(14, 11, 14, 11);
    previewLayout->setSpacing(16);
    previewLayout->addWidget(m_preview, 1);
    previewLayout->addWidget(m_limits);
    m_problem = new InlineNote(u"problemLabel"_s);
    m_toLimitButton = m_problem->addAction(u"toLimitButton"_s);
    m_shortens = new InlineNote(u"shortensLabel"_s);
    m_skipButton = m_shortens->addAction(u"skipEarlierButton"_s);
    m_rows = new DialogListModel(prolongListHeaders(), this);

    body()->addWidget(m_introduces);
    body()->addWidget(m_chooser);
    body()->addSpacing(2);
    body()->addWidget(m_previewPanel);
    body()->addWidget(m_problem);
    body()->addWidget(m_shortens);
    if (isSeveral())
        body()->addWidget(new DialogList(m_rows, u"prolongList"_s, tr("Instances to prolong")), 1);
}

void ProlongDialog::onChoiceChanged()
{
    m_toLimit = false;
    m_skipEarlier = false;
    refresh();
}

void ProlongDialog::refresh()
{
    const Candidates now = candidates(InstanceVerb::Prolong);
    const qint64 time = nowMs();
    m_shown.update(now.able, now.leftOut, time);
    ProlongChoice choice = m_chooser->choice();
    choice.toLimit = m_toLimit;
    choice.skipEarlier = m_skipEarlier;
    m_plan = prolongPlan(now.able, choice, time, context().leaseRange);

    showHeadline(now);
    showLeftOut(now.leftOut);
    const QString nothingLeft = nothingLeftText(now);
    changeNote()->say(InlineNote::Kind::Warning,
                      isSeveral() || nothingLeft.isEmpty() ? m_shown.sentences() : QString());
    m_chooser->setEnabled(!now.able.isEmpty());
    m_chooser->updateQuickMoments();
    m_previewPanel->setVisible(!now.able.isEmpty());
    m_introduces->say(InlineNote::Kind::Info, introducesText(m_plan));
    m_problem->say(InlineNote::Kind::Error, nothingLeft.isEmpty() ? outsideText(m_plan) : nothingLeft);
    InlineNote::setActionText(m_toLimitButton, toLimitText(m_plan));
    m_shortens->say(InlineNote::Kind::Warning, shortensText(m_plan));
    InlineNote::setActionText(m_skipButton, skipEarlierText(m_plan));
    showPlan();
    refreshIn(m_plan.changesInMs());
}

void ProlongDialog::showHeadline(const Candidates &now)
{
    if (!now.able.isEmpty()) {
        const QString subline = isSeveral() ? QString() : stopsNowText(now.able.first(), m_plan.nowMs);
        setHeadline(prolongTitle(m_plan), prolongHeadline(m_plan), subline);
        return;
    }
    const QString name = isSeveral() ? QString() : knownName(ids().value(0));
    const QString title = isSeveral() ? tr("Prolong instances") : tr("Prolong %1").arg(shortName(name));
    setHeadline(title, isSeveral() ? title : tr("Prolong %1").arg(name), {});
}

void ProlongDialog::showPlan()
{
    m_preview->setPlain(previewText(m_plan));
    m_preview->setToolTip(m_plan.items.size() == 1 ? tooltipText(fullTime(m_plan.items.first().newStopMs))
                                                   : QString());
    m_rows->setRows(prolongListRows(m_plan));
    const bool shortens = m_plan.shortened() > 0;
    m_prolongButton->setPlainText(prolongButtonText(m_plan));
    m_prolongButton->setEnabled(m_plan.taken() > 0);
    // Return may prolong but never take time away.
    m_prolongButton->setTakesReturn(!shortens);
    (shortens ? cancelButton() : m_prolongButton)->setDefault(true);
}

void ProlongDialog::prolong()
{
    const ProlongPlan shown = m_plan;
    refresh();
    // The clock may have carried a choice over a limit since it was painted: then look again.
    if (!meanTheSame(shown, m_plan))
        return;
    const bool isUntil = m_chooser->choice().kind == ProlongChoice::Kind::Until;
    Decision decision;
    decision.verb = InstanceVerb::Prolong;
    decision.addedMs = isUntil ? 0 : m_chooser->choice().addMs;
    for (const ProlongItem &item : std::as_const(m_plan.items)) {
        if (!item.isTaken())
            continue;
        DecisionTarget target = decisionTarget(item.instance);
        target.stopAtMs =
            isUntil ? targetForUntil(item.newStopMs, m_plan.nowMs, m_plan.range) : item.newStopMs;
        target.mayShorten = item.shortens();
        decision.targets.append(target);
    }
    if (const std::optional<qint64> addMs = m_chooser->newDefaultMs())
        context().settings.setDefaultProlongMs(*addMs);
    decide(decision);
}

} // namespace leasekeeper

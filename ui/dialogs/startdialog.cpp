// SPDX-License-Identifier: MIT
#include "startdialog.h"

#include "countdown.h"
#include "dialoglist.h"
#include "dialoglistmodel.h"
#include "dialogtext.h"
#include "inlinenote.h"
#include "leasetimechooser.h"
#include "plainlabel.h"
#include "plaintext.h"
#include "prolongtext.h"
#include "roundedpanel.h"
#include "settings.h"
#include "steadybutton.h"

#include <QGridLayout>
#include <QHBoxLayout>
#include <QRadioButton>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace leasekeeper
{

StartDialog::StartDialog(const DialogContext &context, const QStringList &ids, QWidget *parent)
    : InstanceDialog(context, ids, parent)
{
    setObjectName(u"startDialog"_s);
    setAccessibleName(tr("Start instances"));
    buildBody();
    m_startButton = new SteadyButton;
    m_startButton->setObjectName(u"startButton"_s);
    addButton(m_startButton, QDialogButtonBox::AcceptRole);
    m_startButton->setDefault(true);
    connect(m_time, &LeaseTimeChooser::chosen, this, [this] {
        m_runFor->setChecked(true);
        refresh();
    });
    connect(m_runFor, &QRadioButton::toggled, m_time, &LeaseTimeChooser::setCounting);
    connect(m_noStop, &QRadioButton::toggled, this, [this] { refresh(); });
    connect(m_startButton, &QPushButton::clicked, this, &StartDialog::start);
    refresh();
    m_time->setFocus();
}

void StartDialog::instancesChanged()
{
    refresh();
}

void StartDialog::buildBody()
{
    const LeaseRange &range = context().leaseRange;
    m_runFor = new QRadioButton(tr("&Run for"));
    m_runFor->setObjectName(u"runForRadio"_s);
    m_runFor->setAccessibleName(tr("Run for"));
    m_runFor->setChecked(true);
    m_noStop = new QRadioButton(tr("&No automatic stop"));
    m_noStop->setObjectName(u"noStopRadio"_s);
    m_noStop->setAccessibleName(tr("No automatic stop"));
    m_time =
        new LeaseTimeChooser(LeaseTimeChooser::Purpose::Run, range,
                             std::clamp(context().settings.defaultProlongMs(), range.minMs, range.maxMs));
    auto *choice = new QWidget;
    auto *grid = new QGridLayout(choice);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(16);
    grid->setVerticalSpacing(10);
    grid->addWidget(m_runFor, 0, 0);
    grid->addWidget(m_time, 0, 1);
    grid->addWidget(m_noStop, 1, 0, 1, 2, Qt::AlignLeading);
    grid->setColumnStretch(1, 1);

    auto *panel = new RoundedPanel;
    m_preview = new PlainLabel(PlainLabel::Look::Strong);
    m_preview->setObjectName(u"previewLabel"_s);
    auto *limits = new PlainLabel(PlainLabel::Look::Muted);
    limits->setObjectName(u"limitsLabel"_s);
    limits->setWordWrap(false);
    limits->setText(tr("limits: %1 … %2").arg(spanText(range.minMs), spanText(range.maxMs)));
    auto *panelLayout = new QHBoxLayout(panel);
    panelLayout->setContentsMargins(14, 11, 14, 11);
    panelLayout->setSpacing(16);
    panelLayout->addWidget(m_preview, 1);
    panelLayout->addWidget(limits);
    m_problem = new InlineNote(u"problemLabel"_s);
    m_noStopNote = new InlineNote(u"noStopLabel"_s);
    m_rows = new DialogListModel({tr("Name"), tr("State"), tr("Flavor"), tr("Owner")}, this);

    body()->addWidget(choice);
    body()->addSpacing(2);
    body()->addWidget(panel);
    body()->addWidget(m_problem);
    body()->addWidget(m_noStopNote);
    if (isSeveral())
        body()->addWidget(new DialogList(m_rows, u"startList"_s, tr("Instances to start")), 1);
}

void StartDialog::refresh()
{
    const Candidates now = agreedCandidates(InstanceVerb::Start);
    m_able = now.able;
    m_shown.update(now.able, now.leftOut, nowMs());
    const QString nothingLeft = nothingLeftText(now);
    showHeadline(now);
    changeNote()->say(InlineNote::Kind::Warning,
                      isSeveral() || nothingLeft.isEmpty() ? m_shown.sentences() : QString());
    showLeftOut(now.leftOut);
    m_preview->setText(leaseText());

    QString problem = nothingLeft;
    const LeaseRange &range = context().leaseRange;
    if (problem.isEmpty() && check() == RangeCheck::TooLong)
        problem = tr("Too long: a first lease may last at most %1.").arg(spanText(range.maxMs));
    else if (problem.isEmpty() && check() == RangeCheck::TooShort)
        problem = tr("Too short: a first lease must last at least %1.").arg(spanText(range.minMs));
    m_problem->say(InlineNote::Kind::Error, problem);
    QString noStop;
    if (m_noStop->isChecked()) {
        noStop = m_able.size() == 1 ? tr("It runs, and may be billed, until somebody stops it.")
                                    : tr("They run, and may be billed, until somebody stops them.");
    }
    m_noStopNote->say(InlineNote::Kind::Warning, noStop);
    showRows();
    m_startButton->setEnabled(!m_able.isEmpty() && check() == RangeCheck::Allowed);
}

void StartDialog::showHeadline(const Candidates &now)
{
    const bool isOne = now.able.size() == 1 || !isSeveral();
    const QString name = now.able.size() == 1 ? displayName(now.able.first()) : knownName(ids().value(0));
    const QString title =
        isOne ? tr("Start %1").arg(shortName(name)) : tr("Start %1 instances").arg(now.able.size());
    QString subline;
    if (now.able.size() == 1) {
        const Instance &instance = now.able.first();
        subline = instance.flavor.isEmpty()
                      ? tr("Owner: %1").arg(ownerPhrase(instance, context().profile))
                      : tr("Flavor: %1 · Owner: %2")
                            .arg(visibleText(instance.flavor), ownerPhrase(instance, context().profile));
    }
    setHeadline(title, isOne ? tr("Start %1").arg(name) : title, subline);
    m_startButton->setPlainText(now.able.isEmpty() ? tr("Start") : title);
}

void StartDialog::showRows()
{
    QList<DialogRow> rows;
    for (const Instance &instance : std::as_const(m_able)) {
        DialogRow row;
        row.id = instance.id;
        row.cells = {displayName(instance), statusLabel(instance), visibleText(instance.flavor),
                     ownerPhrase(instance, context().profile)};
        row.tooltip = displayName(instance);
        rows.append(row);
    }
    m_rows->setRows(rows);
}

void StartDialog::start()
{
    refresh();
    if (!m_startButton->isEnabled())
        return;
    Decision decision;
    decision.verb = InstanceVerb::Start;
    decision.firstLeaseMs = firstLeaseMs();
    for (const Instance &instance : std::as_const(m_able))
        decision.targets.append(decisionTarget(instance));
    decide(decision);
}

qint64 StartDialog::firstLeaseMs() const
{
    return m_noStop->isChecked() ? -1 : m_time->valueMs();
}

RangeCheck StartDialog::check() const
{
    return m_noStop->isChecked() ? RangeCheck::Allowed
                                 : checkTarget(m_time->valueMs(), 0, context().leaseRange);
}

QString StartDialog::leaseText() const
{
    if (m_noStop->isChecked())
        return m_able.size() == 1 ? tr("It does not stop by itself.") : tr("They do not stop by themselves.");
    const QString span = spanText(m_time->valueMs());
    return m_able.size() == 1 ? tr("It stops by itself %1 after it has started.").arg(span)
                              : tr("Each stops by itself %1 after it has started.").arg(span);
}

} // namespace leasekeeper

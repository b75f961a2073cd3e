// SPDX-License-Identifier: MIT
#include "deletedialog.h"

#include "armedbutton.h"
#include "clock.h"
#include "confirmedit.h"
#include "dialoglist.h"
#include "dialogtext.h"
#include "inlinenote.h"
#include "plainlabel.h"
#include "plaintext.h"
#include "replacefile.h"
#include "settings.h"

#include <QDir>
#include <QFileDialog>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace leasekeeper
{

DeleteDialog::DeleteDialog(const DialogContext &context, const QStringList &ids, QWidget *parent)
    : InstanceDialog(context, ids, parent)
{
    setObjectName(u"deleteDialog"_s);
    setAccessibleName(tr("Delete instances"));
    buildBody();
    connectAll();
    refresh();
    if (m_confirmation.isAsked())
        m_confirmEdit->setFocus();
    else
        cancelButton()->setFocus();
}

void DeleteDialog::instancesChanged()
{
    refresh();
}

void DeleteDialog::showEvent(QShowEvent *event)
{
    InstanceDialog::showEvent(event);
    m_deleteButton->disarm();
}

void DeleteDialog::buildBody()
{
    m_facts = new FactGrid;
    m_rows = new DialogListModel(deleteListHeaders(), this);
    m_totals = new PlainLabel(PlainLabel::Look::Strong);
    m_totals->setObjectName(u"totalsLabel"_s);
    m_problem = new InlineNote(u"problemLabel"_s);
    m_saved = new InlineNote(u"savedLabel"_s);
    m_confirmRow = new QWidget;
    m_prompt = new PlainLabel(PlainLabel::Look::Body);
    m_prompt->setObjectName(u"promptLabel"_s);
    m_confirmEdit = new ConfirmEdit;
    m_prompt->setBuddy(m_confirmEdit);
    auto *confirmLayout = new QVBoxLayout(m_confirmRow);
    confirmLayout->setContentsMargins(0, 0, 0, 0);
    confirmLayout->setSpacing(6);
    confirmLayout->addWidget(m_prompt);
    confirmLayout->addWidget(m_confirmEdit);

    if (isSeveral()) {
        body()->addWidget(new DialogList(m_rows, u"deleteList"_s, tr("Instances to delete")), 1);
        body()->addWidget(m_totals);
        m_facts->setParent(this);
        m_facts->hide();
    } else {
        body()->addWidget(m_facts);
        m_totals->setParent(this);
        m_totals->hide();
    }
    body()->addWidget(m_problem);
    body()->addWidget(m_saved);
    body()->addWidget(m_confirmRow);

    m_saveButton = new SteadyButton(tr("&Save details…"));
    m_saveButton->setObjectName(u"saveDetailsButton"_s);
    addButton(m_saveButton, QDialogButtonBox::ResetRole);
    m_deleteButton = new ArmedButton(context().timers, this);
    m_deleteButton->setObjectName(u"deleteButton"_s);
    addDangerousButton(m_deleteButton, QDialogButtonBox::AcceptRole);
}

void DeleteDialog::connectAll()
{
    connect(m_rows, &DialogListModel::tickToggled, this, &DeleteDialog::onTickToggled);
    connect(m_confirmEdit, &QLineEdit::textChanged, this, &DeleteDialog::updateReady);
    connect(m_confirmEdit, &ConfirmEdit::confirmPressed, this, &DeleteDialog::onConfirmPressed);
    connect(m_saveButton, &QPushButton::clicked, this, &DeleteDialog::saveDetails);
    connect(m_deleteButton, &QPushButton::clicked, this, &DeleteDialog::remove);
}

void DeleteDialog::onTickToggled(const QString &id, bool ticked)
{
    if (ticked)
        m_unticked.remove(id);
    else
        m_unticked.insert(id);
    m_deleteButton->disarm();
    refresh();
}

void DeleteDialog::onConfirmPressed()
{
    // Not further than to the button: deleting takes another, deliberate key.
    if (m_deleteButton->isEnabled())
        m_deleteButton->setFocus(Qt::TabFocusReason);
}

void DeleteDialog::saveDetails()
{
    auto *dialog = new QFileDialog(this, tr("Save details"));
    dialog->setObjectName(u"saveDetailsDialog"_s);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setFileMode(QFileDialog::AnyFile);
    dialog->setNameFilters({tr("Text files (*.txt)"), tr("All files (*)")});
    dialog->setDefaultSuffix(u"txt"_s);
    dialog->selectFile(tr("deleted-instances.txt", "proposed file name"));
    connect(dialog, &QFileDialog::fileSelected, this, &DeleteDialog::writeDetails);
    dialog->open();
}

void DeleteDialog::writeDetails(const QString &filePath)
{
    const auto trouble = replaceFile(filePath, detailsText(m_chosen, context().profile, nowMs()).toUtf8());
    const QString path = visibleText(QDir::toNativeSeparators(filePath));
    if (!trouble)
        m_saved->say(InlineNote::Kind::Info, tr("Details saved to %1.").arg(path));
    else
        m_saved->say(
            InlineNote::Kind::Error,
            tr("Could not save to %1: %2. Choose another place.").arg(path, visibleText(trouble->reason)));
}

void DeleteDialog::remove()
{
    if (!m_confirmation.isMetBy(m_confirmEdit->text()))
        return;
    Decision decision;
    decision.verb = InstanceVerb::Delete;
    for (const Instance &instance : std::as_const(m_chosen))
        decision.targets.append(decisionTarget(instance));
    decide(decision);
}

void DeleteDialog::refresh()
{
    const Candidates now = candidates(InstanceVerb::Delete);
    if (m_order.isEmpty())
        orderByRisk(now.able);
    QSet<QString> chosenBefore;
    for (const Instance &instance : std::as_const(m_chosen))
        chosenBefore.insert(instance.id);
    bool isToAskAnew = false;
    for (const QString &id : m_shown.update(now.able, now.leftOut, nowMs())) {
        if (!isSeveral() || chosenBefore.contains(id))
            isToAskAnew = true;
        else // Left out when the person looked: not deleted only because it became possible meanwhile.
            m_unticked.insert(id);
    }
    m_chosen = chosenOf(now.able);
    showTexts(now);
    showList(now.able);
    if (isToAskAnew)
        askAnew();
    showConfirmation();
    updateReady();
    scheduleRefresh();
}

void DeleteDialog::askAnew()
{
    m_confirmEdit->clear();
    m_deleteButton->disarm();
}

void DeleteDialog::orderByRisk(const QList<Instance> &able)
{
    QList<Instance> ordered = able;
    std::stable_sort(ordered.begin(), ordered.end(), [this](const Instance &a, const Instance &b) {
        return deleteRisk(a, context().profile) > deleteRisk(b, context().profile);
    });
    QSet<QString> placed;
    for (const Instance &instance : std::as_const(ordered)) {
        m_order += instance.id;
        placed.insert(instance.id);
    }
    for (const QString &id : ids()) {
        if (!placed.contains(id))
            m_order += id;
    }
}

QList<Instance> DeleteDialog::chosenOf(const QList<Instance> &able) const
{
    QList<Instance> chosen;
    std::copy_if(able.begin(), able.end(), std::back_inserter(chosen),
                 [this](const Instance &instance) { return !m_unticked.contains(instance.id); });
    return chosen;
}

Confirmation DeleteDialog::confirmation() const
{
    if (m_chosen.isEmpty())
        return {};
    return isSeveral() ? confirmationForSeveral(int(m_chosen.size()))
                       : confirmationForOne(m_chosen.first(), context().profile,
                                            context().settings.alwaysTypeToDelete());
}

void DeleteDialog::showTexts(const Candidates &now)
{
    const QString nothingLeft = nothingLeftText(now);
    if (!isSeveral() && m_chosen.isEmpty()) {
        const QString name = knownName(ids().value(0));
        setHeadline(tr("Delete %1?").arg(shortName(name)), tr("“%1” cannot be deleted now").arg(name), {});
    } else {
        setHeadline(deleteTitle(m_chosen), deleteHeadline(m_chosen, isSeveral()),
                    deleteConsequence(m_chosen, isSeveral()));
    }
    m_problem->say(InlineNote::Kind::Error, nothingLeft);
    changeNote()->say(InlineNote::Kind::Warning,
                      isSeveral() || nothingLeft.isEmpty() ? m_shown.sentences() : QString());
    showLeftOut(now.leftOut);
    m_deleteButton->setPlainText(deleteButtonText(m_chosen));
    m_saveButton->setEnabled(!m_chosen.isEmpty());
}

void DeleteDialog::showList(const QList<Instance> &able)
{
    const qint64 time = nowMs();
    if (!isSeveral()) {
        m_facts->setVisible(!able.isEmpty());
        if (!able.isEmpty())
            m_facts->show(deleteFacts(able.first(), context().profile, time));
        return;
    }
    QHash<QString, const Instance *> byId;
    for (const Instance &instance : able)
        byId.insert(instance.id, &instance);
    QList<DialogRow> rows;
    for (const QString &id : std::as_const(m_order)) {
        if (const Instance *instance = byId.value(id))
            rows.append(deleteListRow(*instance, context().profile, !m_unticked.contains(id), time,
                                      context().settings.thresholds()));
    }
    m_rows->setRows(rows);
    m_totals->setText(totalsText(m_chosen, int(able.size())));
}

void DeleteDialog::showConfirmation()
{
    m_confirmation = confirmation();
    m_prompt->setPlain(m_confirmation.prompt);
    const bool isAsked = m_confirmation.isAsked();
    if (!isAsked && m_confirmEdit->hasFocus())
        cancelButton()->setFocus(Qt::OtherFocusReason);
    m_confirmRow->setVisible(isAsked);
    m_deleteButton->setRefuge(isAsked ? static_cast<QWidget *>(m_confirmEdit) : cancelButton());
}

void DeleteDialog::updateReady()
{
    m_deleteButton->setReady(!m_chosen.isEmpty() && m_confirmation.isMetBy(m_confirmEdit->text()));
}

void DeleteDialog::scheduleRefresh()
{
    constexpr qint64 MinuteMs = 60'000;
    constexpr qint64 RefreshCostMs = 5; // per row: thousands are refreshed less often
    const qint64 time = nowMs();
    std::optional<qint64> next;
    const auto consider = [&next](std::optional<qint64> inMs) {
        if (inMs && (!next || *inMs < *next))
            next = inMs;
    };
    for (const Instance &instance : std::as_const(m_chosen)) {
        if (isSeveral()) {
            consider(countdown(instance.lease, instance.status, time, context().settings.thresholds())
                         .changesInMs);
            consider(MinuteMs); // "3 min ago"
        } else {
            consider(stopPhraseChangesInMs(instance, time));
        }
    }
    if (next && isSeveral())
        next = std::max(*next, m_chosen.size() * RefreshCostMs);
    refreshIn(next);
}

} // namespace leasekeeper

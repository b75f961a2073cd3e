// SPDX-License-Identifier: MIT
#include "importdialog.h"

#include "foundrow.h"
#include "inlinenote.h"
#include "plainlabel.h"
#include "plaintext.h"
#include "plural.h"
#include "steadybutton.h"

#include <QCheckBox>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QPointer>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

namespace leasekeeper
{

namespace
{

bool isSame(const FoundCredential &a, const FoundCredential &b)
{
    return a.source == b.source && a.filePath == b.filePath && a.profile == b.profile;
}

} // namespace

ImportDialog::ImportDialog(QWidget *parent)
    : ContentDialog(parent),
      m_list(new QVBoxLayout),
      m_empty(new PlainLabel(PlainLabel::Look::Muted)),
      m_problem(new InlineNote(u"problemLabel"_s)),
      m_file(new SteadyButton(tr("Choose &file…"))),
      m_consent(new QCheckBox(tr("Copy the &secrets to the key store"))),
      m_keeping(new PlainLabel(PlainLabel::Look::Muted)),
      m_import(new SteadyButton)
{
    setObjectName(u"importDialog"_s);
    setAccessibleName(tr("Import connections"));
    setKeepsGivenHeight(true);
    setHeadline(tr("Import connections"), tr("Import connections"),
                tr("Found on this computer. The files are only read and stay as they are."));
    m_empty->setObjectName(u"emptyLabel"_s);
    m_empty->setPlain(tr("Nothing was found in the usual places. Choose a file: clouds.yaml, credentials, "
                         "config.json or credentials.csv."));
    m_file->setObjectName(u"fileButton"_s);
    m_file->setTakesReturn(true);
    m_consent->setObjectName(u"consentCheck"_s);
    m_consent->setAccessibleName(tr("Copy the secrets to the key store"));
    m_keeping->setObjectName(u"keepingLabel"_s);
    m_import->setObjectName(u"importButton"_s);
    m_list->setSpacing(8);

    body()->addLayout(m_list);
    body()->addWidget(m_empty);
    body()->addWidget(m_problem);
    body()->addWidget(m_file, 0, Qt::AlignLeading);
    auto *consent = new QVBoxLayout;
    consent->setSpacing(4);
    consent->addWidget(m_consent);
    consent->addWidget(m_keeping);
    body()->addLayout(consent);
    body()->addStretch(1);
    addButton(m_import, QDialogButtonBox::AcceptRole);
    m_import->setDefault(true);

    connect(m_file, &QPushButton::clicked, this, &ImportDialog::chooseFile);
    connect(m_consent, &QCheckBox::toggled, this, &ImportDialog::refresh);
    connect(m_import, &QPushButton::clicked, this, &ImportDialog::import);
    setFound({});
}

void ImportDialog::setFound(const QList<FoundCredential> &found)
{
    QList<FoundRow *> rows;
    const QList<FoundRow *> before = std::exchange(m_rows, {});
    for (const FoundCredential &one : found) {
        auto *row = new FoundRow(one, int(rows.size()) + 1);
        const auto known = std::find_if(before.begin(), before.end(),
                                        [&one](const FoundRow *old) { return isSame(old->found(), one); });
        row->setTicked(known == before.end() || (*known)->isTicked());
        connect(row, &FoundRow::toggled, this, &ImportDialog::refresh);
        m_list->addWidget(row);
        row->show();
        rows.append(row);
    }
    qDeleteAll(before);
    m_rows = rows;
    m_empty->setVisible(rows.isEmpty());
    // Once the dialog is shown, new rows come to the end of the chain, from where Tab goes on to its
    // beginning.
    refresh();
}

void ImportDialog::setProblem(const QString &problem)
{
    m_problem->say(InlineNote::Kind::Error, visibleText(problem, 600));
}

void ImportDialog::setKeepingText(const QString &text)
{
    m_keepingText = text;
    refresh();
}

void ImportDialog::setCanRemember(bool can)
{
    m_consent->setEnabled(can);
    if (!can)
        m_consent->setChecked(false);
    refresh();
}

void ImportDialog::setVisible(bool visible)
{
    if (visible && !wasShown()) {
        orderTabs();
        const auto usable = std::find_if(m_rows.begin(), m_rows.end(),
                                         [](const FoundRow *row) { return row->found().whyNot.isEmpty(); });
        if (usable == m_rows.end())
            m_file->setFocus();
        else
            (*usable)->setFocus();
    }
    ContentDialog::setVisible(visible);
}

void ImportDialog::refresh()
{
    const auto count = int(ticked().size());
    m_import->setPlainText(
        count == 0 ? tr("Import") : countText(count, tr("Import 1 connection"), tr("Import %1 connections")));
    m_import->setEnabled(count > 0);
    m_import->setToolTip(count == 0 ? tooltipText(tr("Nothing is ticked.")) : QString());
    const QString text =
        m_consent->isChecked() || !m_consent->isEnabled()
            ? m_keepingText
            : tr("Without this they are used until the program ends, and asked for the next time.");
    m_keeping->setPlain(text);
    m_keeping->setVisible(!text.isEmpty());
}

void ImportDialog::chooseFile()
{
    auto *dialog = new QFileDialog(this, tr("Choose a file to import from"));
    dialog->setObjectName(u"importFileDialog"_s);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    dialog->setFilter(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot);
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString &path) {
        setProblem({});
        Q_EMIT fileChosen(path);
    });
    dialog->open();
}

void ImportDialog::import()
{
    const QList<FoundCredential> chosen = ticked();
    if (isFinished() || chosen.isEmpty())
        return;
    setFinished();
    const QPointer<ImportDialog> alive(this);
    Q_EMIT decided(chosen, m_consent->isEnabled() && m_consent->isChecked());
    if (alive)
        accept();
}

void ImportDialog::orderTabs()
{
    QWidget *last = nullptr;
    const auto append = [&last](QWidget *next) {
        if (last)
            QWidget::setTabOrder(last, next);
        last = next;
    };
    for (const FoundRow *row : std::as_const(m_rows))
        append(row->findChild<QCheckBox *>());
    append(m_file);
    append(m_consent);
}

QList<FoundCredential> ImportDialog::ticked() const
{
    QList<FoundCredential> chosen;
    for (const FoundRow *row : m_rows) {
        if (row->isTicked())
            chosen.append(row->found());
    }
    return chosen;
}

} // namespace leasekeeper

// SPDX-License-Identifier: MIT
#include "dialogdesk.h"

#include "prolongdialog.h"
#include "rowhold.h"

#include <utility>

namespace leasekeeper
{

DialogDesk::DialogDesk(std::function<DialogContext()> context, InstanceSortModel &model, QWidget *window)
    : QObject(window), m_context(std::move(context)), m_model(model), m_window(window)
{
}

void DialogDesk::open(InstanceVerb verb, const QStringList &ids)
{
    openNew(verb, ids);
}

void DialogDesk::prolongAgain(const QStringList &ids, const ProlongChoice &choice)
{
    if (auto *dialog = qobject_cast<ProlongDialog *>(openNew(InstanceVerb::Prolong, ids)))
        dialog->setChoice(choice);
}

InstanceDialog *DialogDesk::openNew(InstanceVerb verb, const QStringList &ids)
{
    if (ids.isEmpty())
        return nullptr;
    InstanceDialog *known = m_open.value(int(verb));
    if (known && known->isVisible()) {
        known->raise();
        known->activateWindow();
        return nullptr;
    }
    InstanceDialog *dialog = createInstanceDialog(verb, m_context(), ids, m_window);
    m_open.insert(int(verb), dialog);
    connect(dialog, &InstanceDialog::decided, this, &DialogDesk::decided);
    connect(dialog, &InstanceDialog::readRequested, this, &DialogDesk::readRequested);
    // Lets go when the dialog closes, and at the latest when it is destroyed.
    auto *hold = new RowHold(m_model, dialog);
    hold->setEngaged(true);
    connect(dialog, &QDialog::finished, hold, [hold] { hold->setEngaged(false); });
    dialog->open();
    return dialog;
}

} // namespace leasekeeper

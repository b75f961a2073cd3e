// SPDX-License-Identifier: MIT
#pragma once

#include "deletesummary.h"
#include "instancedialog.h"
#include "showninstances.h"

#include <QSet>

namespace leasekeeper
{

class ArmedButton;
class ConfirmEdit;
class DialogListModel;
class FactGrid;
class InlineNote;
class PlainLabel;
class SteadyButton;

/// Asks before instances are destroyed for good, and says what is destroyed: container, storage and files, by
/// name (ModelArts API reference, section 1.3). Cancel is the default; the more there is to lose, the more it
/// asks for. Whatever changes meanwhile is said, and asked anew.
class DeleteDialog : public InstanceDialog
{
    Q_OBJECT
public:
    DeleteDialog(const DialogContext &context, const QStringList &ids, QWidget *parent);

protected:
    void instancesChanged() override;
    void showEvent(QShowEvent *event) override;

private:
    void buildBody();
    void connectAll();
    void onTickToggled(const QString &id, bool ticked);
    void onConfirmPressed();
    void saveDetails();
    void writeDetails(const QString &filePath);
    void remove();

    void refresh();
    void askAnew();
    void orderByRisk(const QList<Instance> &able);
    [[nodiscard]] QList<Instance> chosenOf(const QList<Instance> &able) const;
    [[nodiscard]] Confirmation confirmation() const;
    void showTexts(const Candidates &now);
    void showList(const QList<Instance> &able);
    void showConfirmation();
    void updateReady();
    void scheduleRefresh();

    ShownInstances m_shown{InstanceVerb::Delete};
    QStringList m_order; ///< ids as listed: risky ones on top; stays while the dialog is open
    QSet<QString> m_unticked;
    QList<Instance> m_chosen; ///< what the button would delete
    Confirmation m_confirmation;

    FactGrid *m_facts;
    DialogListModel *m_rows;
    PlainLabel *m_totals;
    InlineNote *m_problem;
    InlineNote *m_saved;
    QWidget *m_confirmRow;
    PlainLabel *m_prompt;
    ConfirmEdit *m_confirmEdit;
    SteadyButton *m_saveButton;
    ArmedButton *m_deleteButton;
};

} // namespace leasekeeper

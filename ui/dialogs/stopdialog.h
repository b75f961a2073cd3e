// SPDX-License-Identifier: MIT
#pragma once

#include "instancedialog.h"
#include "showninstances.h"

namespace leasekeeper
{

class DialogListModel;
class FactGrid;
class InlineNote;
class SteadyButton;

/// Says what is lost when instances stop: everything but one folder, and whatever runs (ModelArts API
/// reference, section 10). Cancel is the default.
class StopDialog : public InstanceDialog
{
    Q_OBJECT
public:
    StopDialog(const DialogContext &context, const QStringList &ids, QWidget *parent);

protected:
    void instancesChanged() override;

private:
    void buildBody();
    void refresh();
    void showHeadline(const Candidates &now);
    void showFacts();
    void stop();

    ShownInstances m_shown{InstanceVerb::Stop};
    QList<Instance> m_able;

    FactGrid *m_facts;
    DialogListModel *m_rows;
    InlineNote *m_problem;
    SteadyButton *m_stopButton;
};

} // namespace leasekeeper

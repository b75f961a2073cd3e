// SPDX-License-Identifier: MIT
#pragma once

#include "instancedialog.h"
#include "prolongplan.h"
#include "showninstances.h"

namespace leasekeeper
{

class DialogListModel;
class InlineNote;
class PlainLabel;
class ProlongChooser;
class RoundedPanel;
class SteadyButton;

/// Asks how much longer instances run, speaking of stop times: the service counts a requested length from now
/// and replaces the old one (ModelArts API reference, section 4.3), so a careless "1 h" could shorten. What
/// is decided is a target stop time per instance. Return prolongs, but never shortens.
class ProlongDialog : public InstanceDialog
{
    Q_OBJECT
public:
    ProlongDialog(const DialogContext &context, const QStringList &ids, QWidget *parent);
    /// To begin with in place of the usual proposal.
    void setChoice(const ProlongChoice &choice);

protected:
    void instancesChanged() override;

private:
    void buildBody();
    void onChoiceChanged();
    void refresh();
    void showHeadline(const Candidates &now);
    void showPlan();
    void prolong();

    ProlongPlan m_plan;
    bool m_toLimit = false;
    bool m_skipEarlier = false;
    ShownInstances m_shown{InstanceVerb::Prolong};

    ProlongChooser *m_chooser;
    RoundedPanel *m_previewPanel;
    PlainLabel *m_preview;
    PlainLabel *m_limits;
    InlineNote *m_introduces;
    InlineNote *m_problem;
    InlineNote *m_shortens;
    QPushButton *m_toLimitButton;
    QPushButton *m_skipButton;
    DialogListModel *m_rows;
    SteadyButton *m_prolongButton;
};

} // namespace leasekeeper

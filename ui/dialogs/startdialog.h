// SPDX-License-Identifier: MIT
#pragma once

#include "instancedialog.h"
#include "showninstances.h"

class QRadioButton;

namespace leasekeeper
{

class DialogListModel;
class InlineNote;
class LeaseTimeChooser;
class PlainLabel;
class SteadyButton;

/// Asks for how long instances shall run when they are started (ModelArts API reference, section 1.2: the
/// duration is always sent). Return starts.
class StartDialog : public InstanceDialog
{
    Q_OBJECT
public:
    StartDialog(const DialogContext &context, const QStringList &ids, QWidget *parent);

protected:
    void instancesChanged() override;

private:
    void buildBody();
    void refresh();
    void showHeadline(const Candidates &now);
    void showRows();
    void start();
    /// ms; -1: no automatic stop.
    [[nodiscard]] qint64 firstLeaseMs() const;
    [[nodiscard]] RangeCheck check() const;
    [[nodiscard]] QString leaseText() const;

    ShownInstances m_shown{InstanceVerb::Start};
    QList<Instance> m_able;

    QRadioButton *m_runFor;
    QRadioButton *m_noStop;
    LeaseTimeChooser *m_time;
    PlainLabel *m_preview;
    InlineNote *m_problem;
    InlineNote *m_noStopNote;
    DialogListModel *m_rows;
    SteadyButton *m_startButton;
};

} // namespace leasekeeper

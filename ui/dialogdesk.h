// SPDX-License-Identifier: MIT
#pragma once

#include "decisions.h"
#include "instancedialog.h"
#include "instancestatus.h"
#include "prolongplan.h"

#include <QHash>
#include <QObject>
#include <QPointer>

#include <functional>

namespace leasekeeper
{

class InstanceSortModel;

/// Opens the dialogs of the window, at most one per verb: asked again, it brings the open one to the front.
/// Rows keep their places while a dialog is open.
class DialogDesk : public QObject
{
    Q_OBJECT
public:
    /// `context` is asked at each opening. `model` must outlive this; child of `window`, which the dialogs
    /// belong to.
    DialogDesk(std::function<DialogContext()> context, InstanceSortModel &model, QWidget *window);

    void open(InstanceVerb verb, const QStringList &ids);
    /// The dialog to prolong, with this chosen.
    void prolongAgain(const QStringList &ids, const ProlongChoice &choice);

Q_SIGNALS:
    void decided(const leasekeeper::Decision &decision);
    void readRequested(const QString &id);

private:
    /// The dialog if it is a new one.
    InstanceDialog *openNew(InstanceVerb verb, const QStringList &ids);

    std::function<DialogContext()> m_context;
    InstanceSortModel &m_model;
    QWidget *m_window;
    QHash<int, QPointer<InstanceDialog>> m_open; ///< by verb
};

} // namespace leasekeeper

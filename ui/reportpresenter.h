// SPDX-License-Identifier: MIT
#pragma once

#include "actionoutcome.h"
#include "windowmessages.h"

#include <QMap>
#include <QObject>

namespace leasekeeper
{

class InstanceStore;
class MessageBar;
struct InstanceChanges;

/// Tells in the message bar how batches ended, and takes back what is no longer so: what did not succeed and
/// has been reached since by a later decision, and what a row has overtaken. A message never offers to do
/// again what has been done.
class ReportPresenter : public QObject
{
    Q_OBJECT
public:
    /// `messages` and `store` must outlive this.
    ReportPresenter(MessageBar &messages, const InstanceStore &store, ReportButtons buttons,
                    QObject *parent = nullptr);

    void show(const BatchReport &report);

private:
    template <typename IsOver> void takeBack(BatchId upTo, IsOver isOver);
    void rowsChanged(const InstanceChanges &changes);

    MessageBar &m_messages;
    ReportButtons m_buttons;
    QMap<BatchId, BatchReport> m_told; ///< the last few, as far as they are still so
};

} // namespace leasekeeper

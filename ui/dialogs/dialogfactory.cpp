// SPDX-License-Identifier: MIT
#include "deletedialog.h"
#include "instancedialog.h"
#include "prolongdialog.h"
#include "startdialog.h"
#include "stopdialog.h"

namespace leasekeeper
{

InstanceDialog *createInstanceDialog(InstanceVerb verb, const DialogContext &context, const QStringList &ids,
                                     QWidget *parent)
{
    switch (verb) {
    case InstanceVerb::Start:
        return new StartDialog(context, ids, parent);
    case InstanceVerb::Stop:
        return new StopDialog(context, ids, parent);
    case InstanceVerb::Prolong:
        return new ProlongDialog(context, ids, parent);
    case InstanceVerb::Delete:
        return new DeleteDialog(context, ids, parent);
    case InstanceVerb::Open:
        break;
    }
    return nullptr;
}

} // namespace leasekeeper

// SPDX-License-Identifier: MIT
#include "leftopentexts.h"

#include <QCoreApplication>

namespace leasekeeper::actiontexts
{

namespace
{

struct Text {
    Q_DECLARE_TR_FUNCTIONS(leasekeeper::Action)
};

} // namespace

QString wasDone(InstanceVerb verb, const QString &name, const QString &detail)
{
    switch (verb) {
    case InstanceVerb::Start:
        return Text::tr("It had been left open whether %1 was started. It was. %2").arg(name, detail);
    case InstanceVerb::Stop:
        return Text::tr("It had been left open whether %1 was stopped. It was. %2").arg(name, detail);
    case InstanceVerb::Prolong:
        return Text::tr("It had been left open whether %1 was prolonged. It was. %2").arg(name, detail);
    case InstanceVerb::Delete:
        return Text::tr("It had been left open whether %1 was deleted. It was. %2").arg(name, detail);
    case InstanceVerb::Open:
        break;
    }
    return detail;
}

QString wasNotDone(InstanceVerb verb, const QString &name, const QString &detail)
{
    switch (verb) {
    case InstanceVerb::Start:
        return Text::tr("It had been left open whether %1 was started. It was not. %2").arg(name, detail);
    case InstanceVerb::Stop:
        return Text::tr("It had been left open whether %1 was stopped. It was not. %2").arg(name, detail);
    case InstanceVerb::Prolong:
        return Text::tr("It had been left open whether %1 was prolonged. It was not. %2").arg(name, detail);
    case InstanceVerb::Delete:
        return Text::tr("It had been left open whether %1 was deleted. It was not. %2").arg(name, detail);
    case InstanceVerb::Open:
        break;
    }
    return detail;
}

QString cannotBeTold(InstanceVerb verb, const QString &name, const QString &detail)
{
    switch (verb) {
    case InstanceVerb::Start:
        return Text::tr("Whether %1 was started can no longer be told: it has been changed since. %2")
            .arg(name, detail);
    case InstanceVerb::Stop:
        return Text::tr("Whether %1 was stopped can no longer be told: it has been changed since. %2")
            .arg(name, detail);
    case InstanceVerb::Prolong:
        return Text::tr("Whether %1 was prolonged can no longer be told: time has passed, or it has been "
                        "changed since. %2")
            .arg(name, detail);
    case InstanceVerb::Delete:
        return Text::tr("Whether %1 was deleted can no longer be told: it has been changed since. %2")
            .arg(name, detail);
    case InstanceVerb::Open:
        break;
    }
    return detail;
}

QString stillOpen(InstanceVerb verb, const QString &name)
{
    switch (verb) {
    case InstanceVerb::Start:
        return Text::tr("It is still not known whether %1 was started. Look at its state; Leasekeeper looks "
                        "again when it is next connected anew.")
            .arg(name);
    case InstanceVerb::Stop:
        return Text::tr("It is still not known whether %1 was stopped. Look at its state; Leasekeeper looks "
                        "again when it is next connected anew.")
            .arg(name);
    case InstanceVerb::Prolong:
        return Text::tr("It is still not known whether %1 was prolonged. Look at its stop time; Leasekeeper "
                        "looks again when it is next connected anew.")
            .arg(name);
    case InstanceVerb::Delete:
        return Text::tr("It is still not known whether %1 was deleted. See whether it is still there; "
                        "Leasekeeper looks again when it is next connected anew.")
            .arg(name);
    case InstanceVerb::Open:
        break;
    }
    return {};
}

QString letGo(InstanceVerb verb, const QString &name)
{
    switch (verb) {
    case InstanceVerb::Start:
        return Text::tr("Whether %1 was started is not looked into any more.").arg(name);
    case InstanceVerb::Stop:
        return Text::tr("Whether %1 was stopped is not looked into any more.").arg(name);
    case InstanceVerb::Prolong:
        return Text::tr("Whether %1 was prolonged is not looked into any more.").arg(name);
    case InstanceVerb::Delete:
        return Text::tr("Whether %1 was deleted is not looked into any more.").arg(name);
    case InstanceVerb::Open:
        break;
    }
    return {};
}

namespace
{

QString calledOffBefore(const ActionIntent &intent, const QString &name)
{
    switch (intent.verb) {
    case InstanceVerb::Start:
        return Text::tr("Called off when Leasekeeper left: %1 was not started.").arg(name);
    case InstanceVerb::Stop:
        return Text::tr("Called off when Leasekeeper left: %1 was not stopped.").arg(name);
    case InstanceVerb::Prolong:
        return Text::tr("Called off when Leasekeeper left: %1 was not prolonged.").arg(name);
    case InstanceVerb::Delete:
        return intent.write == InstanceVerb::Stop
                   ? Text::tr("Called off when Leasekeeper left: %1 was stopped, and was not deleted.")
                         .arg(name)
                   : Text::tr("Called off when Leasekeeper left: %1 was not deleted.").arg(name);
    case InstanceVerb::Open:
        break;
    }
    return {};
}

QString notDoneBefore(InstanceVerb verb, const QString &name)
{
    switch (verb) {
    case InstanceVerb::Start:
        return Text::tr("When Leasekeeper left, %1 had not been started.").arg(name);
    case InstanceVerb::Stop:
        return Text::tr("When Leasekeeper left, %1 had not been stopped.").arg(name);
    case InstanceVerb::Prolong:
        return Text::tr("When Leasekeeper left, %1 had not been prolonged as asked.").arg(name);
    case InstanceVerb::Delete:
        return Text::tr("When Leasekeeper left, %1 had not been deleted.").arg(name);
    case InstanceVerb::Open:
        break;
    }
    return {};
}

} // namespace

QString endedBefore(const ActionIntent &intent, const QString &name)
{
    switch (intent.state) {
    case ActionIntent::State::CalledOff:
        return calledOffBefore(intent, name);
    case ActionIntent::State::NotDone:
        return notDoneBefore(intent.verb, name);
    case ActionIntent::State::Refused:
        return Text::tr("When Leasekeeper left, one more request about %1 had been refused, since something "
                        "was being done to it.")
            .arg(name);
    case ActionIntent::State::Lost:
        return cannotBeTold(intent.verb, name, {}).trimmed();
    case ActionIntent::State::Planned:
    case ActionIntent::State::Sent:
    case ActionIntent::State::Unresolved:
        break; // looked into
    }
    return {};
}

} // namespace leasekeeper::actiontexts

// SPDX-License-Identifier: MIT
#include "learntpermissions.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace leasekeeper
{

namespace
{

struct Text {
    Q_DECLARE_TR_FUNCTIONS(leasekeeper::LearntPermissions)
};

QString actionName(InstanceVerb verb)
{
    switch (verb) {
    case InstanceVerb::Start:
        return u"modelarts:notebook:start"_s;
    case InstanceVerb::Stop:
        return u"modelarts:notebook:stop"_s;
    case InstanceVerb::Prolong:
        return u"modelarts:notebook:updateStopPolicy"_s;
    case InstanceVerb::Open:
        return u"modelarts:notebook:get"_s;
    case InstanceVerb::Delete:
        return u"modelarts:notebook:delete"_s;
    }
    return {};
}

} // namespace

bool LearntPermissions::learn(const BatchReport &report)
{
    const qsizetype before = m_denied.size();
    bool allowedAgain = false;
    for (const ActionOutcome &outcome : report.outcomes) {
        if (outcome.deniedVerb)
            m_denied.insert({outcome.id, int(*outcome.deniedVerb)});
        else if (outcome.end == ActionOutcome::End::Confirmed)
            allowedAgain = m_denied.remove({outcome.id, int(outcome.verb)}) || allowedAgain;
    }
    return allowedAgain || m_denied.size() != before;
}

bool LearntPermissions::forget()
{
    return !std::exchange(m_denied, {}).isEmpty();
}

bool LearntPermissions::isDenied(const QString &id, InstanceVerb verb) const
{
    return !m_denied.isEmpty() && m_denied.contains({id, int(verb)});
}

std::optional<InstanceVerb> LearntPermissions::deniedOf(const Instance &instance, InstanceVerb verb) const
{
    if (isDenied(instance.id, verb))
        return verb;
    const bool stopsFirst = verb == InstanceVerb::Delete && instance.status == InstanceStatus::Running;
    return stopsFirst && isDenied(instance.id, InstanceVerb::Stop) ? std::optional(InstanceVerb::Stop)
                                                                   : std::nullopt;
}

QString LearntPermissions::neededText(InstanceVerb verb)
{
    return Text::tr("Needs permission %1").arg(actionName(verb));
}

} // namespace leasekeeper

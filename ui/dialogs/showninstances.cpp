// SPDX-License-Identifier: MIT
#include "showninstances.h"

#include "decisions.h"
#include "dialogtext.h"
#include "leaserequest.h"
#include "plural.h"

#include <QCoreApplication>
#include <QSet>

namespace leasekeeper
{

namespace
{

struct Text {
    Q_DECLARE_TR_FUNCTIONS(leasekeeper::InstanceDialog)
};

constexpr int MostSentences = 5;

/// The stop time as far as a person would notice that it is another one.
bool hasSameStop(const Instance &before, const Instance &now)
{
    const auto a = stopsAtMs(before.lease, before.status);
    const auto b = stopsAtMs(now.lease, now.status);
    if (!a || !b)
        return a.has_value() == b.has_value() && autoStop(before.lease) == autoStop(now.lease);
    return qAbs(*a - *b) <= LeaseToleranceMs;
}

QString storageDifference(const QString &name, const Instance &before, const Instance &now)
{
    const auto places = [](const Instance &instance) {
        QStringList texts;
        for (const InstanceStorage &mount : instance.extraMounts)
            texts += mount.category + u'\n' + mount.mountPath + u'\n' + mount.uri + u'\n' + mount.id;
        texts.sort();
        return texts;
    };
    return places(before) == places(now)
               ? QString()
               : Text::tr("What is mounted in “%1” is not the same any more.").arg(name);
}

} // namespace

QStringList ShownInstances::update(const QList<Instance> &able, const QList<LeftOut> &leftOut, qint64 nowMs)
{
    QStringList different;
    const auto say = [&](const QString &id, const QString &sentence) {
        different += id;
        if (!m_placeOf.contains(id))
            m_placeOf.insert(id, int(m_placeOf.size()));
        m_sentences.insert(m_placeOf.value(id), sentence);
    };
    QHash<QString, Instance> next;
    for (const Instance &instance : able) {
        next.insert(instance.id, instance);
        const auto before = m_able.constFind(instance.id);
        if (before != m_able.constEnd()) {
            const QString sentence = difference(*before, instance, nowMs);
            if (!sentence.isEmpty())
                say(instance.id, sentence);
        } else if (!m_isFirst) {
            say(instance.id, Text::tr("“%1” is no longer left out.").arg(displayName(instance)));
        }
    }
    for (const LeftOut &one : leftOut) {
        const auto before = m_able.constFind(one.id);
        if (before == m_able.constEnd())
            continue;
        say(one.id, one.isGone ? Text::tr("“%1” no longer exists.").arg(one.name)
                               : Text::tr("“%1” is left out now: %2").arg(one.name, one.reason));
    }
    m_able = next;
    m_isFirst = false;
    return different;
}

QString ShownInstances::sentences() const
{
    QStringList sentences = m_sentences.values();
    const int more = int(sentences.size()) - MostSentences;
    if (more > 0) {
        sentences = sentences.mid(0, MostSentences);
        sentences +=
            countText(more, Text::tr("1 more instance changed."), Text::tr("%1 more instances changed."));
    }
    return sentences.join(u'\n');
}

QString ShownInstances::difference(const Instance &before, const Instance &now, qint64 nowMs) const
{
    const QString name = displayName(before);
    const QString sentence = changedSince(decisionTarget(before), now, m_verb);
    if (!sentence.isEmpty())
        return sentence;
    if (m_verb == InstanceVerb::Delete || m_verb == InstanceVerb::Start) {
        if (before.status != now.status) {
            return Text::tr("The state of “%1” is now: %2. It was: %3.")
                .arg(name, statusLabel(now), statusLabel(before));
        }
    }
    if (m_verb == InstanceVerb::Delete)
        return storageDifference(name, before, now);
    if (m_verb == InstanceVerb::Prolong && !hasSameStop(before, now)) {
        const QString phrase = stopPhrase(now, nowMs);
        return Text::tr("The stop time of “%1” was changed meanwhile; now it %2.").arg(name, phrase);
    }
    return {};
}

} // namespace leasekeeper

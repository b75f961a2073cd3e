// SPDX-License-Identifier: MIT
#include "instancedialog.h"

#include "clock.h"
#include "dialogtext.h"
#include "inlinenote.h"
#include "instancestore.h"

#include <QPointer>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace leasekeeper
{

namespace
{

constexpr qint64 OldAfterMs = 60'000; ///< data older than this is read again when a dialog opens
constexpr int WidthCharsSeveral = 136;

QStringList withoutRepetition(QStringList ids)
{
    ids.removeDuplicates();
    return ids;
}

} // namespace

InstanceDialog::InstanceDialog(const DialogContext &context, const QStringList &ids, QWidget *parent)
    : ContentDialog(parent),
      m_context(context),
      m_ids(withoutRepetition(ids)),
      m_idSet(m_ids.begin(), m_ids.end()),
      m_changeNote(new InlineNote(u"changeLabel"_s)),
      m_leftOutPanel(new LeftOutPanel),
      m_ticker(context.timers, context.clock, [this] { instancesChanged(); })
{
    content()->insertWidget(content()->indexOf(body()), m_changeNote);
    content()->addWidget(m_leftOutPanel);
    if (isSeveral())
        setWidthChars(WidthCharsSeveral);
    setKeepsGivenHeight(isSeveral());

    learnNames();
    connect(&context.store, &InstanceStore::changed, this, &InstanceDialog::onStoreChanged);
    connect(&context.store, &InstanceStore::cleared, this, [this] { instancesChanged(); });
}

InstanceDialog::~InstanceDialog() = default;

qint64 InstanceDialog::nowMs() const
{
    return m_context.serverTime.nowMs();
}

InstanceDialog::Candidates InstanceDialog::candidates(InstanceVerb verb) const
{
    Candidates result;
    for (const QString &id : m_ids) {
        const TrackedInstance *tracked = m_context.store.find(id);
        const QString name = knownName(id);
        if (!tracked) {
            result.leftOut.append({id, name, tr("It no longer exists."), true});
        } else if (!tracked->activity.admits(verb)) {
            result.leftOut.append(
                {id, name,
                 tracked->activity.text.isEmpty()
                     ? tr("Another action on it is under way.")
                     : tr("Another action on it is under way: %1").arg(tracked->activity.text)});
        } else if (!allows(tracked->instance.status, verb)) {
            result.leftOut.append({id, name, whyNotAllowed(tracked->instance.status, verb)});
        } else {
            result.able.append(tracked->instance);
        }
    }
    return result;
}

InstanceDialog::Candidates InstanceDialog::agreedCandidates(InstanceVerb verb)
{
    Candidates now = candidates(verb);
    if (!m_leftOutAtFirst) {
        m_leftOutAtFirst.emplace();
        for (const LeftOut &one : std::as_const(now.leftOut))
            m_leftOutAtFirst->insert(one.id);
    }
    if (!isSeveral())
        return now;
    QList<Instance> agreed;
    for (const Instance &instance : std::as_const(now.able)) {
        if (m_leftOutAtFirst->contains(instance.id))
            now.leftOut.append({instance.id, knownName(instance.id),
                                tr("It was left out when this was opened. Open this again to include it.")});
        else
            agreed.append(instance);
    }
    now.able = agreed;
    return now;
}

QString InstanceDialog::nothingLeftText(const Candidates &now) const
{
    if (!now.able.isEmpty() || now.leftOut.isEmpty())
        return {};
    if (isSeveral())
        return tr("Nothing is left to do here: all of these instances are left out.");
    const LeftOut &only = now.leftOut.first();
    return only.isGone ? tr("“%1” no longer exists.").arg(only.name) : only.reason;
}

void InstanceDialog::showLeftOut(const QList<LeftOut> &leftOut)
{
    m_leftOutPanel->show(isSeveral() ? leftOut : QList<LeftOut>());
}

void InstanceDialog::decide(const Decision &decision)
{
    if (isFinished() || decision.targets.isEmpty())
        return;
    setFinished();
    const QPointer<InstanceDialog> alive(this);
    Q_EMIT decided(decision);
    if (alive)
        accept();
}

void InstanceDialog::showEvent(QShowEvent *event)
{
    ContentDialog::showEvent(event);
    if (m_askedForFreshData)
        return;
    m_askedForFreshData = true;
    askForFreshData();
}

void InstanceDialog::changeEvent(QEvent *event)
{
    ContentDialog::changeEvent(event);
    // Timers may have slept with the computer.
    if (event->type() == QEvent::ActivationChange && isActiveWindow() && wasShown() && !isFinished())
        instancesChanged();
}

void InstanceDialog::onStoreChanged(const InstanceChanges &changes)
{
    const auto concerns = [this](const TrackedInstance &tracked) {
        return m_idSet.contains(tracked.instance.id);
    };
    const bool any = std::any_of(changes.changed.begin(), changes.changed.end(), concerns) ||
                     std::any_of(changes.inserted.begin(), changes.inserted.end(), concerns) ||
                     std::any_of(changes.removed.begin(), changes.removed.end(),
                                 [this](const QString &id) { return m_idSet.contains(id); });
    if (!any || isFinished())
        return;
    learnNames();
    instancesChanged();
}

void InstanceDialog::learnNames()
{
    for (const QString &id : m_ids) {
        if (const TrackedInstance *tracked = m_context.store.find(id))
            m_names.insert(id, displayName(tracked->instance));
        else if (!m_names.contains(id))
            m_names.insert(id, shortId(id));
    }
}

void InstanceDialog::askForFreshData()
{
    const qint64 oldest = m_context.clock.monotonicMs() - OldAfterMs;
    for (const QString &id : std::as_const(m_ids)) {
        const TrackedInstance *tracked = m_context.store.find(id);
        if (tracked && tracked->observedAtMs < oldest)
            Q_EMIT readRequested(id);
    }
}

} // namespace leasekeeper

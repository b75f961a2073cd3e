// SPDX-License-Identifier: MIT
#include "messagebar.h"

#include "gracebar.h"
#include "messagestrip.h"

#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace leasekeeper
{

struct MessageBar::Entry {
    QString key;
    MessageStrip *strip = nullptr; ///< child of the bar
    std::unique_ptr<OneShotTimer> vanishing;
};

namespace
{

QString graceKey(BatchId batch)
{
    return u"grace-%1"_s.arg(batch);
}

} // namespace

MessageBar::MessageBar(Timers &timers, QWidget *parent)
    : QWidget(parent), m_timers(timers), m_rows(new QVBoxLayout(this))
{
    setObjectName(u"messageBar"_s);
    m_rows->setContentsMargins(0, 0, 0, 0);
    m_rows->setSpacing(0);
    hide();
}

MessageBar::~MessageBar() = default;

MessageBar::Entry *MessageBar::find(const QString &key) const
{
    const auto found = std::find_if(m_entries.begin(), m_entries.end(),
                                    [&key](const auto &entry) { return entry->key == key; });
    return found == m_entries.end() ? nullptr : found->get();
}

bool MessageBar::isPosted(const QString &key) const
{
    return find(key) != nullptr;
}

void MessageBar::post(const Message &message)
{
    if (m_dismissed.contains(message.key))
        return;
    Entry *entry = find(message.key);
    if (entry) {
        entry->strip->setMessage(message);
    } else {
        auto made = std::make_unique<Entry>();
        entry = made.get();
        entry->key = message.key;
        entry->strip = new MessageStrip(message, this);
        const QString key = message.key;
        connect(entry->strip, &MessageStrip::closeRequested, this, [this, key] { dismiss(key); });
        connect(entry->strip, &MessageStrip::finished, this, [this, key] { dismiss(key); });
        m_rows->addWidget(entry->strip);
        m_entries.push_back(std::move(made));
    }
    if (message.vanishesAfterMs > 0) {
        const QString key = message.key;
        entry->vanishing = std::make_unique<OneShotTimer>(m_timers, [this, key] { withdraw(key); });
        entry->vanishing->start(message.vanishesAfterMs);
    } else {
        entry->vanishing.reset();
    }
    showFirst();
}

void MessageBar::take(const QString &key)
{
    const auto found = std::find_if(m_entries.begin(), m_entries.end(),
                                    [&key](const auto &entry) { return entry->key == key; });
    if (found == m_entries.end())
        return;
    // The entry outlives this call: its timer or its strip may be the caller.
    std::shared_ptr<Entry> taken(std::move(*found));
    m_entries.erase(found);
    m_rows->removeWidget(taken->strip);
    taken->strip->hide();
    taken->strip->deleteLater();
    QMetaObject::invokeMethod(
        this, [taken] { taken->vanishing.reset(); }, Qt::QueuedConnection);
    showFirst();
}

void MessageBar::dismiss(const QString &key)
{
    m_dismissed.insert(key);
    take(key);
}

void MessageBar::withdraw(const QString &key)
{
    m_dismissed.remove(key);
    take(key);
}

void MessageBar::addGrace(BatchId batch, const Decision &decision, qint64 graceMs)
{
    auto made = std::make_unique<Entry>();
    made->key = graceKey(batch);
    auto *bar = new GraceBar(batch, decision, graceMs, m_timers, this);
    connect(bar, &GraceBar::undoRequested, this, &MessageBar::undoRequested);
    made->strip = bar;
    m_rows->insertWidget(0, bar);
    m_entries.insert(m_entries.begin(), std::move(made));
    m_graces.push_back(batch);
    showFirst();
}

void MessageBar::removeGrace(BatchId batch)
{
    m_graces.erase(std::remove(m_graces.begin(), m_graces.end(), batch), m_graces.end());
    take(graceKey(batch));
}

BatchId MessageBar::latestGrace() const
{
    return m_graces.empty() ? 0 : m_graces.back();
}

void MessageBar::showFirst()
{
    int shown = 0;
    for (const auto &entry : m_entries)
        entry->strip->setVisible(++shown <= MostShown);
    setVisible(!m_entries.empty());
}

} // namespace leasekeeper

// SPDX-License-Identifier: MIT
#include "messagebar.h"

#include "gracebar.h"
#include "messagestrip.h"
#include "plural.h"
#include "steadybutton.h"

#include <QLocale>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace leasekeeper
{

struct MessageBar::Entry {
    QString key;
    MessageStrip *strip = nullptr; ///< child of the bar
    enum class Rank { Grace, State, Event };
    Rank rank = Rank::Event;
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
    : QWidget(parent),
      m_timers(timers),
      m_rows(new QVBoxLayout(this)),
      m_fold(new SteadyButton(QString(), this))
{
    setObjectName(u"messageBar"_s);
    m_rows->setContentsMargins(0, 0, 0, 0);
    m_rows->setSpacing(0);
    m_fold->setObjectName(u"moreMessagesButton"_s);
    m_fold->setFlat(true);
    m_fold->hide();
    m_rows->addWidget(m_fold, 0, Qt::AlignLeft);
    connect(m_fold, &QPushButton::clicked, this, [this] {
        m_unfolded = !m_unfolded;
        showFirst();
    });
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
        const QWidget *focus = focusWithin(entry->strip);
        entry->strip->setMessage(message);
        // The button that had it may have gone.
        if (focus && focusWithin(entry->strip) != focus)
            Q_EMIT keyboardFreed();
    } else {
        auto made = std::make_unique<Entry>();
        entry = made.get();
        entry->key = message.key;
        entry->rank = message.stands ? Entry::Rank::State : Entry::Rank::Event;
        entry->strip = new MessageStrip(message, this);
        const QString key = message.key;
        connect(entry->strip, &MessageStrip::closeRequested, this, [this, key] { dismiss(key); });
        connect(entry->strip, &MessageStrip::finished, this, [this, key] { dismiss(key); });
        place(std::move(made));
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
    // Before it hides: Qt would pass the keyboard on to whatever is next.
    if (focusWithin(taken->strip))
        Q_EMIT keyboardFreed();
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
    made->rank = Entry::Rank::Grace;
    place(std::move(made));
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

/// The newest first, but grace periods above everything else, and states above events.
void MessageBar::place(std::unique_ptr<Entry> entry)
{
    const auto before = std::find_if(m_entries.begin(), m_entries.end(),
                                     [&entry](const auto &other) { return entry->rank <= other->rank; });
    m_rows->insertWidget(int(before - m_entries.begin()), entry->strip);
    m_entries.insert(before, std::move(entry));
}

void MessageBar::showFirst()
{
    const int count = int(m_entries.size());
    if (count <= MostShown)
        m_unfolded = false;
    const int room = m_unfolded ? MostUnfolded : count <= MostShown ? MostShown : MostShown - 1;
    int shown = 0;
    for (const auto &entry : m_entries) {
        // What can still be undone is never folded away, nor what goes on.
        const bool isShown = entry->rank != Entry::Rank::Event || shown < room;
        shown += isShown ? 1 : 0;
        if (!isShown && focusWithin(entry->strip))
            Q_EMIT keyboardFreed();
        entry->strip->setVisible(isShown);
    }
    showFold(count - shown);
    orderTabs();
    setVisible(!m_entries.empty());
}

void MessageBar::showFold(int folded)
{
    QString text;
    QString spoken;
    if (!m_unfolded) {
        text = tr("%1 more…", "messages that are folded away").arg(QLocale().toString(folded));
        spoken = countText(folded, tr("Show one more message"), tr("Show %1 more messages"));
    } else if (folded > 0) {
        text = countText(folded, tr("Show fewer (one more waits)", "messages"),
                         tr("Show fewer (%1 more wait)", "messages"));
        spoken = countText(folded, tr("Show fewer messages, one more waits"),
                           tr("Show fewer messages, %1 more wait"));
    } else {
        text = tr("Show fewer", "messages");
        spoken = tr("Show fewer messages");
    }
    m_fold->setText(text);
    m_fold->setAccessibleName(spoken);
    const bool isOffered = folded > 0 || m_unfolded;
    if (!isOffered && focusWithin(m_fold))
        Q_EMIT keyboardFreed();
    m_fold->setVisible(isOffered);
}

/// Tab goes from top to bottom; what came last would else be last in the chain, too.
void MessageBar::orderTabs()
{
    QWidget *last = nullptr;
    const auto follow = [&last](QWidget *widget) {
        if (last)
            setTabOrder(last, widget);
        last = widget;
    };
    for (const auto &entry : m_entries) {
        const QList<QWidget *> buttons = entry->strip->buttons();
        std::for_each(buttons.begin(), buttons.end(), follow);
    }
    follow(m_fold);
}

/// What has the keyboard in the window, if it is this part of the bar.
QWidget *MessageBar::focusWithin(const QWidget *part) const
{
    QWidget *focus = window()->focusWidget();
    return focus && (focus == part || part->isAncestorOf(focus)) ? focus : nullptr;
}

} // namespace leasekeeper

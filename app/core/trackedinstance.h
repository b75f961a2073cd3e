// SPDX-License-Identifier: MIT
#pragma once

#include "instance.h"

#include <QList>
#include <QString>
#include <QStringList>
#include <QtGlobal>

#include <initializer_list>
#include <iterator>
#include <memory>
#include <utility>

namespace leasekeeper
{

/// For RowActivity::followers.
[[nodiscard]] constexpr quint8 followerBit(InstanceVerb verb)
{
    return quint8(1U << unsigned(verb));
}

/// What we are doing to an instance right now, or how it ended: shown in its row.
struct RowActivity {
    enum class State {
        None,
        Grace,      ///< decided, may still be undone; nothing sent
        Working,    ///< queued, sent or awaited
        Checking,   ///< sent, outcome not known yet: being read
        Failed,     ///< the service did not do it; `text` says why
        Unresolved, ///< not known and no longer being read; `text` says what to do
    };
    State state = State::None;
    InstanceVerb verb = InstanceVerb::Stop;
    QString text;             ///< one translated sentence, "Stopping, then deleting…"
    bool cancellable = false; ///< whether the rest of it can still be called off
    bool takesMore = false;   ///< whether more may be decided on meanwhile, to follow it
    quint8 followers = 0;     ///< what is to follow it already, a bit for each verb

    [[nodiscard]] bool isActive() const
    {
        return state == State::Grace || state == State::Working || state == State::Checking;
    }
    /// Whether this may be decided on now, to be done at once or when that has ended.
    [[nodiscard]] bool admits(InstanceVerb next) const
    {
        if (!isActive() || next == InstanceVerb::Open)
            return true;
        for (int other = 0; other < InstanceVerbCount; ++other) {
            if ((followers & followerBit(InstanceVerb(other))) && !mayFollow(next, InstanceVerb(other)))
                return false;
        }
        return takesMore && mayFollow(next, verb);
    }
    friend bool operator==(const RowActivity &, const RowActivity &) = default;
};

/// One row of what is known: the service's record, and our own dealings with it.
struct TrackedInstance {
    Instance instance;
    RowActivity activity;
    qint64 observedAtMs = 0; ///< monotonic ms at which the request was sent that brought `instance`
    QString note; ///< a lasting warning of ours about this row, such as a lease that came out differently

    friend bool operator==(const TrackedInstance &, const TrackedInstance &) = default;
};

/// A row that store and table hold in common: it is replaced, never changed, but for `observedAtMs`, which is
/// the store's alone.
using SharedRow = std::shared_ptr<const TrackedInstance>;

/// Rows in a list, read as values, held in common with whoever else has them.
class TrackedRows
{
public:
    class Iterator
    {
    public:
        using iterator_category = std::forward_iterator_tag;
        using value_type = TrackedInstance;
        using difference_type = qptrdiff;
        using pointer = const TrackedInstance *;
        using reference = const TrackedInstance &;

        Iterator() = default;
        explicit Iterator(QList<SharedRow>::const_iterator at) : m_at(at) {}
        reference operator*() const { return **m_at; }
        pointer operator->() const { return m_at->get(); }
        Iterator &operator++()
        {
            ++m_at;
            return *this;
        }
        Iterator operator++(int) { return Iterator(m_at++); }
        friend bool operator==(const Iterator &, const Iterator &) = default;

    private:
        QList<SharedRow>::const_iterator m_at;
    };

    TrackedRows() = default;
    TrackedRows(const QList<TrackedInstance> &rows) { append(rows.begin(), rows.end()); }
    TrackedRows(std::initializer_list<TrackedInstance> rows) { append(rows.begin(), rows.end()); }

    void append(SharedRow row) { m_rows.append(std::move(row)); }
    void append(const TrackedInstance &row) { append(std::make_shared<const TrackedInstance>(row)); }
    TrackedRows &operator+=(const TrackedInstance &row)
    {
        append(row);
        return *this;
    }
    [[nodiscard]] qsizetype size() const { return m_rows.size(); }
    [[nodiscard]] bool isEmpty() const { return m_rows.isEmpty(); }
    [[nodiscard]] const TrackedInstance &at(qsizetype n) const { return *m_rows.at(n); }
    [[nodiscard]] const TrackedInstance &constFirst() const { return *m_rows.constFirst(); }
    [[nodiscard]] const TrackedInstance &constLast() const { return *m_rows.constLast(); }
    [[nodiscard]] Iterator begin() const { return Iterator(m_rows.cbegin()); }
    [[nodiscard]] Iterator end() const { return Iterator(m_rows.cend()); }
    [[nodiscard]] Iterator cbegin() const { return begin(); }
    [[nodiscard]] Iterator cend() const { return end(); }
    /// The rows themselves, to be kept.
    [[nodiscard]] const QList<SharedRow> &shared() const { return m_rows; }

private:
    template <typename From> void append(From begin, From end)
    {
        for (; begin != end; ++begin)
            append(*begin);
    }

    QList<SharedRow> m_rows;
};

/// One announcement of the store: what came, what changed, what left. Ids only in `removed`; an id stands
/// in at most one list.
struct InstanceChanges {
    TrackedRows inserted;
    TrackedRows changed;
    QStringList removed;

    [[nodiscard]] bool isEmpty() const
    {
        return inserted.isEmpty() && changed.isEmpty() && removed.isEmpty();
    }
};

} // namespace leasekeeper

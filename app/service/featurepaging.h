// SPDX-License-Identifier: MIT
#pragma once

#include <QHash>
#include <QSet>
#include <QString>
#include <QStringList>
#include <QtGlobal>

#include <optional>
#include <utility>

namespace leasekeeper
{

/// The rule of reading one kind of instances in pages (ModelArts API reference, section 1.1), without any
/// I/O. `offset` counts records, and the service's order may shift between any two answers. Pages may be
/// asked for side by side and come in any order; they are joined from the front. Each begins with the last
/// record of the page before: if none of the records joined so far comes there, some have left in front of
/// it, and one may have slipped through between the two. Then the page before and those from this one on are
/// read again, so that what is joined has no gap for any record that is there from beginning to end.
///
/// The service's own `total` says how many pages are worth asking for at once, ends the reading where a page
/// reaches it, and betrays gaps. Where there is none, or it contradicts what comes, one page is asked for
/// after the other, by what was received. Contradictions are looked at once more, then the listing has a
/// trouble.
class FeaturePaging
{
public:
    static constexpr int MaxRecords = 200'000; ///< more is no list of notebooks

    enum class Trouble {
        None,
        Moved,        ///< neighbouring pages never fitted together
        Repeated,     ///< the same page came again
        CountDiffers, ///< not as many as the service announced
        TooLong,      ///< pages longer than asked
        TooMany,
    };

    /// A page to ask for.
    struct Request {
        qint64 offset = 0;
        int page = 0; ///< from 0
        int serial = 0;
    };

    /// What came of it.
    struct Answer {
        QStringList ids; ///< in order
        int received = 0;
        int unreadable = 0;          ///< of the received, those without an id
        std::optional<qint64> total; ///< what the service says of all of them
    };

    explicit FeaturePaging(int pageLimit) : m_limit(pageLimit) {}

    /// Another page that can be asked for now; nullopt: not before more answers came, or never.
    [[nodiscard]] std::optional<Request> next();
    void take(const Request &request, const Answer &answer);
    /// The request brought no answer; next() will name its page again.
    void lost(const Request &request);

    /// Nothing more is needed; what is still on its way need not be waited for.
    [[nodiscard]] bool isDone() const { return m_isDone; }
    [[nodiscard]] bool hasStarted() const { return m_hasStarted; }
    [[nodiscard]] Trouble trouble() const { return m_trouble; }
    /// Of the pages joined so far. Once done without trouble: all, and perhaps some that left meanwhile.
    [[nodiscard]] const QSet<QString> &ids() const { return m_ids; }
    /// The same without a copy, once isDone() is true; there are none here any more then.
    [[nodiscard]] QSet<QString> takeIds() { return std::exchange(m_ids, {}); }
    [[nodiscard]] int unreadable() const { return m_unreadable; }
    [[nodiscard]] std::optional<qint64> total() const { return m_total; }
    /// Records that came so far, those of pages not yet joined included.
    [[nodiscard]] qint64 loaded() const;
    /// Pages that came so far, and how many there seem to be.
    [[nodiscard]] int pagesHeld() const;
    [[nodiscard]] int pagesExpected() const;

private:
    [[nodiscard]] int pageLimitNow() const;
    [[nodiscard]] qint64 offsetOf(int page) const { return qint64(page) * (m_limit - 1); }
    void noteTotal(const Request &request, std::optional<qint64> total);
    void join(int page, const Answer &answer);
    void keep(const Answer &answer);
    void joinFull(int page, const Answer &answer);
    /// The page does not follow what is joined.
    void stepBack(int page);
    /// One more sign of records that move; false if there were too many, and that is the end.
    [[nodiscard]] bool bearsMoving();
    /// The service contradicts itself with this page: wanted once more, then it is a trouble.
    void doubt(int page, const Answer &answer, Trouble trouble);
    void reachedEnd();
    void startAnew();
    void blame(Trouble trouble);

    int m_limit;
    QHash<int, Answer> m_answers; ///< of pages that wait for those before them
    QHash<int, int> m_asked;      ///< page -> serial, on their way
    int m_serial = 0;
    int m_next = 0;      ///< the page to be joined next
    int m_furthest = 0;  ///< pages joined at some time
    QString m_lastBegan; ///< first id of the page joined last
    QSet<QString> m_ids;
    int m_unreadable = 0;
    std::optional<qint64> m_total; ///< by the latest request that was answered
    int m_totalSerial = 0;
    qint64 m_mostTotal = 0;
    int m_repairs = 0;
    bool m_oneByOne = false;
    bool m_headOnly = false; ///< the end is reached, only the first page is read once more
    bool m_headRead = false;
    bool m_startedAnew = false;
    bool m_doubted = false;
    bool m_hasStarted = false;
    bool m_isDone = false;
    Trouble m_trouble = Trouble::None;
};

} // namespace leasekeeper

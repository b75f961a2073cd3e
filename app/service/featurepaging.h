// SPDX-License-Identifier: MIT
#pragma once

#include <QSet>
#include <QString>
#include <QStringList>
#include <QtGlobal>

#include <optional>

namespace leasekeeper
{

/// The rule of reading one kind of instances page by page (ModelArts API reference, section 1.1), without any
/// I/O. `offset` counts records, and the service's order may shift between two pages. So each page starts
/// with the last record of the page before: if that does not come back, records have left in front of it and
/// one may have slipped through; reading starts anew, and after a few times the listing is called incomplete.
/// The service's own `total` never steers far: it ends the reading when all of it has come, and betrays gaps.
class FeaturePaging
{
public:
    static constexpr int MaxRestarts = 2;      ///< because records moved
    static constexpr int MaxCountRestarts = 1; ///< because the numbers do not agree
    static constexpr int MaxRecords = 200'000; ///< more is no list of notebooks

    enum class Trouble {
        None,
        Moved,        ///< neighbouring pages never fitted together
        Repeated,     ///< the same page came again
        CountDiffers, ///< not as many as the service announced
        TooLong,      ///< pages longer than asked
        TooMany,
    };

    explicit FeaturePaging(int pageLimit) : m_limit(pageLimit) {}

    /// Offset of the next page to ask for.
    [[nodiscard]] qint64 offset() const { return m_offset; }
    /// Takes the page at offset(): its ids in order, the number of records received, those without an id
    /// among them, and what the service says of all of them. Returns whether another page is needed.
    [[nodiscard]] bool take(const QStringList &ids, int received, int unreadable,
                            std::optional<qint64> total);

    [[nodiscard]] Trouble trouble() const { return m_trouble; }
    [[nodiscard]] const QSet<QString> &ids() const { return m_ids; }
    [[nodiscard]] std::optional<qint64> total() const { return m_total; }
    [[nodiscard]] int unreadable() const { return m_unreadable; }
    [[nodiscard]] bool hasStarted() const { return m_hasStarted; }

private:
    [[nodiscard]] bool restart(Trouble reason);
    void blame(Trouble trouble);

    int m_limit;
    qint64 m_offset = 0;
    QSet<QString> m_ids;
    std::optional<qint64> m_total;
    int m_unreadable = 0;
    int m_restarts = 0;
    int m_countRestarts = 0;
    bool m_hasStarted = false;
    Trouble m_trouble = Trouble::None;
};

} // namespace leasekeeper

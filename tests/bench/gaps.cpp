// SPDX-License-Identifier: MIT
#include "rowlist.h"
#include "section.h"
#include "windowcourse.h"

using namespace Qt::StringLiterals;

namespace leasekeeper::bench
{

Told gapsSection(const Surrounding &surrounding)
{
    Told told;
    const auto note = [&told](const QString &id, double gapMs, const QString &remark) {
        Row row = expectedRow(id);
        row.ours = {gapMs, gapMs, gapMs};
        row.theirs = {LimitMs, LimitMs, LimitMs};
        row.value = gapMs / LimitMs;
        row.spread = {*row.value, *row.value, *row.value};
        row.note = remark;
        told.rows.append(row);
    };
    if (!runCourse(100'000, surrounding.quick, note))
        told.remarks.append(u"The demo did not come to the end of its listing."_s);
    return told;
}

} // namespace leasekeeper::bench

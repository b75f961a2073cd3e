// SPDX-License-Identifier: MIT
#include "section.h"

using namespace Qt::StringLiterals;

namespace leasekeeper::bench
{

const QList<Section> &sections()
{
    static const QList<Section> all{
        // Wake-ups of programs that mostly wait, and virtual time.
        {u"idle"_s, idleSection, false},
        {u"endurance"_s, enduranceSection, false},
        {u"failing"_s, failingSection, false},
        {u"start"_s, startSection},
        {u"listing"_s, listingSection},
        {u"decode"_s, decodeSection},
        {u"refresh"_s, refreshSection},
        {u"view"_s, viewSection},
        {u"sort"_s, sortSection},
        {u"memory"_s, memorySection},
        {u"acting"_s, actingSection},
        {u"gaps"_s, gapsSection},
    };
    return all;
}

} // namespace leasekeeper::bench

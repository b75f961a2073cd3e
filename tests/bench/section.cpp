// SPDX-License-Identifier: MIT
#include "section.h"

using namespace Qt::StringLiterals;

namespace leasekeeper::bench
{

const QList<Section> &sections()
{
    static const QList<Section> all{
        {u"start"_s, startSection},     {u"listing"_s, listingSection}, {u"decode"_s, decodeSection},
        {u"refresh"_s, refreshSection}, {u"view"_s, viewSection},       {u"idle"_s, idleSection},
        {u"sort"_s, sortSection},       {u"memory"_s, memorySection},   {u"endurance"_s, enduranceSection},
        {u"acting"_s, actingSection},   {u"gaps"_s, gapsSection},
    };
    return all;
}

} // namespace leasekeeper::bench

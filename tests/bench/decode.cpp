// SPDX-License-Identifier: MIT
//
// What it costs to make instances of a page, against Qt's parser alone on the same bytes.

#include "fleet.h"
#include "instancejson.h"
#include "rowlist.h"
#include "section.h"

#include <QJsonDocument>
#include <QJsonObject>

using namespace Qt::StringLiterals;

namespace leasekeeper::bench
{

namespace
{

double decodeMs(const QByteArray &bytes, int records)
{
    return cpuMs([&] {
        QString whyNot;
        const auto page = decodePage(bytes, records, &whyNot);
        if (!page || page->received != records)
            qFatal("a page was not decoded: %s", qPrintable(whyNot));
    });
}

double parseMs(const QByteArray &bytes)
{
    return cpuMs([&] {
        if (!QJsonDocument::fromJson(bytes).isObject())
            qFatal("a page was not parsed");
    });
}

} // namespace

Told decodeSection(const Surrounding &surrounding)
{
    constexpr int Repeats = 10;
    Fleet fleet(1'000);
    const QByteArray page = fleet.pageBytes(0);
    const auto repeated = [](const auto &once) {
        double sum = 0;
        for (int n = 0; n < Repeats; ++n)
            sum += once();
        return sum / Repeats;
    };
    Row row = expectedRow(u"decode"_s);
    row.take(inTurns(
        surrounding.rounds(60, 20), [&] { return repeated([&] { return decodeMs(page, 50); }); },
        [&] { return repeated([&] { return parseMs(page); }); }));
    row.note = u"%1 kB, 50 records, processor time"_s.arg(double(page.size()) / 1e3, 0, 'f', 1);

    // No page is longer: one with more records than were asked for is refused.
    const QByteArray tenth = fleet.pageBytes(0, 10);
    const Paired scale = inTurns(
        surrounding.rounds(30, 11),
        [&] { return repeated([&] { return decodeMs(page, 50); }) / double(page.size()); },
        [&] { return repeated([&] { return decodeMs(tenth, 10); }) / double(tenth.size()); });
    row.grow(u"a byte of 50 records against one of 10"_s, scale.ratio.median(), 1.25);
    return {{row}, {}};
}

} // namespace leasekeeper::bench

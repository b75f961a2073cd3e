// SPDX-License-Identifier: MIT
//
// A complete listing of 200 pages over real sockets at 50 ms, with everything the window does meanwhile.

#include "desk.h"
#include "loopgaps.h"
#include "rowlist.h"
#include "section.h"

#include <QCoreApplication>
#include <QDir>
#include <QEvent>
#include <QEventLoop>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QNetworkRequest>
#include <QUrlQuery>

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace leasekeeper::bench
{

namespace
{

constexpr int RoundTripMs = 50;
constexpr int Pages = 200;
constexpr int PageStep = 49; ///< pages overlap by one record
constexpr double FrameMs = 16.7;

struct Listed {
    double ms = 0;
    double gapMs = 0;
    Requests requests;
    [[nodiscard]] double idealMs() const
    {
        return std::ceil(double(requests.count) / std::max(1, requests.mostAtOnce)) * RoundTripMs;
    }
};

Listed listOnce(const ServerProcess &server)
{
    WireDesk desk(server);
    server.forgetRequests();
    LoopGaps gaps;
    Listed listed;
    desk.start();
    gaps.restart(); // building the window is start-up
    listed.ms = wallMs([&] { desk.waitForListing(); });
    listed.gapMs = gaps.longestMs();
    listed.requests = Requests::seen(server, "GET", u"/notebooks"_s, RoundTripMs);
    return listed;
}

/// The same pages one after the other, by nothing but Qt; so many of them.
double serialMs(const ServerProcess &server, int pages)
{
    QNetworkAccessManager network;
    return wallMs([&] {
        for (int page = 0; page < pages; ++page) {
            QUrl url = server.url();
            url.setPath(u"/v1/%1/notebooks"_s.arg(server.project()));
            const QList<std::pair<QString, QString>> query{{u"limit"_s, u"50"_s},
                                                           {u"offset"_s, QString::number(page * PageStep)},
                                                           {u"feature"_s, u"NOTEBOOK"_s}};
            QUrlQuery parameters;
            parameters.setQueryItems(query);
            url.setQuery(parameters);
            QNetworkRequest request(url);
            request.setRawHeader("X-Auth-Token", server.token());
            QNetworkReply *reply = network.get(request);
            QEventLoop loop;
            QObject::connect(reply, &QNetworkReply::finished, &loop, &QEventLoop::quit);
            loop.exec();
            if (reply->error() != QNetworkReply::NoError)
                qFatal("a page cannot be read: %s", qPrintable(reply->errorString()));
            (void)reply->readAll();
            reply->deleteLater();
        }
    });
}

/// Sockets included.
int openDescriptors()
{
    QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    return int(
        QDir(u"/proc/self/fd"_s).entryList(QDir::AllEntries | QDir::System | QDir::NoDotAndDotDot).size());
}

} // namespace

Told listingSection(const Surrounding &surrounding)
{
    const ServerProcess server(Pages * PageStep, RoundTripMs);
    const ServerProcess few(Pages / 5 * PageStep, RoundTripMs);
    Row listing = expectedRow(u"listing"_s);
    Row serial = expectedRow(u"listing-serial"_s);
    Row gap = expectedRow(u"listing-gap"_s);
    Series took;
    Series ideal;
    Series one;
    Series gaps;
    Series fewGaps;
    Series perPage;
    Series ratio;
    Series serialRatio;
    Requests seen;
    // A fifth of the pages stands for all where time is short: each costs the same.
    const int serialPages = surrounding.quick ? Pages / 5 : Pages;
    const double perSerialPage = serialMs(server, serialPages) / serialPages;
    int descriptorsAtFirst = 0;
    for (int round = 0; round < surrounding.rounds(5, 2); ++round) {
        const Listed listed = listOnce(server);
        const Listed fifth = listOnce(few);
        seen = listed.requests;
        took.add(listed.ms);
        ideal.add(listed.idealMs());
        ratio.add(listed.ms / listed.idealMs());
        one.add(double(seen.count) * perSerialPage);
        serialRatio.add(listed.ms / (double(seen.count) * perSerialPage));
        if (round == 0)
            descriptorsAtFirst = openDescriptors();
        gaps.add(listed.gapMs);
        fewGaps.add(fifth.gapMs);
        perPage.add((listed.ms / seen.count) / (fifth.ms / fifth.requests.count));
    }
    const auto judge = [](Row &row, const Series &our, const Series &their, const Series &value) {
        row.setSides(our, their);
        row.value = value.median();
        row.spread = {value.median(), value.least(), value.most()};
    };
    judge(listing, took, ideal, ratio);
    listing.note = u"%1 requests, k = %2; real time"_s.arg(seen.count).arg(seen.mostAtOnce);
    listing.grow(u"time per page, 200 pages against 40"_s, perPage.median(), 1.1);
    judge(serial, took, one, serialRatio);
    serial.note = u"by a bare QNetworkAccessManager; %1 of its pages measured"_s.arg(serialPages);
    listing.grow(u"sockets and files open after the last listing, more than after the first"_s,
                 openDescriptors() - descriptorsAtFirst, 0);
    Series frame;
    Series frames;
    frame.add(FrameMs);
    frames.add(gaps.median() / FrameMs);
    judge(gap, gaps, frame, frames);
    gap.spread = {gaps.median() / FrameMs, gaps.least() / FrameMs, gaps.most() / FrameMs};
    gap.note = u"time in which others had the processor taken off; median of %1 listings"_s.arg(gaps.count());
    // The longest of five times as many is a little longer by chance alone.
    gap.grow(u"200 pages against 40"_s, gaps.median() / fewGaps.median(), 2.5);
    return {{listing, serial, gap}, {}};
}

} // namespace leasekeeper::bench

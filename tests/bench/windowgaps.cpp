// SPDX-License-Identifier: MIT
//
// Works through a large demo in the real window, on whatever display there is, and prints the longest gap of
// the event loop for each thing a person does. Sorting on the user's command is shown but not judged.
//
//   windowgaps [instances]        10 000 unless told
//
// Ends with 1 if a judged gap is 50 ms or more.

#include "rowlist.h"
#include "windowcourse.h"

#include <QApplication>

#include <cmath>
#include <cstdio>

using namespace leasekeeper::bench;

int main(int argc, char **argv)
{
    const QApplication program(argc, argv);
    const int count = argc > 1 ? atoi(argv[1]) : 10'000;
    std::printf("%d instances, platform %s, limit %.0f ms\n", count, qPrintable(QApplication::platformName()),
                LimitMs);
    bool failed = false;
    const bool ended = runCourse(count, false, [&failed](const QString &id, double gapMs, const QString &) {
        const bool judged = std::isfinite(expectedRow(id).must);
        const char *verdict = !judged ? "shown only" : gapMs < LimitMs ? "ok" : "TOO LONG";
        std::printf("%-16s %8.1f ms   %s\n", qPrintable(id), gapMs, verdict);
        std::fflush(stdout);
        failed = failed || (judged && gapMs >= LimitMs);
    });
    if (!ended) {
        std::fprintf(stderr, "windowgaps: the listing did not come to its end\n");
        return 2;
    }
    return failed ? 1 : 0;
}

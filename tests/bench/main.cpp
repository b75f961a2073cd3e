// SPDX-License-Identifier: MIT
//
// The benchmark: runs its sections one after the other, each in a process of its own, prints one table and
// writes the same as JSON. Ends with 1 if a "must" is missed. README: "Speed".
//
//   leasekeeper-bench [--quick] [--json FILE] [--only SECTION]…
//   leasekeeper-bench --section NAME [--quick] [--probe NAME]     what it starts itself as

#include "report.h"
#include "section.h"

#include <QApplication>
#include <QCommandLineParser>

#include <cstdio>

using namespace leasekeeper::bench;
using namespace Qt::StringLiterals;

int main(int argc, char **argv)
{
    if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM"))
        qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication application(argc, argv);
    QApplication::setApplicationName(u"leasekeeper-bench"_s);
    QCommandLineParser parser;
    parser.addHelpOption();
    parser.addOptions({{u"quick"_s, u"Fewer rounds."_s},
                       {u"json"_s, u"Where to write the figures."_s, u"file"_s},
                       {u"only"_s, u"Run this section alone."_s, u"section"_s},
                       {u"section"_s, u"Be this section."_s, u"section"_s},
                       {u"probe"_s, u"Be this part of it."_s, u"probe"_s}});
    parser.process(application);
    const Surrounding surrounding{parser.isSet(u"quick"_s), parser.values(u"probe"_s)};

    if (parser.isSet(u"section"_s)) {
        const QString wanted = parser.value(u"section"_s);
        for (const Section &section : sections()) {
            if (section.name != wanted)
                continue;
            std::fputs(toLine(section.run(surrounding)).constData(), stdout);
            return 0;
        }
        std::fprintf(stderr, "there is no section %s\n", qPrintable(wanted));
        return 2;
    }
    return runAll(surrounding, parser.values(u"only"_s), parser.value(u"json"_s));
}

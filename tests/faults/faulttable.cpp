// SPDX-License-Identifier: MIT
#include "faulttable.h"

#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace leasekeeper::test
{

namespace
{

constexpr qsizetype LongestTitle = 54;

QStringList linesOf(const QString &text)
{
    QStringList lines;
    for (const QString &line : text.split(u'\n')) {
        if (!line.trimmed().isEmpty() && !line.startsWith(u'#'))
            lines.append(line.trimmed());
    }
    return lines;
}

} // namespace

void FaultTable::readTitles(const QString &text)
{
    static const QRegularExpression form(u"^(F\\d\\d) (\\S.*)$"_s);
    int number = 0;
    for (const QString &line : linesOf(text)) {
        const QRegularExpressionMatch match = form.match(line);
        const QString expected = u"F%1"_s.arg(++number, 2, 10, QChar(u'0'));
        if (match.captured(1) != expected || match.captured(2).size() > LongestTitle) {
            m_objections.append(
                u"titles: %1 expected, with a short title, where it says: %2"_s.arg(expected, line));
            continue;
        }
        m_faults.insert(expected, {expected, match.captured(2), {}, {}, {}});
    }
}

void FaultTable::readNotYet(const QString &text)
{
    static const QRegularExpression form(u"^(F\\d\\d)( \\(part\\))? — (\\S.*)$"_s);
    for (const QString &line : linesOf(text)) {
        const QRegularExpressionMatch match = form.match(line);
        const auto fault = m_faults.find(match.captured(1));
        if (fault == m_faults.end())
            m_objections.append(u"not yet: no known fault and reason: %1"_s.arg(line));
        else if (!fault->notYet.isEmpty() || !fault->lacking.isEmpty())
            m_objections.append(u"not yet: listed twice: %1"_s.arg(line));
        else
            (match.hasCaptured(2) ? fault->lacking : fault->notYet) = match.captured(3);
    }
}

void FaultTable::addFunctions(const QString &test, const QStringList &functions)
{
    static const QRegularExpression named(u"^(F\\d+)_\\w"_s);
    for (const QString &function : functions) {
        const QRegularExpressionMatch match = named.match(function);
        if (!match.hasMatch())
            continue;
        const QString name = QString(test + u"::"_s + function);
        const auto fault = m_faults.find(match.captured(1));
        if (fault == m_faults.end())
            m_objections.append(u"no such fault: %1"_s.arg(name));
        else
            fault->tests.append(name);
    }
}

QStringList FaultTable::objections() const
{
    QStringList objections = m_objections;
    for (const Fault &fault : m_faults) {
        if (fault.tests.isEmpty() && !fault.lacking.isEmpty())
            objections.append(u"listed as covered but for a part, and there is no test: %1 %2"_s.arg(
                fault.id, fault.title));
        else if (fault.tests.isEmpty() && fault.notYet.isEmpty())
            objections.append(
                u"neither covered nor listed as not yet covered: %1 %2"_s.arg(fault.id, fault.title));
        if (!fault.tests.isEmpty() && !fault.notYet.isEmpty())
            objections.append(u"listed as not yet covered, but there is a test: %1 %2"_s.arg(
                fault.id, fault.tests.constFirst()));
    }
    return objections;
}

QString FaultTable::text() const
{
    QString text;
    int covered = 0;
    int inPart = 0;
    for (const Fault &fault : m_faults) {
        covered += fault.tests.isEmpty() ? 0 : 1;
        inPart += fault.tests.isEmpty() || fault.lacking.isEmpty() ? 0 : 1;
        QStringList tests = fault.tests;
        tests.sort();
        if (tests.isEmpty())
            tests.append(fault.notYet.isEmpty() ? u"NOTHING"_s : QString(u"not yet: "_s + fault.notYet));
        if (!fault.lacking.isEmpty())
            tests.append(u"not yet, in part: "_s + fault.lacking);
        text += QString(fault.id + u"  "_s + fault.title.leftJustified(LongestTitle) + u"  "_s +
                        tests.join(QString(u'\n' + QString(LongestTitle + 7, u' '))) + u'\n');
    }
    text += u"%1 of %2 faults covered, %3 of them in part\n"_s.arg(covered).arg(m_faults.size()).arg(inPart);
    return text;
}

} // namespace leasekeeper::test

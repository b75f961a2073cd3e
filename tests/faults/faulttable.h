// SPDX-License-Identifier: MIT
#pragma once

#include <QList>
#include <QMap>
#include <QString>
#include <QStringList>

namespace leasekeeper::test
{

/// A fault of the catalogue, and what stands against it.
struct Fault {
    QString id; ///< "F06"
    QString title;
    QStringList tests; ///< "api/tst_httpwrites::F06_closedAfterTheRequest", sorted
    QString notYet;    ///< why there is no test; empty if there is one
    QString lacking;   ///< what no test covers although there is one, and why; else empty
};

/// Which test covers which fault, or why none does yet. Everything that does not fit together is an
/// objection.
class FaultTable
{
public:
    /// One fault a line, "F06 a title", in order and without gaps.
    void readTitles(const QString &text);
    /// One fault a line, "F06 — a reason", or "F06 (part) — a reason" where a test covers the rest; lines
    /// that begin with # are for people.
    void readNotYet(const QString &text);
    /// The test functions of one executable, "api/tst_httpwrites", as it lists them itself.
    void addFunctions(const QString &test, const QStringList &functions);

    [[nodiscard]] QList<Fault> faults() const { return m_faults.values(); }
    [[nodiscard]] QString text() const;
    /// One line each; empty if every fault is either covered or listed as not yet covered.
    [[nodiscard]] QStringList objections() const;

private:
    QMap<QString, Fault> m_faults;
    QStringList m_objections;
};

} // namespace leasekeeper::test

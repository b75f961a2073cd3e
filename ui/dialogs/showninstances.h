// SPDX-License-Identifier: MIT
#pragma once

#include "instance.h"
#include "leftoutpanel.h"

#include <QHash>
#include <QList>
#include <QMap>
#include <QString>
#include <QStringList>

namespace leasekeeper
{

/// What a dialog has shown of its instances, and in words what became different since. A countdown that
/// went on is no difference.
class ShownInstances
{
public:
    explicit ShownInstances(InstanceVerb verb) : m_verb(verb) {}

    /// Takes down what is shown from now on. Returns the ids that are no longer what was shown before
    /// (changed, gone, left out, or no longer left out); none the first time.
    QStringList update(const QList<Instance> &able, const QList<LeftOut> &leftOut, qint64 nowMs);
    /// One sentence per instance that became different since the dialog was opened, the newest each.
    [[nodiscard]] QString sentences() const;

private:
    [[nodiscard]] QString difference(const Instance &before, const Instance &now, qint64 nowMs) const;

    InstanceVerb m_verb;
    bool m_isFirst = true;
    QHash<QString, Instance> m_able;
    QMap<int, QString> m_sentences; ///< by age of the first change
    QHash<QString, int> m_placeOf;
};

} // namespace leasekeeper

// SPDX-License-Identifier: MIT
#pragma once

#include <QSet>
#include <QString>
#include <QStringList>

namespace leasekeeper
{

struct Instance;

/// Lets equal texts of many instances be one: each answer brings its own copy of flavor, image, owner, state
/// and the like, and kept a hundred thousand times they would be most of what the program keeps. Texts that
/// nobody has any more are let go now and then.
class TextPool
{
public:
    /// Replaces the texts that rows have in common; name, id and the like stay as they are.
    void share(Instance &instance);
    void clear();
    [[nodiscard]] qsizetype size() const { return m_texts.size(); }

private:
    void share(QString &text);
    void dropUnused();

    static constexpr qsizetype FirstLook = 1'000;
    QSet<QString> m_texts;
    QStringList m_lastItems; ///< a list that most running instances have
    qsizetype m_nextLook = FirstLook;
};

} // namespace leasekeeper

// SPDX-License-Identifier: MIT
#pragma once

#include <QCache>
#include <QFont>
#include <QList>
#include <QRect>
#include <QStaticText>
#include <QString>

QT_BEGIN_NAMESPACE
class QPainter;
QT_END_NAMESPACE

namespace leasekeeper
{

/// Draws single lines of plain text, cut with "…" where they are too wide, and remembers how: laying a text
/// out is what painting a table costs most.
class TextRuns
{
public:
    /// In the painter's pen. `alignment`: horizontal; it stands in the middle of the height.
    void draw(QPainter *painter, const QRect &rect, const QString &text, const QFont &font,
              Qt::Alignment alignment);

private:
    struct Key {
        QString text;
        int width;
        int font; ///< number in m_fonts
        friend bool operator==(const Key &, const Key &) = default;
        friend size_t qHash(const Key &key, size_t seed = 0)
        {
            return qHashMulti(seed, key.text, key.width, key.font);
        }
    };
    [[nodiscard]] int numberOf(const QFont &font);

    static constexpr int MostKept = 1'000;
    QList<QFont> m_fonts;
    QCache<Key, QStaticText> m_known{MostKept};
};

} // namespace leasekeeper

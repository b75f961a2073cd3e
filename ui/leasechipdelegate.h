// SPDX-License-Identifier: MIT
#pragma once

#include "celldelegate.h"

#include <QCache>
#include <QPixmap>

namespace leasekeeper
{

/// The time left as a chip: shape, words, fill and border by lease class (UX specification, countdown). It
/// paints its own ground, so that a selection never changes its colours. An estimate has no fill and is in
/// italics; where nothing counts there is plain text. Chips are kept as pictures: rows that say the same show
/// the same one, and a repaint copies it.
class LeaseChipDelegate final : public CellDelegate
{
    Q_OBJECT
public:
    using CellDelegate::CellDelegate;

    /// Width of a cell whose countdown has hours and minutes, up to a day, in a table of this font.
    [[nodiscard]] static int usualCellWidth(const QFont &font);

protected:
    void paintContent(QPainter *painter, const QStyleOptionViewItem &option,
                      const QModelIndex &index) const override;
    [[nodiscard]] int contentWidth(const QStyleOptionViewItem &option,
                                   const QModelIndex &index) const override;

private:
    struct Key {
        QString text;
        int phase = 0;
        bool estimate = false;
        QSize size; ///< device-independent pixels
        friend bool operator==(const Key &, const Key &) = default;
        friend size_t qHash(const Key &key, size_t seed = 0)
        {
            return qHashMulti(seed, key.text, key.phase, key.estimate, key.size.width(), key.size.height());
        }
    };
    /// What all kept pictures have in common.
    struct Ground {
        QFont font;
        qint64 palette = 0;
        qreal pixelRatio = 0;
        friend bool operator==(const Ground &, const Ground &) = default;
    };
    static constexpr int MostKept = 2'000; ///< kB of pictures

    void prepare(const Ground &ground) const;

    mutable Ground m_ground;
    mutable int m_usualWidth = 0; ///< of the widest usual chip in this font
    mutable QCache<Key, QPixmap> m_pictures{MostKept};
    mutable QCache<Key, QSize> m_natural{
        MostKept}; ///< as large as chips would like to be, by key without size
};

} // namespace leasekeeper

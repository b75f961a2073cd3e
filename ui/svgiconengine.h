// SPDX-License-Identifier: MIT
#pragma once

#include <QColor>
#include <QIconEngine>
#include <QPixmap>

#include <memory>

QT_BEGIN_NAMESPACE
class QSvgRenderer;
QT_END_NAMESPACE

namespace leasekeeper
{

/// Paints one SVG of the project from the vector, at the exact size asked for. A drawing in one colour takes
/// `tint`, or the application palette's colours at the moment of painting, so that it follows the theme.
class SvgIconEngine final : public QIconEngine
{
public:
    enum class Colouring {
        Tinted,  ///< one colour, replaced
        Painted, ///< as drawn
    };

    /// `path`: resource of the SVG. An invalid `tint` means the palette's text colours.
    SvgIconEngine(QString path, Colouring colouring, QColor tint);
    ~SvgIconEngine() override;

    void paint(QPainter *painter, const QRect &rect, QIcon::Mode mode, QIcon::State state) override;
    QPixmap pixmap(const QSize &size, QIcon::Mode mode, QIcon::State state) override;
    QSize actualSize(const QSize &size, QIcon::Mode mode, QIcon::State state) override;
    [[nodiscard]] QIconEngine *clone() const override;
    QString key() const override;
    bool isNull() override;

private:
    SvgIconEngine(const SvgIconEngine &other);
    [[nodiscard]] QColor colour(QIcon::Mode mode) const;

    QString m_path;
    Colouring m_colouring;
    QColor m_tint;
    std::shared_ptr<QSvgRenderer> m_renderer; ///< shared by all copies of one icon
    /// As it was asked for last: a table asks for the same one in every row.
    struct Last {
        QSize size;
        QRgb ink = 0;
        QIcon::Mode mode = QIcon::Normal;
        QPixmap pixmap;
    };
    Last m_last;
};

} // namespace leasekeeper

// SPDX-License-Identifier: MIT
#include "svgiconengine.h"

#include <QGuiApplication>
#include <QHash>
#include <QPainter>
#include <QPalette>
#include <QPixmapCache>
#include <QSvgRenderer>

#include <utility>

using namespace Qt::StringLiterals;

namespace leasekeeper
{

namespace
{

/// The largest square in the middle of `rect`.
QRectF squareIn(const QRect &rect)
{
    const int side = qMin(rect.width(), rect.height());
    return QRectF(rect.x() + (rect.width() - side) / 2, rect.y() + (rect.height() - side) / 2, side, side);
}

/// One parsed drawing per file, however many colours it is asked for in.
std::shared_ptr<QSvgRenderer> rendererFor(const QString &path)
{
    static QHash<QString, std::shared_ptr<QSvgRenderer>> known;
    std::shared_ptr<QSvgRenderer> &renderer = known[path];
    if (!renderer)
        renderer = std::make_shared<QSvgRenderer>(path);
    return renderer;
}

} // namespace

SvgIconEngine::SvgIconEngine(QString path, Colouring colouring, QColor tint)
    : m_path(std::move(path)), m_colouring(colouring), m_tint(tint), m_renderer(rendererFor(m_path))
{
}

SvgIconEngine::SvgIconEngine(const SvgIconEngine &other) = default;

SvgIconEngine::~SvgIconEngine() = default;

QColor SvgIconEngine::colour(QIcon::Mode mode) const
{
    const QPalette palette = QGuiApplication::palette();
    if (mode == QIcon::Selected)
        return palette.color(QPalette::Active, QPalette::HighlightedText);
    if (mode == QIcon::Disabled)
        return palette.color(QPalette::Disabled, QPalette::WindowText);
    return m_tint.isValid() ? m_tint : palette.color(QPalette::Active, QPalette::WindowText);
}

void SvgIconEngine::paint(QPainter *painter, const QRect &rect, QIcon::Mode mode, QIcon::State state)
{
    const QPaintDevice *device = painter->device();
    const qreal ratio = device ? device->devicePixelRatio() : 1.0;
    const QRectF square = squareIn(rect);
    const int side = qRound(square.width() * ratio);
    if (side <= 0)
        return;
    QPixmap rendered = pixmap(QSize(side, side), mode, state);
    rendered.setDevicePixelRatio(ratio);
    painter->drawPixmap(square.topLeft(), rendered);
}

QPixmap SvgIconEngine::pixmap(const QSize &size, QIcon::Mode mode, QIcon::State)
{
    if (size.isEmpty() || !m_renderer->isValid())
        return {};
    const bool tinted = m_colouring == Colouring::Tinted;
    const QColor ink = colour(mode);
    if (!m_last.pixmap.isNull() && m_last.size == size && m_last.ink == ink.rgba() && m_last.mode == mode)
        return m_last.pixmap;
    const QString key = u"leasekeeper-icon/%1/%2/%3x%4/%5"_s.arg(
        m_path, tinted ? ink.name(QColor::HexArgb) : QString(), QString::number(size.width()),
        QString::number(size.height()), QString::number(int(mode == QIcon::Disabled)));
    QPixmap rendered;
    if (QPixmapCache::find(key, &rendered)) {
        m_last = {size, ink.rgba(), mode, rendered};
        return rendered;
    }

    rendered = QPixmap(size);
    rendered.fill(Qt::transparent);
    QPainter painter(&rendered);
    painter.setRenderHint(QPainter::Antialiasing);
    if (!tinted && mode == QIcon::Disabled)
        painter.setOpacity(0.4);
    m_renderer->render(&painter, squareIn(QRect(QPoint(0, 0), size)));
    if (tinted) {
        painter.setCompositionMode(QPainter::CompositionMode_SourceIn);
        painter.fillRect(rendered.rect(), ink);
    }
    painter.end();
    QPixmapCache::insert(key, rendered);
    m_last = {size, ink.rgba(), mode, rendered};
    return rendered;
}

QSize SvgIconEngine::actualSize(const QSize &size, QIcon::Mode, QIcon::State)
{
    const int side = qMin(size.width(), size.height());
    return {side, side};
}

QIconEngine *SvgIconEngine::clone() const
{
    return new SvgIconEngine(*this);
}

QString SvgIconEngine::key() const
{
    return u"leasekeeper-svg"_s;
}

bool SvgIconEngine::isNull()
{
    return !m_renderer->isValid();
}

} // namespace leasekeeper

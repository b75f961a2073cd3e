// SPDX-License-Identifier: MIT
#include "icons.h"
#include "theme.h"

#include <QApplication>
#include <QFile>
#include <QImage>
#include <QPainter>
#include <QRegularExpression>
#include <QSet>
#include <QTest>

using namespace leasekeeper;
using namespace Qt::StringLiterals;

namespace
{

QByteArray nameOf(Icon name)
{
    return iconPath(name).section(u'/', -1).toLatin1();
}

/// Share of pixels that are at least half opaque.
double coverage(const QImage &image)
{
    int covered = 0;
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x)
            covered += image.pixelColor(x, y).alpha() >= 128 ? 1 : 0;
    }
    return double(covered) / (image.width() * image.height());
}

QImage rendered(const QIcon &icon, int side, QIcon::Mode mode = QIcon::Normal)
{
    return icon.pixmap(QSize(side, side), 1.0, mode).toImage().convertToFormat(QImage::Format_ARGB32);
}

/// The colour of the most opaque pixels.
QColor inkOf(const QImage &image)
{
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x) {
            if (image.pixelColor(x, y).alpha() > 250)
                return image.pixelColor(x, y);
        }
    }
    return {};
}

} // namespace

class TestIcons : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QApplication::setPalette(themePalette(ColourScheme::Light)); }
    void everyIconRenders_data();
    void everyIconRenders();
    void followsTheTheme_data() { everyIconRenders_data(); }
    void followsTheTheme();
    void modesHaveTheirOwnColours();
    void tintIsKept();
    void sharpAtAnyScale();
    void allDiffer();
    void drawnInOneColour_data() { everyIconRenders_data(); }
    void drawnInOneColour();
};

void TestIcons::everyIconRenders_data()
{
    QTest::addColumn<int>("number");
    for (int i = 0; i < IconCount; ++i)
        QTest::newRow(nameOf(Icon(i)).constData()) << i;
}

void TestIcons::everyIconRenders()
{
    QFETCH(int, number);
    QVERIFY(QFile::exists(iconPath(Icon(number))));
    for (const int side : {16, 32, 48}) {
        const QImage image = rendered(icon(Icon(number)), side);
        QCOMPARE(image.size(), QSize(side, side));
        QVERIFY2(coverage(image) > 0.015, qPrintable(QString::number(coverage(image))));
    }
}

void TestIcons::followsTheTheme()
{
    QFETCH(int, number);
    const QIcon same = icon(Icon(number));
    const QImage light = rendered(same, 32);
    QApplication::setPalette(themePalette(ColourScheme::Dark));
    const QImage dark = rendered(same, 32);
    QCOMPARE(light == dark, Icon(number) == Icon::Application);
}

void TestIcons::modesHaveTheirOwnColours()
{
    const QPalette palette = QApplication::palette();
    const QIcon stop = icon(Icon::StateStopped);
    QCOMPARE(inkOf(rendered(stop, 32)), palette.color(QPalette::WindowText));
    QCOMPARE(inkOf(rendered(stop, 32, QIcon::Disabled)),
             palette.color(QPalette::Disabled, QPalette::WindowText));
    QCOMPARE(inkOf(rendered(stop, 32, QIcon::Selected)), palette.color(QPalette::HighlightedText));
    QVERIFY(rendered(icon(Icon::Application), 32) != rendered(icon(Icon::Application), 32, QIcon::Disabled));
}

void TestIcons::tintIsKept()
{
    const QColor tint(0xB42318);
    QCOMPARE(inkOf(rendered(icon(Icon::PhaseDue, tint), 32)), tint);
    QApplication::setPalette(themePalette(ColourScheme::Dark));
    QCOMPARE(inkOf(rendered(icon(Icon::PhaseDue, tint), 32)), tint);
}

void TestIcons::sharpAtAnyScale()
{
    for (const double ratio : {1.0, 1.25, 1.5, 2.0}) {
        const QPixmap pixmap = icon(Icon::Refresh).pixmap(QSize(20, 20), ratio);
        QCOMPARE(pixmap.size(), QSize(qRound(20 * ratio), qRound(20 * ratio)));
        // Painted straight onto such a screen it is as sharp.
        QImage canvas(pixmap.size(), QImage::Format_ARGB32_Premultiplied);
        canvas.setDevicePixelRatio(ratio);
        canvas.fill(Qt::transparent);
        QPainter painter(&canvas);
        icon(Icon::Refresh).paint(&painter, QRect(0, 0, 20, 20));
        painter.end();
        QImage expected = pixmap.toImage().convertToFormat(QImage::Format_ARGB32_Premultiplied);
        canvas.setDevicePixelRatio(1);
        expected.setDevicePixelRatio(1);
        QCOMPARE(canvas, expected);
    }
}

void TestIcons::allDiffer()
{
    QSet<QByteArray> drawings;
    for (int i = 0; i < IconCount; ++i) {
        const QImage image = rendered(icon(Icon(i)), 48);
        drawings.insert(QByteArray(reinterpret_cast<const char *>(image.constBits()), image.sizeInBytes()));
    }
    // The two question marks, of a state and of a lease, differ in weight only; they differ nevertheless.
    QCOMPARE(drawings.size(), IconCount);
}

void TestIcons::drawnInOneColour()
{
    QFETCH(int, number);
    QFile file(iconPath(Icon(number)));
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QString svg = QString::fromUtf8(file.readAll());
    if (Icon(number) == Icon::Application)
        return;
    QVERIFY(svg.contains("currentColor"_L1));
    QVERIFY(!svg.contains(QRegularExpression(u"#[0-9a-fA-F]{3}"_s)));
    QVERIFY(svg.contains("viewBox=\"0 0 24 24\""_L1));
}

QTEST_MAIN(TestIcons)
#include "tst_icons.moc"

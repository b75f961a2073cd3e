// SPDX-License-Identifier: MIT
#include "calmpaint.h"
#include "settings.h"
#include "theme.h"

#include <QApplication>
#include <QImage>
#include <QListWidget>
#include <QPainter>
#include <QScrollArea>
#include <QScrollBar>
#include <QSet>
#include <QStyleOption>
#include <QTest>
#include <QToolBar>
#include <QToolButton>

using namespace leasekeeper;
using namespace Qt::StringLiterals;

namespace
{

constexpr int FramedPhases = 6; ///< Comfortable to None have a chip

QPalette contrastPalette()
{
    QPalette palette;
    for (const QPalette::ColorRole role : {QPalette::Window, QPalette::Base, QPalette::Button})
        palette.setColor(role, Qt::black);
    for (const QPalette::ColorRole role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        palette.setColor(role, Qt::white);
    palette.setColor(QPalette::Highlight, Qt::yellow);
    palette.setColor(QPalette::HighlightedText, Qt::black);
    return palette;
}

bool isPaletteColour(const QColor &colour, const QPalette &palette)
{
    for (int role = 0; role < QPalette::NColorRoles; ++role) {
        if (palette.color(QPalette::Active, QPalette::ColorRole(role)) == colour)
            return true;
    }
    return false;
}

} // namespace

class TestTheme : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void contrastOfKnownPairs();
    void highContrastShowsFramesAndDisabledTexts();
    void chipsAreThoseOfTheSpecification_data();
    void chipsAreThoseOfTheSpecification();
    void chipsDifferFromEachOther_data();
    void chipsDifferFromEachOther();
    void textsCanBeRead_data();
    void textsCanBeRead();
    void stateWordsAreThoseOfTheSpecification();
    void highContrastUsesTheSystemsColoursOnly();
    void schemesAreToldApart();
    void applyingSwitchesTheApplication();
    void lettersAreUnderlinedExceptInTheToolbar();
    void scrollBarsStandOnTheGroundOfWhatTheyScroll();
};

void TestTheme::highContrastShowsFramesAndDisabledTexts()
{
    QPalette black;
    for (const QPalette::ColorRole role : {QPalette::Window, QPalette::Base, QPalette::Button})
        black.setColor(role, Qt::black);
    for (const QPalette::ColorRole role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText}) {
        black.setColor(role, Qt::white);
        black.setColor(QPalette::Disabled, role, Qt::black);
    }
    black.setColor(QPalette::PlaceholderText, QColor(255, 255, 255, 128));
    QCOMPARE(colourScheme(black), ColourScheme::HighContrast);
    const QPalette legible = legiblePalette(black);
    QCOMPARE(colourScheme(legible), ColourScheme::HighContrast);
    for (const QPalette::ColorRole role :
         {QPalette::WindowText, QPalette::Text, QPalette::ButtonText, QPalette::PlaceholderText}) {
        QCOMPARE(legible.color(QPalette::Disabled, role).alpha(), 255);
        QVERIFY(contrastRatio(legible.color(QPalette::Disabled, role), Qt::black) >= 4.5);
    }
    QCOMPARE(legible.color(QPalette::Text), black.color(QPalette::Text));
    // What the platform chose well stays.
    QCOMPARE(legiblePalette(contrastPalette()).color(QPalette::Disabled, QPalette::Text),
             contrastPalette().color(QPalette::Disabled, QPalette::Text));

    QStyleOption field;
    field.rect = QRect(0, 0, 40, 20);
    field.state = QStyle::State_Enabled;
    field.palette = legible;
    QImage image(40, 20, QImage::Format_RGB32);
    image.fill(Qt::black);
    QPainter painter(&image);
    drawField(&field, &painter);
    painter.end();
    QVERIFY(contrastRatio(image.pixelColor(20, 0), Qt::black) >= 4.5);
}

void TestTheme::contrastOfKnownPairs()
{
    QCOMPARE(qRound(contrastRatio(Qt::black, Qt::white) * 10), 210);
    QCOMPARE(qRound(contrastRatio(Qt::white, Qt::white) * 10), 10);
    QCOMPARE(qRound(contrastRatio(QColor(0x777777), Qt::white) * 100), 448);
}

void TestTheme::chipsAreThoseOfTheSpecification_data()
{
    QTest::addColumn<bool>("dark");
    QTest::addColumn<LeasePhase>("phase");
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("fill");
    QTest::addColumn<QString>("border");
    QTest::addColumn<double>("contrast");
    const auto row = [](const char *name, bool dark, LeasePhase phase, const char *text, const char *fill,
                        const char *border, double contrast) {
        QTest::newRow(name) << dark << phase << QString::fromLatin1(text) << QString::fromLatin1(fill)
                            << QString::fromLatin1(border) << contrast;
    };
    row("light comfortable", false, LeasePhase::Comfortable, "#0b4f8a", "#dcebfa", "#0b67b2", 6.9);
    row("light soon", false, LeasePhase::Soon, "#5c3a00", "#ffe3a6", "#946200", 8.2);
    row("light urgent", false, LeasePhase::Urgent, "#ffffff", "#b42318", "#8a1a10", 6.6);
    row("light due", false, LeasePhase::Due, "#ffffff", "#5b1a66", "#3e0f47", 11.8);
    row("light idle", false, LeasePhase::Idle, "#0b4f52", "#d3f0ee", "#0e6f73", 7.8);
    row("light none", false, LeasePhase::None, "#3f4652", "", "#6b7280", 9.5);
    row("dark comfortable", true, LeasePhase::Comfortable, "#a9d2ff", "#12304f", "#4f9be8", 8.6);
    row("dark soon", true, LeasePhase::Soon, "#ffd98a", "#4a3300", "#c58b00", 8.8);
    row("dark urgent", true, LeasePhase::Urgent, "#2a0500", "#ff8a75", "#ffb3a5", 8.2);
    row("dark due", true, LeasePhase::Due, "#2b0033", "#e3a6f0", "#f3ccfb", 9.5);
    row("dark idle", true, LeasePhase::Idle, "#93e4e1", "#0f3b3d", "#2fa3a0", 8.4);
    row("dark none", true, LeasePhase::None, "#c9ced6", "", "#8a919c", 10.4);
}

void TestTheme::chipsAreThoseOfTheSpecification()
{
    QFETCH(bool, dark);
    QFETCH(LeasePhase, phase);
    QFETCH(QString, text);
    QFETCH(QString, fill);
    QFETCH(QString, border);
    QFETCH(double, contrast);
    const QPalette palette = themePalette(dark ? ColourScheme::Dark : ColourScheme::Light);
    const ChipLook look = chipLook(phase, palette);
    QCOMPARE(look.text.name(), text);
    QCOMPARE(look.fill.isValid() ? look.fill.name() : QString(), fill);
    QCOMPARE(look.border.name(), border);
    QCOMPARE(look.bold, phase == LeasePhase::Urgent || phase == LeasePhase::Due);
    QCOMPARE(look.dashed, phase == LeasePhase::None);
    const QColor ground = look.fill.isValid() ? look.fill : palette.color(QPalette::Base);
    const double measured = contrastRatio(look.text, ground);
    QVERIFY2(measured >= contrast - 0.2, qPrintable(QString::number(measured)));
}

void TestTheme::chipsDifferFromEachOther_data()
{
    QTest::addColumn<ColourScheme>("scheme");
    QTest::newRow("light") << ColourScheme::Light;
    QTest::newRow("dark") << ColourScheme::Dark;
}

void TestTheme::chipsDifferFromEachOther()
{
    QFETCH(ColourScheme, scheme);
    const QPalette palette = themePalette(scheme);
    QSet<QString> looks;
    QSet<QString> borders;
    for (int phase = 0; phase < FramedPhases; ++phase) {
        const ChipLook look = chipLook(LeasePhase(phase), palette);
        looks.insert(look.text.name() + u'/' + (look.fill.isValid() ? look.fill.name() : u"none"_s));
        borders.insert(look.border.name());
    }
    QCOMPARE(looks.size(), FramedPhases);
    QCOMPARE(borders.size(), FramedPhases);
    QVERIFY(!chipLook(LeasePhase::NotRunning, palette).border.isValid());
    QVERIFY(!chipLook(LeasePhase::Unknown, palette).border.isValid());
}

void TestTheme::textsCanBeRead_data()
{
    chipsDifferFromEachOther_data();
}

void TestTheme::textsCanBeRead()
{
    QFETCH(ColourScheme, scheme);
    const QPalette palette = themePalette(scheme);
    const QColor base = palette.color(QPalette::Base);
    const auto contrast = [&](SemanticColour text, SemanticColour fill) {
        return contrastRatio(semanticColour(text, palette), semanticColour(fill, palette));
    };
    QVERIFY(contrast(SemanticColour::InfoText, SemanticColour::InfoFill) >= 7);
    QVERIFY(contrast(SemanticColour::WarningText, SemanticColour::WarningFill) >= 7);
    QVERIFY(contrast(SemanticColour::ErrorText, SemanticColour::ErrorFill) >= 7);
    QVERIFY(contrast(SemanticColour::DangerText, SemanticColour::Danger) >= 4.5);
    QVERIFY(contrastRatio(semanticColour(SemanticColour::Muted, palette), base) >= 4.5);
    QVERIFY(contrastRatio(semanticColour(SemanticColour::Accent, palette), base) >= 4.5);
    for (int kind = 0; kind <= int(StatusKind::Unknown); ++kind)
        QVERIFY(contrastRatio(statusColour(StatusKind(kind), palette), base) >= 4.5);

    QVERIFY(contrastRatio(palette.color(QPalette::Text), base) >= 10);
    QVERIFY(contrastRatio(palette.color(QPalette::PlaceholderText), base) >= 4.5);
    for (const auto group : {QPalette::Active, QPalette::Inactive})
        QVERIFY(contrastRatio(palette.color(group, QPalette::HighlightedText),
                              palette.color(group, QPalette::Highlight)) >= 7);
    // A selection can be seen against the rows around it, also in a window without focus.
    for (const auto group : {QPalette::Active, QPalette::Inactive})
        QVERIFY(contrastRatio(palette.color(group, QPalette::Highlight), base) >= 1.15);
}

void TestTheme::stateWordsAreThoseOfTheSpecification()
{
    const QPalette light = themePalette(ColourScheme::Light);
    const QPalette dark = themePalette(ColourScheme::Dark);
    QCOMPARE(statusColour(StatusKind::Running, light).name(), u"#0b67b2"_s);
    QCOMPARE(statusColour(StatusKind::Running, dark).name(), u"#7dbbff"_s);
    QCOMPARE(statusColour(StatusKind::Busy, light).name(), u"#946200"_s);
    QCOMPARE(statusColour(StatusKind::Busy, dark).name(), u"#f2b84b"_s);
    QCOMPARE(statusColour(StatusKind::Failed, light).name(), u"#8f1410"_s);
    QCOMPARE(statusColour(StatusKind::Failed, dark).name(), u"#ff8a75"_s);
    QCOMPARE(statusColour(StatusKind::Stopped, light).name(), u"#5a6270"_s);
    QCOMPARE(statusColour(StatusKind::Stopped, dark).name(), u"#a7aeba"_s);
    QCOMPARE(statusColour(StatusKind::Frozen, light), light.color(QPalette::Text));
}

void TestTheme::highContrastUsesTheSystemsColoursOnly()
{
    const QPalette palette = contrastPalette();
    QCOMPARE(colourScheme(palette), ColourScheme::HighContrast);
    for (int phase = 0; phase < LeasePhaseCount; ++phase) {
        const ChipLook look = chipLook(LeasePhase(phase), palette);
        QVERIFY(isPaletteColour(look.text, palette));
        QVERIFY(!look.fill.isValid() || isPaletteColour(look.fill, palette));
        QVERIFY(!look.border.isValid() || isPaletteColour(look.border, palette));
    }
    QVERIFY(chipLook(LeasePhase::Urgent, palette).bold);
    QVERIFY(chipLook(LeasePhase::None, palette).dashed);
    for (int kind = 0; kind <= int(StatusKind::Unknown); ++kind)
        QVERIFY(isPaletteColour(statusColour(StatusKind(kind), palette), palette));
    for (int colour = 0; colour < SemanticColourCount; ++colour)
        QVERIFY(isPaletteColour(semanticColour(SemanticColour(colour), palette), palette));
}

void TestTheme::schemesAreToldApart()
{
    QCOMPARE(colourScheme(themePalette(ColourScheme::Light)), ColourScheme::Light);
    QCOMPARE(colourScheme(themePalette(ColourScheme::Dark)), ColourScheme::Dark);
    QCOMPARE(colourScheme(QPalette(Qt::black, QColor(0xefefef))), ColourScheme::Light);
}

void TestTheme::applyingSwitchesTheApplication()
{
    applyTheme(Theme::Dark);
    QCOMPARE(QApplication::palette().color(QPalette::Window),
             themePalette(ColourScheme::Dark).color(QPalette::Window));
    applyTheme(Theme::Light);
    QCOMPARE(QApplication::palette().color(QPalette::Window),
             themePalette(ColourScheme::Light).color(QPalette::Window));
    // No desktop here: our own light theme instead of the stopgap.
    applyTheme(Theme::System);
    QCOMPARE(QApplication::palette().color(QPalette::Window),
             themePalette(ColourScheme::Light).color(QPalette::Window));
}

void TestTheme::lettersAreUnderlinedExceptInTheToolbar()
{
    applyTheme(Theme::Light);
    const auto underlines = [](const QWidget &widget) {
        return widget.style()->styleHint(QStyle::SH_UnderlineShortcut, nullptr, &widget) != 0;
    };
    QToolBar bar;
    auto *inside = new QToolButton;
    bar.addWidget(inside);
    const QToolButton alone;
    QVERIFY(!underlines(*inside));
    QVERIFY(underlines(alone));
    applyTheme(Theme::System);
}

void TestTheme::scrollBarsStandOnTheGroundOfWhatTheyScroll()
{
    applyTheme(Theme::Light);
    const auto ground = [](QAbstractScrollArea &area) {
        area.setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOn);
        area.resize(200, 200);
        area.show();
        const QScrollBar &bar = *area.verticalScrollBar();
        // In the corner, where no handle is.
        return area.grab().toImage().pixelColor(bar.mapTo(&area, bar.rect().bottomRight()));
    };
    QScrollArea form;
    form.setWidget(new QWidget);
    form.widget()->setFixedSize(100, 2'000);
    QCOMPARE(ground(form), QApplication::palette().color(QPalette::Window));
    QListWidget list;
    QCOMPARE(ground(list), QApplication::palette().color(QPalette::Base));
    applyTheme(Theme::System);
}

QTEST_MAIN(TestTheme)
#include "tst_theme.moc"

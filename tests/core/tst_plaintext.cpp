// SPDX-License-Identifier: MIT
#include "plaintext.h"

#include <QRegularExpression>
#include <QTest>

using namespace leasekeeper;
using namespace Qt::StringLiterals;

class TestPlainText : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void F49_marksBecomeVisible_data();
    void F49_marksBecomeVisible();
    void F49_everyControlAndFormatCharacterShows();
    void F49_halfSurrogatesAreReplaced_data();
    void F49_halfSurrogatesAreReplaced();
    void F49_lengthIsLimited_data();
    void F49_lengthIsLimited();
    void F49_cutsBetweenCharacters_data();
    void F49_cutsBetweenCharacters();
    void F49_markupIsLiteralInTooltips_data();
    void F49_markupIsLiteralInTooltips();
    void F49_tooltipsAreShort();
    void showingTwiceChangesNothing();
};

void TestPlainText::F49_marksBecomeVisible_data()
{
    QTest::addColumn<QString>("foreign");
    QTest::addColumn<QString>("shown");
    const auto same = [](const char *name, const QString &text) { QTest::newRow(name) << text << text; };
    QTest::newRow("empty") << QString() << QString();
    same("plain", u"bert-tune"_s);
    same("umlauts", u"Größenprüfung"_s);
    same("CJK", u"训练任务 第三"_s);
    same("Hebrew", u"שלום"_s);
    same("Arabic", u"مرحبا"_s);
    same("combining accent", u"e\u0301"_s);
    same("beyond the first plane", u"\U0001F680 \U00020000"_s);
    same("emoji joined from several", u"\U0001F469\u200D\U0001F52C"_s);
    same("Persian with its non-joiner", u"می\u200Cخواهم"_s);
    same("markup stays text", u"<b>x</b> & \"y\" <img src='file:///etc/passwd'>"_s);
    QTest::newRow("line break") << u"a\nb"_s << u"a b"_s;
    QTest::newRow("Windows line break") << u"a\r\nb"_s << u"a b"_s;
    QTest::newRow("carriage return") << u"a\rb"_s << u"a b"_s;
    QTest::newRow("two line breaks") << u"a\n\nb"_s << u"a  b"_s;
    QTest::newRow("next line") << u"a\u0085b"_s << u"a b"_s;
    QTest::newRow("line separator") << u"a\u2028b"_s << u"a b"_s;
    QTest::newRow("paragraph separator") << u"a\u2029b"_s << u"a b"_s;
    QTest::newRow("tab") << u"a\tb"_s << u"a\u2409b"_s;
    QTest::newRow("bell") << u"a\ab"_s << u"a\u2407b"_s;
    QTest::newRow("escape") << u"\u001B[31m"_s << u"\u241B[31m"_s;
    QTest::newRow("null character") << QString(QChar(u'\0')) << u"\u2400"_s;
    QTest::newRow("delete") << u"a\u007F"_s << u"a\u2421"_s;
    QTest::newRow("C1 control") << u"a\u009Bb"_s << u"a⟨U+009B⟩b"_s;
    QTest::newRow("right-to-left override") << u"gpj\u202Eexe"_s << u"gpj⟨U+202E⟩exe"_s;
    QTest::newRow("isolate") << u"\u2066a\u2069"_s << u"⟨U+2066⟩a⟨U+2069⟩"_s;
    QTest::newRow("right-to-left mark") << u"a\u200F"_s << u"a⟨U+200F⟩"_s;
    QTest::newRow("Arabic letter mark") << u"\u061Ca"_s << u"⟨U+061C⟩a"_s;
    QTest::newRow("zero width space") << u"a\u200Bb"_s << u"a⟨U+200B⟩b"_s;
    QTest::newRow("joiner between ASCII letters") << u"a\u200Db"_s << u"a⟨U+200D⟩b"_s;
    QTest::newRow("joiner at the end") << u"ا\u200D"_s << u"ا⟨U+200D⟩"_s;
    QTest::newRow("joiner at the start") << u"\u200Cا"_s << u"⟨U+200C⟩ا"_s;
    QTest::newRow("byte order mark") << u"\uFEFFa"_s << u"⟨U+FEFF⟩a"_s;
    QTest::newRow("soft hyphen") << u"a\u00ADb"_s << u"a⟨U+00AD⟩b"_s;
    QTest::newRow("invisible tag letter") << u"a\U000E0041"_s << u"a⟨U+E0041⟩"_s;
    QTest::newRow("Hangul filler") << u"a\u3164"_s << u"a⟨U+3164⟩"_s;
    QTest::newRow("combining grapheme joiner") << u"a\u034F"_s << u"a⟨U+034F⟩"_s;
    QTest::newRow("no character") << u"a\uFFFF"_s << u"a⟨U+FFFF⟩"_s;
}

void TestPlainText::F49_marksBecomeVisible()
{
    QFETCH(const QString, foreign);
    QFETCH(const QString, shown);
    QCOMPARE(visibleText(foreign), shown);
}

void TestPlainText::F49_everyControlAndFormatCharacterShows()
{
    for (char32_t c = 0; c <= 0x10FFFF; ++c) {
        const QChar::Category category = QChar::category(c);
        if (category != QChar::Other_Control && category != QChar::Other_Format)
            continue;
        const QString shown = visibleText(QString(u"a"_s).append(QChar::fromUcs4(c)).append(u'b'));
        const QByteArray name = QByteArray::number(uint(c), 16);
        QVERIFY2(shown.size() > 2, name.constData());
        for (const char32_t left : shown.toUcs4()) {
            const QChar::Category still = QChar::category(left);
            QVERIFY2(still != QChar::Other_Control && still != QChar::Other_Format, name.constData());
        }
    }
}

void TestPlainText::F49_halfSurrogatesAreReplaced_data()
{
    const QChar high(char16_t(0xD83D));
    const QChar low(char16_t(0xDE80));
    QTest::addColumn<QString>("foreign");
    QTest::addColumn<QString>("shown");
    QTest::newRow("high alone") << QString(high) << u"\uFFFD"_s;
    QTest::newRow("low alone") << QString(low) << u"\uFFFD"_s;
    QTest::newRow("high before a letter") << QString(high) + u'a' << u"\uFFFDa"_s;
    QTest::newRow("high at the end") << QString(u'a') + high << u"a\uFFFD"_s;
    QTest::newRow("the wrong way round") << QString(low) + high << u"\uFFFD\uFFFD"_s;
    QTest::newRow("high before a pair") << QString(high) + high + low << u"\uFFFD\U0001F680"_s;
}

void TestPlainText::F49_halfSurrogatesAreReplaced()
{
    QFETCH(const QString, foreign);
    QFETCH(const QString, shown);
    QCOMPARE(visibleText(foreign), shown);
    QVERIFY(visibleText(foreign).isValidUtf16());
}

void TestPlainText::F49_lengthIsLimited_data()
{
    QTest::addColumn<QString>("foreign");
    QTest::addColumn<int>("most");
    QTest::addColumn<QString>("shown");
    const QString longName(10'000, u'x');
    QTest::newRow("10 000 characters") << longName << 256 << QString(QString(255, u'x') + u'…');
    QTest::newRow("just fits") << QString(256, u'x') << 256 << QString(256, u'x');
    QTest::newRow("one too many") << QString(257, u'x') << 256 << QString(QString(255, u'x') + u'…');
    QTest::newRow("one character") << u"ab"_s << 1 << u"…"_s;
    QTest::newRow("one fits") << u"a"_s << 1 << u"a"_s;
    QTest::newRow("two") << u"abc"_s << 2 << u"a…"_s;
    QTest::newRow("none") << u"abc"_s << 0 << QString();
    QTest::newRow("negative") << u"abc"_s << -1 << QString();
    QTest::newRow("empty") << QString() << 10 << QString();
}

void TestPlainText::F49_lengthIsLimited()
{
    QFETCH(const QString, foreign);
    QFETCH(const int, most);
    QFETCH(const QString, shown);
    QCOMPARE(visibleText(foreign, most), shown);
}

void TestPlainText::F49_cutsBetweenCharacters_data()
{
    QTest::addColumn<QString>("foreign");
    QTest::addColumn<QString>("piece");
    QTest::newRow("surrogate pairs") << u"\U0001F680"_s << u"\U0001F680"_s;
    QTest::newRow("markers") << u"\u202E"_s << u"⟨U+202E⟩"_s;
    QTest::newRow("long markers") << u"\U000E0041"_s << u"⟨U+E0041⟩"_s;
}

void TestPlainText::F49_cutsBetweenCharacters()
{
    QFETCH(const QString, foreign);
    QFETCH(const QString, piece);
    for (int most = 1; most < 40; ++most) {
        const QString shown = visibleText(foreign.repeated(100), most);
        QVERIFY(shown.size() <= most);
        QVERIFY(shown.endsWith(u'…'));
        QCOMPARE(shown.chopped(1), piece.repeated((most - 1) / piece.size()));
    }
}

void TestPlainText::F49_markupIsLiteralInTooltips_data()
{
    QTest::addColumn<QString>("foreign");
    QTest::newRow("bold") << u"<b>ocr</b>"_s;
    QTest::newRow("link") << u"<a href=\"https://evil.example\">log in</a>"_s;
    QTest::newRow("image") << u"<img src='file:///etc/passwd'>"_s;
    QTest::newRow("entity") << u"&lt;b&gt; &amp; &#x202E;"_s;
    QTest::newRow("closes what we opened") << u"</p><h1>x</h1>"_s;
    QTest::newRow("style") << u"<style>p{color:red}</style>"_s;
    QTest::newRow("no markup") << u"ocr-lab"_s;
    QTest::newRow("quotes") << u"\" onmouseover='x'"_s;
}

void TestPlainText::F49_markupIsLiteralInTooltips()
{
    QFETCH(const QString, foreign);
    const QString tip = tooltipText(foreign);
    // Nothing has to guess whether it is rich text: one element of ours, and text alone in it.
    static const QRegularExpression shape(u"^<p style='white-space:pre-wrap'>([^<>]*)</p>$"_s);
    const QRegularExpressionMatch match = shape.match(tip);
    QVERIFY2(match.hasMatch(), qPrintable(tip));
    QString inside = match.captured(1);
    inside.replace("&lt;"_L1, "<"_L1).replace("&gt;"_L1, ">"_L1).replace("&quot;"_L1, "\""_L1);
    inside.replace("&amp;"_L1, "&"_L1);
    QCOMPARE(inside, foreign);
}

void TestPlainText::F49_tooltipsAreShort()
{
    QVERIFY(tooltipText({}).isEmpty());
    const QString tip = tooltipText(QString(100'000, u'x'));
    QVERIFY(tip.contains(u"xxx…</p>"_s));
    QVERIFY(tip.size() < 1'200);
    // An entity is never cut in two.
    QVERIFY(tooltipText(QString(100'000, u'<')).endsWith(u"&lt;…</p>"_s));
}

void TestPlainText::showingTwiceChangesNothing()
{
    const QString once = visibleText(u"a\u202Eb\n\u0007\u200Dc"_s + QString(500, u'x'));
    QCOMPARE(visibleText(once), once);
}

QTEST_GUILESS_MAIN(TestPlainText)
#include "tst_plaintext.moc"

// SPDX-License-Identifier: MIT
#include "sourcerules.h"

#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QTest>

#include <functional>

using namespace leasekeeper::test;
using namespace Qt::StringLiterals;

namespace
{

/// Every source file of the program below these folders, by its path from the top.
QMap<QString, QString> sources(const QStringList &folders)
{
    const QDir top(QStringLiteral(LEASEKEEPER_SOURCES));
    QMap<QString, QString> all;
    for (const QString &folder : folders) {
        QDirIterator each(top.filePath(folder), {u"*.cpp"_s, u"*.h"_s}, QDir::Files,
                          QDirIterator::Subdirectories);
        while (each.hasNext()) {
            QFile file(each.next());
            if (file.open(QIODevice::ReadOnly))
                all.insert(top.relativeFilePath(file.fileName()), QString::fromUtf8(file.readAll()));
        }
    }
    return all;
}

QStringList against(const std::function<QStringList(const QString &)> &rule, const QStringList &folders)
{
    QStringList found;
    const auto all = sources(folders);
    for (auto file = all.begin(); file != all.end(); ++file) {
        for (const QString &each : rule(file.value()))
            found.append(QString(file.key() + u": "_s + each));
    }
    return found;
}

} // namespace

/// Rules that hold over the whole source text of the program, and that the rules themselves see what they are
/// there for.
class SourceRulesTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void theSourcesAreFound();
    void F12_nothingGoesAroundTls();
    void F12_requestsLeaveInOnePlace();
    void F49_labelsShowPlainText();
    void F49_kindsOfLabelsShowPlainText();
    void F49_nothingGuessesRichText();
    void F49_tooltipsAreEscaped();
    void F52_onePlaceOpensAddresses();
    void rulesSeeRequests_data();
    void rulesSeeRequests();
    void rulesSeeNetworkNames();
    void rulesSeeWaysAroundTls();
    void rulesSeeLabels_data();
    void rulesSeeLabels();
    void rulesSeeGuessers();
    void rulesSeeTooltips_data();
    void rulesSeeTooltips();
};

void SourceRulesTest::theSourcesAreFound()
{
    const auto all = sources({u"ui"_s, u"app"_s});
    QVERIFY(all.size() > 200);
    QVERIFY(all.contains(u"ui/mainwindow.cpp"_s));
}

void SourceRulesTest::F12_nothingGoesAroundTls()
{
    QCOMPARE(against(sourcerules::waysAroundTls, {u"ui"_s, u"app"_s}), QStringList());
}

void SourceRulesTest::F12_requestsLeaveInOnePlace()
{
    QCOMPARE(
        against(sourcerules::requests, {u"app"_s}),
        (QStringList{u"app/api/httpattempt.cpp: sendCustomRequest"_s, u"app/api/httpattempt.cpp: get"_s}));
    // Messages are posted as well, but not by anybody who could reach a network.
    QCOMPARE(against(sourcerules::networkNames, {u"ui"_s}), QStringList());
}

void SourceRulesTest::F49_labelsShowPlainText()
{
    QCOMPARE(against(
                 [](const QString &source) {
                     // Kinds of labels say it beside their declaration.
                     QStringList found = sourcerules::labelsNotPlain(source);
                     found.removeIf([](const QString &each) { return each.startsWith("class "_L1); });
                     return found;
                 },
                 {u"ui"_s, u"app"_s}),
             QStringList());
}

void SourceRulesTest::F49_kindsOfLabelsShowPlainText()
{
    // Declared in the header, said in the constructor beside it.
    const auto all = sources({u"ui"_s, u"app"_s});
    int kinds = 0;
    for (auto file = all.begin(); file != all.end(); ++file) {
        if (!file.key().endsWith(".h"_L1))
            continue;
        const QString body = all.value(QString(file.key().chopped(1) + u"cpp"_s));
        kinds += sourcerules::labelsNotPlain(file.value()).isEmpty() ? 0 : 1;
        QVERIFY2(sourcerules::labelsNotPlain(QString(file.value() + body)).isEmpty(), qPrintable(file.key()));
    }
    QVERIFY(kinds > 0);
}

void SourceRulesTest::F49_nothingGuessesRichText()
{
    QCOMPARE(against(sourcerules::guessers, {u"ui"_s, u"app"_s}), QStringList());
}

void SourceRulesTest::F49_tooltipsAreEscaped()
{
    QCOMPARE(against(sourcerules::tooltipsNotEscaped, {u"ui"_s, u"app"_s}), QStringList());
}

void SourceRulesTest::F52_onePlaceOpensAddresses()
{
    QStringList places;
    const auto all = sources({u"ui"_s, u"app"_s});
    for (auto file = all.begin(); file != all.end(); ++file) {
        for (const auto &way : {"openUrl("_L1, "xdg-open"_L1, "ShellExecute"_L1, "rundll32"_L1, "sh -c"_L1}) {
            if (file.value().contains(way))
                places.append(file.key());
        }
    }
    QCOMPARE(places, QStringList{u"app/main/browser.cpp"_s});
}

void SourceRulesTest::rulesSeeRequests_data()
{
    QTest::addColumn<QString>("source");
    QTest::addColumn<QStringList>("found");
    QTest::newRow("read") << u"m_network.get(request);"_s << QStringList{u"get"_s};
    QTest::newRow("by a pointer") << u"manager()->head(\n    request);"_s << QStringList{u"head"_s};
    QTest::newRow("write") << u"a->post(request, body); b.put(request, body);"_s
                           << QStringList{u"post"_s, u"put"_s};
    QTest::newRow("delete") << u"a->deleteResource(request);"_s << QStringList{u"deleteResource"_s};
    QTest::newRow("any verb") << u"a.sendCustomRequest(request, verb);"_s
                              << QStringList{u"sendCustomRequest"_s};
    QTest::newRow("a pointer's own") << u"owned.get(); list.head()->x; std::get<0>(pair);"_s << QStringList();
    QTest::newRow("only words") << u"// a.get(request)\ntr(\"a.post(request)\");"_s << QStringList();
}

void SourceRulesTest::rulesSeeRequests()
{
    QFETCH(QString, source);
    QFETCH(QStringList, found);
    QCOMPARE(sourcerules::requests(source), found);
}

void SourceRulesTest::rulesSeeNetworkNames()
{
    QCOMPARE(sourcerules::networkNames(u"#include <QNetworkReply>\nQSslSocket socket; QTcpSocket *other;"_s),
             (QStringList{u"QNetworkReply"_s, u"QSslSocket"_s, u"QTcpSocket"_s}));
    QCOMPARE(sourcerules::networkNames(u"// no QNetworkReply\nNetworkWatch watch;"_s), QStringList());
}

void SourceRulesTest::rulesSeeWaysAroundTls()
{
    QCOMPARE(sourcerules::waysAroundTls(u"reply->ignoreSslErrors();"_s), QStringList{u"ignoreSslErrors"_s});
    QCOMPARE(sourcerules::waysAroundTls(u"connect(r, &R::sslErrors, r, qOverload<>(&R::ignoreSslErrors));"_s),
             QStringList{u"ignoreSslErrors"_s});
    QCOMPARE(sourcerules::waysAroundTls(u"tls.setPeerVerifyMode(QSslSocket::VerifyNone);"_s),
             QStringList{u"VerifyNone"_s});
    QCOMPARE(sourcerules::waysAroundTls(u"tls.setPeerVerifyMode(QSslSocket::VerifyPeer);"_s), QStringList());
}

void SourceRulesTest::rulesSeeLabels_data()
{
    QTest::addColumn<QString>("source");
    QTest::addColumn<bool>("good");
    const QString plain = u"label->setTextFormat(Qt::PlainText);"_s;
    QTest::newRow("said") << QString(u"auto *label = new QLabel(text);\n"_s + plain) << true;
    QTest::newRow("not said") << u"auto *label = new QLabel(text);"_s << false;
    QTest::newRow("said of another") << QString(u"auto *other = new QLabel(text);\n"_s + plain) << false;
    QTest::newRow("said in a comment") << QString(u"auto *label = new QLabel(text); // "_s + plain) << false;
    QTest::newRow("without a name") << QString(u"row->addWidget(new QLabel(text));\n"_s + plain) << false;
    QTest::newRow("member") << u": m_text(new QLabel(this))\n{ m_text->setTextFormat(Qt::PlainText); }"_s
                            << true;
    QTest::newRow("member, not said") << u": m_text(new QLabel(this)) {}"_s << false;
    QTest::newRow("in a loop") << u"a = new QLabel; b = new QLabel;\nfor (QLabel *label : {a, b}) {\n"
                                  "    label->setTextFormat(Qt::PlainText);\n}"_s
                               << true;
    QTest::newRow("one not in the loop") << u"a = new QLabel; b = new QLabel;\nfor (QLabel *label : {a})\n"
                                            "    label->setTextFormat(Qt::PlainText);"_s
                                         << false;
    QTest::newRow("as rich text") << u"a = new QLabel; a->setTextFormat(Qt::RichText);"_s << false;
    QTest::newRow("a kind") << u"class Mine final : public QLabel"_s << false;
    QTest::newRow("not one at all") << u"new QLabelling; // new QLabel(x)"_s << true;
}

void SourceRulesTest::rulesSeeLabels()
{
    QFETCH(QString, source);
    QFETCH(bool, good);
    QCOMPARE(sourcerules::labelsNotPlain(source).isEmpty(), good);
}

void SourceRulesTest::rulesSeeGuessers()
{
    QCOMPARE(sourcerules::guessers(u"QMessageBox::warning(this, a, b); x->setHtml(y);"_s),
             (QStringList{u"QMessageBox"_s, u"setHtml"_s}));
    QCOMPARE(sourcerules::guessers(u"label->setTextFormat(Qt::AutoText);"_s), QStringList{u"Qt::AutoText"_s});
    QCOMPARE(sourcerules::guessers(u"run = new QStaticText(name);"_s), QStringList{u"QStaticText"_s});
    QCOMPARE(sourcerules::guessers(u"run = new QStaticText(name); run->setTextFormat(Qt::PlainText);"_s),
             QStringList());
    QCOMPARE(sourcerules::guessers(u"// no QMessageBox here\ntr(\"QMessageBox\");"_s), QStringList());
}

void SourceRulesTest::rulesSeeTooltips_data()
{
    QTest::addColumn<QString>("source");
    QTest::addColumn<bool>("good");
    QTest::newRow("escaped") << u"a->setToolTip(tooltipText(f(x, y)));"_s << true;
    QTest::newRow("of a button") << u"a->setToolTip(buttonTip(reason));"_s << true;
    QTest::newRow("own words") << u"a->setToolTip(tr(\"Close\"));"_s << true;
    QTest::newRow("own words, explained") << u"a->setToolTip(tr(\"Close\", \"a window\"));"_s << true;
    QTest::newRow("something put in") << u"a->setToolTip(tr(\"Close %1\").arg(name));"_s << false;
    QTest::newRow("as it came") << u"a->setToolTip(name);"_s << false;
    QTest::newRow("nothing") << u"a->setToolTip(QString());"_s << true;
    QTest::newRow("either") << u"a->setToolTip(ok ? QString() : tooltipText(why));"_s << true;
    QTest::newRow("either, as it came") << u"a->setToolTip(ok ? QString() : why);"_s << false;
    QTest::newRow("one more behind") << u"a->setToolTip(tooltipText(x) + name);"_s << false;
    QTest::newRow("another's") << u"a->setToolTip(b->toolTip());"_s << true;
    QTest::newRow("with a key") << u"a->setToolTip(withShortcut(tr(\"Read\"), tr(\"F5\")));"_s << true;
    QTest::newRow("shown") << u"QToolTip::showText(pos, cut ? tooltipText(x) : QString(), view);"_s << true;
    QTest::newRow("shown as it came") << u"QToolTip::showText(pos, text, view);"_s << false;
    QTest::newRow("quoted") << u"a->setToolTip(tr(\"a) tooltipText(\"));"_s << true;
}

void SourceRulesTest::rulesSeeTooltips()
{
    QFETCH(QString, source);
    QFETCH(bool, good);
    QVERIFY2(sourcerules::tooltipsNotEscaped(source).isEmpty() == good,
             qPrintable(sourcerules::tooltipsNotEscaped(source).join(u'\n')));
}

QTEST_GUILESS_MAIN(SourceRulesTest)
#include "tst_sourcerules.moc"

// SPDX-License-Identifier: MIT
#include "importdialog.h"
#include "probe.h"
#include "pseudolong.h"
#include "samples.h"

#include <QCheckBox>
#include <QFileDialog>
#include <QScrollArea>
#include <QSignalSpy>
#include <QTemporaryDir>

using namespace leasekeeper;
using namespace leasekeeper::test;
using namespace Qt::StringLiterals;

class TestImportDialog : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void cleanup();

    void everythingHasAName();
    void showsSourceWhatAndWhere();
    void whatCannotBeImportedSaysWhy();
    void keyboardAlone();
    void consentIsAskedFor();
    void withoutKeyStore();
    void nothingTicked();
    void escapeAndCancelImportNothing_data();
    void escapeAndCancelImportNothing();
    void F65_heldKeysDoNothing();
    void moreKeepsTicks();
    void chooseFile();
    void clickAnywhereTicks();
    void F85_secretsAreNotReadable();
    void longLanguageAndManyFit();

private:
    Probe open(const QList<FoundCredential> &found)
    {
        m_dialog = new ImportDialog(nullptr);
        m_dialog->setFound(found);
        m_chosen.clear();
        m_decisions = 0;
        connect(m_dialog, &ImportDialog::decided, this,
                [this](const QList<FoundCredential> &chosen, bool secretsToKeyStore) {
                    ++m_decisions;
                    for (const FoundCredential &one : chosen)
                        m_chosen += one.source;
                    m_consent = secretsToKeyStore;
                });
        m_dialog->open();
        if (!QTest::qWaitForWindowActive(m_dialog))
            qWarning("the dialog did not become active");
        return Probe(m_dialog);
    }

    QPointer<ImportDialog> m_dialog;
    QStringList m_chosen;
    int m_decisions = 0;
    bool m_consent = false;
};

void TestImportDialog::cleanup()
{
    delete m_dialog;
}

void TestImportDialog::everythingHasAName()
{
    const Probe probe = open(sampleFound());
    QCOMPARE(m_dialog->objectName(), u"importDialog"_s);
    QCOMPARE(probe.nameless(), QStringList());
    QCOMPARE(probe.find<QCheckBox>(u"foundCheck1"_s)->accessibleName(),
             u"clouds.yaml, cloud otc: User ana of account OTC00000000001000000123"_s);
}

void TestImportDialog::showsSourceWhatAndWhere()
{
    const Probe probe = open(sampleFound());
    QCOMPARE(probe.text(u"foundWhat1"_s), u"User ana of account OTC00000000001000000123"_s);
    QCOMPARE(probe.text(u"foundWhere1"_s), u"Open Telekom Cloud · eu-de · project eu-de_ml-team"_s);
    QCOMPARE(probe.text(u"foundWhat2"_s), u"Access key QTWAOYTTINDUT2QVKYUC"_s);
    QCOMPARE(probe.text(u"foundWhere2"_s), u"Huawei Cloud, Europe · eu-west-101"_s);
    QVERIFY(!probe.text(u"foundMissing3"_s).isEmpty());
}

void TestImportDialog::whatCannotBeImportedSaysWhy()
{
    const Probe probe = open(sampleFound());
    QVERIFY(!probe.find<QCheckBox>(u"foundCheck4"_s)->isEnabled());
    QVERIFY(!probe.find<QCheckBox>(u"foundCheck4"_s)->isChecked());
    QCOMPARE(probe.text(u"foundWhyNot4"_s), sampleFound().at(3).whyNot);
    QTest::mouseClick(probe.find<QWidget>(u"foundRow4"_s), Qt::LeftButton);
    QVERIFY(!probe.find<QCheckBox>(u"foundCheck4"_s)->isChecked());
    QCOMPARE(probe.find<QAbstractButton>(u"importButton"_s)->text(), u"Import 3 connections"_s);
}

void TestImportDialog::keyboardAlone()
{
    const Probe probe = open(sampleFound());
    QVERIFY(probe.hasFocus(u"foundCheck1"_s));
    QCOMPARE(probe.tabWalk(),
             QStringList({u"foundCheck1"_s, u"foundCheck2"_s, u"foundCheck3"_s, u"fileButton"_s,
                          u"consentCheck"_s, u"importButton"_s, u"cancelButton"_s}));
    probe.press(Qt::Key_Tab);
    probe.press(Qt::Key_Space);
    probe.press(Qt::Key_S, Qt::AltModifier);
    QTRY_VERIFY(probe.find<QCheckBox>(u"consentCheck"_s)->isChecked());
    QCOMPARE(m_decisions, 0);
    probe.press(Qt::Key_Return);
    QCOMPARE(m_decisions, 1);
    QCOMPARE(m_chosen, QStringList({sampleFound().at(0).source, sampleFound().at(2).source}));
    QVERIFY(m_consent);
    QTRY_VERIFY(!m_dialog);
}

void TestImportDialog::consentIsAskedFor()
{
    const Probe probe = open(sampleFound());
    m_dialog->setKeepingText(u"They move to the key store."_s);
    QVERIFY(!probe.find<QCheckBox>(u"consentCheck"_s)->isChecked());
    QVERIFY(probe.text(u"keepingLabel"_s).startsWith(u"Without this"_s));
    probe.click(u"consentCheck"_s);
    QCOMPARE(probe.text(u"keepingLabel"_s), u"They move to the key store."_s);
    probe.click(u"consentCheck"_s);
    probe.press(Qt::Key_Return);
    QCOMPARE(m_decisions, 1);
    QVERIFY(!m_consent);
}

void TestImportDialog::withoutKeyStore()
{
    const Probe probe = open(sampleFound());
    probe.find<QCheckBox>(u"consentCheck"_s)->setChecked(true);
    m_dialog->setCanRemember(false);
    m_dialog->setKeepingText(u"There is no key store."_s);
    QVERIFY(!probe.find<QCheckBox>(u"consentCheck"_s)->isEnabled());
    QCOMPARE(probe.text(u"keepingLabel"_s), u"There is no key store."_s);
    probe.press(Qt::Key_Return);
    QCOMPARE(m_decisions, 1);
    QVERIFY(!m_consent);
}

void TestImportDialog::nothingTicked()
{
    const Probe probe = open({sampleFound().first()});
    QCOMPARE(probe.find<QAbstractButton>(u"importButton"_s)->text(), u"Import 1 connection"_s);
    probe.click(u"foundCheck1"_s);
    QVERIFY(!probe.find<QWidget>(u"importButton"_s)->isEnabled());
    QVERIFY(probe.find<QWidget>(u"importButton"_s)->toolTip().contains(u"Nothing is ticked."_s));
    probe.press(Qt::Key_Return);
    QCOMPARE(m_decisions, 0);
    QVERIFY(m_dialog->isVisible());
}

void TestImportDialog::escapeAndCancelImportNothing_data()
{
    QTest::addColumn<bool>("byKey");
    QTest::newRow("Escape") << true;
    QTest::newRow("Cancel") << false;
}

void TestImportDialog::escapeAndCancelImportNothing()
{
    QFETCH(bool, byKey);
    const Probe probe = open(sampleFound());
    if (byKey)
        probe.press(Qt::Key_Escape);
    else
        probe.click(u"cancelButton"_s);
    QCOMPARE(m_decisions, 0);
    QTRY_VERIFY(!m_dialog);
}

void TestImportDialog::F65_heldKeysDoNothing()
{
    const Probe probe = open(sampleFound());
    probe.hold(Qt::Key_Return);
    probe.find<QWidget>(u"importButton"_s)->setFocus();
    probe.hold(Qt::Key_Space);
    QCOMPARE(m_decisions, 0);
}

void TestImportDialog::moreKeepsTicks()
{
    const Probe probe = open(sampleFound());
    probe.click(u"foundCheck2"_s);
    FoundCredential more;
    more.source = u"credentials.csv"_s;
    more.profile.signIn = SignInMethod::AccessKey;
    m_dialog->setFound(QList<FoundCredential>{more} + sampleFound());
    QVERIFY(probe.find<QCheckBox>(u"foundCheck1"_s)->isChecked());
    QVERIFY(probe.find<QCheckBox>(u"foundCheck2"_s)->isChecked());
    QVERIFY(!probe.find<QCheckBox>(u"foundCheck3"_s)->isChecked());
    probe.find<QWidget>(u"foundCheck1"_s)->setFocus();
    QCOMPARE(probe.tabWalk(),
             QStringList({u"foundCheck1"_s, u"foundCheck2"_s, u"foundCheck3"_s, u"foundCheck4"_s,
                          u"fileButton"_s, u"consentCheck"_s, u"importButton"_s, u"cancelButton"_s}));
}

void TestImportDialog::chooseFile()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"credentials.csv"_s);
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write("x") == 1);
    file.close();
    const Probe probe = open({});
    QVERIFY(!probe.text(u"emptyLabel"_s).isEmpty());
    QVERIFY(probe.hasFocus(u"fileButton"_s));
    m_dialog->setProblem(u"notes.txt: no format that is known."_s);
    QSignalSpy files(m_dialog, &ImportDialog::fileChosen);
    probe.press(Qt::Key_Return);
    QTRY_VERIFY(m_dialog->findChild<QFileDialog *>(u"importFileDialog"_s));
    auto *chooser = m_dialog->findChild<QFileDialog *>(u"importFileDialog"_s);
    chooser->selectFile(path);
    static_cast<QDialog *>(chooser)->accept();
    QCOMPARE(files.size(), 1);
    QCOMPARE(files.first().first().toString(), path);
    QCOMPARE(probe.text(u"problemLabel"_s), QString());
    QCOMPARE(m_decisions, 0);
}

void TestImportDialog::clickAnywhereTicks()
{
    const Probe probe = open(sampleFound());
    QTest::mouseClick(probe.find<QWidget>(u"foundWhere1"_s), Qt::LeftButton);
    QVERIFY(!probe.find<QCheckBox>(u"foundCheck1"_s)->isChecked());
}

void TestImportDialog::F85_secretsAreNotReadable()
{
    QApplication::clipboard()->clear();
    const Probe probe = open(sampleFound());
    const QString readable = probe.readable();
    QVERIFY(readable.contains(u"clouds.yaml"_s));
    QVERIFY(!readable.contains(u"MARKER"_s));
}

void TestImportDialog::longLanguageAndManyFit()
{
    PseudoLong longer;
    QVERIFY(QApplication::installTranslator(&longer));
    QList<FoundCredential> many;
    for (int i = 0; i < 12; ++i)
        many += sampleFound();
    many[0].source = QString(300, u'x');
    const Probe probe = open(many);
    QApplication::removeTranslator(&longer);
    QVERIFY(m_dialog->height() <= m_dialog->screen()->availableGeometry().height());
    const QWidget *content = m_dialog->findChild<QScrollArea *>()->widget();
    QVERIFY(content->width() <= m_dialog->width());
    const QWidget *button = probe.find<QWidget>(u"importButton"_s);
    QVERIFY(m_dialog->rect().contains(QRect(button->mapTo(m_dialog.data(), QPoint()), button->size())));
}

QTEST_MAIN(TestImportDialog)
#include "tst_importdialog.moc"

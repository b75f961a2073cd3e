// SPDX-License-Identifier: MIT
#include "mainwindow.h"

#include "accountpage.h"
#include "icons.h"
#include "plaintext.h"
#include "settings.h"

#include <QAction>
#include <QCloseEvent>
#include <QKeySequence>
#include <QLabel>
#include <QScreen>
#include <QStatusBar>

#include <utility>

using namespace Qt::StringLiterals;

namespace leasekeeper
{

namespace
{

constexpr QSize UsualSize(1240, 760);
constexpr QSize LeastSize(480, 340);
constexpr int LongestNotice = 1000;

/// Leaves room for the frame, which is not known before the window is shown.
QSize usualSize(const QScreen &screen)
{
    return UsualSize.boundedTo(screen.availableGeometry().size() * 9 / 10);
}

} // namespace

MainWindow::MainWindow(Settings &settings, QWidget *parent)
    : QMainWindow(parent), m_settings(settings), m_quit(new QAction(tr("&Quit"), this))
{
    setObjectName(u"mainWindow"_s);
    setAccessibleName(tr("Leasekeeper"));
    setWindowTitle(tr("Leasekeeper"));
    setWindowIcon(icon(Icon::Application));
    setMinimumSize(LeastSize);
    m_quit->setObjectName(u"quitAction"_s);
    m_quit->setShortcut(QKeySequence(Qt::CTRL | Qt::Key_Q));
    m_quit->setAutoRepeat(false);
    addAction(m_quit);
    connect(m_quit, &QAction::triggered, this, &QWidget::close);
    resize(usualSize(*screen()));
    if (const QByteArray geometry = settings.windowGeometry(); !geometry.isEmpty())
        restoreGeometry(geometry);
}

MainWindow::~MainWindow()
{
    clear();
}

void MainWindow::replacePage(QWidget *page)
{
    m_account = nullptr;
    delete takeCentralWidget();
    if (page) {
        setCentralWidget(page);
        page->show(); // at once, not with the next layout: it is about to take the keyboard
    }
}

void MainWindow::showAccount(AccountPage *page)
{
    if (m_account)
        m_account->saveLayout();
    replacePage(page);
    // What was said without an account has been read by now.
    setStatusBar(nullptr);
    m_account = page;
    page->addWindowAction(m_quit);
    page->setWatched(m_watched);
    page->takeFocus();
    setWindowTitle(
        tr("%1 – Leasekeeper", "window title; account").arg(visibleText(page->profile().name, 64)));
}

void MainWindow::showBeginning(QWidget *page)
{
    clear();
    replacePage(page);
}

void MainWindow::clear()
{
    if (m_account)
        m_account->saveLayout();
    replacePage(nullptr);
    setWindowTitle(tr("Leasekeeper"));
}

void MainWindow::showNotice(const QString &text)
{
    if (m_account) {
        m_account->showNotice(text);
        return;
    }
    const QString shown = visibleText(text, LongestNotice);
    if (auto *before = statusBar()->findChild<QLabel *>(u"beginningNotice"_s)) {
        if (!before->text().split(u'\n').contains(shown))
            before->setText(before->text() + u'\n' + shown);
        return;
    }
    auto *label = new QLabel(shown);
    label->setObjectName(u"beginningNotice"_s);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    label->setContentsMargins(12, 6, 12, 6);
    statusBar()->setSizeGripEnabled(false);
    statusBar()->addWidget(label, 1);
}

void MainWindow::tellWatched()
{
    const bool now = isVisible() && !isMinimized();
    if (now == m_watched)
        return;
    m_watched = now;
    if (m_account)
        m_account->setWatched(now);
    Q_EMIT watchedChanged(now);
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    if (m_account)
        m_account->saveLayout();
    m_settings.setWindowGeometry(saveGeometry());
    if (!isVisible()) {
        event->accept();
        return;
    }
    // What is on the wire may want a moment: whoever owns the window hides it when all has ended.
    event->ignore();
    Q_EMIT quitRequested();
}

void MainWindow::paintEvent(QPaintEvent *event)
{
    QMainWindow::paintEvent(event);
    if (std::exchange(m_painted, true))
        return;
    // Later: the rest of the frame is painted after this.
    QMetaObject::invokeMethod(this, &MainWindow::painted, Qt::QueuedConnection);
}

void MainWindow::changeEvent(QEvent *event)
{
    QMainWindow::changeEvent(event);
    if (event->type() == QEvent::WindowStateChange)
        tellWatched();
}

void MainWindow::showEvent(QShowEvent *event)
{
    QMainWindow::showEvent(event);
    tellWatched();
}

void MainWindow::hideEvent(QHideEvent *event)
{
    QMainWindow::hideEvent(event);
    tellWatched();
}

} // namespace leasekeeper

// SPDX-License-Identifier: MIT
#pragma once

#include <QMainWindow>

QT_BEGIN_NAMESPACE
class QAction;
QT_END_NAMESPACE

namespace leasekeeper
{

class AccountPage;
class Settings;

/// The one window: a frame around the page of one account, or around the page that offers to begin. It owns
/// title, place and size, closing, and what both pages have in common. Replacing the page changes nothing
/// about the frame.
class MainWindow : public QMainWindow
{
    Q_OBJECT
public:
    /// `settings` must outlive the window.
    explicit MainWindow(Settings &settings, QWidget *parent = nullptr);
    ~MainWindow() override;

    /// Each takes over the page and destroys the one before together with its dialogs, so whatever that one
    /// looked at may go afterwards. Not to be called from within a signal of that page.
    void showAccount(AccountPage *page);
    void showBeginning(QWidget *page);
    /// Destroys the page; the frame stays empty.
    void clear();
    /// A sentence that needs no decision: with the account's messages, else below the page that offers to
    /// begin, until an account is shown.
    void showNotice(const QString &text);
    /// The account that is shown, or null.
    [[nodiscard]] AccountPage *account() const { return m_account; }
    /// Whether the window can be seen (not minimised or hidden).
    [[nodiscard]] bool isWatched() const { return m_watched; }

Q_SIGNALS:
    void watchedChanged(bool watched);
    /// The user closes the window; accepted by Application.
    void quitRequested();
    /// Once, from the event loop: the first frame is complete.
    void painted();

protected:
    void closeEvent(QCloseEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void changeEvent(QEvent *event) override;
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;

private:
    void replacePage(QWidget *page);
    void tellWatched();

    Settings &m_settings;
    QAction *m_quit;
    AccountPage *m_account = nullptr; ///< the central widget, where it is one
    bool m_watched = true;
    bool m_painted = false;
};

} // namespace leasekeeper

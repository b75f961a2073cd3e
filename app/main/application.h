// SPDX-License-Identifier: MIT
#pragma once

#include "windowmessages.h"

#include <QObject>
#include <QString>

#include <functional>
#include <memory>
#include <optional>

QT_BEGIN_NAMESPACE
class QWidget;
QT_END_NAMESPACE

namespace leasekeeper
{

class AccountPage;
class MainWindow;
class Session;
class Settings;
class Surroundings;
class Timers;

/// The program: its one window, and the session of the account shown in it. Every connection between window
/// and session stands in connectSession(). Opening another account ends the session before it; nothing of
/// the old one reaches the new one.
class Application : public QObject
{
    Q_OBJECT
public:
    /// How long quitting or switching waits for the answers of writes that are on the wire, real ms.
    static constexpr qint64 FarewellMs = 5'000;
    /// Who asks to quit again after this long means at once, real ms; sooner it is the same click.
    static constexpr qint64 SameClickMs = 1'000;

    /// Whether an account that is opened reads at once or waits for Session::signIn() or start().
    enum class Reading { AtOnce, Later };

    /// Both must outlive the application object. `journalFolder`: where accounts note what is being done;
    /// empty: in memory.
    Application(Timers &timers, Settings &settings, const QString &journalFolder = {},
                QObject *parent = nullptr);
    ~Application() override;

    /// Shows this account. One that is open already is left first: what was not sent is called off, what is
    /// on the wire gets a moment, and what came of both is said in the new one.
    void open(std::unique_ptr<Surroundings> surroundings, Reading reading = Reading::AtOnce);
    /// Shows a page that offers to begin, made when its time has come; an open account is left as above.
    void close(std::function<QWidget *()> makePage);
    /// Shows the window, and starts reading once it has been painted: what the network, a key store or a disk
    /// have to say comes after the first frame.
    void start();
    /// Calls `then` from the event loop once the window has been painted for the first time; at once if it
    /// has. Forgets it if `context` goes first.
    void whenPainted(QObject *context, const std::function<void()> &then);

    /// A sentence that needs no decision, said where the user is: on the page that is about to be shown,
    /// where the present one is being left.
    void tell(const QString &text);

    [[nodiscard]] MainWindow &window() const;
    /// Null while no account is open.
    [[nodiscard]] Session *session() const;
    /// The id of the profile that is shown, or will be as soon as the present one has been left. Null if that
    /// is none.
    [[nodiscard]] std::optional<QString> destination() const;

public Q_SLOTS:
    /// Calls off everything that was not sent, waits a little for what was, then ends. Asked once more while
    /// it waits, it ends at once: what has no answer yet stands in the journal.
    void quit();
    /// A hint of the system: it is online again, or on another network.
    void networkChanged();

Q_SIGNALS:
    /// Another account is shown, or none any more.
    void sessionChanged();
    /// Everything that had to end has ended; the event loop may stop.
    void finished();
    /// Once: the window has been painted, or for some reason is not going to be.
    void painted();

private:
    void connectSession(AccountPage &page);
    void applySettings();
    void leave(Leaving leaving);
    void continueLeaving();
    void endLeaving();
    void next();
    void enter();
    void showBeginning();
    void finish();
    void beginReading();
    void tellUntold();

    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace leasekeeper

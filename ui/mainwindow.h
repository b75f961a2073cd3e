// SPDX-License-Identifier: MIT
#pragma once

#include "actionservice.h"
#include "decisions.h"
#include "instanceservice.h"
#include "profile.h"

#include <QMainWindow>
#include <QStringList>

#include <memory>

namespace leasekeeper
{

class InstanceSortModel;
class InstanceStore;
class InstanceTableModel;
class ServerClock;
class Settings;

/// The one window: toolbar, filter, message bar, table, status line. It shows what it is given and emits what
/// a person decided; it calls no service. Application connects the two.
class MainWindow : public QMainWindow
{
    Q_OBJECT
public:
    /// What the window looks at; all of it must outlive the window.
    struct Sources {
        InstanceTableModel &model;
        const InstanceStore &store; ///< dialogs follow their instances here
        const ServerClock &serverClock;
        Timers &timers;
        const Clock &clock;
        Settings &settings;
    };

    MainWindow(const Sources &sources, const Profile &profile, QWidget *parent = nullptr);
    ~MainWindow() override;

    void showReadingState(const ReadingState &state);
    void setLeaseRange(const LeaseRange &range);
    /// Opens the dialog of a verb for these instances, as the toolbar does for the selection.
    void openDialog(InstanceVerb verb, const QStringList &ids);

public Q_SLOTS:
    void showGrace(leasekeeper::BatchId batch, const leasekeeper::Decision &decision, qint64 graceMs);
    void endGrace(leasekeeper::BatchId batch, bool undone);
    void showReport(const leasekeeper::BatchReport &report);
    /// A sentence that needs no decision: message bar, plain text. `details`: for Copy details; may be empty.
    void showNotice(const QString &text, const QString &details = {});
    /// Quitting while writes are on the wire: says so until they ended or the wait is over.
    void showFinishing(int inFlight);

Q_SIGNALS:
    void refreshRequested();
    void decided(const leasekeeper::Decision &decision);
    void undoRequested(leasekeeper::BatchId batch);
    void retryRequested(leasekeeper::BatchId batch);
    /// Call off the rest of the action on this instance.
    void cancelRequested(const QString &id);
    /// A dialog works on data older than a minute, or its instance changed: read it now.
    void readRequested(const QString &id);
    void openRequested(const QString &id); ///< open the notebook in the browser
    /// Whether the window can be seen (not minimised or hidden).
    void watchedChanged(bool watched);
    /// The user closes the window; accepted by Application.
    void quitRequested();

protected:
    void closeEvent(QCloseEvent *event) override;
    void changeEvent(QEvent *event) override;
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;

private:
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace leasekeeper

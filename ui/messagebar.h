// SPDX-License-Identifier: MIT
#pragma once

#include "actionoutcome.h"
#include "message.h"
#include "timers.h"

#include <QSet>
#include <QWidget>

#include <memory>
#include <vector>

QT_BEGIN_NAMESPACE
class QPushButton;
class QVBoxLayout;
QT_END_NAMESPACE

namespace leasekeeper
{

class MessageStrip;

/// Inline messages below the table, for everything that needs no decision. One strip per cause: telling
/// the same again changes that strip, and what the user closed stays closed until the cause has been
/// withdrawn. States stand above events, the newest first; what there is no room for folds into one line,
/// which unfolds it.
class MessageBar : public QWidget
{
    Q_OBJECT
public:
    static constexpr int MostShown = 3; ///< lines, the one of those that are folded included
    static constexpr int MostUnfolded = 8;

    /// `timers` must outlive the bar.
    explicit MessageBar(Timers &timers, QWidget *parent = nullptr);
    ~MessageBar() override;

    void post(const Message &message);
    /// The cause is over: its strip goes, and may come again.
    void withdraw(const QString &key);
    [[nodiscard]] bool isPosted(const QString &key) const;

    /// Grace periods stand above everything else.
    void addGrace(BatchId batch, const Decision &decision, qint64 graceMs);
    void removeGrace(BatchId batch);
    /// The grace period begun last, 0 if there is none.
    [[nodiscard]] BatchId latestGrace() const;

Q_SIGNALS:
    void undoRequested(leasekeeper::BatchId batch);
    /// What had the keyboard here is gone: it should go back to where the person works.
    void keyboardFreed();

private:
    struct Entry;
    [[nodiscard]] Entry *find(const QString &key) const;
    void take(const QString &key);
    void dismiss(const QString &key);
    void place(std::unique_ptr<Entry> entry);
    void showFirst();
    void showFold(int folded);
    void orderTabs();
    [[nodiscard]] QWidget *focusWithin(const QWidget *part) const;

    Timers &m_timers;
    QVBoxLayout *m_rows;
    QPushButton *m_fold; ///< the last line
    bool m_unfolded = false;
    std::vector<std::unique_ptr<Entry>> m_entries; ///< in the order shown
    std::vector<BatchId> m_graces;                 ///< in the order begun
    QSet<QString> m_dismissed;
};

} // namespace leasekeeper

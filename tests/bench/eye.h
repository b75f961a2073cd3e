// SPDX-License-Identifier: MIT
#pragma once

#include <QObject>

QT_BEGIN_NAMESPACE
class QTableView;
class QWidget;
QT_END_NAMESPACE

namespace leasekeeper::bench
{

/// Looks at a whole program from within: says on standard output when its window was first painted, when its
/// table first showed rows, and what both had cost. Each line is a name and numbers. Ends the program
/// afterwards, unless LEASEKEEPER_BENCH_STAY tells for how many milliseconds it is to stay idle ("hidden" in
/// LEASEKEEPER_BENCH_WINDOW: with its window hidden) and how often it wakes meanwhile.
class Eye final : public QObject
{
    Q_OBJECT
public:
    explicit Eye(QObject *parent);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void tellPainted();
    void tellRows();
    void stay(int ms);
    void settleThenStay(int ms);

    bool m_painted = false;
    bool m_rows = false;
};

} // namespace leasekeeper::bench

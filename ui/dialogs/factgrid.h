// SPDX-License-Identifier: MIT
#pragma once

#include <QList>
#include <QString>
#include <QWidget>

class QGridLayout;

namespace leasekeeper
{

class PlainLabel;

/// One line of what is to be known of an instance.
struct Fact {
    QString key;   ///< stable, names the label for tests: "state"
    QString label; ///< "State"
    QString text;
    QString tooltip;       ///< plain; may be empty
    bool isStrong = false; ///< matters most
    friend bool operator==(const Fact &, const Fact &) = default;
};

/// Facts as two columns, the labels muted. Values are selectable with the mouse.
class FactGrid : public QWidget
{
    Q_OBJECT
public:
    explicit FactGrid(QWidget *parent = nullptr);

    void show(const QList<Fact> &facts);

private:
    struct Line {
        PlainLabel *label;
        PlainLabel *value;
    };

    QList<Fact> m_facts;
    QList<Line> m_lines;
    QGridLayout *m_grid;
};

} // namespace leasekeeper

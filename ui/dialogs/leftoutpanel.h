// SPDX-License-Identifier: MIT
#pragma once

#include <QList>
#include <QString>
#include <QWidget>

namespace leasekeeper
{

class DialogList;
class DialogListModel;
class LinesArea;
class PlainLabel;

/// An instance that a dialog was opened for but that its decision will not contain.
struct LeftOut {
    QString id;
    QString name;        ///< plain, as shown
    QString reason;      ///< one sentence
    bool isGone = false; ///< it is not there any more
    friend bool operator==(const LeftOut &, const LeftOut &) = default;
};

/// Names all that are left out, each with the reason: a few as lines, many as a table that scrolls. Hidden
/// while there are none.
class LeftOutPanel : public QWidget
{
    Q_OBJECT
public:
    explicit LeftOutPanel(QWidget *parent = nullptr);

    void show(const QList<LeftOut> &leftOut);

private:
    QList<LeftOut> m_leftOut;
    PlainLabel *m_title;
    PlainLabel *m_lines;
    LinesArea *m_area;
    DialogListModel *m_rows;
    DialogList *m_table;
};

} // namespace leasekeeper

// SPDX-License-Identifier: MIT
#include "leftoutpanel.h"

#include "dialoglist.h"
#include "dialoglistmodel.h"
#include "linesarea.h"
#include "plainlabel.h"
#include "plural.h"

#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace leasekeeper
{

namespace
{

constexpr qsizetype MostLines = 12;

} // namespace

LeftOutPanel::LeftOutPanel(QWidget *parent)
    : QWidget(parent),
      m_title(new PlainLabel(PlainLabel::Look::Strong, this)),
      m_lines(new PlainLabel(PlainLabel::Look::Muted)),
      m_area(new LinesArea(m_lines, this)),
      m_rows(new DialogListModel({tr("Name"), tr("Why it is left out")}, this)),
      m_table(new DialogList(m_rows, u"leftOutList"_s, tr("Left out"), this))
{
    m_lines->setObjectName(u"leftOutLabel"_s);
    m_lines->setAlignment(Qt::AlignTop | Qt::AlignLeading);
    m_area->setObjectName(u"leftOutArea"_s);
    m_area->setAccessibleName(tr("Left out"));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    layout->addWidget(m_title);
    layout->addWidget(m_area);
    layout->addWidget(m_table);
    m_table->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Maximum);
    m_table->hide();
    hide();
}

void LeftOutPanel::show(const QList<LeftOut> &leftOut)
{
    if (m_leftOut == leftOut)
        return;
    m_leftOut = leftOut;
    const bool isTable = leftOut.size() > MostLines;
    QStringList lines;
    QList<DialogRow> rows;
    for (const LeftOut &one : leftOut) {
        if (!isTable) {
            lines += tr("%1 – %2", "name of an instance, why it is left out").arg(one.name, one.reason);
            continue;
        }
        DialogRow row;
        row.id = one.id;
        row.cells = {one.name, one.reason};
        row.tooltip = one.name;
        row.mark = DialogRow::Mark::Muted;
        rows.append(row);
    }
    m_lines->setPlain(lines.join(u'\n'));
    m_rows->setRows(rows);
    m_area->setVisible(!isTable);
    m_table->setVisible(isTable);
    m_title->setText(
        countText(int(leftOut.size()), tr("1 instance is left out:"), tr("%1 instances are left out:")));
    m_area->fitToText();
    setVisible(!leftOut.isEmpty());
}

} // namespace leasekeeper

// SPDX-License-Identifier: MIT
#include "factgrid.h"

#include "plainlabel.h"
#include "plaintext.h"

#include <QGridLayout>

using namespace Qt::StringLiterals;

namespace leasekeeper
{

FactGrid::FactGrid(QWidget *parent) : QWidget(parent), m_grid(new QGridLayout(this))
{
    m_grid->setContentsMargins(0, 0, 0, 0);
    m_grid->setHorizontalSpacing(18);
    m_grid->setVerticalSpacing(7);
    m_grid->setColumnStretch(1, 1);
}

void FactGrid::show(const QList<Fact> &facts)
{
    if (m_facts == facts)
        return;
    m_facts = facts;
    while (m_lines.size() < facts.size()) {
        const int row = int(m_lines.size());
        const Line line{new PlainLabel(PlainLabel::Look::Muted, this),
                        new PlainLabel(PlainLabel::Look::Body, this)};
        line.label->setWordWrap(false);
        line.value->setTextInteractionFlags(Qt::TextSelectableByMouse);
        m_grid->addWidget(line.label, row, 0, Qt::AlignTop);
        m_grid->addWidget(line.value, row, 1);
        m_lines.append(line);
    }
    for (qsizetype i = 0; i < m_lines.size(); ++i) {
        const Line &line = m_lines.at(i);
        const bool used = i < facts.size();
        line.label->setVisible(used);
        line.value->setVisible(used);
        if (!used)
            continue;
        const Fact &fact = facts.at(i);
        line.label->setText(fact.label);
        line.value->setObjectName(QString(fact.key + "Fact"_L1));
        line.value->setLook(fact.isStrong ? PlainLabel::Look::Strong : PlainLabel::Look::Body);
        line.value->setPlain(fact.text);
        line.value->setToolTip(tooltipText(fact.tooltip));
    }
}

} // namespace leasekeeper

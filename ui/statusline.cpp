// SPDX-License-Identifier: MIT
#include "statusline.h"

#include "buttontip.h"
#include "elidedlabel.h"
#include "iconlabel.h"

#include <QHBoxLayout>
#include <QLocale>
#include <QPainter>

using namespace Qt::StringLiterals;

namespace leasekeeper
{

namespace
{

QLabel *stateLabel(const QString &objectName, QWidget *parent)
{
    auto *label = new ElidedLabel(parent);
    label->setObjectName(objectName);
    return label;
}

void setTextOf(QLabel *label, const QString &text)
{
    if (label->text() != text)
        label->setText(text);
    label->setVisible(!text.isEmpty());
}

} // namespace

StatusLine::StatusLine(QWidget *parent)
    : QWidget(parent),
      m_counts(stateLabel(u"countsLabel"_s, this)),
      m_updated(stateLabel(u"updatedLabel"_s, this)),
      m_clock(stateLabel(u"clockLabel"_s, this)),
      m_connection(stateLabel(u"connectionLabel"_s, this)),
      m_connectionIcon(new IconLabel(Icon::StateBusy, qMax(14, fontMetrics().ascent() + 2), this))
{
    setObjectName(u"statusLine"_s);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(14, 6, 14, 5);
    row->setSpacing(20);
    row->addWidget(m_counts);
    row->addStretch(1);
    row->addWidget(m_updated);
    row->addWidget(m_clock);
    auto *connection = new QHBoxLayout;
    connection->setSpacing(6);
    connection->addWidget(m_connectionIcon, 0, Qt::AlignVCenter);
    connection->addWidget(m_connection);
    row->addLayout(connection);
}

void StatusLine::setCounts(const QString &text)
{
    setTextOf(m_counts, text);
}

void StatusLine::setUpdated(const QString &text)
{
    setTextOf(m_updated, text);
}

void StatusLine::setClock(const QString &text, const QString &explanation)
{
    setTextOf(m_clock, text);
    m_clock->setToolTip(buttonTip(explanation));
}

void StatusLine::setConnection(const QString &text, Icon icon, SemanticColour colour)
{
    setTextOf(m_connection, text);
    m_connectionIcon->setIcon(icon);
    m_connectionIcon->setColour(colour);
}

void StatusLine::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(0, 0, width(), 1, semanticColour(SemanticColour::Hairline, palette()));
}

QString countsText(int shown, int total, int selected, qint64 selectedGb, int unknownCapacities)
{
    if (total == 0)
        return {};
    const QLocale locale;
    const QString counts = StatusLine::tr("%1 of %2").arg(locale.toString(shown), locale.toString(total));
    if (selected == 0)
        return counts;
    const QString chosen = StatusLine::tr("%1 · %2 selected").arg(counts, locale.toString(selected));
    const QString gigabytes = locale.toString(selectedGb);
    if (unknownCapacities > 0)
        return selectedGb > 0 ? StatusLine::tr("%1 (at least %2 GB)").arg(chosen, gigabytes) : chosen;
    return selectedGb > 0 ? StatusLine::tr("%1 (%2 GB)").arg(chosen, gigabytes) : chosen;
}

} // namespace leasekeeper

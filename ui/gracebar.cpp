// SPDX-License-Identifier: MIT
#include "gracebar.h"

#include "reporttext.h"
#include "theme.h"

#include <QPainter>

using namespace Qt::StringLiterals;

namespace leasekeeper
{

namespace
{

constexpr qint64 StepMs = 1'000;

Message graceMessage(BatchId batch, const Decision &decision, qint64 leftMs)
{
    Message message;
    message.key = u"grace-%1"_s.arg(batch);
    message.level = MessageLevel::Warning;
    message.text = graceText(decision, int((leftMs + StepMs - 1) / StepMs));
    message.closable = false;
    return message;
}

} // namespace

GraceBar::GraceBar(BatchId batch, const Decision &decision, qint64 graceMs, Timers &timers, QWidget *parent)
    : MessageStrip(graceMessage(batch, decision, graceMs), parent),
      m_batch(batch),
      m_decision(decision),
      m_graceMs(graceMs),
      m_leftMs(graceMs),
      m_timer(timers, [this] {
          // The end of the period is told by the service; at worst this bar says "0 s" for a moment.
          m_leftMs = qMax<qint64>(0, m_leftMs - (m_leftMs % StepMs == 0 ? StepMs : m_leftMs % StepMs));
          showLeft();
      })
{
    setObjectName(u"graceBar"_s);
    showLeft();
}

void GraceBar::showLeft()
{
    Message message = graceMessage(m_batch, m_decision, m_leftMs);
    message.actions.append(
        {u"undoButton"_s, tr("Undo"), {}, [this] { Q_EMIT undoRequested(m_batch); }, false});
    setMessage(message);
    if (m_leftMs > 0)
        m_timer.start(m_leftMs % StepMs == 0 ? StepMs : m_leftMs % StepMs);
}

void GraceBar::paintEvent(QPaintEvent *event)
{
    MessageStrip::paintEvent(event);
    if (m_graceMs <= 0)
        return;
    QPainter painter(this);
    const int left = int(width() * m_leftMs / m_graceMs);
    painter.fillRect(0, 0, left, 3, semanticColour(SemanticColour::Warning, palette()));
}

} // namespace leasekeeper

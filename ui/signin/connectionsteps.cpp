// SPDX-License-Identifier: MIT
#include "connectionsteps.h"

#include "plainlabel.h"
#include "plaintext.h"
#include "steadybutton.h"
#include "stepline.h"

#include <QAccessible>
#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QStringList>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace leasekeeper
{

namespace
{

constexpr int CopiedChars = 4'000; ///< of one line

const ConnectionStep *firstIn(const QList<ConnectionStep> &steps, ConnectionStep::State state)
{
    const auto found = std::find_if(steps.begin(), steps.end(),
                                    [state](const ConnectionStep &step) { return step.state == state; });
    return found == steps.end() ? nullptr : &*found;
}

} // namespace

ConnectionSteps::ConnectionSteps(QWidget *parent)
    : RoundedPanel(parent),
      m_title(new PlainLabel(PlainLabel::Look::Strong)),
      m_column(new QVBoxLayout),
      m_copy(new SteadyButton(tr("Copy details")))
{
    setObjectName(u"connectionSteps"_s);
    m_title->setObjectName(u"stepsTitle"_s);
    m_copy->setObjectName(u"copyDetailsButton"_s);
    m_copy->setTakesReturn(false);
    m_column->setSpacing(10);
    auto *head = new QHBoxLayout;
    head->setSpacing(12);
    head->addWidget(m_title, 1);
    head->addWidget(m_copy, 0, Qt::AlignTop);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 12, 16, 14);
    layout->setSpacing(10);
    layout->addLayout(head);
    layout->addLayout(m_column);
    connect(m_copy, &QPushButton::clicked, this,
            [this] { QGuiApplication::clipboard()->setText(copyText()); });
    hide();
}

void ConnectionSteps::setSteps(const QList<ConnectionStep> &steps)
{
    m_isOutdated = false;
    m_steps = steps;
    while (m_lines.size() < steps.size()) {
        m_lines.append(new StepLine);
        m_column->addWidget(m_lines.last());
    }
    for (qsizetype i = 0; i < m_lines.size(); ++i) {
        m_lines.at(i)->setVisible(i < steps.size());
        m_lines.at(i)->setQuiet(false);
        if (i < steps.size())
            m_lines.at(i)->setStep(steps.at(i));
    }
    m_copy->setVisible(std::any_of(steps.begin(), steps.end(), [](const ConnectionStep &step) {
        return !step.details.isEmpty() || step.state == ConnectionStep::State::Failed;
    }));
    showTitle();
    setVisible(!steps.isEmpty());
}

void ConnectionSteps::setOutdated(bool outdated)
{
    if (m_isOutdated == outdated || m_steps.isEmpty())
        return;
    m_isOutdated = outdated;
    for (StepLine *line : std::as_const(m_lines))
        line->setQuiet(outdated);
    showTitle();
}

QWidget *ConnectionSteps::mostImportant() const
{
    const ConnectionStep *step = firstIn(m_steps, ConnectionStep::State::Failed);
    if (!step)
        step = firstIn(m_steps, ConnectionStep::State::Running);
    return step ? m_lines.at(step - m_steps.constData()) : nullptr;
}

QString ConnectionSteps::copyText() const
{
    QStringList lines;
    for (const ConnectionStep &step : m_steps) {
        lines += tr("%1: %2", "a step, its state").arg(stepName(step.kind), stepStateText(step.state));
        const QStringList words = (QStringList{step.text, step.advice} + step.details.split(u'\n'));
        for (const QString &text : words) {
            if (!text.isEmpty())
                lines += QString(u"    "_s + visibleText(text, CopiedChars));
        }
    }
    return QString(lines.join(u'\n') + u'\n');
}

void ConnectionSteps::showTitle()
{
    QString title;
    if (m_isOutdated)
        title = tr("Something was changed since this test. Test again.");
    else if (const ConnectionStep *failed = firstIn(m_steps, ConnectionStep::State::Failed))
        title = tr("The test failed at: %1", "name of a step").arg(stepName(failed->kind));
    else if (firstIn(m_steps, ConnectionStep::State::Running) ||
             firstIn(m_steps, ConnectionStep::State::Waiting))
        title = tr("Testing…");
    else if (firstIn(m_steps, ConnectionStep::State::Warning))
        title = tr("The connection works, with a warning.");
    else
        title = tr("The connection works.");
    if (m_title->text() == title)
        return;
    m_title->setPlain(title);
    QAccessibleEvent alert(m_title, QAccessible::Alert);
    QAccessible::updateAccessibility(&alert);
}

} // namespace leasekeeper

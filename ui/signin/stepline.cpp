// SPDX-License-Identifier: MIT
#include "stepline.h"

#include "iconlabel.h"
#include "plainlabel.h"
#include "plaintext.h"
#include "theme.h"

#include <QCoreApplication>
#include <QEvent>
#include <QHBoxLayout>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace leasekeeper
{

namespace
{

struct Text {
    Q_DECLARE_TR_FUNCTIONS(leasekeeper::StepLine)
};

constexpr int IconSide = 18;
constexpr int ShownChars = 600;

struct StateLook {
    Icon icon;
    SemanticColour colour;
};

StateLook lookOf(ConnectionStep::State state)
{
    switch (state) {
    case ConnectionStep::State::Waiting:
        return {Icon::StepWaiting, SemanticColour::Muted};
    case ConnectionStep::State::Running:
        return {Icon::StateBusy, SemanticColour::Accent};
    case ConnectionStep::State::Passed:
        return {Icon::Success, SemanticColour::Accent};
    case ConnectionStep::State::Warning:
        return {Icon::Warning, SemanticColour::Warning};
    case ConnectionStep::State::Failed:
        return {Icon::Error, SemanticColour::Error};
    case ConnectionStep::State::Skipped:
        break;
    }
    return {Icon::StepSkipped, SemanticColour::Muted};
}

QLatin1StringView keyOf(ConnectionStep::Kind kind)
{
    switch (kind) {
    case ConnectionStep::Kind::Proxy:
        return "proxy"_L1;
    case ConnectionStep::Kind::NameLookup:
        return "nameLookup"_L1;
    case ConnectionStep::Kind::Connection:
        return "connection"_L1;
    case ConnectionStep::Kind::Tls:
        return "tls"_L1;
    case ConnectionStep::Kind::Clock:
        return "clock"_L1;
    case ConnectionStep::Kind::SignIn:
        return "signIn"_L1;
    case ConnectionStep::Kind::Project:
        return "project"_L1;
    case ConnectionStep::Kind::Permission:
        break;
    }
    return "permission"_L1;
}

} // namespace

QString stepName(ConnectionStep::Kind kind)
{
    switch (kind) {
    case ConnectionStep::Kind::Proxy:
        return Text::tr("Proxy");
    case ConnectionStep::Kind::NameLookup:
        return Text::tr("Name look-up");
    case ConnectionStep::Kind::Connection:
        return Text::tr("Connection");
    case ConnectionStep::Kind::Tls:
        return Text::tr("Encryption (TLS)");
    case ConnectionStep::Kind::Clock:
        return Text::tr("Clock");
    case ConnectionStep::Kind::SignIn:
        return Text::tr("Sign-in");
    case ConnectionStep::Kind::Project:
        return Text::tr("Project");
    case ConnectionStep::Kind::Permission:
        break;
    }
    return Text::tr("Permission to list");
}

QString stepStateText(ConnectionStep::State state)
{
    switch (state) {
    case ConnectionStep::State::Waiting:
        return Text::tr("waiting");
    case ConnectionStep::State::Running:
        return Text::tr("under way…");
    case ConnectionStep::State::Passed:
        return Text::tr("passed");
    case ConnectionStep::State::Warning:
        return Text::tr("warning");
    case ConnectionStep::State::Failed:
        return Text::tr("failed");
    case ConnectionStep::State::Skipped:
        break;
    }
    return Text::tr("not tried");
}

StepLine::StepLine(QWidget *parent)
    : QWidget(parent),
      m_icon(new IconLabel(Icon::StepWaiting, IconSide)),
      m_title(new PlainLabel(PlainLabel::Look::Strong)),
      m_state(new PlainLabel(PlainLabel::Look::Body)),
      m_text(new PlainLabel(PlainLabel::Look::Muted)),
      m_advice(new PlainLabel(PlainLabel::Look::Body))
{
    m_state->setWordWrap(false);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    auto *head = new QHBoxLayout;
    head->setSpacing(10);
    head->addWidget(m_title, 1);
    head->addWidget(m_state);
    auto *column = new QVBoxLayout;
    column->setSpacing(2);
    column->addLayout(head);
    column->addWidget(m_text);
    column->addWidget(m_advice);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(10);
    row->addWidget(m_icon, 0, Qt::AlignTop);
    row->addLayout(column, 1);
}

void StepLine::setStep(const ConnectionStep &step)
{
    m_step = step;
    const QLatin1StringView key = keyOf(step.kind);
    setObjectName(QString("step-"_L1 + key));
    m_state->setObjectName(QString("stepState-"_L1 + key));
    m_text->setObjectName(QString("stepText-"_L1 + key));
    m_advice->setObjectName(QString("stepAdvice-"_L1 + key));
    m_icon->setIcon(lookOf(step.state).icon);
    m_title->setPlain(stepName(step.kind));
    m_state->setPlain(stepStateText(step.state));
    m_text->setPlain(visibleText(step.text, ShownChars));
    m_text->setVisible(!step.text.isEmpty());
    m_advice->setPlain(visibleText(step.advice, ShownChars));
    m_advice->setVisible(!step.advice.isEmpty());
    applyLook();
}

void StepLine::setQuiet(bool quiet)
{
    if (m_isQuiet == quiet)
        return;
    m_isQuiet = quiet;
    applyLook();
}

void StepLine::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        applyLook();
}

void StepLine::applyLook()
{
    const bool isPending =
        m_step.state == ConnectionStep::State::Waiting || m_step.state == ConnectionStep::State::Skipped;
    const SemanticColour colour = m_isQuiet ? SemanticColour::Muted : lookOf(m_step.state).colour;
    m_icon->setColour(colour);
    m_state->setInk(semanticColour(colour, palette()));
    const QColor muted = semanticColour(SemanticColour::Muted, palette());
    m_title->setInk(m_isQuiet || isPending ? muted : QColor());
    m_advice->setInk(m_isQuiet ? muted : QColor());
}

} // namespace leasekeeper

// SPDX-License-Identifier: MIT
#include "messagestrip.h"

#include "iconlabel.h"
#include "icons.h"
#include "plaintext.h"
#include "steadybutton.h"
#include "theme.h"

#include <QClipboard>
#include <QFontMetrics>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace leasekeeper
{

namespace
{

constexpr QLatin1StringView CopyDetails("copyDetailsButton");
constexpr qreal SmallPrint = 0.88; ///< of the text's size

struct LevelLook {
    Icon icon;
    SemanticColour line;
    SemanticColour fill;
    SemanticColour text;
};

LevelLook lookOf(MessageLevel level)
{
    switch (level) {
    case MessageLevel::Info:
        return {Icon::Info, SemanticColour::Info, SemanticColour::InfoFill, SemanticColour::InfoText};
    case MessageLevel::Warning:
        return {Icon::Warning, SemanticColour::Warning, SemanticColour::WarningFill,
                SemanticColour::WarningText};
    case MessageLevel::Error:
        break;
    }
    return {Icon::Error, SemanticColour::Error, SemanticColour::ErrorFill, SemanticColour::ErrorText};
}

bool sameButtons(const Message &a, const Message &b)
{
    return a.details.isEmpty() == b.details.isEmpty() &&
           std::equal(a.actions.begin(), a.actions.end(), b.actions.begin(), b.actions.end(),
                      [](const MessageAction &x, const MessageAction &y) {
                          return x.objectName == y.objectName && x.text == y.text;
                      });
}

} // namespace

MessageStrip::MessageStrip(const Message &message, QWidget *parent)
    : QFrame(parent),
      m_icon(new IconLabel(Icon::Info, qMax(18, fontMetrics().height() + 2), this)),
      m_label(new QLabel(this)),
      m_requestId(new QLabel(this)),
      m_buttons(new QHBoxLayout),
      m_close(new QToolButton(this))
{
    m_label->setObjectName(u"messageText"_s);
    m_requestId->setObjectName(u"messageRequestId"_s);
    for (QLabel *label : {m_label, m_requestId}) {
        label->setTextFormat(Qt::PlainText);
        label->setWordWrap(true);
        label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    }
    QFont small = font();
    small.setPointSizeF(small.pointSizeF() * SmallPrint);
    m_requestId->setFont(small);

    m_close->setObjectName(u"closeMessageButton"_s);
    m_close->setAccessibleName(tr("Close message"));
    m_close->setToolTip(tr("Close"));
    m_close->setAutoRaise(true);
    m_close->setIcon(icon(Icon::Close));
    connect(m_close, &QToolButton::clicked, this, &MessageStrip::closeRequested);

    m_buttons->setSpacing(6);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(14, 5, 8, 6);
    row->setSpacing(10);
    row->addWidget(m_icon, 0, Qt::AlignVCenter);
    auto *texts = new QVBoxLayout;
    texts->setSpacing(0);
    texts->addWidget(m_label);
    texts->addWidget(m_requestId);
    row->addLayout(texts, 1);
    row->addLayout(m_buttons);
    row->addWidget(m_close, 0, Qt::AlignVCenter);
    setMinimumHeight(qMax(38, fontMetrics().height() + 20));

    m_message = message;
    rebuildButtons();
    setMessage(message);
}

void MessageStrip::setText(const QString &text)
{
    if (m_label->text() != text)
        m_label->setText(text);
}

void MessageStrip::setMessage(const Message &message)
{
    const bool rebuild = !sameButtons(m_message, message);
    m_message = message;
    setText(message.text);
    showRequestId();
    m_close->setVisible(message.closable);
    if (rebuild)
        rebuildButtons();
    applyColours();
}

void MessageStrip::showRequestId()
{
    m_requestId->setText(m_message.requestId.isEmpty()
                             ? QString()
                             : tr("Request ID: %1").arg(visibleText(m_message.requestId)));
    m_requestId->setVisible(!m_message.requestId.isEmpty());
}

void MessageStrip::rebuildButtons()
{
    while (QLayoutItem *item = m_buttons->takeAt(0)) {
        // Later: this may run in the slot of that very button.
        if (QWidget *old = item->widget()) {
            old->hide();
            old->deleteLater();
        }
        delete item;
    }
    for (const MessageAction &action : std::as_const(m_message.actions))
        addButton(action);
    if (!m_message.details.isEmpty()) {
        addButton({CopyDetails, tr("Copy details"), {}, {}, false});
    }
}

QList<QWidget *> MessageStrip::buttons() const
{
    QList<QWidget *> all;
    for (int i = 0; i < m_buttons->count(); ++i)
        all.append(m_buttons->itemAt(i)->widget());
    all.append(m_close);
    return all;
}

void MessageStrip::addButton(const MessageAction &action)
{
    auto *button = new SteadyButton(action.text, this);
    button->setObjectName(action.objectName);
    button->setAccessibleName(action.accessibleName.isEmpty() ? action.text : action.accessibleName);
    const QString name = action.objectName;
    connect(button, &QPushButton::clicked, this, [this, name] {
        // By name: the actions may have been replaced since.
        const QList<MessageAction> actions = m_message.actions;
        if (name == CopyDetails) {
            QGuiApplication::clipboard()->setText(m_message.details);
            return;
        }
        const auto found = std::find_if(actions.begin(), actions.end(),
                                        [&](const MessageAction &known) { return known.objectName == name; });
        if (found == actions.end())
            return;
        const bool closes = found->closes;
        if (found->run)
            found->run();
        if (closes)
            Q_EMIT finished();
    });
    m_buttons->addWidget(button);
}

void MessageStrip::applyColours()
{
    const LevelLook look = lookOf(m_message.level);
    m_icon->setIcon(look.icon);
    m_icon->setColour(look.line);
    QPalette ink = m_label->palette();
    const QColor colour = semanticColour(look.text, palette());
    if (ink.color(QPalette::WindowText) != colour) {
        ink.setColor(QPalette::WindowText, colour);
        m_label->setPalette(ink);
        m_requestId->setPalette(ink);
    }
    update();
}

void MessageStrip::changeEvent(QEvent *event)
{
    QFrame::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        applyColours();
}

void MessageStrip::paintEvent(QPaintEvent *)
{
    const LevelLook look = lookOf(m_message.level);
    QPainter painter(this);
    painter.fillRect(rect(), semanticColour(look.fill, palette()));
    painter.fillRect(0, 0, 4, height(), semanticColour(look.line, palette()));
    QColor hairline = semanticColour(look.line, palette());
    hairline.setAlphaF(0.28F);
    painter.fillRect(0, 0, width(), 1, hairline);
}

} // namespace leasekeeper

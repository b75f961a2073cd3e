// SPDX-License-Identifier: MIT
#include "secretedit.h"

#include "icons.h"
#include "plaintext.h"
#include "secretline.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QToolButton>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace leasekeeper
{

SecretEdit::SecretEdit(Kind kind, const QString &objectName, QWidget *parent)
    : QWidget(parent), m_kind(kind), m_line(new SecretLine(this)), m_reveal(new QToolButton(this))
{
    setObjectName(QString(objectName + "Box"_L1));
    m_line->setObjectName(objectName);
    m_reveal->setObjectName(QString(objectName + "Reveal"_L1));
    m_reveal->setIcon(icon(Icon::Reveal));
    m_reveal->setAutoRaise(true);
    m_reveal->setAccessibleName(tr("Show while pressed"));
    m_reveal->setToolTip(tooltipText(tr("Show while pressed")));
    setFocusProxy(m_line);

    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(4);
    row->addWidget(m_line, 1);
    row->addWidget(m_reveal);

    connect(m_line, &QLineEdit::textChanged, this, &SecretEdit::edited);
    connect(m_reveal, &QToolButton::pressed, this, [this] { setRevealed(true); });
    connect(m_reveal, &QToolButton::released, this, [this] { setRevealed(false); });
}

SecretEdit::~SecretEdit()
{
    m_line->disconnect(this);
    m_line->clear();
}

bool SecretEdit::isEmpty() const
{
    return secret().isEmpty();
}

Secret SecretEdit::secret() const
{
    QByteArray bytes = m_line->text().toUtf8();
    if (m_kind == Kind::Key) {
        const auto isBlank = [](char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; };
        auto *const end = std::remove_if(bytes.begin(), bytes.end(), isBlank);
        const auto length = end - bytes.begin();
        std::fill(end, bytes.end(), '\0');
        bytes.truncate(length);
    }
    return Secret(std::move(bytes));
}

void SecretEdit::clear()
{
    m_line->clear();
}

void SecretEdit::setPlaceholder(const QString &text)
{
    m_line->setPlaceholderText(text);
}

bool SecretEdit::event(QEvent *event)
{
    if (event->type() == QEvent::WindowDeactivate || event->type() == QEvent::Hide)
        setRevealed(false);
    return QWidget::event(event);
}

void SecretEdit::setRevealed(bool revealed)
{
    m_line->setRevealed(revealed);
}

} // namespace leasekeeper

// SPDX-License-Identifier: MIT
#include "keepingfields.h"

#include "plainlabel.h"

#include <QCheckBox>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace leasekeeper
{

KeepingFields::KeepingFields(QWidget *parent)
    : QWidget(parent),
      m_remember(new QCheckBox(tr("Remem&ber in the key store"))),
      m_text(new PlainLabel(PlainLabel::Look::Muted))
{
    m_remember->setObjectName(u"rememberCheck"_s);
    m_remember->setAccessibleName(tr("Remember in the key store"));
    m_remember->setChecked(true);
    m_text->setObjectName(u"keepingLabel"_s);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(4);
    column->addWidget(m_remember);
    column->addWidget(m_text);
    setFocusProxy(m_remember);
    m_text->hide();
    connect(m_remember, &QCheckBox::clicked, this, [this](bool wanted) { m_wanted = wanted; });
    connect(m_remember, &QCheckBox::toggled, this, &KeepingFields::tell);
}

void KeepingFields::setKeepingText(const QString &text)
{
    m_given = text;
    tell();
}

void KeepingFields::setCanRemember(bool can)
{
    m_remember->setEnabled(can);
    m_remember->setChecked(can && m_wanted);
}

void KeepingFields::tell()
{
    QString text = m_given;
    if (text.isEmpty() && !m_remember->isChecked())
        text = tr("It is kept in memory until you quit.");
    m_text->setPlain(text);
    m_text->setVisible(!text.isEmpty());
}

bool KeepingFields::remember() const
{
    return m_remember->isEnabled() && m_remember->isChecked();
}

} // namespace leasekeeper

// SPDX-License-Identifier: MIT
#include "proxypassworddialog.h"

#include "inlinenote.h"
#include "keepingfields.h"
#include "plaintext.h"
#include "secretedit.h"

#include <QLineEdit>
#include <QPointer>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace leasekeeper
{

namespace
{

constexpr int ShownChars = 120;
constexpr int WidthChars = 70;

} // namespace

ProxyPasswordDialog::ProxyPasswordDialog(const QString &proxy, const QString &userName, const QString &reason,
                                         QWidget *parent)
    : FormDialog(tr("&Sign in"), u"signInButton"_s, parent),
      m_user(new QLineEdit(userName)),
      m_password(new SecretEdit(SecretEdit::Kind::Password, u"proxyPasswordEdit"_s)),
      m_keeping(new KeepingFields)
{
    setObjectName(u"proxyPasswordDialog"_s);
    setAccessibleName(tr("Proxy password"));
    setWidthChars(WidthChars);
    setHeadline(tr("Proxy password"), tr("The proxy asks for a password"), visibleText(proxy, ShownChars));
    auto *note = new InlineNote(u"reasonNote"_s);
    note->say(InlineNote::Kind::Warning, visibleText(reason, 600));
    content()->insertWidget(content()->indexOf(body()), note);
    m_user->setObjectName(u"proxyUserEdit"_s);
    m_userRow = new FieldRow(tr("&User name"), m_user);
    m_passwordRow = new FieldRow(tr("&Password"), m_password);
    body()->addWidget(m_userRow);
    body()->addWidget(m_passwordRow);
    body()->addWidget(new FieldRow(QString(), m_keeping));
    connect(m_user, &QLineEdit::textChanged, this, &ProxyPasswordDialog::refresh);
    connect(m_password, &SecretEdit::edited, this, &ProxyPasswordDialog::refresh);
    for (FieldRow *row : {m_userRow, m_passwordRow})
        connect(row, &FieldRow::left, this, &ProxyPasswordDialog::refresh);
    if (userName.isEmpty())
        m_user->setFocus();
    else
        m_password->setFocus();
}

void ProxyPasswordDialog::setKeepingText(const QString &text)
{
    m_keeping->setKeepingText(text);
}

void ProxyPasswordDialog::setCanRemember(bool can)
{
    m_keeping->setCanRemember(can);
}

QList<FieldProblem> ProxyPasswordDialog::problems() const
{
    QList<FieldProblem> found;
    if (m_user->text().trimmed().isEmpty())
        found.append({m_userRow, tr("The user name is needed."), true});
    if (m_password->isEmpty())
        found.append({m_passwordRow, tr("The password is needed."), true});
    return found;
}

void ProxyPasswordDialog::goOn()
{
    setFinished();
    const QPointer<ProxyPasswordDialog> alive(this);
    Q_EMIT decided(m_user->text().trimmed(), m_password->secret(), m_keeping->remember());
    if (alive)
        accept();
}

} // namespace leasekeeper

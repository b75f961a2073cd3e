// SPDX-License-Identifier: MIT
#include "signindialog.h"

#include "dialogtext.h"
#include "inlinenote.h"
#include "keepingfields.h"
#include "plaintext.h"

#include <QPointer>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace leasekeeper
{

namespace
{

constexpr int ShownChars = 80;
constexpr int WidthChars = 70;

/// As whom and where, as far as the profile tells.
QString whoAndWhere(const Profile &profile)
{
    const QString host = visibleText(
        (profile.iamEndpoint.isEmpty() ? profile.endpoint : profile.iamEndpoint).host(), ShownChars);
    if (profile.signIn != SignInMethod::Password || profile.loginName.isEmpty())
        return host;
    const QString user = visibleText(profile.loginName, ShownChars);
    if (profile.accountName.isEmpty())
        return SignInDialog::tr("As %1, at %2").arg(user, host);
    return SignInDialog::tr("As %1 of account %2, at %3")
        .arg(user, visibleText(profile.accountName, ShownChars), host);
}

} // namespace

SignInDialog::SignInDialog(const Profile &profile, const QString &reason, const QString &accessKey,
                           QWidget *parent)
    : FormDialog(tr("&Sign in"), u"signInButton"_s, parent),
      m_fields(new SignInFields(SignInFields::Scope::SecretOnly)),
      m_keeping(new KeepingFields)
{
    setObjectName(u"signInDialog"_s);
    setAccessibleName(tr("Sign in"));
    setWidthChars(WidthChars);
    const QString title = tr("Sign in to %1").arg(shortName(profile.name));
    setHeadline(title, title, whoAndWhere(profile));
    auto *note = new InlineNote(u"reasonNote"_s);
    note->say(InlineNote::Kind::Warning, visibleText(reason, 600));
    content()->insertWidget(content()->indexOf(body()), note);
    body()->addWidget(m_fields);
    body()->addWidget(new FieldRow(QString(), m_keeping));
    m_fields->show(profile);
    m_fields->setAccessKey(accessKey);
    connect(m_fields, &SignInFields::changed, this, &SignInDialog::refresh);
    m_fields->firstField()->setFocus();
}

void SignInDialog::setKeepingText(const QString &text)
{
    m_keeping->setKeepingText(text);
}

void SignInDialog::setCanRemember(bool can)
{
    m_keeping->setCanRemember(can);
}

QList<FieldProblem> SignInDialog::problems() const
{
    return m_fields->problems();
}

void SignInDialog::goOn()
{
    setFinished();
    const QPointer<SignInDialog> alive(this);
    Q_EMIT decided(m_fields->credential(), m_keeping->remember());
    if (alive)
        accept();
}

} // namespace leasekeeper

// SPDX-License-Identifier: MIT
#include "signinfields.h"

#include "secretedit.h"

#include <QComboBox>
#include <QLineEdit>
#include <QSignalBlocker>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace leasekeeper
{

namespace
{

QLineEdit *plainEdit(const QString &objectName)
{
    auto *edit = new QLineEdit;
    edit->setObjectName(objectName);
    edit->setInputMethodHints(Qt::ImhNoPredictiveText | Qt::ImhNoAutoUppercase);
    return edit;
}

} // namespace

SignInFields::SignInFields(Scope scope, QWidget *parent)
    : QWidget(parent),
      m_scope(scope),
      m_method(new QComboBox),
      m_account(plainEdit(u"accountEdit"_s)),
      m_user(plainEdit(u"userEdit"_s)),
      m_password(new SecretEdit(SecretEdit::Kind::Password, u"passwordEdit"_s)),
      m_accessKey(plainEdit(u"accessKeyEdit"_s)),
      m_secretKey(new SecretEdit(SecretEdit::Kind::Key, u"secretKeyEdit"_s)),
      m_securityToken(new SecretEdit(SecretEdit::Kind::Key, u"securityTokenEdit"_s)),
      m_token(new SecretEdit(SecretEdit::Kind::Key, u"tokenEdit"_s))
{
    m_method->setObjectName(u"signInCombo"_s);
    m_method->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_method->addItem(tr("User and password"), int(SignInMethod::Password));
    m_method->addItem(tr("Access key"), int(SignInMethod::AccessKey));
    m_method->addItem(tr("Token"), int(SignInMethod::Token));
    m_methodRow = new FieldRow(tr("Sign in &with"), m_method);
    m_accountRow = new FieldRow(tr("&Account name"), m_account);
    m_userRow = new FieldRow(tr("&User name"), m_user);
    m_passwordRow = new FieldRow(tr("&Password"), m_password);
    m_accessKeyRow = new FieldRow(tr("&Access key (AK)"), m_accessKey);
    m_secretKeyRow = new FieldRow(tr("Secret &key (SK)"), m_secretKey);
    m_securityTokenRow = new FieldRow(tr("Sec&urity token"), m_securityToken);
    m_tokenRow = new FieldRow(tr("To&ken"), m_token);
    m_accountRow->setHint(tr("The account (domain) that the user belongs to."));
    m_securityTokenRow->setHint(tr("Only temporary keys have one."));
    m_tokenRow->setHint(tr("A project token. It ends after a day at most; then a new one is asked for."));

    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(10);
    column->addWidget(m_methodRow);
    for (FieldRow *row : allRows()) {
        column->addWidget(row);
        connect(row, &FieldRow::left, this, &SignInFields::changed);
    }
    connect(m_method, &QComboBox::currentIndexChanged, this, [this] {
        showRows();
        Q_EMIT changed();
    });
    for (QLineEdit *edit : {m_account, m_user, m_accessKey})
        connect(edit, &QLineEdit::textChanged, this, &SignInFields::changed);
    for (SecretEdit *edit : {m_password, m_secretKey, m_securityToken, m_token})
        connect(edit, &SecretEdit::edited, this, &SignInFields::changed);
    showRows();
}

void SignInFields::show(const Profile &profile)
{
    const QSignalBlocker blocker(this);
    m_method->setCurrentIndex(m_method->findData(int(profile.signIn)));
    m_account->setText(profile.accountName);
    m_user->setText(profile.loginName);
    showRows();
}

void SignInFields::setKept(const std::optional<KeptCredential> &kept)
{
    m_kept = kept;
    if (kept && kept->method == SignInMethod::AccessKey)
        setAccessKey(kept->accessKey);
    showPlaceholders();
}

void SignInFields::setAccessKey(const QString &accessKey)
{
    const QSignalBlocker blocker(this);
    m_accessKey->setText(accessKey);
}

SignInMethod SignInFields::method() const
{
    return SignInMethod(m_method->currentData().toInt());
}

void SignInFields::apply(Profile &profile) const
{
    profile.signIn = method();
    const bool isPassword = method() == SignInMethod::Password;
    profile.accountName = isPassword ? m_account->text().trimmed() : QString();
    profile.loginName = isPassword ? m_user->text().trimmed() : QString();
}

Credential SignInFields::credential() const
{
    switch (method()) {
    case SignInMethod::Token:
        if (!m_token->isEmpty())
            return TokenCredential{m_token->secret(), {}};
        break;
    case SignInMethod::Password:
        if (!m_password->isEmpty())
            return PasswordCredential{m_password->secret()};
        break;
    case SignInMethod::AccessKey:
        if (!m_secretKey->isEmpty())
            return AccessKeyCredential{m_accessKey->text().trimmed(), m_secretKey->secret(),
                                       m_securityToken->secret()};
        break;
    }
    return {};
}

QList<FieldProblem> SignInFields::problems() const
{
    QList<FieldProblem> found;
    const auto need = [&found](FieldRow *row, bool isThere, const QString &text) {
        if (!isThere)
            found.append({row, text, true});
    };
    const auto hasText = [](const QLineEdit *edit) { return !edit->text().trimmed().isEmpty(); };
    switch (method()) {
    case SignInMethod::Token:
        need(m_tokenRow, !m_token->isEmpty() || isKept(), tr("The token is needed."));
        break;
    case SignInMethod::Password:
        if (m_scope == Scope::All) {
            need(m_accountRow, hasText(m_account), tr("The account name is needed."));
            need(m_userRow, hasText(m_user), tr("The user name is needed."));
        }
        need(m_passwordRow, !m_password->isEmpty() || isKept(), tr("The password is needed."));
        break;
    case SignInMethod::AccessKey:
        need(m_accessKeyRow, hasText(m_accessKey), tr("The access key is needed."));
        if (!m_secretKey->isEmpty() || isKept())
            break;
        if (m_kept && m_kept->method == SignInMethod::AccessKey && hasText(m_accessKey)) {
            found.append({m_secretKeyRow, m_accessKey->text().trimmed() == m_kept->accessKey
                                              ? tr("A security token belongs to a secret key: type that too.")
                                              : tr("This is another access key: type its secret key too.")});
        } else {
            need(m_secretKeyRow, false, tr("The secret key is needed."));
        }
        break;
    }
    return found;
}

QWidget *SignInFields::firstField() const
{
    const QList<FieldProblem> open = problems();
    return open.isEmpty() ? rows(method()).first()->field() : open.first().row->field();
}

bool SignInFields::isKept() const
{
    if (!m_kept || m_kept->method != method())
        return false;
    return method() != SignInMethod::AccessKey ||
           (m_accessKey->text().trimmed() == m_kept->accessKey && m_securityToken->isEmpty());
}

QList<FieldRow *> SignInFields::rows(SignInMethod method) const
{
    switch (method) {
    case SignInMethod::Token:
        return {m_tokenRow};
    case SignInMethod::Password:
        if (m_scope == Scope::SecretOnly)
            return {m_passwordRow};
        return {m_accountRow, m_userRow, m_passwordRow};
    case SignInMethod::AccessKey:
        return {m_accessKeyRow, m_secretKeyRow, m_securityTokenRow};
    }
    return {};
}

QList<FieldRow *> SignInFields::allRows() const
{
    return {m_accountRow,   m_userRow,          m_passwordRow, m_accessKeyRow,
            m_secretKeyRow, m_securityTokenRow, m_tokenRow};
}

void SignInFields::showRows()
{
    m_methodRow->setVisible(m_scope == Scope::All);
    const QList<FieldRow *> shown = rows(method());
    for (FieldRow *row : allRows())
        row->setVisible(shown.contains(row));
    showPlaceholders();
}

void SignInFields::showPlaceholders()
{
    QString text;
    if (m_kept && m_kept->method == method())
        text = m_kept->placeholder.isEmpty() ? tr("Kept in the key store – leave empty to keep it")
                                             : m_kept->placeholder;
    for (SecretEdit *edit : {m_password, m_secretKey, m_token})
        edit->setPlaceholder(text);
}

} // namespace leasekeeper

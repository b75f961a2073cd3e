// SPDX-License-Identifier: MIT
#pragma once

#include "credential.h"
#include "fieldrow.h"
#include "profile.h"

#include <QList>
#include <QWidget>

#include <optional>

class QComboBox;
class QLineEdit;

namespace leasekeeper
{

class SecretEdit;

/// A secret that somebody keeps already and that stays if nothing else is typed. The secret itself does not
/// come here.
struct KeptCredential {
    SignInMethod method = SignInMethod::Token;
    QString accessKey;   ///< AccessKey only
    QString placeholder; ///< where it is kept; empty: in the key store
};

/// How to sign in, and with what. Names go to the profile, secrets to the credential.
class SignInFields : public QWidget
{
    Q_OBJECT
public:
    /// What is asked for: all of it, or only what signs in a profile that is known.
    enum class Scope { All, SecretOnly };

    explicit SignInFields(Scope scope, QWidget *parent = nullptr);

    void show(const Profile &profile);
    void setKept(const std::optional<KeptCredential> &kept);
    void setAccessKey(const QString &accessKey);
    [[nodiscard]] SignInMethod method() const;
    void apply(Profile &profile) const;
    /// monostate: what is kept stays, or something is missing.
    [[nodiscard]] Credential credential() const;
    [[nodiscard]] QList<FieldProblem> problems() const;
    /// The first field that is still to be filled in.
    [[nodiscard]] QWidget *firstField() const;

Q_SIGNALS:
    void changed();

private:
    [[nodiscard]] bool isKept() const;
    [[nodiscard]] QList<FieldRow *> rows(SignInMethod method) const;
    [[nodiscard]] QList<FieldRow *> allRows() const;
    void showRows();
    void showPlaceholders();

    Scope m_scope;
    QComboBox *m_method;
    QLineEdit *m_account;
    QLineEdit *m_user;
    SecretEdit *m_password;
    QLineEdit *m_accessKey;
    SecretEdit *m_secretKey;
    SecretEdit *m_securityToken;
    SecretEdit *m_token;
    FieldRow *m_methodRow;
    FieldRow *m_accountRow;
    FieldRow *m_userRow;
    FieldRow *m_passwordRow;
    FieldRow *m_accessKeyRow;
    FieldRow *m_secretKeyRow;
    FieldRow *m_securityTokenRow;
    FieldRow *m_tokenRow;
    std::optional<KeptCredential> m_kept;
};

} // namespace leasekeeper

// SPDX-License-Identifier: MIT
#pragma once

#include <QWidget>

class QCheckBox;

namespace leasekeeper
{

class PlainLabel;

/// Whether a secret shall be remembered in the key store, and the sentence that says where it will be kept.
class KeepingFields : public QWidget
{
    Q_OBJECT
public:
    explicit KeepingFields(QWidget *parent = nullptr);

    /// What is special about where the secret will be kept, one sentence; may be empty.
    void setKeepingText(const QString &text);
    /// False: there is no key store to be had, and nothing can be remembered. What the person chose holds
    /// again when there is.
    void setCanRemember(bool can);
    [[nodiscard]] bool remember() const;

private:
    void tell();

    QCheckBox *m_remember;
    PlainLabel *m_text;
    QString m_given;
    bool m_wanted = true; ///< by the person, whether or not it can be had
};

} // namespace leasekeeper

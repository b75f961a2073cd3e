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

    /// Where the secret will be kept, one sentence; may be empty.
    void setKeepingText(const QString &text);
    /// False: there is no key store to be had, and nothing can be remembered.
    void setCanRemember(bool can);
    [[nodiscard]] bool remember() const;

private:
    QCheckBox *m_remember;
    PlainLabel *m_text;
};

} // namespace leasekeeper

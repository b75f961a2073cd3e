// SPDX-License-Identifier: MIT
#pragma once

#include "contentdialog.h"
#include "foundcredential.h"

#include <QList>

class QCheckBox;

namespace leasekeeper
{

class FoundRow;
class InlineNote;
class PlainLabel;

/// Offers what was found on this computer, with its source. Nothing is ticked that cannot be imported;
/// secrets go to the key store only with the tick that says so. Files are only read, and not by this dialog.
/// Return imports what is ticked; Cancel and Escape import nothing.
class ImportDialog : public ContentDialog
{
    Q_OBJECT
public:
    explicit ImportDialog(QWidget *parent);

    /// Again with more: what was ticked, or not, stays so.
    void setFound(const QList<FoundCredential> &found);
    /// A file that was chosen and gave nothing: one sentence, or empty.
    void setProblem(const QString &problem);
    void setKeepingText(const QString &text);
    /// False: there is no key store to be had.
    void setCanRemember(bool can);
    void setVisible(bool visible) override;

Q_SIGNALS:
    void fileChosen(const QString &path);
    void decided(const QList<leasekeeper::FoundCredential> &chosen, bool secretsToKeyStore);

private:
    void refresh();
    void chooseFile();
    void import();
    void orderTabs();
    [[nodiscard]] QList<FoundCredential> ticked() const;

    QList<FoundRow *> m_rows;
    QVBoxLayout *m_list;
    PlainLabel *m_empty;
    InlineNote *m_problem;
    SteadyButton *m_file;
    QCheckBox *m_consent;
    PlainLabel *m_keeping;
    QString m_keepingText;
    SteadyButton *m_import;
};

} // namespace leasekeeper

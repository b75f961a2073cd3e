// SPDX-License-Identifier: MIT
#pragma once

#include <QList>
#include <QString>
#include <QWidget>

class QBoxLayout;
class QLabel;

namespace leasekeeper
{

class IconLabel;
class PlainLabel;

/// A field of a form with its label before it and words below it: a hint, or what is wrong. Labels of all
/// rows are equally wide, so that rows of several parts line up; where there is little room the label stands
/// above the field.
class FieldRow : public QWidget
{
    Q_OBJECT
public:
    /// Takes ownership of `field`. `label` may have a mnemonic, and names the field for assistive technology.
    FieldRow(const QString &label, QWidget *field, QWidget *parent = nullptr);

    /// Several widgets as one field; the first one takes the focus and the mnemonic. What does not expand
    /// stays at the beginning of the line.
    [[nodiscard]] static QWidget *inOneLine(const QList<QWidget *> &widgets);

    [[nodiscard]] QWidget *field() const { return m_field; }
    /// The label without mnemonic, for sentences.
    [[nodiscard]] QString name() const;
    /// What helps to fill it in; shown while nothing is wrong.
    void setHint(const QString &hint);
    /// One sentence, or empty.
    void setProblem(const QString &problem);
    [[nodiscard]] QString problem() const { return m_problem; }
    /// Somebody was in the field and went on.
    [[nodiscard]] bool wasLeft() const { return m_wasLeft; }
    void setLeft() { m_wasLeft = true; }

Q_SIGNALS:
    void left();

protected:
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void alignLabel();
    void showNote();

    QWidget *m_field;
    QBoxLayout *m_row;
    QLabel *m_label;
    QWidget *m_noteLine;
    IconLabel *m_noteIcon;
    PlainLabel *m_note;
    QString m_hint;
    QString m_problem;
    bool m_wasLeft = false;
};

/// Why a form cannot be accepted as it is.
struct FieldProblem {
    FieldRow *row = nullptr;
    QString text;           ///< one sentence
    bool isMissing = false; ///< nothing wrong yet, it only has to be filled in
};

} // namespace leasekeeper

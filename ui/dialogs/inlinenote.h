// SPDX-License-Identifier: MIT
#pragma once

#include "roundedpanel.h"

class QLabel;
class QPushButton;

namespace leasekeeper
{

class PlainLabel;

/// A sentence inside a dialog that wants to be seen: what changed, what a choice would do, what is not
/// possible. Hidden while it has nothing to say.
class InlineNote : public RoundedPanel
{
    Q_OBJECT
public:
    enum class Kind { Info, Warning, Error };

    /// `textName`: object name of the label with the text.
    explicit InlineNote(const QString &textName, QWidget *parent = nullptr);

    /// Shows `text`, or hides the note if it is empty. Newlines separate sentences.
    void say(Kind kind, const QString &text);
    void clear() { say(m_kind, {}); }
    [[nodiscard]] QString text() const { return m_text; }
    /// A button at the note's end, hidden until setActionText() gives it a text.
    QPushButton *addAction(const QString &objectName);
    static void setActionText(QPushButton *button, const QString &text);

protected:
    [[nodiscard]] QColor fillColour() const override;
    [[nodiscard]] QColor lineColour() const override;
    void changeEvent(QEvent *event) override;

private:
    void applyColours();

    Kind m_kind = Kind::Info;
    QString m_text;
    QLabel *m_icon;
    PlainLabel *m_label;
};

} // namespace leasekeeper

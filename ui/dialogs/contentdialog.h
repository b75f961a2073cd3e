// SPDX-License-Identifier: MIT
#pragma once

#include <QDialog>
#include <QDialogButtonBox>

class QPushButton;
class QScrollArea;
class QVBoxLayout;

namespace leasekeeper
{

class PlainLabel;
class SteadyButton;

/// Base of the dialogs that collect a decision: a headline, what the dialog is about, and buttons. It is as
/// high as its content while the screen allows that and scrolls beyond. Opened with open(), deletes itself
/// when closed; Cancel and Escape discard; a key held down since before it opened presses nothing.
class ContentDialog : public QDialog
{
    Q_OBJECT
public:
    explicit ContentDialog(QWidget *parent);
    ~ContentDialog() override;

    void setVisible(bool visible) override;
    void done(int result) override;

protected:
    void setHeadline(const QString &title, const QString &headline, const QString &subline);
    /// Everything that scrolls; body() is a part of it.
    [[nodiscard]] QVBoxLayout *content() const { return m_content; }
    /// Below the headline.
    [[nodiscard]] QVBoxLayout *body() const { return m_body; }
    /// Between what scrolls and the buttons; always seen.
    [[nodiscard]] QVBoxLayout *footer() const { return m_footer; }
    [[nodiscard]] QScrollArea *area() const { return m_area; }
    [[nodiscard]] QPushButton *cancelButton() const { return m_cancelButton; }
    void addButton(QPushButton *button, QDialogButtonBox::ButtonRole role);
    /// A button that must never be what Return presses from elsewhere: Cancel is the default, and looks like
    /// it except while this button has the focus itself.
    void addDangerousButton(SteadyButton *button, QDialogButtonBox::ButtonRole role);

    /// Width at first, in average characters of the dialog's font.
    void setWidthChars(int chars) { m_widthChars = chars; }
    /// Keeps the height a person gave, for content that has a use for it; else the content's own rules.
    void setKeepsGivenHeight(bool keeps) { m_keepsGivenHeight = keeps; }
    /// Makes room for what is shown now, within the screen.
    void fitToContent();

    [[nodiscard]] bool wasShown() const { return m_wasShown; }
    /// The decision is made, or there will be none.
    [[nodiscard]] bool isFinished() const { return m_isFinished; }
    void setFinished() { m_isFinished = true; }

    void showEvent(QShowEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    bool focusNextPrevChild(bool next) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    /// Tab goes through the content first and then through the buttons: they were there before the content,
    /// and the chain follows the order of creation.
    void putButtonsLast();
    [[nodiscard]] int availableHeight() const;

    PlainLabel *m_headline;
    PlainLabel *m_subline;
    QScrollArea *m_area;
    QVBoxLayout *m_content;
    QVBoxLayout *m_body;
    QVBoxLayout *m_footer;
    QDialogButtonBox *m_buttons;
    QPushButton *m_cancelButton;
    int m_widthChars;
    bool m_keepsGivenHeight = false;
    bool m_wasShown = false;
    bool m_isSizedByUser = false;
    bool m_isFinished = false;
};

} // namespace leasekeeper

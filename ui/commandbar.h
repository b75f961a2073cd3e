// SPDX-License-Identifier: MIT
#pragma once

#include <QToolBar>

QT_BEGIN_NAMESPACE
class QLineEdit;
class QToolButton;
QT_END_NAMESPACE

namespace leasekeeper
{

class Commands;

/// The toolbar: commands on the left, Delete apart from them, filter and view menu on the right. Where the
/// words have no room, the icons stay.
class CommandBar final : public QToolBar
{
    Q_OBJECT
public:
    /// `commands` must outlive the bar.
    explicit CommandBar(const Commands &commands, QWidget *parent = nullptr);

    [[nodiscard]] QLineEdit *filterEdit() const { return m_filter; }
    [[nodiscard]] QToolButton *viewButton() const { return m_view; }

Q_SIGNALS:
    /// The user is done with the filter: Return, Down, or Escape in an empty field.
    void filterLeft();

protected:
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void addCommand(QAction *action, const QString &accessibleName);
    void fit();
    [[nodiscard]] int widthWithWords() const;

    QLineEdit *m_filter;
    QToolButton *m_view;
};

} // namespace leasekeeper

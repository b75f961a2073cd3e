// SPDX-License-Identifier: MIT
#pragma once

#include <QAbstractButton>
#include <QAccessible>
#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QPointer>
#include <QTest>
#include <QWidget>

/// Hands and eyes of a test on one window.
namespace leasekeeper::test
{

class Probe
{
public:
    explicit Probe(QWidget *window) : m_window(window) {}

    template <typename Widget> [[nodiscard]] Widget *find(const QString &name) const
    {
        auto *widget = m_window->findChild<Widget *>(name);
        if (!widget)
            qWarning("there is no %s", qPrintable(name));
        return widget;
    }

    /// What a label shows, without the places where it may break; empty while it is hidden.
    [[nodiscard]] QString text(const QString &name) const
    {
        const auto *label = find<QLabel>(name);
        return label && label->isVisible() ? label->text().remove(QChar(0x200B)) : QString();
    }

    [[nodiscard]] bool hasFocus(const QString &name) const
    {
        const QWidget *focus = QApplication::focusWidget();
        return focus && focus->objectName() == name;
    }

    /// A key to whatever has the focus, as from a keyboard.
    void press(Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::NoModifier) const
    {
        QWidget *target = QApplication::focusWidget() ? QApplication::focusWidget() : m_window.data();
        QTest::keyClick(target, key, modifiers);
    }

    void type(const QString &text) const { QTest::keyClicks(QApplication::focusWidget(), text); }

    /// Keys that repeat by themselves since before.
    void hold(Qt::Key key) const
    {
        for (int i = 0; i < 5; ++i) {
            for (const QEvent::Type type : {QEvent::KeyPress, QEvent::KeyRelease}) {
                QWidget *target = QApplication::focusWidget();
                if (!m_window || !target)
                    return;
                QKeyEvent event(type, key, Qt::NoModifier, QString(), true);
                QApplication::sendEvent(target, &event);
            }
        }
    }

    /// At the beginning of the line: a tick box takes no clicks beyond its text.
    void click(const QString &name) const
    {
        auto *widget = find<QWidget>(name);
        QTest::mouseClick(widget, Qt::LeftButton, Qt::NoModifier, {8, widget->height() / 2});
    }

    void fill(const QString &name, const QString &text) const
    {
        auto *edit = find<QLineEdit>(name);
        edit->setFocus();
        edit->clear();
        QTest::keyClicks(edit, text);
    }

    void choose(const QString &combo, const QString &text) const
    {
        auto *box = find<QComboBox>(combo);
        const int index = box->findText(text);
        QVERIFY2(index >= 0, qPrintable(text));
        box->setCurrentIndex(index);
    }

    /// Walks with Tab until it comes back to where it began; the names passed.
    [[nodiscard]] QStringList tabWalk() const
    {
        QStringList names;
        const QWidget *first = QApplication::focusWidget();
        for (int i = 0; i < 80; ++i) {
            if (!QApplication::focusWidget())
                return names;
            names += QApplication::focusWidget()->objectName();
            press(Qt::Key_Tab);
            if (!QApplication::focusWidget() || QApplication::focusWidget() == first)
                break;
        }
        return names;
    }

    /// Widgets a person can operate that assistive technology or a test could not name.
    [[nodiscard]] QStringList nameless() const
    {
        QStringList found;
        for (QWidget *widget : m_window->findChildren<QWidget *>()) {
            const bool isInner =
                widget->objectName().startsWith(QStringLiteral("qt_")) || !widget->isVisible();
            if (isInner || !(widget->focusPolicy() & Qt::TabFocus) || widget->focusProxy())
                continue;
            QAccessibleInterface *interface = QAccessible::queryAccessibleInterface(widget);
            if (widget->objectName().isEmpty() || !interface || interface->text(QAccessible::Name).isEmpty())
                found +=
                    QStringLiteral("%1 \"%2\"")
                        .arg(QString::fromLatin1(widget->metaObject()->className()), widget->objectName());
        }
        return found;
    }

    /// Everything that can be read from outside: what labels, buttons and fields show, all that assistive
    /// technology gets, tooltips, titles and the clipboard.
    [[nodiscard]] QString readable() const
    {
        QStringList all{m_window->windowTitle(), QApplication::clipboard()->text(),
                        QApplication::clipboard()->text(QClipboard::Selection)};
        QList<QWidget *> widgets = m_window->findChildren<QWidget *>();
        widgets.append(m_window);
        for (QWidget *widget : widgets) {
            all += {widget->toolTip(),    widget->whatsThis(),      widget->statusTip(),
                    widget->objectName(), widget->accessibleName(), widget->accessibleDescription()};
            if (const auto *label = qobject_cast<QLabel *>(widget))
                all += label->text();
            if (const auto *button = qobject_cast<QAbstractButton *>(widget))
                all += button->text();
            if (const auto *edit = qobject_cast<QLineEdit *>(widget))
                all += {edit->displayText(), edit->placeholderText()};
            QAccessibleInterface *interface = QAccessible::queryAccessibleInterface(widget);
            if (!interface)
                continue;
            for (const QAccessible::Text kind :
                 {QAccessible::Name, QAccessible::Description, QAccessible::Value, QAccessible::Help})
                all += interface->text(kind);
            if (QAccessibleTextInterface *text = interface->textInterface())
                all += text->text(0, text->characterCount());
        }
        return all.join(u'\n').remove(QChar(0x200B));
    }

private:
    QPointer<QWidget> m_window;
};

} // namespace leasekeeper::test

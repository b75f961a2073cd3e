// SPDX-License-Identifier: MIT
#pragma once

#include <QAbstractButton>
#include <QApplication>
#include <QKeySequence>
#include <QLabel>
#include <QTest>
#include <QWidget>

/// What the underlined letters of a window do.
namespace leasekeeper::test
{

/// The letter of a text, or nothing.
[[nodiscard]] inline QKeySequence mnemonicOf(const QWidget &widget)
{
    if (const auto *label = qobject_cast<const QLabel *>(&widget))
        return label->buddy() ? QKeySequence::mnemonic(label->text()) : QKeySequence();
    if (const auto *button = qobject_cast<const QAbstractButton *>(&widget))
        return QKeySequence::mnemonic(button->text());
    return {};
}

[[nodiscard]] inline QList<QWidget *> shownWithMnemonic(const QWidget &window)
{
    QList<QWidget *> found;
    for (QWidget *widget : window.findChildren<QWidget *>()) {
        if (widget->isVisible() && !mnemonicOf(*widget).isEmpty())
            found.append(widget);
    }
    return found;
}

/// Letters that stand for two things shown together: the key would go to neither at once.
[[nodiscard]] inline QStringList sharedMnemonics(const QWidget &window)
{
    QStringList shared;
    QMap<QString, QString> taken;
    for (const QWidget *widget : shownWithMnemonic(window)) {
        const QString key = mnemonicOf(*widget).toString();
        const QString text = widget->property("text").toString();
        if (taken.contains(key))
            shared.append(QStringLiteral("%1: %2, %3").arg(key, taken.value(key), text));
        taken.insert(key, text);
    }
    return shared;
}

/// Labels whose letter does not bring the keyboard to their field.
[[nodiscard]] inline QStringList deafMnemonics(QWidget &window)
{
    QStringList deaf;
    for (QWidget *widget : shownWithMnemonic(window)) {
        const auto *label = qobject_cast<QLabel *>(widget);
        if (!label)
            continue;
        window.setFocus();
        const auto key = Qt::Key(mnemonicOf(*label)[0].key());
        QTest::keyClick(&window, key, Qt::AltModifier);
        const QWidget *focus = QApplication::focusWidget();
        const QWidget *field = label->buddy();
        if (!focus || focus == &window || (focus != field && !field->isAncestorOf(focus)))
            deaf.append(label->text());
    }
    return deaf;
}

} // namespace leasekeeper::test

// SPDX-License-Identifier: MIT
#pragma once

#include <QColor>
#include <QLabel>

namespace leasekeeper
{

/// A label that never interprets its text, wraps, and takes its size and colour from the place it has in a
/// dialog, following the theme and the font size of the system.
class PlainLabel : public QLabel
{
    Q_OBJECT
public:
    enum class Look { Headline, Body, Strong, Muted };

    explicit PlainLabel(Look look, QWidget *parent = nullptr);

    void setLook(Look look);
    /// Another colour than that of the look, such as that of a note's ground; invalid: the look's own.
    void setInk(const QColor &ink);
    /// Sets the text with places to break very long names.
    void setPlain(const QString &text);

protected:
    void changeEvent(QEvent *event) override;

private:
    void applyLook();

    Look m_look;
    QColor m_ink;
    bool m_applying = false;
};

} // namespace leasekeeper

// SPDX-License-Identifier: MIT
#pragma once

#include <QString>
#include <QWidget>

class QAbstractButton;
class QButtonGroup;

namespace leasekeeper
{

/// The colour by which one tells connections apart: none, or one of a few that are readable on light and
/// dark. A colour from elsewhere is offered too.
class ColourChooser : public QWidget
{
    Q_OBJECT
public:
    explicit ColourChooser(QWidget *parent = nullptr);

    /// "#rrggbb"; empty: none.
    void setColour(const QString &colour);
    [[nodiscard]] QString colour() const;

Q_SIGNALS:
    void changed();

private:
    QAbstractButton *add(const QString &colour, const QString &name);

    QButtonGroup *m_group;
};

} // namespace leasekeeper

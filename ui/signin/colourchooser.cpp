// SPDX-License-Identifier: MIT
#include "colourchooser.h"

#include "colourswatch.h"
#include "plaintext.h"

#include <QButtonGroup>
#include <QHBoxLayout>

using namespace Qt::StringLiterals;

namespace leasekeeper
{

ColourChooser::ColourChooser(QWidget *parent) : QWidget(parent), m_group(new QButtonGroup(this))
{
    setObjectName(u"colourChooser"_s);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(2);
    row->addStretch(1);
    add({}, tr("No colour"))->setChecked(true);
    add(u"#0b67b2"_s, tr("Blue"));
    add(u"#0e7c86"_s, tr("Teal"));
    add(u"#2e7d32"_s, tr("Green"));
    add(u"#b58100"_s, tr("Yellow"));
    add(u"#c2560c"_s, tr("Orange"));
    add(u"#b42318"_s, tr("Red"));
    add(u"#a6246e"_s, tr("Magenta"));
    add(u"#6b3fa0"_s, tr("Violet"));
    connect(m_group, &QButtonGroup::idToggled, this, [this](int, bool checked) {
        if (checked)
            Q_EMIT changed();
    });
}

void ColourChooser::setColour(const QString &colour)
{
    const QColor wanted(colour);
    const QString name = wanted.isValid() ? wanted.name() : QString();
    for (QAbstractButton *button : m_group->buttons()) {
        if (static_cast<ColourSwatch *>(button)->colourName() == name) {
            button->setChecked(true);
            return;
        }
    }
    add(name, tr("Colour %1").arg(name))->setChecked(true);
}

QString ColourChooser::colour() const
{
    const auto *checked = static_cast<ColourSwatch *>(m_group->checkedButton());
    return checked ? checked->colourName() : QString();
}

QAbstractButton *ColourChooser::add(const QString &colour, const QString &name)
{
    auto *swatch = new ColourSwatch(QColor(colour), this);
    swatch->setObjectName(QString(u"colour-"_s + (colour.isEmpty() ? u"none"_s : colour.mid(1))));
    swatch->setAccessibleName(name);
    swatch->setToolTip(tooltipText(name));
    m_group->addButton(swatch);
    auto *row = static_cast<QHBoxLayout *>(layout());
    row->insertWidget(row->count() - 1, swatch);
    if (!focusProxy())
        setFocusProxy(swatch);
    return swatch;
}

} // namespace leasekeeper

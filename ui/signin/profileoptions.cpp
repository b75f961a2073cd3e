// SPDX-License-Identifier: MIT
#include "profileoptions.h"

#include "colourchooser.h"
#include "proxyfields.h"
#include "steadybutton.h"

#include <QCheckBox>
#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QSignalBlocker>
#include <QSpinBox>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace leasekeeper
{

namespace
{

constexpr qint64 HourMs = 3'600'000;
constexpr int MostHours = 9'999;

QSpinBox *hoursSpin(const QString &objectName, const QString &accessibleName)
{
    auto *spin = new QSpinBox;
    spin->setObjectName(objectName);
    spin->setAccessibleName(accessibleName);
    spin->setRange(1, MostHours);
    return spin;
}

} // namespace

ProfileOptions::ProfileOptions(QWidget *parent)
    : QWidget(parent),
      m_colour(new ColourChooser),
      m_protected(new QCheckBox(tr("Protecte&d: every delete asks for typing"))),
      m_readOnly(new QCheckBox(tr("Read-onl&y: nothing is changed at the service"))),
      m_shortest(hoursSpin(u"shortestLeaseSpin"_s, tr("Shortest lease in hours"))),
      m_longest(hoursSpin(u"longestLeaseSpin"_s, tr("Longest lease in hours"))),
      m_proxy(new ProxyFields),
      m_caFile(new QLineEdit)
{
    m_protected->setObjectName(u"protectedCheck"_s);
    m_protected->setAccessibleName(tr("Protected"));
    m_readOnly->setObjectName(u"readOnlyCheck"_s);
    m_readOnly->setAccessibleName(tr("Read-only"));
    auto *care = new QWidget;
    auto *careColumn = new QVBoxLayout(care);
    careColumn->setContentsMargins(0, 0, 0, 0);
    careColumn->setSpacing(8);
    careColumn->addWidget(m_protected);
    careColumn->addWidget(m_readOnly);
    care->setFocusProxy(m_protected);

    auto *to = new QLabel(tr("to", "shortest to longest lease"));
    auto *hours = new QLabel(tr("hours"));
    for (QLabel *label : {to, hours})
        label->setTextFormat(Qt::PlainText);
    m_leaseRow = new FieldRow(tr("Leases &from"), FieldRow::inOneLine({m_shortest, to, m_longest, hours}));
    m_leaseRow->setHint(tr("What one request may ask for; corrected from the service's own answers."));

    m_caFile->setObjectName(u"caFileEdit"_s);
    m_caFile->setPlaceholderText(tr("Only the system's authorities"));
    auto *choose = new SteadyButton(tr("Choose…"));
    choose->setObjectName(u"caFileButton"_s);
    choose->setAccessibleName(tr("Choose a file of certificate authorities…"));
    choose->setTakesReturn(false);
    m_caRow = new FieldRow(tr("Extra CA file (PE&M)"), FieldRow::inOneLine({m_caFile, choose}));

    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(10);
    column->addWidget(new FieldRow(tr("Colour"), m_colour));
    column->addWidget(new FieldRow(tr("Care"), care));
    column->addWidget(m_leaseRow);
    column->addWidget(m_proxy);
    column->addWidget(m_caRow);

    connect(m_colour, &ColourChooser::changed, this, &ProfileOptions::changed);
    for (QCheckBox *box : {m_protected, m_readOnly})
        connect(box, &QCheckBox::toggled, this, &ProfileOptions::changed);
    for (QSpinBox *spin : {m_shortest, m_longest})
        connect(spin, &QSpinBox::valueChanged, this, &ProfileOptions::changed);
    connect(m_proxy, &ProxyFields::changed, this, &ProfileOptions::changed);
    connect(m_caFile, &QLineEdit::textChanged, this, &ProfileOptions::changed);
    connect(choose, &QPushButton::clicked, this, &ProfileOptions::chooseCaFile);
    show(Profile());
}

void ProfileOptions::show(const Profile &profile)
{
    const QSignalBlocker blocker(this);
    m_colour->setColour(profile.colour);
    m_protected->setChecked(profile.isProtected);
    m_readOnly->setChecked(profile.isReadOnly);
    m_shortest->setValue(int(std::clamp<qint64>(profile.leaseRange.minMs / HourMs, 1, MostHours)));
    m_longest->setValue(int(std::clamp<qint64>(profile.leaseRange.maxMs / HourMs, 1, MostHours)));
    m_proxy->show(profile.proxy);
    m_caFile->setText(profile.caFile);
}

void ProfileOptions::apply(Profile &profile) const
{
    profile.colour = m_colour->colour();
    profile.isProtected = m_protected->isChecked();
    profile.isReadOnly = m_readOnly->isChecked();
    // Limits that are no whole hours stay unless the hours were changed.
    if (m_shortest->value() != std::clamp<qint64>(profile.leaseRange.minMs / HourMs, 1, MostHours))
        profile.leaseRange.minMs = m_shortest->value() * HourMs;
    if (m_longest->value() != std::clamp<qint64>(profile.leaseRange.maxMs / HourMs, 1, MostHours))
        profile.leaseRange.maxMs = m_longest->value() * HourMs;
    profile.proxy = m_proxy->settings();
    profile.caFile = m_caFile->text().trimmed();
}

Secret ProfileOptions::proxyPassword() const
{
    return m_proxy->password();
}

QList<FieldProblem> ProfileOptions::problems() const
{
    QList<FieldProblem> found;
    if (m_shortest->value() > m_longest->value())
        found.append({m_leaseRow, tr("The shortest lease is longer than the longest.")});
    found += m_proxy->problems();
    const QString caFile = m_caFile->text().trimmed();
    if (!caFile.isEmpty() && !QFileInfo(caFile).isFile())
        found.append({m_caRow, tr("There is no such file.")});
    else if (!caFile.isEmpty() && !QFileInfo(caFile).isReadable())
        found.append({m_caRow, tr("This file cannot be read.")});
    return found;
}

void ProfileOptions::chooseCaFile()
{
    auto *dialog = new QFileDialog(this, tr("Choose a file of certificate authorities"));
    dialog->setObjectName(u"caFileDialog"_s);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    dialog->setNameFilters({tr("Certificates (*.pem *.crt *.cer)"), tr("All files (*)")});
    connect(dialog, &QFileDialog::fileSelected, m_caFile, &QLineEdit::setText);
    dialog->open();
}

} // namespace leasekeeper

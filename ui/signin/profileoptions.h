// SPDX-License-Identifier: MIT
#pragma once

#include "fieldrow.h"
#include "profile.h"
#include "secret.h"

#include <QList>
#include <QWidget>

class QCheckBox;
class QLineEdit;
class QSpinBox;

namespace leasekeeper
{

class ColourChooser;
class ProxyFields;

/// What few people change: colour, care, limits of a lease, proxy, further certificate authorities.
class ProfileOptions : public QWidget
{
    Q_OBJECT
public:
    explicit ProfileOptions(QWidget *parent = nullptr);

    void show(const Profile &profile);
    void apply(Profile &profile) const;
    [[nodiscard]] Secret proxyPassword() const;
    [[nodiscard]] QList<FieldProblem> problems() const;

Q_SIGNALS:
    void changed();

private:
    void chooseCaFile();

    ColourChooser *m_colour;
    QCheckBox *m_protected;
    QCheckBox *m_readOnly;
    QSpinBox *m_shortest;
    QSpinBox *m_longest;
    ProxyFields *m_proxy;
    QLineEdit *m_caFile;
    FieldRow *m_leaseRow;
    FieldRow *m_caRow;
};

} // namespace leasekeeper

// SPDX-License-Identifier: MIT
#pragma once

#include "fieldrow.h"
#include "profile.h"

#include <QList>
#include <QWidget>

class QComboBox;
class QLineEdit;

namespace leasekeeper
{

/// Which cloud, which region, and the addresses that follow from both. Each address can be changed and is
/// checked as it is typed.
class CloudFields : public QWidget
{
    Q_OBJECT
public:
    explicit CloudFields(QWidget *parent = nullptr);

    void show(const Profile &profile);
    /// Puts cloud, region and addresses into `profile`; what is not valid stays empty.
    void apply(Profile &profile) const;
    /// `needsIam`: the way of signing in cannot do without the Identity service.
    [[nodiscard]] QList<FieldProblem> problems(bool needsIam) const;
    /// A name for a connection to here: "Open Telekom Cloud eu-de".
    [[nodiscard]] QString suggestedName() const;

Q_SIGNALS:
    void changed();

private:
    [[nodiscard]] QString cloudKey() const;
    [[nodiscard]] QString region() const;
    void fillRegions();
    void fillAddresses();
    void showRows();

    QComboBox *m_cloud;
    QComboBox *m_region;
    QLineEdit *m_ownRegion; ///< private clouds
    QLineEdit *m_endpoint;
    QLineEdit *m_iam;
    FieldRow *m_regionRow;
    FieldRow *m_ownRegionRow;
    FieldRow *m_endpointRow;
    FieldRow *m_iamRow;
};

} // namespace leasekeeper

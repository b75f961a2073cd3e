// SPDX-License-Identifier: MIT
#include "cloudfields.h"

#include "cloudcatalog.h"

#include <QComboBox>
#include <QLineEdit>
#include <QSignalBlocker>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace leasekeeper
{

namespace
{

const CloudEntry *findCloud(const QList<CloudEntry> &clouds, const QString &key)
{
    const auto found = std::find_if(clouds.begin(), clouds.end(),
                                    [&key](const CloudEntry &cloud) { return cloud.key == key; });
    return found == clouds.end() ? nullptr : &*found;
}

/// The beginning of an address is what is read first.
void setAddress(QLineEdit *edit, const QUrl &address)
{
    edit->setText(address.toString());
    edit->setCursorPosition(0);
}

} // namespace

CloudFields::CloudFields(QWidget *parent)
    : QWidget(parent),
      m_cloud(new QComboBox),
      m_region(new QComboBox),
      m_ownRegion(new QLineEdit),
      m_endpoint(new QLineEdit),
      m_iam(new QLineEdit)
{
    m_cloud->setObjectName(u"cloudCombo"_s);
    m_region->setObjectName(u"regionCombo"_s);
    m_ownRegion->setObjectName(u"regionEdit"_s);
    m_endpoint->setObjectName(u"endpointEdit"_s);
    m_iam->setObjectName(u"iamEndpointEdit"_s);
    for (QComboBox *combo : {m_cloud, m_region})
        combo->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    for (QLineEdit *edit : {m_endpoint, m_iam})
        edit->setInputMethodHints(Qt::ImhUrlCharactersOnly | Qt::ImhNoAutoUppercase);
    for (const CloudEntry &cloud : cloudCatalog())
        m_cloud->addItem(cloud.name, cloud.key);
    m_cloud->addItem(tr("Private cloud…"), QString());

    m_regionRow = new FieldRow(tr("&Region"), m_region);
    m_ownRegionRow = new FieldRow(tr("&Region"), m_ownRegion);
    m_endpointRow = new FieldRow(tr("S&ervice address"), m_endpoint);
    m_iamRow = new FieldRow(tr("S&ign-in address"), m_iam);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(10);
    column->addWidget(new FieldRow(tr("C&loud"), m_cloud));
    for (FieldRow *row : {m_regionRow, m_ownRegionRow, m_endpointRow, m_iamRow})
        column->addWidget(row);

    connect(m_cloud, &QComboBox::currentIndexChanged, this, [this] {
        fillRegions();
        fillAddresses();
        showRows();
        Q_EMIT changed();
    });
    connect(m_region, &QComboBox::currentIndexChanged, this, [this] {
        fillAddresses();
        Q_EMIT changed();
    });
    for (QLineEdit *edit : {m_ownRegion, m_endpoint, m_iam})
        connect(edit, &QLineEdit::textChanged, this, &CloudFields::changed);
    for (FieldRow *row : {m_regionRow, m_ownRegionRow, m_endpointRow, m_iamRow})
        connect(row, &FieldRow::left, this, &CloudFields::changed);
    fillRegions();
    fillAddresses();
    showRows();
}

void CloudFields::show(const Profile &profile)
{
    const QSignalBlocker blocker(this);
    const bool isBlank = profile.endpoint.isEmpty() && profile.region.isEmpty() && profile.cloud.isEmpty();
    if (isBlank)
        return;
    m_cloud->setCurrentIndex(std::max(m_cloud->findData(profile.cloud), 0));
    if (m_cloud->findData(profile.cloud) < 0)
        m_cloud->setCurrentIndex(m_cloud->count() - 1);
    if (const int index = m_region->findText(profile.region); index >= 0)
        m_region->setCurrentIndex(index);
    else if (!cloudKey().isEmpty() && !profile.region.isEmpty())
        m_cloud->setCurrentIndex(m_cloud->count() - 1); // a region that the catalogue does not know
    m_ownRegion->setText(profile.region);
    if (!profile.endpoint.isEmpty())
        setAddress(m_endpoint, profile.endpoint);
    if (!profile.iamEndpoint.isEmpty() || !profile.endpoint.isEmpty())
        setAddress(m_iam, profile.iamEndpoint);
    showRows();
}

void CloudFields::apply(Profile &profile) const
{
    profile.cloud = cloudKey();
    profile.endpoint = parseEndpoint(m_endpoint->text(), nullptr);
    profile.iamEndpoint = parseIdentityEndpoint(m_iam->text(), nullptr);
    profile.region = region();
    if (profile.region.isEmpty())
        profile.region = regionOfHost(profile.endpoint.host());
}

QList<FieldProblem> CloudFields::problems(bool needsIam) const
{
    QList<FieldProblem> found;
    const auto check = [&found](FieldRow *row, const QString &typed, bool isNeeded, auto parse) {
        QString whyNot;
        if (typed.trimmed().isEmpty()) {
            if (isNeeded)
                found.append({row, tr("This address is needed."), true});
        } else if (!parse(typed, &whyNot).isValid()) {
            found.append({row, whyNot});
        }
    };
    check(m_endpointRow, m_endpoint->text(), true, parseEndpoint);
    check(m_iamRow, m_iam->text(), needsIam, parseIdentityEndpoint);
    return found;
}

QString CloudFields::suggestedName() const
{
    if (cloudKey().isEmpty()) {
        const QUrl endpoint = parseEndpoint(m_endpoint->text(), nullptr);
        return endpoint.isValid() ? endpoint.host() : tr("Private cloud");
    }
    return tr("%1 %2", "cloud and region").arg(m_cloud->currentText(), region());
}

QString CloudFields::cloudKey() const
{
    return m_cloud->currentData().toString();
}

QString CloudFields::region() const
{
    return cloudKey().isEmpty() ? m_ownRegion->text().trimmed() : m_region->currentText();
}

void CloudFields::fillRegions()
{
    const QSignalBlocker blocker(m_region);
    const QString before = m_region->currentText();
    m_region->clear();
    const QList<CloudEntry> clouds = cloudCatalog();
    if (const CloudEntry *cloud = findCloud(clouds, cloudKey()))
        m_region->addItems(cloud->regions);
    m_region->setCurrentIndex(std::max(m_region->findText(before), 0));
}

void CloudFields::fillAddresses()
{
    const auto fill = [](QLineEdit *edit, const QUrl &known) {
        // What was typed for a private cloud stays; what came from the catalogue goes.
        const bool isCatalogue = !cloudOfHost(QUrl(edit->text()).host()).isEmpty();
        if (known.isValid())
            setAddress(edit, known);
        else if (isCatalogue)
            edit->clear();
    };
    fill(m_endpoint, catalogueEndpoint(cloudKey(), region()));
    fill(m_iam, catalogueIamEndpoint(cloudKey(), region()));
}

void CloudFields::showRows()
{
    const bool isPrivate = cloudKey().isEmpty();
    m_regionRow->setVisible(!isPrivate);
    m_ownRegionRow->setVisible(isPrivate);
    m_endpoint->setPlaceholderText(isPrivate ? u"https://modelarts.region.example.com"_s : QString());
    m_iam->setPlaceholderText(isPrivate ? u"https://iam.region.example.com"_s : QString());
}

} // namespace leasekeeper

// SPDX-License-Identifier: MIT
#include "proxyfields.h"

#include "secretedit.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QRegularExpression>
#include <QSignalBlocker>
#include <QSpinBox>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace leasekeeper
{

namespace
{

constexpr int UsualPort = 3128;

bool isHost(const QString &text)
{
    QUrl url;
    url.setHost(text, QUrl::StrictMode);
    return !url.host().isEmpty();
}

} // namespace

ProxyFields::ProxyFields(QWidget *parent)
    : QWidget(parent),
      m_mode(new QComboBox),
      m_host(new QLineEdit),
      m_port(new QSpinBox),
      m_user(new QLineEdit),
      m_password(new SecretEdit(SecretEdit::Kind::Password, u"proxyPasswordEdit"_s))
{
    m_mode->setObjectName(u"proxyCombo"_s);
    m_mode->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_mode->addItem(tr("As the system does"), int(ProxySettings::Mode::System));
    m_mode->addItem(tr("None"), int(ProxySettings::Mode::None));
    m_mode->addItem(tr("Own"), int(ProxySettings::Mode::Own));
    m_host->setObjectName(u"proxyHostEdit"_s);
    m_host->setPlaceholderText(u"proxy.example.com"_s);
    m_port->setObjectName(u"proxyPortSpin"_s);
    m_port->setAccessibleName(tr("Proxy port"));
    m_port->setRange(1, 65'535);
    m_port->setGroupSeparatorShown(false);
    m_port->setValue(UsualPort);
    m_user->setObjectName(u"proxyUserEdit"_s);
    m_user->setPlaceholderText(tr("Only where the proxy asks for one"));
    m_password->setPlaceholder(tr("Asked for when it is needed"));

    // There are not letters enough for all fields of a connection: these four follow the one with the letter.
    m_hostRow = new FieldRow(tr("Proxy host"), m_host);
    m_ownRows = {m_hostRow, new FieldRow(tr("Proxy port"), FieldRow::inOneLine({m_port})),
                 new FieldRow(tr("Proxy user"), m_user), new FieldRow(tr("Proxy password"), m_password)};
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(10);
    column->addWidget(new FieldRow(tr("Pro&xy"), m_mode));
    for (FieldRow *row : m_ownRows)
        column->addWidget(row);

    connect(m_mode, &QComboBox::currentIndexChanged, this, [this] {
        showRows();
        Q_EMIT changed();
    });
    for (QLineEdit *edit : {m_host, m_user})
        connect(edit, &QLineEdit::textChanged, this, &ProxyFields::changed);
    connect(m_port, &QSpinBox::valueChanged, this, &ProxyFields::changed);
    connect(m_password, &SecretEdit::edited, this, &ProxyFields::changed);
    connect(m_hostRow, &FieldRow::left, this, &ProxyFields::changed);
    showRows();
}

void ProxyFields::show(const ProxySettings &settings)
{
    const QSignalBlocker blocker(this);
    m_mode->setCurrentIndex(m_mode->findData(int(settings.mode)));
    m_host->setText(settings.host);
    m_port->setValue(settings.port == 0 ? UsualPort : settings.port);
    m_user->setText(settings.userName);
    showRows();
}

ProxySettings ProxyFields::settings() const
{
    ProxySettings made;
    made.mode = ProxySettings::Mode(m_mode->currentData().toInt());
    if (made.mode != ProxySettings::Mode::Own)
        return made;
    made.host = m_host->text().trimmed();
    made.port = quint16(m_port->value());
    made.userName = m_user->text().trimmed();
    return made;
}

Secret ProxyFields::password() const
{
    return settings().mode == ProxySettings::Mode::Own ? m_password->secret() : Secret();
}

QList<FieldProblem> ProxyFields::problems() const
{
    const ProxySettings made = settings();
    if (made.mode != ProxySettings::Mode::Own)
        return {};
    if (made.host.isEmpty())
        return {{m_hostRow, tr("The proxy's host is needed."), true}};
    if (!isHost(made.host))
        return {{m_hostRow, tr("This is not a host name: type it without https:// and port.")}};
    return {};
}

void ProxyFields::showRows()
{
    const bool isOwn = m_mode->currentData().toInt() == int(ProxySettings::Mode::Own);
    for (FieldRow *row : m_ownRows)
        row->setVisible(isOwn);
}

} // namespace leasekeeper

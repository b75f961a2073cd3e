// SPDX-License-Identifier: MIT
#include "foundrow.h"

#include "cloudcatalog.h"
#include "plainlabel.h"
#include "plaintext.h"
#include "theme.h"

#include <QCheckBox>
#include <QEvent>
#include <QHBoxLayout>
#include <QMouseEvent>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace leasekeeper
{

namespace
{

constexpr int ShownChars = 80;

QString cloudName(const Profile &profile)
{
    const QList<CloudEntry> clouds = cloudCatalog();
    const auto found = std::find_if(clouds.begin(), clouds.end(), [&profile](const CloudEntry &cloud) {
        return cloud.key == profile.cloud;
    });
    if (found != clouds.end())
        return found->name;
    const QUrl &address = profile.endpoint.isEmpty() ? profile.iamEndpoint : profile.endpoint;
    return visibleText(address.host(), ShownChars);
}

QString projectOf(const Profile &profile)
{
    const QString &project = projectLabel(profile);
    return project.isEmpty() ? QString() : FoundRow::tr("project %1").arg(visibleText(project, ShownChars));
}

QString passwordWhat(const FoundCredential &found)
{
    const QString user = visibleText(found.profile.loginName, ShownChars);
    const QString account = visibleText(found.profile.accountName, ShownChars);
    if (user.isEmpty())
        return FoundRow::tr("User and password");
    return account.isEmpty() ? FoundRow::tr("User %1").arg(user)
                             : FoundRow::tr("User %1 of account %2").arg(user, account);
}

QString accessKeyWhat(const Credential &credential)
{
    const auto *key = std::get_if<AccessKeyCredential>(&credential);
    if (!key || key->accessKey.isEmpty())
        return FoundRow::tr("Access key");
    const QString shown = visibleText(key->accessKey, ShownChars);
    return key->securityToken.isEmpty() ? FoundRow::tr("Access key %1").arg(shown)
                                        : FoundRow::tr("Temporary access key %1").arg(shown);
}

} // namespace

QString foundWhat(const FoundCredential &found)
{
    switch (found.profile.signIn) {
    case SignInMethod::Token:
        return FoundRow::tr("Token");
    case SignInMethod::Password:
        return passwordWhat(found);
    case SignInMethod::AccessKey:
        break;
    }
    return accessKeyWhat(found.credential);
}

QString foundWhere(const FoundCredential &found)
{
    QStringList parts{cloudName(found.profile), visibleText(found.profile.region, ShownChars),
                      projectOf(found.profile)};
    parts.removeAll(QString());
    return parts.join(u" · "_s);
}

FoundRow::FoundRow(const FoundCredential &found, int number, QWidget *parent)
    : RoundedPanel(parent), m_found(found), m_tick(new QCheckBox(this))
{
    const bool isUsable = found.whyNot.isEmpty();
    const QString source = visibleText(found.source, ShownChars);
    const QString what = foundWhat(found);
    const QString where = foundWhere(found);
    setObjectName(u"foundRow%1"_s.arg(number));
    m_tick->setObjectName(u"foundCheck%1"_s.arg(number));
    m_tick->setAccessibleName(
        isUsable ? tr("%1: %2", "source of a connection, what it is").arg(source, what)
                 : tr("%1: %2", "source of a connection, what it is").arg(source, visibleText(found.whyNot)));
    m_tick->setEnabled(isUsable);
    m_tick->installEventFilter(this);
    setFocusProxy(m_tick);

    auto *title = new PlainLabel(PlainLabel::Look::Strong);
    title->setPlain(source);
    auto *column = new QVBoxLayout;
    column->setSpacing(2);
    column->addWidget(title);
    const auto addLine = [column](const QString &text, const QString &objectName, PlainLabel::Look look) {
        if (text.isEmpty())
            return;
        auto *label = new PlainLabel(look);
        label->setObjectName(objectName);
        label->setPlain(text);
        column->addWidget(label);
    };
    if (isUsable) {
        addLine(what, u"foundWhat%1"_s.arg(number), PlainLabel::Look::Body);
        addLine(where, u"foundWhere%1"_s.arg(number), PlainLabel::Look::Muted);
        if (std::holds_alternative<std::monostate>(found.credential))
            addLine(tr("The secret is not in there; it is asked for when signing in."),
                    u"foundMissing%1"_s.arg(number), PlainLabel::Look::Muted);
    } else {
        title->setLook(PlainLabel::Look::Muted);
        addLine(visibleText(found.whyNot, 400), u"foundWhyNot%1"_s.arg(number), PlainLabel::Look::Muted);
    }
    if (!found.filePath.isEmpty())
        setToolTip(tooltipText(found.filePath));

    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(14, 10, 14, 11);
    row->setSpacing(10);
    row->addWidget(m_tick, 0, Qt::AlignTop);
    row->addLayout(column, 1);
    connect(m_tick, &QCheckBox::toggled, this, &FoundRow::toggled);
}

bool FoundRow::isTicked() const
{
    return m_tick->isEnabled() && m_tick->isChecked();
}

void FoundRow::setTicked(bool ticked)
{
    if (m_tick->isEnabled())
        m_tick->setChecked(ticked);
}

QColor FoundRow::lineColour() const
{
    return m_tick->hasFocus() ? semanticColour(SemanticColour::Accent, palette())
                              : RoundedPanel::lineColour();
}

QColor FoundRow::fillColour() const
{
    return m_found.whyNot.isEmpty() ? palette().color(QPalette::Base) : QColor();
}

void FoundRow::mouseReleaseEvent(QMouseEvent *event)
{
    if (event->button() == Qt::LeftButton && rect().contains(event->position().toPoint()) &&
        m_tick->isEnabled()) {
        m_tick->setFocus(Qt::MouseFocusReason);
        m_tick->toggle();
        return;
    }
    RoundedPanel::mouseReleaseEvent(event);
}

bool FoundRow::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::FocusIn || event->type() == QEvent::FocusOut)
        update();
    return RoundedPanel::eventFilter(watched, event);
}

} // namespace leasekeeper

// SPDX-License-Identifier: MIT
#include "profilebutton.h"

#include "icons.h"
#include "plaintext.h"
#include "profilemark.h"
#include "readingtext.h"
#include "removeprofiledialog.h"

#include <QActionGroup>
#include <QEvent>
#include <QKeyEvent>
#include <QMenu>
#include <QStyleOptionToolButton>
#include <QStylePainter>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace leasekeeper
{

namespace
{

constexpr int NameChars = 64;
constexpr int LeastChars = 8;
constexpr int Padding = 9;
constexpr int VerticalPadding = 3;
constexpr int Gap = 6;
constexpr int ChevronSide = 12;

QString menuText(const QString &foreign)
{
    return visibleText(foreign, NameChars).replace(u'&', u"&&"_s);
}

} // namespace

ProfileButton::ProfileButton(QWidget *parent) : QToolButton(parent), m_menu(new QMenu(this))
{
    setObjectName(u"profileButton"_s);
    setAutoRaise(true);
    setFocusPolicy(Qt::StrongFocus);
    setPopupMode(QToolButton::InstantPopup);
    setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    m_menu->setObjectName(u"profileMenu"_s);
    m_menu->setAccessibleName(tr("Connections"));
    m_menu->setToolTipsVisible(true);
    setMenu(m_menu);
    setProfiles({}, {});
}

void ProfileButton::setProfiles(const QList<Profile> &profiles, const Profile &current)
{
    m_profiles = profiles;
    m_current = current;
    const QString name = visibleText(current.name, NameChars);
    setText(menuText(current.name));
    setAccessibleName(tr("Connection: %1").arg(name));
    setToolTip(tooltipText(name));
    fillMenu();
    updateGeometry();
}

void ProfileButton::setSignedIn(bool signedIn)
{
    if (m_isSignedIn == signedIn)
        return;
    m_isSignedIn = signedIn;
    fillMenu();
}

QSize ProfileButton::sizeHint() const
{
    const QSize text = fontMetrics().size(Qt::TextShowMnemonic, this->text());
    return {2 * Padding + text.width() + Gap + ChevronSide, text.height() + 2 * VerticalPadding};
}

QSize ProfileButton::minimumSizeHint() const
{
    const int least = 2 * Padding + fontMetrics().averageCharWidth() * LeastChars + Gap + ChevronSide;
    return {std::min(sizeHint().width(), least), sizeHint().height()};
}

void ProfileButton::changeEvent(QEvent *event)
{
    QToolButton::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        fillMenu();
}

void ProfileButton::paintEvent(QPaintEvent *)
{
    QStylePainter painter(this);
    QStyleOptionToolButton option;
    initStyleOption(&option);
    if (option.state & (QStyle::State_MouseOver | QStyle::State_Sunken | QStyle::State_On))
        painter.drawPrimitive(QStyle::PE_PanelButtonTool, option);
    if (option.state & QStyle::State_HasFocus) {
        QStyleOptionFocusRect focus;
        focus.QStyleOption::operator=(option);
        painter.drawPrimitive(QStyle::PE_FrameFocusRect, focus);
    }
    // The style's own drawing cuts a long name in the middle of a letter, and hides its arrow in a corner.
    QRect textRect = rect().adjusted(Padding, 0, -Padding - Gap - ChevronSide, 0);
    QRect chevron(0, 0, ChevronSide, ChevronSide);
    chevron.moveCenter({textRect.right() + Gap + ChevronSide / 2, rect().center().y() + 1});
    textRect = QStyle::visualRect(layoutDirection(), rect(), textRect);
    chevron = QStyle::visualRect(layoutDirection(), rect(), chevron);
    const QColor ink =
        palette().color(isEnabled() ? QPalette::Active : QPalette::Disabled, QPalette::ButtonText);
    painter.setPen(ink);
    painter.drawText(
        textRect, int(Qt::AlignVCenter) | Qt::AlignLeading | Qt::TextSingleLine | Qt::TextShowMnemonic,
        fontMetrics().elidedText(text(), Qt::ElideRight, textRect.width() + 1, Qt::TextShowMnemonic));
    leasekeeper::icon(Icon::Collapse, ink).paint(&painter, chevron);
}

void ProfileButton::keyPressEvent(QKeyEvent *event)
{
    const int key = event->key();
    if (key == Qt::Key_Return || key == Qt::Key_Enter || key == Qt::Key_Down)
        showMenu();
    else
        QToolButton::keyPressEvent(event);
}

void ProfileButton::fillMenu()
{
    m_menu->clear();
    delete m_menu->findChild<QActionGroup *>();
    auto *group = new QActionGroup(m_menu);
    for (const Profile &profile : std::as_const(m_profiles)) {
        const bool isCurrent = !m_current.isDemo && profile.id == m_current.id;
        QAction *action =
            m_menu->addAction(profileMark(profile, isCurrent, palette()), menuText(profile.name));
        action->setObjectName(QString(u"profile-"_s + profile.id));
        action->setToolTip(tooltipText(profileScope(profile)));
        action->setCheckable(true);
        action->setChecked(isCurrent);
        group->addAction(action);
        connect(action, &QAction::triggered, this, [this, id = profile.id] { Q_EMIT profileChosen(id); });
    }
    QAction *demo = m_menu->addAction(leasekeeper::icon(Icon::Demo), tr("&Demo cloud"));
    demo->setObjectName(u"demoAction"_s);
    demo->setCheckable(true);
    demo->setChecked(m_current.isDemo);
    group->addAction(demo);
    connect(demo, &QAction::triggered, this, [this] {
        if (!m_current.isDemo)
            Q_EMIT demoRequested();
    });

    m_menu->addSeparator();
    connect(addCommand(u"newConnectionAction"_s, leasekeeper::icon(Icon::Add), tr("&New connection…")),
            &QAction::triggered, this, &ProfileButton::newRequested);
    connect(
        addCommand(u"importConnectionAction"_s, leasekeeper::icon(Icon::Import), tr("&Import a connection…")),
        &QAction::triggered, this, &ProfileButton::importRequested);
    QAction *edit =
        addCommand(u"editConnectionAction"_s, leasekeeper::icon(Icon::Edit), tr("&Edit this connection…"));
    QAction *remove = addCommand(u"removeConnectionAction"_s, leasekeeper::icon(Icon::Delete),
                                 tr("&Remove this connection…"));
    m_menu->addSeparator();
    QAction *signOut = addCommand(u"signOutAction"_s, leasekeeper::icon(Icon::SignOut), tr("Sign &out"));
    connect(edit, &QAction::triggered, this, [this] { Q_EMIT editRequested(m_current.id); });
    connect(remove, &QAction::triggered, this, &ProfileButton::confirmRemoval);
    connect(signOut, &QAction::triggered, this, &ProfileButton::signOutRequested);

    const bool isSaved = currentSaved() != nullptr;
    const QString whyNot = m_current.isDemo ? tr("The demo cloud has no settings.")
                                            : tr("This connection is for this run only.");
    for (QAction *action : {edit, remove}) {
        action->setEnabled(isSaved);
        action->setToolTip(isSaved ? QString() : tooltipText(whyNot));
    }
    signOut->setEnabled(m_isSignedIn && !m_current.isDemo);
    signOut->setToolTip(signOut->isEnabled()
                            ? QString()
                            : tooltipText(m_current.isDemo ? tr("The demo cloud needs no sign-in.")
                                                           : tr("Signed out already.")));
}

QAction *ProfileButton::addCommand(const QString &objectName, const QIcon &icon, const QString &text)
{
    QAction *action = m_menu->addAction(icon, text);
    action->setObjectName(objectName);
    return action;
}

void ProfileButton::confirmRemoval()
{
    const Profile *profile = currentSaved();
    if (!profile)
        return;
    auto *dialog = new RemoveProfileDialog(*profile, window());
    connect(dialog, &RemoveProfileDialog::decided, this, &ProfileButton::removeRequested);
    dialog->open();
}

const Profile *ProfileButton::currentSaved() const
{
    if (m_current.isDemo || m_current.id.isEmpty())
        return nullptr;
    const auto found = std::find_if(m_profiles.begin(), m_profiles.end(),
                                    [this](const Profile &profile) { return profile.id == m_current.id; });
    return found == m_profiles.end() ? nullptr : &*found;
}

} // namespace leasekeeper

// SPDX-License-Identifier: MIT
#include "desk.h"

#include "demoworld.h"
#include "findcredentials.h"
#include "instancetablemodel.h"
#include "liveworld.h"
#include "profile.h"
#include "wiretime.h"

#include <QAction>
#include <QApplication>
#include <QHeaderView>
#include <QLabel>
#include <QTest>
#include <QToolBar>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace leasekeeper::test
{

namespace
{

constexpr qint64 QuickTransitionMs = 400;

CloudServer::Options emptyCloud(const QString &passcode, const Clock *clock)
{
    CloudServer::Options options;
    options.clock = clock;
    options.cloud.count = 0;
    options.cloud.acceptAnyToken = true;
    options.cloud.users = {{.name = u"ana"_s,
                            .account = u"OTC0001"_s,
                            .password = Desk::canaryPassword(),
                            .passcode = passcode}};
    return options;
}

} // namespace

Desk::Desk(const QString &settingsPath, First first, const QString &passcode, const QString &journalFolder,
           Time time)
    : m_time(time == Time::Virtual ? std::make_unique<VirtualTime>() : nullptr),
      m_timers(m_time ? static_cast<Timers &>(*m_time) : m_realTimers),
      server(emptyCloud(passcode, m_time.get())),
      settings(settingsPath),
      application(m_timers, settings, journalFolder),
      accounts(application, {settings, keeper,
                             [this](const Profile &profile, const Credential &credential) {
                                 return live(profile, credential);
                             },
                             [] { return std::make_unique<DemoWorld>(DemoWorld::Options{}); },
                             [this] { return importable; }, importFile})
{
    if (const QString wrong = server.start(); !wrong.isEmpty()) {
        qFatal("%s", qPrintable(wrong));
    }
    if (first == First::Account)
        application.open(worldOf(profileOf(server, u"loopback"_s)));
    server.cloud().setTransitionMs(QuickTransitionMs);
    settings.setGraceMs(300);
}

std::unique_ptr<LiveWorld> Desk::live(const Profile &profile, const Credential &credential)
{
    std::optional<LiveWorld::TimeSource> source;
    if (m_time)
        source.emplace(LiveWorld::TimeSource{*m_time, *m_time});
    auto world = std::make_unique<LiveWorld>(profile, credential, QString(), SystemProxies::Helper(), source);
    m_worlds.append(world.get());
    return world;
}

std::unique_ptr<Surroundings> Desk::worldOf(const Profile &profile)
{
    return live(profile, TokenCredential{Secret(canaryToken()), std::nullopt});
}

QString Desk::keep(Profile profile, const Credential &credential)
{
    profile.id = u"id-"_s + profile.name;
    settings.putProfile(profile);
    keeper.keep(profile.id, credential);
    return until([&] { return keeper.kept(profile.id) == Kept::InKeyStore; }) ? profile.id : QString();
}

bool Desk::isBusy() const
{
    return std::any_of(m_worlds.begin(), m_worlds.end(),
                       [](const auto &world) { return world && world->http().isBusy(); });
}

bool Desk::until(const std::function<bool()> &done, qint64 limitMs)
{
    if (!m_time)
        return QTest::qWaitFor(done, int(limitMs));
    return WireTime(*m_time, [this] { return isBusy(); }).advanceUntil(done, limitMs);
}

void Desk::pass(qint64 ms)
{
    if (!m_time)
        qFatal("Real time is not waited for.");
    WireTime(*m_time, [this] { return isBusy(); }).advance(ms);
}

qint64 Desk::monotonicMs() const
{
    return m_time ? m_time->monotonicMs() : SystemClock().monotonicMs();
}

void Desk::begin()
{
    window().resize(1280, 800);
    accounts.begin();
    application.start();
}

bool Desk::lists(int rows)
{
    return until([this, rows] {
        const Session *session = application.session();
        return session && session->readingState().phase == ReadingState::Phase::Ready &&
               table().model()->rowCount() == rows;
    });
}

QString Desk::shownTexts() const
{
    QStringList texts;
    const QList<QLabel *> labels = window().findChildren<QLabel *>();
    for (const QLabel *label : labels) {
        if (label->isVisible())
            texts.append(label->text());
    }
    return texts.join(u'\n');
}

bool Desk::says(const QString &text)
{
    return until([&] { return shownTexts().contains(text); });
}

Profile Desk::profileOf(CloudServer &server, const QString &name)
{
    Profile profile;
    profile.name = name;
    profile.endpoint = server.url();
    profile.projectId = server.cloud().projectId();
    profile.region = u"here"_s;
    return profile;
}

Profile Desk::userProfile(const QString &name)
{
    Profile profile = profileOf(server, name);
    profile.iamEndpoint = server.url();
    profile.signIn = SignInMethod::Password;
    profile.loginName = u"ana"_s;
    profile.accountName = u"OTC0001"_s;
    profile.projectId.clear();
    profile.projectName = server.cloud().projectName();
    return profile;
}

QString Desk::place(const QString &name, const QString &status, qint64 stopsInMs)
{
    SimulatedCloud::Record record;
    record.name = name;
    record.status = status;
    record.leaseCreateAtMs = server.cloud().nowMs() - 3'600'000;
    record.leaseUpdateAtMs = record.leaseCreateAtMs;
    record.leaseDurationMs = 3'600'000 + stopsInMs;
    record.leaseType = u"TIMING"_s;
    return server.cloud().place(record);
}

bool Desk::open(int rows)
{
    window().resize(1280, 800);
    application.start();
    window().activateWindow();
    return QTest::qWaitForWindowActive(&window()) &&
           QTest::qWaitFor(
               [this, rows] {
                   const ReadingState &state = application.session()->readingState();
                   return state.phase == ReadingState::Phase::Ready && !state.listing &&
                          table().model()->rowCount() == rows;
               },
               10'000);
}

QTableView &Desk::table() const
{
    auto *view = window().findChild<QTableView *>(u"instanceTable"_s);
    if (view == nullptr) {
        qFatal("the window has no instanceTable");
    }
    return *view;
}

int Desk::rowOf(const QString &id) const
{
    const QAbstractItemModel &model = *table().model();
    for (int row = 0; row < model.rowCount(); ++row) {
        if (model.index(row, 0).data(InstanceTableModel::IdRole).toString() == id) {
            return row;
        }
    }
    return -1;
}

int Desk::columnOf(const QString &key) const
{
    const QAbstractItemModel &model = *table().model();
    for (int column = 0; column < model.columnCount(); ++column) {
        if (model.headerData(column, Qt::Horizontal, InstanceTableModel::KeyRole).toString() == key) {
            return column;
        }
    }
    qFatal("the table has no column %s", qPrintable(key));
}

QString Desk::cell(const QString &id, const QString &column) const
{
    const int row = rowOf(id);
    return row < 0 ? QString() : table().model()->index(row, columnOf(column)).data().toString();
}

QVariant Desk::rawCell(const QString &id, const QString &column) const
{
    const int row = rowOf(id);
    return row < 0 ? QVariant()
                   : table().model()->index(row, columnOf(column)).data(InstanceTableModel::SortRole);
}

void Desk::select(const QStringList &ids)
{
    Qt::KeyboardModifiers modifiers = Qt::NoModifier;
    for (const QString &id : ids) {
        const QModelIndex index = table().model()->index(rowOf(id), columnOf(u"name"_s));
        table().scrollTo(index);
        QTest::mouseClick(table().viewport(), Qt::LeftButton, modifiers, table().visualRect(index).center());
        modifiers = Qt::ControlModifier;
    }
    // What the selection allows is worked out by the time a hand has moved on.
    QCoreApplication::processEvents();
}

QWidget *Desk::visibleWidget(const QString &objectName) const
{
    const QWidgetList all = QApplication::allWidgets();
    const auto found = std::find_if(all.begin(), all.end(), [&objectName](const QWidget *widget) {
        return widget->objectName() == objectName && widget->isVisible();
    });
    if (found != all.end()) {
        return *found;
    }
    // An action is clicked where the toolbar shows it.
    const auto *action = window().findChild<QAction *>(objectName);
    const QList<QToolBar *> bars = window().findChildren<QToolBar *>();
    for (const QToolBar *bar : bars) {
        QWidget *button = action != nullptr ? bar->widgetForAction(const_cast<QAction *>(action)) : nullptr;
        if (button != nullptr && button->isVisible()) {
            return button;
        }
    }
    return nullptr;
}

bool Desk::click(const QString &objectName) const
{
    QWidget *widget = visibleWidget(objectName);
    if (widget == nullptr || !widget->isEnabled()) {
        return false;
    }
    QTest::mouseClick(widget, Qt::LeftButton);
    return true;
}

QDialog *Desk::dialog(const QString &objectName) const
{
    return qobject_cast<QDialog *>(visibleWidget(objectName));
}

QDialog *Desk::anyDialog() const
{
    const QList<QDialog *> all = window().findChildren<QDialog *>();
    const auto found =
        std::find_if(all.begin(), all.end(), [](const QDialog *one) { return one->isVisible(); });
    return found == all.end() ? nullptr : *found;
}

void Desk::press(QWidget &where, Qt::Key key)
{
    QWidget *focus = where.focusWidget();
    QTest::keyClick(focus != nullptr ? focus : &where, key);
}

bool Desk::shows(const QString &objectName, bool enabled) const
{
    const QWidget *widget = visibleWidget(objectName);
    return widget != nullptr && (!enabled || widget->isEnabled());
}

int Desk::writesSeen() const
{
    const auto &seen = server.seen();
    return int(std::count_if(seen.begin(), seen.end(), [](const auto &one) { return one.method != "GET"; }));
}

int Desk::effects(const QByteArray &verb, const QString &id)
{
    const auto &all = server.cloud().effects();
    return int(std::count_if(all.begin(), all.end(), [&](const CloudEffect &one) {
        return one.verb == verb && (id.isEmpty() || one.id == id);
    }));
}

} // namespace leasekeeper::test

// SPDX-License-Identifier: MIT
#include "proxypasswords.h"

#include "accountpage.h"
#include "application.h"
#include "connectiondialog.h"
#include "keepingprospect.h"
#include "mainwindow.h"
#include "newprofiles.h"
#include "plaintext.h"
#include "proxypassworddialog.h"
#include "session.h"
#include "settings.h"
#include "surroundings.h"

#include <QPointer>

#include <algorithm>
#include <memory>
#include <optional>
#include <utility>

using namespace Qt::StringLiterals;

namespace leasekeeper
{

namespace
{

constexpr int ProxyChars = 120;

} // namespace

ProxyPasswords::ProxyPasswords(Application &application, Settings &settings, CredentialKeeper &keeper,
                               QObject *parent)
    : QObject(parent), m_application(application), m_settings(settings), m_keeper(keeper)
{
}

QString ProxyPasswords::idOf(const QString &profileId)
{
    return profileId.isEmpty() ? QString() : profileId + "/proxy"_L1;
}

void ProxyPasswords::serve(Session &session)
{
    connect(&session.surroundings(), &Surroundings::proxyPasswordNeeded, this, &ProxyPasswords::find);
    connect(&session.surroundings(), &Surroundings::proxyPasswordRefused, this, &ProxyPasswords::tellRefused);
}

void ProxyPasswords::hear(ConnectionDialog &dialog)
{
    // It comes just before the decision, and before each test, which has its own ear.
    connect(&dialog, &ConnectionDialog::proxyPasswordTyped, this,
            [this](const Secret &password) { m_typed = password; });
    connect(&dialog, &ConnectionDialog::testRequested, this, &ProxyPasswords::dropTyped);
}

void ProxyPasswords::giveTyped(Surroundings &world, const Profile &profile)
{
    if (const Secret typed = std::exchange(m_typed, {}); !typed.isEmpty())
        world.provideProxyPassword(profile.proxy.userName, typed);
}

void ProxyPasswords::keepTyped(const QString &profileId, bool remember)
{
    if (!m_typed.isEmpty())
        keepSecret(m_keeper, idOf(profileId), PasswordCredential{m_typed}, remember);
}

void ProxyPasswords::dropTyped()
{
    m_typed = {};
}

void ProxyPasswords::forget(const QString &profileId, const CredentialKeeper::Done &done)
{
    if (!profileId.isEmpty())
        m_keeper.forget(idOf(profileId), this, done);
}

void ProxyPasswords::find(const QString &proxy, const QString &whyAgain)
{
    const QPointer<Session> session = m_application.session();
    if (!session)
        return;
    const Profile profile = newest(session->profile());
    // A refused one must not go out again by itself.
    if (!whyAgain.isEmpty())
        forget(profile.id);
    if (!whyAgain.isEmpty() || profile.id.isEmpty() || profile.proxy.userName.isEmpty()) {
        ask(proxy, whyAgain);
        return;
    }
    m_keeper.load(idOf(profile.id), session, [this, session, profile, proxy](const StoreAnswer &answer) {
        const auto *kept = std::get_if<PasswordCredential>(&answer.credential);
        if (answer.outcome == StoreAnswer::Outcome::Done && kept)
            session->surroundings().provideProxyPassword(profile.proxy.userName, kept->password);
        else if (session == m_application.session())
            ask(proxy, {});
    });
}

Profile ProxyPasswords::newest(const Profile &profile) const
{
    // The settings know the name better, where it was told during this session.
    return m_settings.profile(profile.id).value_or(profile);
}

void ProxyPasswords::ask(const QString &proxy, const QString &whyAgain)
{
    AccountPage *page = m_application.window().account();
    const QPointer<Session> session = m_application.session();
    if (!page || !session)
        return;
    const QList<ProxyPasswordDialog *> open = page->findChildren<ProxyPasswordDialog *>();
    if (std::any_of(open.begin(), open.end(), [](const auto *one) { return one->isVisible(); }))
        return;
    const QString knownName = newest(session->profile()).proxy.userName;
    auto *dialog = new ProxyPasswordDialog(proxy, knownName, whyAgain, page);
    if (session->profile().id.isEmpty())
        tellForThisRun(*dialog);
    else
        tellProspect(*dialog, m_keeper);
    auto given = std::make_shared<bool>(false);
    connect(dialog, &ProxyPasswordDialog::decided, this,
            [this, session, given](const QString &userName, const Secret &password, bool remember) {
                *given = true;
                if (session && session == m_application.session())
                    take(userName, password, remember);
            });
    connect(dialog, &QDialog::finished, this, [session, given] {
        if (session && !*given)
            session->surroundings().abandonProxyPassword();
    });
    dialog->open();
}

void ProxyPasswords::take(const QString &userName, const Secret &password, bool remember)
{
    Session *session = m_application.session();
    const QString id = session->profile().id;
    // The name belongs to the settings, so that the next run can find the password that goes with it.
    if (std::optional<Profile> kept = m_settings.profile(id); kept && kept->proxy.userName != userName) {
        kept->proxy.userName = userName;
        m_settings.putProfile(*kept);
    }
    keepSecret(m_keeper, idOf(id), PasswordCredential{password}, remember);
    session->surroundings().provideProxyPassword(userName, password);
}

void ProxyPasswords::tellRefused(const QString &proxy)
{
    if (const Session *session = m_application.session())
        forget(session->profile().id);
    if (AccountPage *page = m_application.window().account())
        page->showNotice(
            tr("The proxy %1 refused the password twice. It is asked for again when you refresh.")
                .arg(visibleText(proxy, ProxyChars)));
}

} // namespace leasekeeper

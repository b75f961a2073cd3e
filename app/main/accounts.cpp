// SPDX-License-Identifier: MIT
#include "accounts.h"

#include "accountpage.h"
#include "application.h"
#include "connectiondialog.h"
#include "credentialkeeper.h"
#include "dialogtest.h"
#include "firstrunpage.h"
#include "keepingprospect.h"
#include "mainwindow.h"
#include "newprofiles.h"
#include "passcodedialog.h"
#include "plaintext.h"
#include "profilebutton.h"
#include "session.h"
#include "settings.h"
#include "signindialog.h"
#include "surroundings.h"

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

namespace leasekeeper
{

namespace
{

constexpr int NameChars = 64;

bool isEmpty(const Credential &credential)
{
    return std::holds_alternative<std::monostate>(credential);
}

} // namespace

Accounts::Accounts(Application &application, Outside outside, QObject *parent)
    : QObject(parent),
      m_application(application),
      m_outside(std::move(outside)),
      m_proxyPasswords(application, m_outside.settings, m_outside.keeper),
      m_import(m_outside.settings, m_outside.keeper, {m_outside.find, m_outside.readFile})
{
    connect(&m_import, &ProfileImport::imported, this, &Accounts::open);
    connect(&application, &Application::sessionChanged, this, &Accounts::onSessionChanged);
    connect(&m_outside.settings, &Settings::profilesChanged, this, &Accounts::fillPage);
    connect(&m_outside.keeper, &CredentialKeeper::keptChanged, this, &Accounts::tellKept);
    connect(&m_outside.keeper, &CredentialKeeper::waiting, this, &Accounts::tellWaiting);
}

Accounts::~Accounts() = default;

void Accounts::begin()
{
    const QList<Profile> all = m_outside.settings.profiles();
    const std::optional<Profile> last = m_outside.settings.profile(m_outside.settings.lastProfileId());
    if (last)
        openProfile(*last);
    else if (!all.isEmpty())
        openProfile(all.first());
    else
        showBeginning();
}

void Accounts::showBeginning()
{
    m_application.close([this] { return makeBeginning(); });
}

QWidget *Accounts::makeBeginning()
{
    auto *page = new FirstRunPage;
    page->setFound(m_outside.find());
    connect(page, &FirstRunPage::connectRequested, this, &Accounts::connectNew);
    connect(page, &FirstRunPage::importRequested, this, &Accounts::import);
    connect(page, &FirstRunPage::demoRequested, this, &Accounts::openDemo);
    return page;
}

void Accounts::openDemo()
{
    m_application.open(m_outside.demo());
}

void Accounts::openById(const QString &id)
{
    const std::optional<Profile> profile = m_outside.settings.profile(id);
    if (profile && m_application.destination() != id)
        openProfile(*profile);
}

void Accounts::openProfile(const Profile &profile)
{
    m_outside.settings.setLastProfileId(profile.id);
    // Its page at once; the key store may take its time.
    m_application.open(worldOf(profile, {}), Application::Reading::Later);
}

void Accounts::open(const Profile &profile, const Credential &credential)
{
    if (!profile.id.isEmpty())
        m_outside.settings.setLastProfileId(profile.id);
    m_application.open(worldOf(profile, credential),
                       isEmpty(credential) ? Application::Reading::Later : Application::Reading::AtOnce);
}

std::unique_ptr<Surroundings> Accounts::worldOf(const Profile &profile, const Credential &credential)
{
    std::unique_ptr<Surroundings> world = m_outside.live(profile, credential);
    m_proxyPasswords.giveTyped(*world, profile);
    return world;
}

void Accounts::onSessionChanged()
{
    m_loading.reset();
    m_signedOutByUser = false;
    Session *session = m_application.session();
    AccountPage *page = m_application.window().account();
    if (!session || !page)
        return;
    connect(page, &AccountPage::signInRequested, this, &Accounts::signIn);
    connect(page, &AccountPage::profileChangeRequested, this, [this, page] { edit(page->profile().id); });
    connect(page, &AccountPage::allOwnersRequested, this,
            [this, page] { showAllOwners(page->profile().id); });
    connect(session, &Session::profileChanged, this, &Accounts::learn);
    connect(session, &Session::signedIn, page, &AccountPage::forgetDenied);
    connect(&session->surroundings(), &Surroundings::passcodeNeeded, this, &Accounts::askForPasscode);
    m_proxyPasswords.serve(*session);

    auto *button = new ProfileButton;
    connect(button, &ProfileButton::profileChosen, this, &Accounts::openById);
    connect(button, &ProfileButton::newRequested, this, &Accounts::connectNew);
    connect(button, &ProfileButton::importRequested, this, &Accounts::import);
    connect(button, &ProfileButton::editRequested, this, &Accounts::edit);
    connect(button, &ProfileButton::removeRequested, this, &Accounts::remove);
    connect(button, &ProfileButton::signOutRequested, this, &Accounts::signOut);
    connect(button, &ProfileButton::demoRequested, this, &Accounts::openDemo);
    connect(session, &Session::readingChanged, button, [button](const ReadingState &state) {
        button->setSignedIn(state.phase != ReadingState::Phase::SignedOut);
    });
    page->host(button);
    fillPage();
    // Perhaps it was known before the page was.
    tellKept(session->profile().id);

    if (session->profile().id.isEmpty() || session->isSignedIn())
        return;
    m_loading = std::make_unique<QObject>();
    // A key store may want to start first, or ask; the window need not wait for it.
    m_application.whenPainted(
        m_loading.get(), [this, asking = QPointer(session), id = session->profile().id] {
            m_outside.keeper.load(id, m_loading.get(),
                                  [this, asking](const StoreAnswer &answer) { take(answer, asking); });
        });
}

void Accounts::fillPage()
{
    AccountPage *page = m_application.window().account();
    auto *button = page ? page->findChild<ProfileButton *>() : nullptr;
    if (button)
        button->setProfiles(m_outside.settings.profiles(), page->profile());
}

void Accounts::endLoading()
{
    // Later: this is called from within the answer that belongs to it.
    if (m_loading)
        m_loading.release()->deleteLater();
}

void Accounts::take(const StoreAnswer &answer, const QPointer<Session> &session)
{
    endLoading();
    if (!session)
        return;
    if (answer.outcome == StoreAnswer::Outcome::Done)
        session->signIn(answer.credential);
    else if (answer.outcome == StoreAnswer::Outcome::NotFound)
        session->failSignIn(tr("Nothing to sign in with is kept for this profile."));
    else
        session->failSignIn(answer.text);
}

void Accounts::connectNew()
{
    auto *dialog =
        new ConnectionDialog(ConnectionDialog::Purpose::Connect, Profile(), &m_application.window());
    dialog->setTakenNames(namesOfOthers(m_outside.settings.profiles(), {}));
    tellProspect(*dialog, m_outside.keeper);
    addTest(*dialog);
    m_proxyPasswords.hear(*dialog);
    connect(dialog, &ConnectionDialog::decided, this,
            [this](Profile profile, const Credential &credential, bool remember) {
                profile.id = newProfileId();
                m_outside.settings.putProfile(profile);
                keepSecret(m_outside.keeper, profile.id, credential, remember);
                m_proxyPasswords.keepTyped(profile.id, remember);
                open(profile, credential);
            });
    dialog->open();
}

void Accounts::addTest(ConnectionDialog &dialog)
{
    const auto fetch = [this](const QString &id, QObject *context,
                              const std::function<void(const Credential &)> &done) {
        m_outside.keeper.load(id, context, [done](const StoreAnswer &answer) {
            done(answer.outcome == StoreAnswer::Outcome::Done ? answer.credential : Credential());
        });
    };
    new DialogTest(
        dialog, m_outside.live, fetch,
        [fetch](const QString &id, QObject *context, const std::function<void(const Credential &)> &done) {
            fetch(ProxyPasswords::idOf(id), context, done);
        });
}

void Accounts::import()
{
    m_import.begin(m_application.window());
}

void Accounts::edit(const QString &id)
{
    const std::optional<Profile> profile = m_outside.settings.profile(id);
    if (!profile)
        return;
    auto *dialog = new ConnectionDialog(ConnectionDialog::Purpose::Edit, *profile, &m_application.window());
    dialog->setTakenNames(namesOfOthers(m_outside.settings.profiles(), id));
    if (m_outside.keeper.kept(id) != Kept::Nowhere)
        dialog->setKept(KeptCredential{profile->signIn, {}, m_outside.keeper.keptText(id)});
    tellProspect(*dialog, m_outside.keeper);
    addTest(*dialog);
    m_proxyPasswords.hear(*dialog);
    connect(dialog, &ConnectionDialog::decided, this, &Accounts::changed);
    dialog->open();
}

void Accounts::changed(const Profile &profile, const Credential &credential, bool remember)
{
    m_outside.settings.putProfile(profile);
    keepSecret(m_outside.keeper, profile.id, credential, remember);
    m_proxyPasswords.keepTyped(profile.id, remember);
    if (m_application.destination() != profile.id) {
        m_proxyPasswords.dropTyped();
        return;
    }
    // From the beginning: what was read before may belong to another project.
    if (isEmpty(credential))
        openProfile(profile);
    else
        open(profile, credential);
}

void Accounts::showAllOwners(const QString &id)
{
    std::optional<Profile> profile = m_outside.settings.profile(id);
    if (!profile || m_application.destination() != id)
        return;
    profile->allUsers = true;
    m_outside.settings.putProfile(*profile);
    openProfile(*profile);
}

void Accounts::remove(const QString &id)
{
    const std::optional<Profile> profile = m_outside.settings.profile(id);
    if (!profile)
        return;
    const QString name = visibleText(profile->name, NameChars);
    // Two secrets, one sentence.
    const auto told = std::make_shared<bool>(false);
    const auto heard = [this, name, told](const StoreAnswer &answer) {
        const bool isGone =
            answer.outcome == StoreAnswer::Outcome::Done || answer.outcome == StoreAnswer::Outcome::NotFound;
        if (!isGone && !std::exchange(*told, true))
            m_application.tell(
                tr("The key store may still hold the secret of %1. %2", "profile").arg(name, answer.text));
    };
    m_outside.keeper.forget(id, this, heard);
    m_proxyPasswords.forget(id, heard);
    m_outside.settings.removeProfile(id);
    if (m_application.destination() == id)
        begin();
}

void Accounts::signIn()
{
    Session *session = m_application.session();
    if (!session)
        return;
    const ReadingState &state = session->readingState();
    const QString reason = state.error ? state.error->message : QString();
    if (!m_signedOutByUser || session->profile().id.isEmpty()) {
        askForCredential(reason);
        return;
    }
    // Nothing was refused: what the key store has may serve again.
    m_loading = std::make_unique<QObject>();
    m_outside.keeper.load(session->profile().id, m_loading.get(),
                          [this, asking = QPointer(session)](const StoreAnswer &answer) {
                              endLoading();
                              if (!asking)
                                  return;
                              if (answer.outcome == StoreAnswer::Outcome::Done) {
                                  m_signedOutByUser = false;
                                  asking->signIn(answer.credential);
                              } else {
                                  askForCredential(answer.text);
                              }
                          });
}

void Accounts::askForCredential(const QString &reason)
{
    AccountPage *page = m_application.window().account();
    if (!page)
        return;
    const QList<SignInDialog *> open = page->findChildren<SignInDialog *>();
    if (std::any_of(open.begin(), open.end(), [](const SignInDialog *one) { return one->isVisible(); }))
        return;
    auto *dialog = new SignInDialog(page->profile(), reason, {}, page);
    if (page->profile().id.isEmpty())
        tellForThisRun(*dialog);
    else
        tellProspect(*dialog, m_outside.keeper);
    connect(dialog, &SignInDialog::decided, this, [this](const Credential &credential, bool remember) {
        Session *session = m_application.session();
        if (!session)
            return;
        m_signedOutByUser = false;
        m_loading.reset(); // a late answer of the key store counts no longer
        keepSecret(m_outside.keeper, session->profile().id, credential, remember);
        // What the key store has is the last one's; what is typed may be anybody's.
        session->forgetWho();
        session->signIn(credential);
    });
    dialog->open();
}

void Accounts::signOut()
{
    Session *session = m_application.session();
    if (!session)
        return;
    m_loading.reset();
    m_signedOutByUser = true;
    const QString id = session->profile().id;
    session->signOut();
    // Other profiles stay signed in.
    m_outside.keeper.wipe(id);
    m_outside.keeper.wipe(ProxyPasswords::idOf(id));
}

void Accounts::askForPasscode(const QString &whyAgain)
{
    AccountPage *page = m_application.window().account();
    const QPointer<Session> session = m_application.session();
    if (!page || !session)
        return;
    auto *dialog = new PasscodeDialog(page->profile(), whyAgain, page);
    auto given = std::make_shared<bool>(false);
    connect(dialog, &PasscodeDialog::decided, this, [session, given](const QString &passcode) {
        *given = true;
        if (session)
            session->surroundings().providePasscode(Secret(passcode.toUtf8()));
    });
    connect(dialog, &QDialog::finished, this, [session, given] {
        if (session && !*given)
            session->surroundings().abandonPasscode();
    });
    dialog->open();
}

void Accounts::learn(const Profile &profile)
{
    // Only into what is kept already, and only what signing in tells: a run may have its own wishes.
    std::optional<Profile> kept = m_outside.settings.profile(profile.id);
    if (!kept)
        return;
    kept->projectId = profile.projectId;
    kept->projectName = profile.projectName;
    kept->userId = profile.userId;
    kept->userName = profile.userName;
    m_outside.settings.putProfile(*kept);
}

void Accounts::tellKept(const QString &profileId)
{
    AccountPage *page = m_application.window().account();
    if (!page || page->profile().id != profileId)
        return; // told when its page comes
    const QString text =
        m_outside.keeper.isStoring(profileId) ? QString() : m_outside.keeper.keptText(profileId);
    QString &told = m_toldKept[profileId];
    // Once: whoever comes back to a profile has read it.
    if (told != text)
        page->showKeeping(text);
    told = text;
}

void Accounts::tellWaiting(const QString &profileId)
{
    tellKept(profileId);
    Session *session = m_application.session();
    if (m_loading && session && session->profile().id == profileId)
        session->failSignIn(tr("The key store has not answered yet. Perhaps it asks for its password in a "
                               "window of its own."));
}

} // namespace leasekeeper

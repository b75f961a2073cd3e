// SPDX-License-Identifier: MIT
#include "dialogtest.h"

#include "connectiondialog.h"
#include "connectiontest.h"
#include "httpclient.h"
#include "passcodedialog.h"
#include "serverclock.h"
#include "surroundings.h"

#include <utility>

namespace leasekeeper
{

DialogTest::DialogTest(ConnectionDialog &dialog, Live live, Kept kept, Kept keptForProxy)
    : QObject(&dialog),
      m_dialog(dialog),
      m_live(std::move(live)),
      m_kept(std::move(kept)),
      m_keptForProxy(std::move(keptForProxy))
{
    // Comes just before the other.
    connect(&dialog, &ConnectionDialog::proxyPasswordTyped, this,
            [this](const Secret &password) { m_proxyPassword = password; });
    connect(&dialog, &ConnectionDialog::testRequested, this, &DialogTest::begin);
    connect(&dialog, &QDialog::finished, this, &DialogTest::end);
}

DialogTest::~DialogTest()
{
    end();
}

void DialogTest::end()
{
    m_test.reset();
    m_world.reset();
}

void DialogTest::begin(const Profile &profile, const Credential &credential)
{
    end();
    m_dialog.setTesting(true);
    if (!std::holds_alternative<std::monostate>(credential) || profile.id.isEmpty()) {
        findProxyPassword(profile, credential);
        return;
    }
    m_kept(profile.id, this, [this, profile](const Credential &kept) { findProxyPassword(profile, kept); });
}

void DialogTest::findProxyPassword(const Profile &profile, const Credential &credential)
{
    const bool isKnown = !m_proxyPassword.isEmpty() || profile.id.isEmpty();
    if (isKnown || profile.proxy.userName.isEmpty()) {
        start(profile, credential);
        return;
    }
    m_keptForProxy(profile.id, this, [this, profile, credential](const Credential &kept) {
        if (const auto *password = std::get_if<PasswordCredential>(&kept))
            m_proxyPassword = password->password;
        start(profile, credential);
    });
}

void DialogTest::start(const Profile &profile, const Credential &credential)
{
    // The network as the profile wants it; nothing is asked by the world itself.
    m_world = m_live(profile, {});
    // Once: the next test begins with what is typed by then.
    if (const Secret password = std::exchange(m_proxyPassword, {}); !password.isEmpty())
        m_world->provideProxyPassword(profile.proxy.userName, password);
    m_test = std::make_unique<ConnectionTest>(m_world->http(), m_world->serverClock(), profile, credential);
    connect(m_test.get(), &ConnectionTest::stepsChanged, this,
            [this] { m_dialog.setSteps(m_test->steps()); });
    connect(m_test.get(), &ConnectionTest::projectChoiceNeeded, &m_dialog, &ConnectionDialog::setProjects);
    connect(m_test.get(), &ConnectionTest::passcodeNeeded, this,
            [this, profile](const QString &whyAgain) { askForPasscode(profile, whyAgain); });
    connect(m_test.get(), &ConnectionTest::finished, this, [this] {
        m_dialog.setSteps(m_test->steps());
        m_dialog.setTesting(false);
    });
    m_test->start();
}

void DialogTest::askForPasscode(const Profile &profile, const QString &whyAgain)
{
    auto *dialog = new PasscodeDialog(profile, whyAgain, &m_dialog);
    auto given = std::make_shared<bool>(false);
    connect(dialog, &PasscodeDialog::decided, this, [this, given](const QString &passcode) {
        *given = true;
        if (m_test)
            m_test->providePasscode(Secret(passcode.toUtf8()));
    });
    connect(dialog, &QDialog::finished, this, [this, given] {
        if (m_test && !*given)
            m_test->abandonPasscode();
    });
    dialog->open();
}

} // namespace leasekeeper

// SPDX-License-Identifier: MIT
// Shows one widget of ui/signin with invented data, to look at it: gallery <name> [light|dark] [WxH]
// [--long] [--font POINTS]. Not a test.
#include "connectiondialog.h"
#include "firstrunpage.h"
#include "importdialog.h"
#include "passcodedialog.h"
#include "profilebutton.h"
#include "profilestrip.h"
#include "proxypassworddialog.h"
#include "pseudolong.h"
#include "removeprofiledialog.h"
#include "samples.h"
#include "settings.h"
#include "signindialog.h"
#include "theme.h"

#include <QApplication>
#include <QLineEdit>
#include <QPushButton>
#include <QRegularExpression>
#include <QToolButton>
#include <QVBoxLayout>

#include <cstdio>

using namespace leasekeeper;
using namespace leasekeeper::test;
using namespace Qt::StringLiterals;

namespace
{

const QString Keeping = u"The password is kept in the key store of this computer."_s;

ConnectionDialog *connection(ConnectionDialog::Purpose purpose, const Profile &profile)
{
    auto *dialog = new ConnectionDialog(purpose, profile, nullptr);
    dialog->setKeepingText(Keeping);
    return dialog;
}

QWidget *profileBar(const Profile &profile)
{
    auto *window = new QWidget;
    auto *column = new QVBoxLayout(window);
    column->setContentsMargins(0, 0, 0, 0);
    auto *strip = new ProfileStrip(profile);
    auto *button = new ProfileButton;
    button->setProfiles(sampleProfiles(), profile);
    strip->host(button);
    column->addWidget(strip);
    column->addStretch(1);
    window->resize(900, 360);
    return window;
}

QWidget *make(const QString &name)
{
    if (name == "firstrun"_L1 || name == "firstrun-found"_L1) {
        auto *page = new FirstRunPage;
        if (name == "firstrun-found"_L1)
            page->setFound(sampleFound());
        page->resize(1000, 620);
        return page;
    }
    if (name == "connect"_L1)
        return connection(ConnectionDialog::Purpose::Connect, Profile());
    if (name == "edit"_L1 || name == "edit-failed"_L1 || name == "edit-options"_L1 ||
        name == "edit-outdated"_L1) {
        Profile profile = sampleProfile();
        profile.proxy.mode = ProxySettings::Mode::Own;
        auto *dialog = connection(ConnectionDialog::Purpose::Edit, profile);
        dialog->setKept(KeptCredential{SignInMethod::Password, {}, {}});
        dialog->findChild<QToolButton *>(u"moreButton"_s)->setChecked(name == "edit-options"_L1);
        if (name == "edit-failed"_L1 || name == "edit-outdated"_L1) {
            Profile direct = sampleProfile();
            delete dialog;
            dialog = connection(ConnectionDialog::Purpose::Edit, direct);
            dialog->setKept(KeptCredential{SignInMethod::Password, {}, {}});
            dialog->show();
            dialog->findChild<QPushButton *>(u"testButton"_s)->click();
            dialog->setProjects(sampleProjects());
            dialog->setSteps(failedSteps());
            if (name == "edit-outdated"_L1)
                dialog->findChild<QLineEdit *>(u"userEdit"_s)->setText(u"li"_s);
        }
        return dialog;
    }
    if (name == "import"_L1 || name == "import-empty"_L1) {
        auto *dialog = new ImportDialog(nullptr);
        if (name == "import"_L1)
            dialog->setFound(sampleFound());
        else
            dialog->setProblem(u"notes.txt, line 1: this is none of the formats that can be imported."_s);
        dialog->setKeepingText(u"They move to the key store of this computer."_s);
        return dialog;
    }
    if (name == "signin"_L1) {
        auto *dialog = new SignInDialog(
            sampleProfile(), u"The service no longer accepts the token, and the kept password is wrong."_s,
            {}, nullptr);
        dialog->setKeepingText(Keeping);
        return dialog;
    }
    if (name == "signin-key"_L1) {
        Profile profile = sampleProfile();
        profile.signIn = SignInMethod::AccessKey;
        return new SignInDialog(profile, u"The service refuses this access key."_s, u"QTWAOYTTINDUT2QVKYUC"_s,
                                nullptr);
    }
    if (name == "passcode"_L1)
        return new PasscodeDialog(sampleProfile(), {}, nullptr);
    if (name == "proxy"_L1)
        return new ProxyPasswordDialog(u"proxy.example.com:3128"_s, u"ana"_s,
                                       u"The proxy refuses this password."_s, nullptr);
    if (name == "remove"_L1)
        return new RemoveProfileDialog(sampleProfile(), nullptr);
    if (name == "strip"_L1)
        return profileBar(sampleProfile());
    if (name == "strip-plain"_L1)
        return profileBar(sampleProfiles().last());
    if (name == "strip-demo"_L1) {
        Profile demo;
        demo.name = u"Demo"_s;
        demo.isDemo = true;
        demo.region = u"eu-de"_s;
        return profileBar(demo);
    }
    return nullptr;
}

} // namespace

int main(int argc, char **argv)
{
    QApplication application(argc, argv);
    const QStringList arguments = QApplication::arguments();
    PseudoLong longer;
    if (arguments.contains(u"--long"_s))
        QApplication::installTranslator(&longer);
    applyTheme(arguments.contains(u"dark"_s) ? Theme::Dark : Theme::Light);
    if (const auto at = arguments.indexOf(u"--font"_s); at > 0) {
        QFont font = QApplication::font();
        font.setPointSizeF(arguments.value(at + 1).toDouble());
        QApplication::setFont(font);
    }
    QWidget *widget = make(arguments.value(1));
    if (!widget) {
        std::fputs("usage: gallery NAME [light|dark] [WxH] [--long] [--font POINTS]; see make()\n", stderr);
        return 2;
    }
    widget->show();
    for (const QString &argument : arguments) {
        const auto match = QRegularExpression(u"^(\\d+)x(\\d+)$"_s).match(argument);
        if (match.hasMatch())
            widget->resize(match.captured(1).toInt(), match.captured(2).toInt());
    }
    return QApplication::exec();
}

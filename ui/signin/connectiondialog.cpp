// SPDX-License-Identifier: MIT
#include "connectiondialog.h"

#include "cloudfields.h"
#include "connectionsteps.h"
#include "dialogtext.h"
#include "icons.h"
#include "keepingfields.h"
#include "keptinsight.h"
#include "plaintext.h"
#include "profileoptions.h"
#include "projectfields.h"
#include "steadybutton.h"

#include <QLineEdit>
#include <QPointer>
#include <QScrollArea>
#include <QSignalBlocker>
#include <QStyleOptionToolButton>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace leasekeeper
{

namespace
{

constexpr int NameChars = 64;

/// Shows by its arrow whether something is unfolded, and need not look pressed for that.
class Disclosure final : public QToolButton
{
protected:
    void initStyleOption(QStyleOptionToolButton *option) const override
    {
        QToolButton::initStyleOption(option);
        option->state &= ~QStyle::State_On;
    }
};

} // namespace

ConnectionDialog::ConnectionDialog(Purpose purpose, const Profile &profile, QWidget *parent)
    : FormDialog(purpose == Purpose::Connect ? tr("&Connect") : tr("&Save"),
                 purpose == Purpose::Connect ? u"connectButton"_s : u"saveButton"_s, parent),
      m_profile(profile),
      m_name(new QLineEdit),
      m_cloud(new CloudFields),
      m_signIn(new SignInFields(SignInFields::Scope::All)),
      m_keeping(new KeepingFields),
      m_project(new ProjectFields),
      m_more(new Disclosure),
      m_options(new ProfileOptions),
      m_steps(new ConnectionSteps),
      m_test(new SteadyButton(tr("&Test"))),
      m_inSight(new KeptInSight(area()))
{
    setObjectName(u"connectionDialog"_s);
    setAccessibleName(tr("Connection"));
    setKeepsGivenHeight(true);
    if (purpose == Purpose::Connect) {
        setHeadline(tr("New connection"), tr("Connect to a cloud"),
                    tr("Where the instances are, and what you sign in with."));
    } else {
        const QString title = tr("Edit %1").arg(shortName(profile.name));
        setHeadline(title, title, {});
    }
    buildBody();
    m_test->setObjectName(u"testButton"_s);
    m_test->setTakesReturn(true);
    // Of all roles this one stands apart from the others on every platform.
    addButton(m_test, QDialogButtonBox::ResetRole);

    m_name->setText(profile.name);
    m_cloud->show(profile);
    const bool isBlank = profile.endpoint.isEmpty() && profile.loginName.isEmpty();
    Profile signIn = profile;
    if (purpose == Purpose::Connect && isBlank)
        signIn.signIn = SignInMethod::Password;
    m_signIn->show(signIn);
    m_project->show(profile);
    m_options->show(profile);

    connect(m_name, &QLineEdit::textChanged, this, &ConnectionDialog::onChanged);
    connect(m_nameRow, &FieldRow::left, this, &ConnectionDialog::refresh);
    connect(m_cloud, &CloudFields::changed, this, &ConnectionDialog::onChanged);
    connect(m_signIn, &SignInFields::changed, this, &ConnectionDialog::onChanged);
    connect(m_project, &ProjectFields::changed, this, &ConnectionDialog::onChanged);
    connect(m_options, &ProfileOptions::changed, this, &ConnectionDialog::onChanged);
    connect(m_test, &QPushButton::clicked, this, &ConnectionDialog::test);
    connect(m_more, &QToolButton::toggled, this, &ConnectionDialog::setOptionsShown);
    connect(m_more, &QToolButton::clicked, this, &ConnectionDialog::revealOptions);
    onChanged();
    if (purpose == Purpose::Connect && isBlank)
        m_name->setFocus();
    else
        m_signIn->firstField()->setFocus();
}

ConnectionDialog::~ConnectionDialog() = default;

void ConnectionDialog::setKept(const std::optional<KeptCredential> &kept)
{
    m_signIn->setKept(kept);
    refresh();
}

void ConnectionDialog::setTakenNames(const QStringList &names)
{
    m_takenNames = names;
    onChanged();
}

void ConnectionDialog::setKeepingText(const QString &text)
{
    m_keeping->setKeepingText(text);
}

void ConnectionDialog::setCanRemember(bool can)
{
    m_keeping->setCanRemember(can);
}

void ConnectionDialog::setTesting(bool testing)
{
    m_isTesting = testing;
    m_test->setText(testing ? tr("Testing…") : tr("&Test"));
    m_test->setAccessibleName(testing ? tr("Testing…") : tr("Test"));
    refresh();
}

void ConnectionDialog::setSteps(const QList<ConnectionStep> &steps)
{
    m_steps->setSteps(steps);
    showOutdated();
    showSteps();
}

void ConnectionDialog::setProjects(const QList<Project> &projects)
{
    // Nobody changed anything by that.
    const QSignalBlocker blocker(m_project);
    const bool wasOutdated = m_tested && *m_tested != tested();
    m_project->setProjects(projects);
    if (m_tested && !wasOutdated)
        m_tested = tested();
    refresh();
}

QList<FieldProblem> ConnectionDialog::problems() const
{
    QList<FieldProblem> found;
    if (isTaken(name()))
        found.append({m_nameRow, tr("Another connection has this name.")});
    Profile profile;
    m_cloud->apply(profile);
    found += m_cloud->problems(m_signIn->method() == SignInMethod::Password);
    found += m_signIn->problems();
    found += m_project->problems(profile.iamEndpoint.isValid());
    found += m_options->problems();
    return found;
}

void ConnectionDialog::goOn()
{
    setFinished();
    const QPointer<ConnectionDialog> alive(this);
    announceProxyPassword();
    Q_EMIT decided(editedProfile(), m_signIn->credential(), m_keeping->remember());
    if (alive)
        accept();
}

void ConnectionDialog::refreshed(bool complete)
{
    m_test->setEnabled(complete && !m_isTesting);
    m_test->setToolTip(m_test->isEnabled() ? QString() : goOnButton()->toolTip());
}

void ConnectionDialog::buildBody()
{
    m_name->setObjectName(u"nameEdit"_s);
    m_name->setMaxLength(NameChars);
    m_nameRow = new FieldRow(tr("&Name"), m_name);
    m_more->setObjectName(u"moreButton"_s);
    m_more->setText(tr("More settin&gs"));
    m_more->setAccessibleName(tr("More settings"));
    m_more->setToolTip(tooltipText(tr("Colour, care, limits of leases, proxy, certificate authorities")));
    m_more->setIcon(icon(Icon::Expand));
    m_more->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_more->setAutoRaise(true);
    m_more->setCheckable(true);
    m_more->setFocusPolicy(Qt::StrongFocus);
    m_options->hide();
    m_options->setObjectName(u"profileOptions"_s);

    body()->addWidget(m_nameRow);
    body()->addWidget(m_cloud);
    body()->addWidget(heading(tr("Signing in")));
    body()->addWidget(m_signIn);
    body()->addWidget(new FieldRow(QString(), m_keeping));
    body()->addWidget(heading(tr("What to show")));
    body()->addWidget(m_project);
    body()->addWidget(m_more, 0, Qt::AlignLeading);
    body()->addWidget(m_options);
    body()->addWidget(m_steps);
    body()->addStretch(1);
}

void ConnectionDialog::onChanged()
{
    m_name->setPlaceholderText(suggestedName());
    showOutdated();
    if (!m_options->problems().isEmpty())
        m_more->setChecked(true);
    refresh();
}

ConnectionDialog::Tested ConnectionDialog::tested() const
{
    Tested now{editedProfile(), m_signIn->credential(), m_options->proxyPassword()};
    // Looks and care make no difference to a connection.
    now.profile.name.clear();
    now.profile.colour.clear();
    now.profile.isProtected = false;
    now.profile.isReadOnly = false;
    now.profile.leaseRange = {};
    return now;
}

void ConnectionDialog::showOutdated()
{
    m_steps->setOutdated(m_tested && *m_tested != tested());
}

void ConnectionDialog::test()
{
    if (isFinished() || m_isTesting || !problems().isEmpty())
        return;
    m_tested = tested();
    m_inSight->begin();
    announceProxyPassword();
    Q_EMIT testRequested(editedProfile(), m_signIn->credential());
}

void ConnectionDialog::announceProxyPassword()
{
    if (const Secret password = m_options->proxyPassword(); !password.isEmpty())
        Q_EMIT proxyPasswordTyped(password);
}

void ConnectionDialog::showSteps()
{
    if (m_steps->isEmpty())
        return;
    fitToContent();
    layout()->activate();
    QWidget *line = m_steps->mostImportant();
    m_inSight->show(line ? line : m_steps);
}

void ConnectionDialog::setOptionsShown(bool shown)
{
    m_options->setVisible(shown);
    m_more->setIcon(icon(shown ? Icon::Collapse : Icon::Expand));
}

void ConnectionDialog::revealOptions()
{
    // From here Tab goes on into what was unfolded, also after the letter of the button.
    m_more->setFocus();
    if (!m_more->isChecked())
        return;
    m_inSight->begin();
    m_inSight->show(m_more, m_options);
}

Profile ConnectionDialog::editedProfile() const
{
    Profile profile = m_profile;
    profile.name = name();
    m_cloud->apply(profile);
    m_signIn->apply(profile);
    m_project->apply(profile);
    m_options->apply(profile);
    // Whoever signs in now need not be who did before.
    const bool isSameUser = profile.signIn == m_profile.signIn && profile.loginName == m_profile.loginName &&
                            profile.accountName == m_profile.accountName &&
                            m_signIn->credential() == Credential();
    if (!isSameUser) {
        profile.userId.clear();
        profile.userName.clear();
    }
    return profile;
}

QString ConnectionDialog::name() const
{
    const QString typed = m_name->text().simplified();
    return typed.isEmpty() ? suggestedName() : typed;
}

bool ConnectionDialog::isTaken(const QString &name) const
{
    return m_takenNames.contains(name, Qt::CaseInsensitive);
}

QString ConnectionDialog::suggestedName() const
{
    const QString plain = m_cloud->suggestedName();
    QString name = plain;
    for (int i = 2; isTaken(name); ++i)
        name = tr("%1 (%2)", "a name, a number that tells it from another").arg(plain).arg(i);
    return name;
}

} // namespace leasekeeper

// SPDX-License-Identifier: MIT
#include "removeprofiledialog.h"

#include "dialogtext.h"
#include "factgrid.h"
#include "steadybutton.h"

#include <QPointer>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace leasekeeper
{

namespace
{

constexpr int WidthChars = 70;

} // namespace

RemoveProfileDialog::RemoveProfileDialog(const Profile &profile, QWidget *parent)
    : ContentDialog(parent), m_profileId(profile.id)
{
    setObjectName(u"removeProfileDialog"_s);
    setAccessibleName(tr("Remove connection"));
    setWidthChars(WidthChars);
    const QString name = shortName(profile.name);
    setHeadline(tr("Remove %1").arg(name), tr("Remove the connection “%1”?").arg(name),
                tr("Only this program forgets it; nothing changes at the service."));
    auto *facts = new FactGrid;
    QList<Fact> removed{{u"profile"_s, tr("Connection"), tr("Its name, addresses and settings"), {}, false},
                        {u"secret"_s,
                         tr("Secret"),
                         tr("What is kept for it in the key store: password, key or token"),
                         {},
                         false}};
    facts->show(removed);
    body()->addWidget(facts);
    body()->addStretch(1);
    auto *remove = new SteadyButton;
    remove->setPlainText(tr("Remove %1").arg(name));
    remove->setObjectName(u"removeButton"_s);
    addDangerousButton(remove, QDialogButtonBox::AcceptRole);
    cancelButton()->setFocus();
    connect(remove, &QPushButton::clicked, this, [this] {
        if (isFinished())
            return;
        setFinished();
        const QPointer<RemoveProfileDialog> alive(this);
        Q_EMIT decided(m_profileId);
        if (alive)
            accept();
    });
}

} // namespace leasekeeper

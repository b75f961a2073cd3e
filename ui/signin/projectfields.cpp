// SPDX-License-Identifier: MIT
#include "projectfields.h"

#include "plaintext.h"

#include <QComboBox>
#include <QCompleter>
#include <QLineEdit>
#include <QRegularExpression>
#include <QSignalBlocker>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace leasekeeper
{

namespace
{

constexpr int ShownChars = 64;

/// Ids of the Identity service are 32 hexadecimal digits; names never look like that.
bool looksLikeId(const QString &text)
{
    static const QRegularExpression pattern(u"^[0-9a-fA-F]{32}$"_s);
    return pattern.match(text).hasMatch();
}

QString shownProject(const Project &project)
{
    return project.name.isEmpty() ? visibleText(project.id, ShownChars)
                                  : visibleText(project.name, ShownChars);
}

} // namespace

ProjectFields::ProjectFields(QWidget *parent)
    : QWidget(parent), m_project(new QComboBox), m_workspace(new QLineEdit), m_whose(new QComboBox)
{
    m_project->setObjectName(u"projectCombo"_s);
    m_project->setAccessibleName(tr("Project"));
    m_project->setEditable(true);
    m_project->setInsertPolicy(QComboBox::NoInsert);
    m_project->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_project->lineEdit()->setObjectName(u"projectEdit"_s);
    m_project->lineEdit()->setAccessibleName(tr("Project"));
    m_project->lineEdit()->setPlaceholderText(tr("Found by signing in"));
    m_workspace->setObjectName(u"workspaceEdit"_s);
    m_workspace->setPlaceholderText(tr("The default workspace"));
    m_whose->setObjectName(u"whoseCombo"_s);
    m_whose->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_whose->addItem(tr("Instances of my own"));
    m_whose->addItem(tr("Instances of all users"));

    m_projectRow = new FieldRow(tr("Pro&ject"), m_project);
    m_projectRow->setHint(tr("Name or id."));
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(10);
    column->addWidget(m_projectRow);
    column->addWidget(new FieldRow(tr("W&orkspace"), m_workspace));
    column->addWidget(new FieldRow(tr("S&how"), m_whose));

    connect(m_project, &QComboBox::editTextChanged, this, &ProjectFields::changed);
    connect(m_project, &QComboBox::currentIndexChanged, this, &ProjectFields::changed);
    connect(m_workspace, &QLineEdit::textChanged, this, &ProjectFields::changed);
    connect(m_whose, &QComboBox::currentIndexChanged, this, &ProjectFields::changed);
    connect(m_projectRow, &FieldRow::left, this, &ProjectFields::changed);
}

void ProjectFields::show(const Profile &profile)
{
    const QSignalBlocker blocker(this);
    m_knownId = profile.projectId;
    m_knownName = profile.projectName;
    m_project->setEditText(projectLabel(profile));
    m_workspace->setText(profile.workspaceId);
    m_whose->setCurrentIndex(profile.allUsers ? 1 : 0);
}

void ProjectFields::setProjects(const QList<Project> &projects)
{
    const QString before = typed();
    m_projects = projects;
    {
        const QSignalBlocker blocker(m_project);
        m_project->clear();
        for (const Project &project : projects) {
            m_project->addItem(shownProject(project));
            m_project->setItemData(m_project->count() - 1, tooltipText(project.id), Qt::ToolTipRole);
        }
        const auto found = std::find_if(projects.begin(), projects.end(), [&before](const Project &project) {
            return project.id == before || shownProject(project) == before;
        });
        m_project->setCurrentIndex(found == projects.end() ? -1 : int(found - projects.begin()));
        if (found == projects.end())
            m_project->setEditText(before);
        if (before.isEmpty() && projects.size() == 1)
            m_project->setCurrentIndex(0);
    }
    const bool mustChoose = projects.size() > 1;
    m_project->lineEdit()->setPlaceholderText(mustChoose ? tr("Choose one") : tr("Found by signing in"));
    m_projectRow->setHint(mustChoose ? tr("Name or id. Several were found: choose the one to work in.")
                                     : tr("Name or id."));
    if (mustChoose && typed().isEmpty())
        m_projectRow->setLeft();
    Q_EMIT changed();
}

void ProjectFields::apply(Profile &profile) const
{
    profile.workspaceId = m_workspace->text().trimmed();
    profile.allUsers = m_whose->currentIndex() == 1;
    if (const Project *project = chosen()) {
        profile.projectId = project->id;
        profile.projectName = project->name;
    } else if (const QString text = typed(); !text.isEmpty() && text == m_knownName) {
        profile.projectId = m_knownId;
        profile.projectName = m_knownName;
    } else {
        // What the profile had as id is one, whatever it looks like.
        const bool isId = looksLikeId(text) || (text == m_knownId && m_knownName.isEmpty());
        profile.projectId = isId ? text : QString();
        profile.projectName = isId ? QString() : text;
    }
}

QList<FieldProblem> ProjectFields::problems(bool hasIam) const
{
    Profile made;
    apply(made);
    if (typed().isEmpty() && m_projects.size() > 1)
        return {{m_projectRow, tr("Several projects were found: choose one."), true}};
    if (hasIam || !made.projectId.isEmpty())
        return {};
    if (typed().isEmpty())
        return {{m_projectRow, tr("Without a sign-in address the project's id is needed."), true}};
    return {{m_projectRow, tr("Without a sign-in address the project's id is needed, not its name.")}};
}

const Project *ProjectFields::chosen() const
{
    const int index = m_project->currentIndex();
    if (index < 0 || index >= m_projects.size() || m_project->itemText(index) != m_project->currentText())
        return nullptr;
    return &m_projects.at(index);
}

QString ProjectFields::typed() const
{
    return m_project->currentText().trimmed();
}

} // namespace leasekeeper

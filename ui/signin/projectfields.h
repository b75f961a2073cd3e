// SPDX-License-Identifier: MIT
#pragma once

#include "fieldrow.h"
#include "profile.h"
#include "project.h"

#include <QList>
#include <QWidget>

class QComboBox;
class QLineEdit;

namespace leasekeeper
{

/// Which project and workspace, and whose instances. A project is typed by id or name, or chosen from those
/// that signing in found.
class ProjectFields : public QWidget
{
    Q_OBJECT
public:
    explicit ProjectFields(QWidget *parent = nullptr);

    void show(const Profile &profile);
    /// With several and none typed, the user has to choose.
    void setProjects(const QList<Project> &projects);
    void apply(Profile &profile) const;
    /// `hasIam`: an address is there that can tell the project.
    [[nodiscard]] QList<FieldProblem> problems(bool hasIam) const;

Q_SIGNALS:
    void changed();

private:
    [[nodiscard]] const Project *chosen() const;
    [[nodiscard]] QString typed() const;

    QList<Project> m_projects;
    QString m_knownId; ///< of the profile shown, whose name stands in the field
    QString m_knownName;
    QComboBox *m_project;
    QLineEdit *m_workspace;
    QComboBox *m_whose;
    FieldRow *m_projectRow;
};

} // namespace leasekeeper

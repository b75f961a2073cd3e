// SPDX-License-Identifier: MIT
#pragma once

#include "profile.h"

#include <QWidget>

QT_BEGIN_NAMESPACE
class QLabel;
QT_END_NAMESPACE

namespace leasekeeper
{

/// The thin strip on top that says whose instances these are. The demo cloud's is striped and says that
/// nothing is real.
class ProfileStrip final : public QWidget
{
    Q_OBJECT
public:
    explicit ProfileStrip(const Profile &profile, QWidget *parent = nullptr);

protected:
    void paintEvent(QPaintEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void applyColours();

    bool m_isDemo;
    QLabel *m_name;
    QLabel *m_scope;
    QLabel *m_notice = nullptr; ///< demo only
};

} // namespace leasekeeper

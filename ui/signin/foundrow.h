// SPDX-License-Identifier: MIT
#pragma once

#include "foundcredential.h"
#include "roundedpanel.h"

class QCheckBox;

namespace leasekeeper
{

class PlainLabel;

/// "User ana of account OTC…, password found".
[[nodiscard]] QString foundWhat(const FoundCredential &found);
/// "Open Telekom Cloud, eu-de, project ml-team".
[[nodiscard]] QString foundWhere(const FoundCredential &found);

/// One thing that may be imported, to tick: its source, what it is and where it leads; or why it cannot be.
/// A click anywhere on it ticks it.
class FoundRow final : public RoundedPanel
{
    Q_OBJECT
public:
    FoundRow(const FoundCredential &found, int number, QWidget *parent = nullptr);

    [[nodiscard]] const FoundCredential &found() const { return m_found; }
    [[nodiscard]] bool isTicked() const;
    void setTicked(bool ticked);

Q_SIGNALS:
    void toggled();

protected:
    [[nodiscard]] QColor lineColour() const override;
    [[nodiscard]] QColor fillColour() const override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    FoundCredential m_found;
    QCheckBox *m_tick;
};

} // namespace leasekeeper

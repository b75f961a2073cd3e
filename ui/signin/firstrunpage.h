// SPDX-License-Identifier: MIT
#pragma once

#include "foundcredential.h"

#include <QList>
#include <QWidget>

class QBoxLayout;
class QScrollArea;

namespace leasekeeper
{

class ChoiceCard;
class PlainLabel;

/// What stands in the window before there is any connection: three large choices. Side by side where there
/// is room, else one below the other; scrolls where even that is too much.
class FirstRunPage final : public QWidget
{
    Q_OBJECT
public:
    explicit FirstRunPage(QWidget *parent = nullptr);

    /// What could be imported, for the words of that choice.
    void setFound(const QList<FoundCredential> &found);

Q_SIGNALS:
    void connectRequested();
    void importRequested();
    void demoRequested();

protected:
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    [[nodiscard]] ChoiceCard *addCard(ChoiceCard *card, const QString &objectName);
    void arrange();

    QScrollArea *m_area;
    QWidget *m_inside;
    QWidget *m_mark; ///< the program's icon; not where every line counts
    QBoxLayout *m_cards;
    ChoiceCard *m_connect;
    ChoiceCard *m_import;
    ChoiceCard *m_demo;
};

} // namespace leasekeeper

// SPDX-License-Identifier: MIT
#include "firstrunpage.h"

#include "choicecard.h"
#include "iconlabel.h"
#include "plainlabel.h"
#include "plaintext.h"
#include "plural.h"

#include <QEvent>
#include <QScrollArea>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace leasekeeper
{

namespace
{

constexpr int WidestChars = 140;
constexpr int RowChars = 92; ///< from here on the cards stand side by side
constexpr int RoomyLines = 25;
constexpr int ApplicationIconSide = 52;
constexpr int MostSources = 3;
constexpr int SourceChars = 48;

/// A source may contain a comma, so that a list with commas would be hard to read.
QString shownSources(const QStringList &sources)
{
    const QStringList shown = sources.mid(0, MostSources);
    if (shown.size() < sources.size())
        return FirstRunPage::tr("%1; and more", "list of sources").arg(shown.join(u"; "_s));
    return shown.join(u"; "_s);
}

QString importWords(const QList<FoundCredential> &found)
{
    QStringList sources;
    int usable = 0;
    for (const FoundCredential &one : found) {
        if (!one.whyNot.isEmpty())
            continue;
        ++usable;
        const QString source = visibleText(one.source, SourceChars);
        if (!sources.contains(source))
            sources.append(source);
    }
    if (usable == 0)
        return FirstRunPage::tr(
            "Take over what other tools already use: a clouds.yaml, environment variables, "
            "or a downloaded key file.");
    return countText(usable, FirstRunPage::tr("1 connection was found on this computer: %2."),
                     FirstRunPage::tr("%1 connections were found on this computer: %2."))
        .replace("%2"_L1, shownSources(sources));
}

} // namespace

FirstRunPage::FirstRunPage(QWidget *parent)
    : QWidget(parent),
      m_area(new QScrollArea(this)),
      m_inside(new QWidget),
      m_mark(new IconLabel(Icon::Application, ApplicationIconSide)),
      m_cards(new QBoxLayout(QBoxLayout::LeftToRight))
{
    setObjectName(u"firstRunPage"_s);
    m_connect = addCard(new ChoiceCard(Icon::Cloud, tr("&Connect to a cloud…")), u"connectChoice"_s);
    m_import = addCard(new ChoiceCard(Icon::Import, tr("&Import a connection…")), u"importChoice"_s);
    m_demo = addCard(new ChoiceCard(Icon::Demo, tr("&Try the demo cloud")), u"demoChoice"_s);
    m_connect->setWords(tr("Sign in with a user, an access key or a token, and see your instances."));
    m_demo->setWords(
        tr("Invented instances in every state. Everything works, nothing leaves this computer."));
    setFound({});
    m_cards->setSpacing(14);

    auto *title = new PlainLabel(PlainLabel::Look::Headline);
    title->setObjectName(u"firstRunTitle"_s);
    title->setAlignment(Qt::AlignHCenter);
    title->setPlain(tr("Whose notebook instances do you want to see?"));
    auto *column = new QVBoxLayout;
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(8);
    column->addStretch(2);
    column->addWidget(m_mark, 0, Qt::AlignHCenter);
    column->addWidget(title);
    column->addSpacing(8);
    column->addLayout(m_cards);
    column->addStretch(3);
    auto *row = new QHBoxLayout(m_inside);
    row->setContentsMargins(22, 16, 22, 16);
    row->addStretch(1);
    row->addLayout(column, 1'000);
    row->addStretch(1);
    m_area->setFrameShape(QFrame::NoFrame);
    m_area->setWidgetResizable(true);
    m_area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_area->setFocusPolicy(Qt::NoFocus);
    m_area->setWidget(m_inside);
    auto *all = new QVBoxLayout(this);
    all->setContentsMargins(0, 0, 0, 0);
    all->addWidget(m_area);
    setFocusProxy(m_connect);

    connect(m_connect, &QAbstractButton::clicked, this, &FirstRunPage::connectRequested);
    connect(m_import, &QAbstractButton::clicked, this, &FirstRunPage::importRequested);
    connect(m_demo, &QAbstractButton::clicked, this, &FirstRunPage::demoRequested);
    arrange();
}

void FirstRunPage::setFound(const QList<FoundCredential> &found)
{
    m_import->setWords(importWords(found));
}

void FirstRunPage::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    arrange();
}

void FirstRunPage::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange)
        arrange();
}

ChoiceCard *FirstRunPage::addCard(ChoiceCard *card, const QString &objectName)
{
    card->setObjectName(objectName);
    m_cards->addWidget(card, 1);
    return card;
}

void FirstRunPage::arrange()
{
    const int chars = width() / std::max(fontMetrics().averageCharWidth(), 1);
    const bool isRow = chars >= RowChars;
    m_cards->setDirection(isRow ? QBoxLayout::LeftToRight : QBoxLayout::TopToBottom);
    m_cards->setSpacing(isRow ? 14 : 10);
    for (ChoiceCard *card : {m_connect, m_import, m_demo})
        card->setShape(isRow ? ChoiceCard::Shape::Tall : ChoiceCard::Shape::Flat);
    m_mark->setVisible(height() >= fontMetrics().height() * RoomyLines);
    const int side = std::max(22, (width() - fontMetrics().averageCharWidth() * WidestChars) / 2);
    m_inside->layout()->setContentsMargins(side, 12, side, 12);
    // Least widths of the other arrangement must not linger in the layouts around the cards.
    m_inside->layout()->activate();
}

} // namespace leasekeeper

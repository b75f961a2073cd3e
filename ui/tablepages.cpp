// SPDX-License-Identifier: MIT
#include "tablepages.h"

#include "cloudcatalog.h"
#include "readingtext.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace leasekeeper
{

namespace
{

struct Text {
    Q_DECLARE_TR_FUNCTIONS(leasekeeper::TablePages)
};

/// What leads on from a page without instances, without what would lead nowhere.
QList<PlaceholderPage::Button> emptyButtons(const Profile &profile)
{
    QList<PlaceholderPage::Button> buttons;
    // The demo, and a profile for one run, are nowhere to be changed.
    const bool isSaved = !profile.id.isEmpty() && !profile.isDemo;
    if (isSaved)
        buttons.append({Text::tr("Other region or project…"), EditProfileButton});
    if (isSaved && !profile.allUsers)
        buttons.append({Text::tr("Show all owners"), AllOwnersButton});
    if (consoleAddress(profile).isValid())
        buttons.append({Text::tr("Open console"), ConsoleButton});
    return buttons;
}

} // namespace

TablePage tablePage(ReadingState::Phase phase, int rows, int shown)
{
    if (rows > 0)
        return shown > 0 ? TablePage::Table : TablePage::NoMatch;
    switch (phase) {
    case ReadingState::Phase::Idle:
    case ReadingState::Phase::Loading:
        return TablePage::Loading;
    case ReadingState::Phase::Ready:
        return TablePage::Empty;
    case ReadingState::Phase::Incomplete:
        return TablePage::Incomplete;
    case ReadingState::Phase::Offline:
        return TablePage::Offline;
    case ReadingState::Phase::SignedOut:
        return TablePage::SignedOut;
    case ReadingState::Phase::Refused:
        return TablePage::Refused;
    }
    return TablePage::Table;
}

PlaceholderPage::Look placeholderLook(TablePage page, const ReadingState &state, const Profile &profile,
                                      int rows, const QString &filter)
{
    const QList<PlaceholderPage::Button> retry{{Text::tr("Retry now"), RetryPageButton}};
    switch (page) {
    case TablePage::Table:
    case TablePage::Loading:
        break;
    case TablePage::Empty:
        return {Icon::Empty, emptyText(profile, state.ownOnly),
                Text::tr("Instances that are created elsewhere appear here by themselves."),
                emptyButtons(profile)};
    case TablePage::NoMatch:
        return {
            Icon::NoMatch, noMatchText(rows, filter), {}, {{Text::tr("Clear filter"), ClearFilterButton}}};
    case TablePage::Incomplete:
        return {Icon::Warning, Text::tr("The instances could not be read."), troubleSentence(state, profile),
                retry};
    case TablePage::Offline:
        return {Icon::Offline, Text::tr("Not connected"), troubleSentence(state, profile), retry};
    case TablePage::SignedOut:
        return {Icon::SignedOut,
                Text::tr("Signed out"),
                troubleSentence(state, profile),
                {{Text::tr("Sign in…"), SignInPageButton}}};
    case TablePage::Refused:
        return {Icon::Error, Text::tr("Listing is refused"), troubleSentence(state, profile), retry};
    }
    return {};
}

} // namespace leasekeeper

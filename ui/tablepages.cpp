// SPDX-License-Identifier: MIT
#include "tablepages.h"

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
    const QString retry = Text::tr("Retry now");
    const QString retryName = u"retryPageButton"_s;
    switch (page) {
    case TablePage::Table:
    case TablePage::Loading:
        break;
    case TablePage::Empty:
        return {Icon::Empty,
                emptyText(profile, state.ownOnly),
                Text::tr("Instances that are created elsewhere appear here by themselves."),
                {},
                {}};
    case TablePage::NoMatch:
        return {
            Icon::NoMatch, noMatchText(rows, filter), {}, Text::tr("Clear filter"), u"clearFilterButton"_s};
    case TablePage::Incomplete:
        return {Icon::Warning, Text::tr("The instances could not be read."), troubleSentence(state, profile),
                retry, retryName};
    case TablePage::Offline:
        return {Icon::Offline, Text::tr("Not connected"), troubleSentence(state, profile), retry, retryName};
    case TablePage::SignedOut:
        return {Icon::SignedOut, Text::tr("Signed out"), troubleSentence(state, profile),
                Text::tr("Sign in…"), u"signInPageButton"_s};
    case TablePage::Refused:
        return {Icon::Error, Text::tr("Listing is refused"), troubleSentence(state, profile), retry,
                retryName};
    }
    return {};
}

} // namespace leasekeeper

// SPDX-License-Identifier: MIT
#include "troubledbrowser.h"

#include <QDesktopServices>

namespace leasekeeper::test::model
{

using namespace Qt::StringLiterals;

TroubledBrowser::TroubledBrowser(int troubled) : m_troubled(troubled)
{
    prepareNext();
}

TroubledBrowser::~TroubledBrowser()
{
    QDesktopServices::unsetUrlHandler(u"https"_s);
}

void TroubledBrowser::comeBack()
{
    m_troubled = 0;
    prepareNext();
}

void TroubledBrowser::prepareNext()
{
    if (m_count + 1 == m_troubled)
        QDesktopServices::unsetUrlHandler(u"https"_s);
    else
        QDesktopServices::setUrlHandler(u"https"_s, this, "take");
}

void TroubledBrowser::take(const QUrl &address)
{
    ++m_count;
    prepareNext();
    if (onOpened)
        onOpened(address);
}

} // namespace leasekeeper::test::model

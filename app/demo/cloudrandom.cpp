// SPDX-License-Identifier: MIT
#include "cloudrandom.h"

namespace leasekeeper
{

qint64 CloudRandom::between(qint64 first, qint64 last)
{
    const quint64 high = m_engine();
    const quint64 wide = (high << 32) | m_engine();
    return first + qint64(wide % quint64(last - first + 1));
}

QString CloudRandom::hex(int digits)
{
    QString text;
    text.reserve(digits);
    for (int i = 0; i < digits; ++i)
        text += QLatin1Char("0123456789abcdef"[below(16)]);
    return text;
}

QString CloudRandom::uuid()
{
    QString text = hex(32);
    text[12] = u'4';
    text[16] = QLatin1Char("89ab"[below(4)]);
    for (const int position : {20, 16, 12, 8})
        text.insert(position, u'-');
    return text;
}

} // namespace leasekeeper

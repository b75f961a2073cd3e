// SPDX-License-Identifier: MIT
#pragma once

#include <QString>

#include <functional>

namespace leasekeeper::test::model
{

/// While it lives, everything that is logged comes here, at every level. One at a time.
class HeardLog
{
public:
    explicit HeardLog(std::function<void(QtMsgType, const QString &)> hear);
    ~HeardLog();
    HeardLog(const HeardLog &) = delete;
    HeardLog &operator=(const HeardLog &) = delete;

private:
    QtMessageHandler m_before;
};

} // namespace leasekeeper::test::model

// SPDX-License-Identifier: MIT
#include "heardlog.h"

#include <QLoggingCategory>

namespace leasekeeper::test::model
{

using namespace Qt::StringLiterals;

namespace
{

std::function<void(QtMsgType, const QString &)> hearing;

void hear(QtMsgType type, const QMessageLogContext &, const QString &text)
{
    if (hearing)
        hearing(type, text);
}

} // namespace

HeardLog::HeardLog(std::function<void(QtMsgType, const QString &)> listener)
{
    hearing = std::move(listener);
    m_before = qInstallMessageHandler(hear);
    QLoggingCategory::setFilterRules(u"leasekeeper.*=true"_s);
}

HeardLog::~HeardLog()
{
    QLoggingCategory::setFilterRules({});
    qInstallMessageHandler(m_before);
    hearing = {};
}

} // namespace leasekeeper::test::model

// SPDX-License-Identifier: MIT
#pragma once

#include <QtGlobal>

#include <memory>

QT_BEGIN_NAMESPACE
class QCoreApplication;
QT_END_NAMESPACE

namespace leasekeeper
{

/// Lets the process end when everything in it has, though a name may still be looked up: Qt would wait for
/// that, half a minute and more, and cannot call it off.
class PromptEnd
{
public:
    /// To be made before anything is looked up: what was connected first is heard first.
    explicit PromptEnd(const QCoreApplication &application);

    /// What the process ends with; returns it.
    int with(int exitCode);

private:
    std::shared_ptr<int> m_exitCode;
};

} // namespace leasekeeper

// SPDX-License-Identifier: MIT
#pragma once

#include <QString>

namespace leasekeeper
{

/// A project of the Identity service (ModelArts API reference, section 6) that can be worked in.
struct Project {
    QString id;
    QString name; ///< "{region}" or "{region}_{sub-project}"; untrusted text
    QString domainId;
    friend bool operator==(const Project &, const Project &) = default;
};

} // namespace leasekeeper

// SPDX-License-Identifier: MIT
#pragma once

#include <QString>

namespace leasekeeper
{

/// `text` on its way to a log or to the screen: whatever follows the name of something secret, as a parameter
/// of an address, a header or a field of JSON, percent-encoded or not, becomes `***`, as does the user
/// information of an address. One table of names decides, in any case of letters. The last line of defence:
/// what is secret is a Secret and gets into no text by itself.
[[nodiscard]] QString redacted(const QString &text);

} // namespace leasekeeper

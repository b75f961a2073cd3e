// SPDX-License-Identifier: MIT
#pragma once

#include <memory>

namespace leasekeeper::test
{

/// While it lives no file of this process can grow beyond a few bytes, as on a full disk, whoever runs the
/// test.
class FileSizeLimit
{
public:
    FileSizeLimit();
    ~FileSizeLimit();
    FileSizeLimit(const FileSizeLimit &) = delete;
    FileSizeLimit &operator=(const FileSizeLimit &) = delete;
    /// False where the system knows no such limit.
    [[nodiscard]] bool holds() const;

private:
    struct Before;
    std::unique_ptr<Before> m_before;
};

} // namespace leasekeeper::test

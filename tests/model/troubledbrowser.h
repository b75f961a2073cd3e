// SPDX-License-Identifier: MIT
#pragma once

#include <QObject>
#include <QUrl>

#include <functional>

namespace leasekeeper::test::model
{

/// Takes the place of the system's browser while it lives, for everything in this process. From within
/// QDesktopServices, so that nothing of the program is left out.
class TroubledBrowser final : public QObject
{
    Q_OBJECT
public:
    /// `troubled`: for which address none can be started, nor for any more until comeBack(); 0: for each
    /// there is one.
    explicit TroubledBrowser(int troubled);
    ~TroubledBrowser() override;

    void comeBack();

    /// Addresses that were taken.
    [[nodiscard]] int count() const { return m_count; }
    /// Told of each.
    std::function<void(const QUrl &)> onOpened;

private Q_SLOTS:
    void take(const QUrl &address);

private:
    /// Without anybody to take addresses Qt finds no browser, in a process without a display.
    void prepareNext();

    int m_troubled;
    int m_count = 0;
};

} // namespace leasekeeper::test::model

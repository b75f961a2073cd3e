// SPDX-License-Identifier: MIT
#pragma once

#include <QWidget>

namespace leasekeeper
{

/// A line below the toolbar: a hairline at rest, an advancing bar while a listing is under way.
class ThinProgress final : public QWidget
{
    Q_OBJECT
public:
    explicit ThinProgress(QWidget *parent = nullptr);

    /// `total` 0: under way, nobody knows how far.
    void setProgress(int loaded, int total);
    void setIdle();

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    double m_share = -1; ///< negative: idle
};

} // namespace leasekeeper

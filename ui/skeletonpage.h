// SPDX-License-Identifier: MIT
#pragma once

#include <QWidget>

namespace leasekeeper
{

/// Pale bars where rows will be, while the first page of instances is on its way. Stands still.
class SkeletonPage final : public QWidget
{
    Q_OBJECT
public:
    explicit SkeletonPage(QWidget *parent = nullptr);

protected:
    void paintEvent(QPaintEvent *event) override;
};

} // namespace leasekeeper

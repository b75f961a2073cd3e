// SPDX-License-Identifier: MIT
#pragma once

#include <QLabel>

namespace leasekeeper
{

/// A label of one line of plain text that may be narrower than its text and then ends in an ellipsis; the
/// whole text is in its tooltip then.
class ElidedLabel final : public QLabel
{
    Q_OBJECT
public:
    explicit ElidedLabel(QWidget *parent = nullptr);

    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;
    bool event(QEvent *event) override;
};

} // namespace leasekeeper

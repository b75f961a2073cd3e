// SPDX-License-Identifier: MIT
#pragma once

#include "timers.h"

#include <QJsonObject>
#include <QObject>

QT_BEGIN_NAMESPACE
class QTableView;
QT_END_NAMESPACE

namespace leasekeeper
{

class Settings;

/// Order, widths, visibility and sort of the table's columns, kept in Settings by column key, so that
/// columns may come and go between versions. Until the user changes a width, the columns share the width
/// there is; from then on the widths are the user's, and the last column takes what is left.
class ViewLayout : public QObject
{
    Q_OBJECT
public:
    /// All must outlive this; `view` has its model. Child of `view`.
    ViewLayout(QTableView &view, Settings &settings, Timers &timers);

    /// Applies what the settings hold; unknown columns are ignored, missing ones take their defaults.
    void restore();
    /// Back to the order, widths, visibility and sort of a new installation.
    void reset();
    /// Shares the width among the columns, unless the widths are the user's. On resize, font and column
    /// changes.
    void fit();
    /// Writes into the settings now.
    void save();

    [[nodiscard]] bool isShown(int section) const;
    /// At least one column always stays.
    void setShown(int section, bool shown);

    [[nodiscard]] QJsonObject toJson() const;

Q_SIGNALS:
    void columnsChanged();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void apply(const QJsonObject &layout);
    void applyDefaults();
    void noteChange();
    void noteResize();
    [[nodiscard]] int naturalWidth(int section) const;
    [[nodiscard]] int shownCount() const;

    QTableView &m_view;
    Settings &m_settings;
    OneShotTimer m_saveLater;
    bool m_ownWidths = false; ///< the user has set them
    bool m_pressed = false;   ///< a mouse button is down on the header
    bool m_adjusting = false; ///< changes are ours, not the user's
};

} // namespace leasekeeper

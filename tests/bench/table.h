// SPDX-License-Identifier: MIT
#pragma once

#include "fleet.h"
#include "instancesortmodel.h"
#include "instancestore.h"
#include "instancetablemodel.h"
#include "instanceview.h"
#include "settings.h"
#include "virtualtime.h"

#include <QList>

namespace leasekeeper::bench
{

/// The table model, counting what it is asked.
class AskedModel final : public InstanceTableModel
{
    Q_OBJECT
public:
    using InstanceTableModel::InstanceTableModel;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;

    mutable qint64 asked = 0;
};

/// What the window keeps of an account and shows of it, without the rest of the program: store, table, order,
/// view.
struct Table {
    Table();
    ~Table();

    /// Enters these page by page, as a listing does.
    void observe(const QList<QList<Instance>> &pages);
    /// Shows the view, 1600×900, and paints it.
    void show();
    /// Carries out what waits in the event loop, painting included.
    static void settle();

    StillTime time;
    test::VirtualTime timers; ///< never advanced: no tick falls into a measurement by chance
    Settings settings{QString()};
    InstanceStore store;
    AskedModel model{time};
    InstanceSortModel sortModel;
    InstanceView view{model, sortModel, settings, timers};

private:
    qint64 m_sentAtMs = 0;
};

/// These instances in pages of 50.
[[nodiscard]] QList<QList<Instance>> inPages(const QList<Instance> &instances);

} // namespace leasekeeper::bench

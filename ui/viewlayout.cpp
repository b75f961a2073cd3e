// SPDX-License-Identifier: MIT
#include "viewlayout.h"

#include "instancetablemodel.h"
#include "leasechipdelegate.h"
#include "settings.h"

#include <QEvent>
#include <QFontMetrics>
#include <QHeaderView>
#include <QJsonArray>
#include <QScopedValueRollback>
#include <QTableView>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace leasekeeper
{

namespace
{

using Column = InstanceTableModel::Column;

constexpr qint64 SaveDelayMs = 500;
constexpr int LayoutVersion = 1;
constexpr int NarrowestColumn = 48;
constexpr double MostStretch = 1.9; ///< beyond this the last column takes the rest
constexpr double LeastStretch = 0.82;

/// Width in average characters that shows what the column usually holds.
double usualCharacters(Column column)
{
    switch (column) {
    case Column::Name:
        return 24;
    case Column::Status:
        return 23; // "Stopping, then deleting…"
    case Column::StopsIn:
        return 18;
    case Column::StopsAt:
        return 16;
    case Column::Storage:
        return 16;
    case Column::Flavor:
        return 24;
    case Column::Owner:
        return 12;
    case Column::AutoStop:
    case Column::Workspace:
    case Column::Created:
    case Column::Updated:
    case Column::Billing:
        return 15;
    case Column::Image:
    case Column::Pool:
        return 24;
    case Column::Id:
        return 40;
    case Column::FailReason:
        return 30;
    }
    return 15;
}

QString keyOf(const QAbstractItemModel *model, int section)
{
    return model->headerData(section, Qt::Horizontal, InstanceTableModel::KeyRole).toString();
}

int sectionOf(const QAbstractItemModel *model, const QString &key)
{
    for (int section = 0; section < model->columnCount(); ++section) {
        if (keyOf(model, section) == key)
            return section;
    }
    return -1;
}

} // namespace

ViewLayout::ViewLayout(QTableView &view, Settings &settings, Timers &timers)
    : QObject(&view), m_view(view), m_settings(settings), m_saveLater(timers, [this] { save(); })
{
    const QHeaderView *header = view.horizontalHeader();
    connect(header, &QHeaderView::sectionMoved, this, &ViewLayout::noteChange);
    connect(header, &QHeaderView::sortIndicatorChanged, this, &ViewLayout::noteChange);
    connect(header, &QHeaderView::sectionResized, this, &ViewLayout::noteResize);
    header->viewport()->installEventFilter(this);
}

bool ViewLayout::eventFilter(QObject *watched, QEvent *event)
{
    const QEvent::Type type = event->type();
    if (type == QEvent::MouseButtonPress || type == QEvent::MouseButtonDblClick)
        m_pressed = true;
    else if (type == QEvent::MouseButtonRelease)
        m_pressed = false;
    return QObject::eventFilter(watched, event);
}

void ViewLayout::noteChange()
{
    if (!m_adjusting)
        m_saveLater.start(SaveDelayMs);
}

void ViewLayout::noteResize()
{
    // The last section also follows the window; only a drag on the header is the user's doing.
    if (m_adjusting || !m_pressed)
        return;
    m_ownWidths = true;
    noteChange();
}

int ViewLayout::naturalWidth(int section) const
{
    const QFontMetrics metrics(m_view.font());
    const int content = qRound(metrics.averageCharWidth() * usualCharacters(Column(section)));
    // Fonts differ in how wide a digit is beside the average letter, and a countdown must not be cut.
    const int least = Column(section) == Column::StopsIn ? LeaseChipDelegate::usualCellWidth(m_view.font())
                                                         : NarrowestColumn;
    return qMax(least, content);
}

int ViewLayout::shownCount() const
{
    const QHeaderView *header = m_view.horizontalHeader();
    return header->count() - header->hiddenSectionCount();
}

void ViewLayout::fit()
{
    if (m_ownWidths)
        return;
    const QScopedValueRollback<bool> guard(m_adjusting, true);
    QHeaderView *header = m_view.horizontalHeader();
    const int available = m_view.viewport()->width();
    int natural = 0;
    for (int section = 0; section < header->count(); ++section)
        natural += header->isSectionHidden(section) ? 0 : naturalWidth(section);
    if (natural == 0)
        return;
    // A countdown that is cut says nothing: where there is too little room the others make it.
    const bool isTight = natural > available && isShown(int(Column::StopsIn));
    const int kept = isTight ? naturalWidth(int(Column::StopsIn)) : 0;
    const double factor =
        qBound(LeastStretch, double(available - kept) / std::max(natural - kept, 1), MostStretch);
    for (int section = 0; section < header->count(); ++section)
        header->resizeSection(section, int(naturalWidth(section) * factor));
    if (isTight)
        header->resizeSection(int(Column::StopsIn), kept);
}

bool ViewLayout::isShown(int section) const
{
    return !m_view.horizontalHeader()->isSectionHidden(section);
}

void ViewLayout::setShown(int section, bool shown)
{
    QHeaderView *header = m_view.horizontalHeader();
    if (isShown(section) == shown || (!shown && shownCount() <= 1))
        return;
    {
        const QScopedValueRollback<bool> guard(m_adjusting, true);
        header->setSectionHidden(section, !shown);
        if (shown && header->sectionSize(section) < NarrowestColumn)
            header->resizeSection(section, naturalWidth(section));
    }
    fit();
    noteChange();
    Q_EMIT columnsChanged();
}

void ViewLayout::applyDefaults()
{
    const QScopedValueRollback<bool> guard(m_adjusting, true);
    QHeaderView *header = m_view.horizontalHeader();
    for (int section = 0; section < header->count(); ++section) {
        header->moveSection(header->visualIndex(section), section);
        header->setSectionHidden(section, !InstanceTableModel::shownByDefault(Column(section)));
        header->resizeSection(section, naturalWidth(section));
    }
    m_ownWidths = false;
    m_view.sortByColumn(int(Column::Name), Qt::AscendingOrder);
}

void ViewLayout::reset()
{
    applyDefaults();
    fit();
    noteChange();
    Q_EMIT columnsChanged();
}

void ViewLayout::restore()
{
    applyDefaults();
    apply(m_settings.tableLayout());
    fit();
    Q_EMIT columnsChanged();
}

void ViewLayout::apply(const QJsonObject &layout)
{
    const QScopedValueRollback<bool> guard(m_adjusting, true);
    const QAbstractItemModel *model = m_view.model();
    QHeaderView *header = m_view.horizontalHeader();
    int place = 0;
    for (const QJsonValue entry : layout["columns"_L1].toArray()) {
        const int section = sectionOf(model, entry["key"_L1].toString());
        // Known columns once each, in the order written; those not written keep their place behind them.
        if (section < 0 || header->visualIndex(section) < place)
            continue;
        header->moveSection(header->visualIndex(section), place++);
        if (const QJsonValue hidden = entry["hidden"_L1]; hidden.isBool())
            header->setSectionHidden(section, hidden.toBool());
        if (const int width = entry["width"_L1].toInt(); width >= NarrowestColumn && width <= 4000)
            header->resizeSection(section, width);
    }
    m_ownWidths = layout["ownWidths"_L1].toBool();
    if (shownCount() == 0)
        header->setSectionHidden(int(Column::Name), false);

    const QJsonObject sort = layout["sort"_L1].toObject();
    if (const int section = sectionOf(model, sort["key"_L1].toString()); section >= 0)
        m_view.sortByColumn(section,
                            sort["descending"_L1].toBool() ? Qt::DescendingOrder : Qt::AscendingOrder);
}

QJsonObject ViewLayout::toJson() const
{
    const QAbstractItemModel *model = m_view.model();
    const QHeaderView *header = m_view.horizontalHeader();
    QJsonArray columns;
    for (int place = 0; place < header->count(); ++place) {
        const int section = header->logicalIndex(place);
        QJsonObject column{{"key"_L1, keyOf(model, section)},
                           {"hidden"_L1, header->isSectionHidden(section)}};
        if (m_ownWidths && !header->isSectionHidden(section))
            column["width"_L1] = header->sectionSize(section);
        columns.append(column);
    }
    const QJsonObject sort{{"key"_L1, keyOf(model, header->sortIndicatorSection())},
                           {"descending"_L1, header->sortIndicatorOrder() == Qt::DescendingOrder}};
    return {{"version"_L1, LayoutVersion},
            {"ownWidths"_L1, m_ownWidths},
            {"columns"_L1, columns},
            {"sort"_L1, sort}};
}

void ViewLayout::save()
{
    m_saveLater.stop();
    m_settings.setTableLayout(toJson());
}

} // namespace leasekeeper

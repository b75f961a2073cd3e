// SPDX-License-Identifier: MIT
#include "row.h"

#include <QJsonArray>

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace leasekeeper::bench
{

namespace
{

Figure figure(const Series &series)
{
    return {series.median(), series.least(), series.most()};
}

QJsonObject json(const Figure &figure)
{
    return {{u"median"_s, figure.median}, {u"min"_s, figure.least}, {u"max"_s, figure.most}};
}

Figure figureFrom(const QJsonValue &value)
{
    return {value["median"_L1].toDouble(), value["min"_L1].toDouble(), value["max"_L1].toDouble()};
}

QJsonValue limitJson(double limit)
{
    return std::isfinite(limit) ? QJsonValue(limit) : QJsonValue();
}

double limitFrom(const QJsonValue &value)
{
    return value.isDouble() ? value.toDouble() : std::numeric_limits<double>::infinity();
}

} // namespace

bool Row::growthHolds() const
{
    return std::all_of(growth.begin(), growth.end(), [](const Growth &rule) { return rule.holds(); });
}

bool Row::meetsMust() const
{
    return value && *value <= must && growthHolds();
}

bool Row::meetsGoal() const
{
    return meetsMust() && *value <= goal;
}

QString Row::verdict() const
{
    if (!value)
        return u"NOT MEASURED"_s;
    if (*value > must)
        return u"MISSED"_s;
    if (!growthHolds())
        return u"MISSED (growth)"_s;
    if (!std::isfinite(must))
        return u"shown only"_s;
    return meetsGoal() ? u"goal"_s : u"must"_s;
}

void Row::setSides(const Series &our, const Series &their)
{
    ours = figure(our);
    theirs = figure(their);
}

void Row::take(const Paired &paired)
{
    setSides(paired.ours, paired.peer);
    spread = figure(paired.ratio);
    value = spread.median;
}

QJsonObject Row::toJson() const
{
    QJsonArray rules;
    for (const Growth &rule : growth)
        rules.append(QJsonObject{{u"what"_s, rule.what},
                                 {u"value"_s, rule.value},
                                 {u"limit"_s, rule.limit},
                                 {u"holds"_s, rule.holds()}});
    return {{u"id"_s, id},
            {u"metric"_s, metric},
            {u"peer"_s, peer},
            {u"unit"_s, unit},
            {u"ours"_s, json(ours)},
            {u"theirs"_s, json(theirs)},
            {u"value"_s, value ? QJsonValue(*value) : QJsonValue()},
            {u"spread"_s, json(spread)},
            {u"must"_s, limitJson(must)},
            {u"goal"_s, limitJson(goal)},
            {u"growth"_s, rules},
            {u"note"_s, note},
            {u"verdict"_s, verdict()}};
}

Row Row::fromJson(const QJsonObject &json)
{
    Row row;
    row.id = json["id"_L1].toString();
    row.metric = json["metric"_L1].toString();
    row.peer = json["peer"_L1].toString();
    row.unit = json["unit"_L1].toString();
    row.ours = figureFrom(json["ours"_L1]);
    row.theirs = figureFrom(json["theirs"_L1]);
    if (json["value"_L1].isDouble())
        row.value = json["value"_L1].toDouble();
    row.spread = figureFrom(json["spread"_L1]);
    row.must = limitFrom(json["must"_L1]);
    row.goal = limitFrom(json["goal"_L1]);
    for (const QJsonValue rule : json["growth"_L1].toArray())
        row.grow(rule["what"_L1].toString(), rule["value"_L1].toDouble(), rule["limit"_L1].toDouble());
    row.note = json["note"_L1].toString();
    return row;
}

} // namespace leasekeeper::bench

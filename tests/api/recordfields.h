// SPDX-License-Identifier: MIT
#pragma once

#include "instance.h"

#include <QByteArray>
#include <QJsonObject>
#include <QJsonValue>
#include <QList>
#include <QString>

#include <functional>

namespace leasekeeper::test
{

/// One field of a notebook record and how it shows once it is decoded.
struct RecordField {
    QList<QString> path; ///< names from the record down
    QJsonValue value;    ///< a good one
    QString good;        ///< how that shows
    std::function<QString(const Instance &)> shown;
};

/// Every field that is decoded, apart from the id.
[[nodiscard]] const QList<RecordField> &recordFields();
/// A record with the id "id-1" in which every field is good.
[[nodiscard]] QJsonObject fullRecord();

[[nodiscard]] QJsonObject with(QJsonObject object, const QList<QString> &path, const QJsonValue &value);
[[nodiscard]] QJsonObject without(QJsonObject object, const QList<QString> &path);
/// A JSON value from its text.
[[nodiscard]] QJsonValue json(const QByteArray &text);
/// A page of a listing that holds these records.
[[nodiscard]] QByteArray page(const QList<QByteArray> &records);
/// Decodes a page with this record alone; fails the test if that gives no record.
[[nodiscard]] Instance decodeOne(const QJsonObject &record);

} // namespace leasekeeper::test

// SPDX-License-Identifier: MIT
#include "credentialscsv.h"

#include <QCoreApplication>
#include <QStringList>

#include <optional>

using namespace Qt::StringLiterals;

namespace leasekeeper
{

namespace
{

struct Text {
    Q_DECLARE_TR_FUNCTIONS(leasekeeper::Import)
};

constexpr qsizetype MostRows = MostImportedEntries + 1;
constexpr qsizetype MostCells = 100;

/// RFC 4180. Nothing where a quotation mark is never closed, or stands where none may.
std::optional<QList<QStringList>> rowsOf(const QString &text)
{
    QList<QStringList> rows;
    QStringList row;
    QString cell;
    bool quoted = false;
    bool closed = false; // a quoted cell ended; only its end may follow
    const auto endCell = [&] {
        row.append(closed ? cell : cell.trimmed());
        cell.clear();
        closed = false;
    };
    const auto endRow = [&] {
        endCell();
        if (row.size() > 1 || !row.first().isEmpty())
            rows.append(row);
        row.clear();
    };
    for (qsizetype at = 0; at < text.size() && rows.size() <= MostRows && row.size() <= MostCells; ++at) {
        const QChar c = text.at(at);
        if (quoted) {
            if (c != u'"') {
                cell += c;
            } else if (at + 1 < text.size() && text.at(at + 1) == u'"') {
                cell += c;
                ++at;
            } else {
                quoted = false;
                closed = true;
            }
        } else if (c == u',') {
            endCell();
        } else if (c == u'\n') {
            endRow();
        } else if (c == u'"') {
            if (!cell.isEmpty() || closed)
                return {};
            quoted = true;
        } else if (c != u'\r') {
            if (closed)
                return {};
            cell += c;
        }
    }
    if (quoted)
        return {};
    endRow();
    return rows;
}

/// Where a heading stands, however it is written: "Access Key Id", "Access key ID".
qsizetype columnOf(const QStringList &headings, QLatin1StringView name)
{
    for (qsizetype i = 0; i < headings.size(); ++i) {
        if (QString(headings.at(i)).remove(u' ').compare(name, Qt::CaseInsensitive) == 0)
            return i;
    }
    return -1;
}

} // namespace

ImportedEntries parseCredentialsCsv(const ImportText &text)
{
    const auto rows = rowsOf(QString::fromUtf8(text.bytes));
    if (!rows) {
        return {
            {},
            Text::tr(
                "%1 is not a valid CSV file: a quotation mark is out of place. Correct it, or download it "
                "again.")
                .arg(text.name)};
    }
    const QStringList headings = rows->value(0);
    const qsizetype user = columnOf(headings, "username"_L1);
    const qsizetype accessKey = columnOf(headings, "accesskeyid"_L1);
    const qsizetype secretKey = columnOf(headings, "secretaccesskey"_L1);
    if (accessKey < 0 || secretKey < 0) {
        return {
            {},
            Text::tr(
                "%1 has no columns “Access Key Id” and “Secret Access Key”, so it is no downloaded access "
                "key. Choose another file.")
                .arg(text.name)};
    }
    if (rows->size() > MostRows)
        return {{},
                Text::tr("%1 has more than %2 access keys. Shorten it, or choose another file.")
                    .arg(text.name)
                    .arg(MostImportedEntries)};
    ImportedEntries imported;
    for (const QStringList &row : rows->mid(1)) {
        ImportedFields fields;
        fields.name = fields.userName = row.value(user);
        fields.accessKey = row.value(accessKey);
        fields.secretKey = Secret(row.value(secretKey).toUtf8());
        if (row.size() != headings.size() || fields.accessKey.isEmpty() || fields.secretKey.isEmpty()) {
            return {{},
                    Text::tr("%1 has a line without a complete access key. Correct it, or download it again.")
                        .arg(text.name)};
        }
        imported.entries.append(fields);
    }
    if (imported.entries.isEmpty())
        return {{}, Text::tr("%1 has headings but no access key. Download it again.").arg(text.name)};
    return imported;
}

} // namespace leasekeeper

// SPDX-License-Identifier: MIT
//
// The least a program with a table can be: QApplication and a QTableView with 100 rows that are there
// already, or (with an address) with one page that a bare QNetworkAccessManager reads. The same eye in it as
// in ours.
//
//   bench-bare [URL TOKEN]

#include "baretable.h"
#include "eye.h"

#include <QApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QStandardItemModel>

using namespace leasekeeper::bench;
using namespace Qt::StringLiterals;

namespace
{

void fill(QStandardItemModel &model, const QByteArray &page)
{
    const QJsonArray records = QJsonDocument::fromJson(page)["data"_L1].toArray();
    for (const QJsonValue record : records) {
        QList<QStandardItem *> row;
        for (const QLatin1StringView key : {"name"_L1, "status"_L1, "flavor"_L1, "id"_L1, "user_id"_L1})
            row += new QStandardItem(record[key].toString());
        model.appendRow(row);
    }
}

} // namespace

int main(int argc, char **argv)
{
    QApplication application(argc, argv);
    new Eye(&application);
    QTableView view;
    view.setObjectName(u"instanceTable"_s);
    setUpBareView(view, 34);
    view.resize(1280, 800);
    ConstantModel rows(100, {u"bert-lab-17"_s, u"Running"_s, u"3 h 12 min"_s, u"18:55"_s, u"Timed 4 h"_s,
                             u"modelarts.vm.gpu.t4"_s, u"EVS 50 GB"_s, u"ana"_s});
    QStandardItemModel read(0, 5);
    QNetworkAccessManager network;
    const QStringList arguments = QApplication::arguments();
    if (arguments.size() < 3) {
        view.setModel(&rows);
    } else {
        view.setModel(&read);
        QNetworkRequest request{QUrl(arguments.at(1))};
        request.setRawHeader("X-Auth-Token", arguments.at(2).toUtf8());
        QNetworkReply *reply = network.get(request);
        QObject::connect(reply, &QNetworkReply::finished, &view, [&read, reply] {
            fill(read, reply->readAll());
            reply->deleteLater();
        });
    }
    view.show();
    return QApplication::exec();
}

// SPDX-License-Identifier: MIT
#include "fleet.h"

#include "instancejson.h"

#include <QUrlQuery>

namespace leasekeeper::bench
{

using namespace Qt::StringLiterals;

namespace
{

constexpr int Spare = 100;
constexpr int Sample = 1'000;

void detach(QString &text)
{
    text = QString(text.constData(), text.size());
}

void detach(InstanceStorage &storage)
{
    for (QString *text : {&storage.category, &storage.ownership, &storage.mountPath, &storage.status,
                          &storage.uri, &storage.id})
        detach(*text);
}

} // namespace

StillTime::StillTime() : m_nowMs(SystemClock().wallMs()) {}

// A few of the invented ones are of the other kind or deleted already, and do not count.
Fleet::Fleet(int count) : m_count(count), m_cloud(m_clock, SimulatedCloud::Options{.count = count + Spare}) {}

QByteArray Fleet::pageBytes(int offset, int limit)
{
    CloudRequest request;
    request.method = "GET";
    request.path = "/v1/" + m_cloud.projectId().toUtf8() + "/notebooks/all";
    request.query =
        "feature=NOTEBOOK&limit=" + QByteArray::number(limit) + "&offset=" + QByteArray::number(offset);
    request.headers.insert("x-auth-token", m_cloud.token());
    const CloudResponse response = m_cloud.handle(request);
    if (response.status != 200)
        qFatal("the simulated cloud refuses a page: %s", response.body.constData());
    return response.body;
}

void Fleet::eachPage(const std::function<void(const QList<Instance> &)> &take)
{
    int taken = 0;
    for (int offset = 0; taken < m_count; offset += 50) {
        QString whyNot;
        std::optional<InstancePage> page = decodePage(pageBytes(offset), 50, &whyNot);
        if (!page || page->instances.isEmpty())
            qFatal("a page cannot be read: %s", qPrintable(whyNot));
        page->instances.removeIf(
            [](const Instance &instance) { return instance.status == InstanceStatus::Deleted; });
        page->instances.resize(qMin<qsizetype>(page->instances.size(), m_count - taken));
        taken += int(page->instances.size());
        take(page->instances);
    }
}

QList<Instance> Fleet::all()
{
    QList<Instance> instances;
    instances.reserve(m_count);
    eachPage([&instances](const QList<Instance> &page) { instances.append(page); });
    return instances;
}

Instance readAgain(const Instance &instance)
{
    Instance fresh = instance;
    for (QString *text :
         {&fresh.id, &fresh.name, &fresh.description, &fresh.statusText, &fresh.feature, &fresh.flavor,
          &fresh.image.id, &fresh.image.name, &fresh.image.tag, &fresh.image.type, &fresh.lease.typeText,
          &fresh.poolId, &fresh.poolName, &fresh.ownerId, &fresh.ownerName, &fresh.workspaceId,
          &fresh.failReason, &fresh.url})
        detach(*text);
    detach(fresh.storage);
    for (InstanceStorage &mount : fresh.extraMounts)
        detach(mount);
    for (InstanceProgress &step : fresh.progress) {
        detach(step.status);
        detach(step.description);
    }
    for (QString &item : fresh.billingItems)
        detach(item);
    if (!fresh.token.isEmpty())
        fresh.token = Secret(QByteArray(fresh.token.reveal().constData(), fresh.token.reveal().size()));
    return fresh;
}

QList<Instance> sampleOfFleet()
{
    return Fleet(Sample).all();
}

QList<Instance> multiplied(const QList<Instance> &few, int count, int first)
{
    QList<Instance> all;
    all.reserve(count);
    for (int n = first; n < first + count; ++n) {
        Instance instance = readAgain(few.at(n % few.size()));
        const QString number = QString::number(n).rightJustified(8, u'0');
        instance.id.replace(0, number.size(), number);
        instance.name += u'-' + number;
        all.append(instance);
    }
    return all;
}

QList<Instance> readAgain(const QList<Instance> &instances)
{
    QList<Instance> fresh;
    fresh.reserve(instances.size());
    for (const Instance &instance : instances)
        fresh.append(readAgain(instance));
    return fresh;
}

} // namespace leasekeeper::bench

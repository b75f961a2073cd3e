// SPDX-License-Identifier: MIT
#include "virtualprogram.h"

#include "instancestore.h"

#include <QFile>

namespace leasekeeper::test
{

using namespace Qt::StringLiterals;

namespace
{

constexpr qint64 LongestWaitMs = 600'000;
constexpr qint64 RoundTripMs = 200;
constexpr qint64 TransitionMs = 1'000;

SimulatedCloud::Options emptyCloud()
{
    SimulatedCloud::Options options;
    options.count = 0;
    return options;
}

/// The service as a program reaches it.
class VirtualWorld final : public Surroundings
{
public:
    explicit VirtualWorld(VirtualService &service)
        : m_time(service.time),
          m_http(service.network, service.time, service.time),
          m_serverClock(service.time),
          m_profile(service.profile),
          m_authenticator(Secret(service.cloud.token()))
    {
        connect(&m_http, &HttpClient::dateHeard, &m_serverClock, &ServerClock::observe);
    }
    [[nodiscard]] const Clock &clock() const override { return m_time; }
    [[nodiscard]] Timers &timers() override { return m_time; }
    [[nodiscard]] HttpClient &http() override { return m_http; }
    [[nodiscard]] ServerClock &serverClock() override { return m_serverClock; }
    [[nodiscard]] Authenticator &authenticator() override { return m_authenticator; }
    [[nodiscard]] const Profile &profile() const override { return m_profile; }

private:
    VirtualTime &m_time;
    HttpClient m_http;
    ServerClock m_serverClock;
    Profile m_profile;
    TokenAuthenticator m_authenticator;
};

} // namespace

VirtualService::VirtualService() : cloud(time, emptyCloud()), network(cloud, time, RoundTripMs)
{
    cloud.clear();
    cloud.setTransitionMs(TransitionMs);
    profile.name = u"Test"_s;
    profile.endpoint = QUrl(u"https://modelarts.test.example"_s);
    profile.projectId = cloud.projectId();
    profile.userId = cloud.userId();
}

QString VirtualService::place(const QString &name, const QString &status)
{
    SimulatedCloud::Record record;
    record.name = name;
    record.status = status;
    return cloud.place(record);
}

int VirtualService::writesSeen() const
{
    int count = 0;
    for (const SimulatedAccessManager::Seen &request : network.seen())
        count += request.method != "GET";
    return count;
}

int VirtualService::effects(const QByteArray &verb, const QString &id)
{
    int count = 0;
    for (const CloudEffect &effect : cloud.effects())
        count += effect.verb == verb && effect.id == id;
    return count;
}

QString VirtualService::statusOf(const QString &id)
{
    const auto record = cloud.record(id);
    return record && record->status != u"DELETED"_s ? record->status : QString();
}

VirtualProgram::VirtualProgram(VirtualService &service, const QString &journalFolder)
    : m_service(service),
      session(std::make_unique<Session>(std::make_unique<VirtualWorld>(service), m_settings, journalFolder))
{
    QObject::connect(session.get(), &Session::batchEnded, session.get(), [this](const BatchReport &report) {
        m_reports.append(report);
        m_told.append(report.outcomes);
    });
    QObject::connect(session.get(), &Session::noticed, session.get(),
                     [this](const QString &text) { m_notices.append(text); });
    m_settings.setGraceMs(0);
}

VirtualProgram::~VirtualProgram() = default;

bool VirtualProgram::open()
{
    session->start();
    return m_service.time.advanceUntil(
        [this] {
            const ReadingState &state = session->readingState();
            return state.phase == ReadingState::Phase::Ready && !state.listing;
        },
        LongestWaitMs);
}

void VirtualProgram::submit(InstanceVerb verb, const QStringList &ids)
{
    Decision decision;
    decision.verb = verb;
    decision.firstLeaseMs = verb == InstanceVerb::Start ? 7'200'000 : 0;
    for (const QString &id : ids) {
        DecisionTarget target = decisionTarget(session->store().find(id)->instance);
        if (verb == InstanceVerb::Prolong)
            target.stopAtMs = session->serverClock().nowMs() + 3 * 3'600'000;
        decision.targets.append(target);
    }
    session->submit(decision);
}

const RowActivity &VirtualProgram::activity(const QString &id) const
{
    static const RowActivity none;
    const TrackedInstance *row = session->store().find(id);
    return row ? row->activity : none;
}

bool VirtualProgram::waitForTold(int count)
{
    return m_service.time.advanceUntil([this, count] { return m_told.size() >= count; }, LongestWaitMs);
}

QMap<QString, QByteArray> VirtualProgram::journal(const QString &folder)
{
    QMap<QString, QByteArray> files;
    const QDir dir(folder);
    const QStringList names = dir.entryList({u"*.json"_s}, QDir::Files);
    for (const QString &name : names) {
        QFile file(dir.filePath(name));
        if (file.open(QIODevice::ReadOnly))
            files.insert(name, file.readAll());
    }
    return files;
}

void VirtualProgram::leaveBehind(const QString &folder, const QMap<QString, QByteArray> &files)
{
    for (auto file = files.cbegin(); file != files.cend(); ++file) {
        QFile out(QDir(folder).filePath(file.key()));
        if (!out.open(QIODevice::WriteOnly) || out.write(file.value()) != file.value().size())
            qFatal("cannot write %s", qPrintable(out.fileName()));
    }
}

} // namespace leasekeeper::test

// SPDX-License-Identifier: MIT
#pragma once

#include "farend.h"
#include "modelworld.h"
#include "promises.h"
#include "script.h"
#include "settings.h"
#include "virtualtime.h"

#include <QTemporaryDir>

#include <functional>
#include <memory>

namespace leasekeeper
{
class Session;
}

namespace leasekeeper::test::model
{

/// Carries out one script on the real program below its window, in virtual time, and judges every step.
class ModelRun
{
public:
    /// Ways to spoil a run, so that it must be found out.
    struct Spoilt {
        FarEnd::Broken farEnd = FarEnd::Broken::No;
        std::function<void(Session &, VirtualTime &)> afterStep = {};
    };

    explicit ModelRun(const Script &script) : ModelRun(script, Spoilt{}) {}
    ModelRun(const Script &script, const Spoilt &spoilt);
    ~ModelRun();

    /// The broken promise and where, or nothing.
    [[nodiscard]] QString run();
    /// Prints what is done and sent, for whoever looks into a finding.
    void trace() { m_promises.trace(); }
    [[nodiscard]] const Promises &promises() const { return m_promises; }

private:
    void open(FarEnd &farEnd);
    void quit(bool told);
    void kill();
    void perform(const Step &step);
    void submit(const Step &step);
    void retry();
    void signOut();
    void signIn();
    void endWell();
    void recover();
    [[nodiscard]] bool waitsForPerson() const;
    [[nodiscard]] qint64 recoverMs() const;
    [[nodiscard]] bool waitUntil(const std::function<bool()> &done, qint64 limitMs);

    Script m_script;
    Spoilt m_spoilt;
    VirtualTime m_time;
    Settings m_settings{QString()};
    FarEnd m_first;
    std::unique_ptr<FarEnd> m_second;
    std::unique_ptr<QTemporaryDir> m_journal; ///< only where a script needs it
    FarEnd *m_farEnd = nullptr;
    Promises m_promises;
    std::unique_ptr<Session> m_session;
    BatchId m_lastBatch = 0;
    int m_asked = 0;
    int m_prolongs = 0;
    int m_signIns = 0; ///< while it recovers
    bool m_watched = true;
    bool m_slept = false;
};

} // namespace leasekeeper::test::model

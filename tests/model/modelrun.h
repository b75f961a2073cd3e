// SPDX-License-Identifier: MIT
#pragma once

#include "credentialkeeper.h"
#include "farend.h"
#include "keychainstore.h"
#include "latetimers.h"
#include "modelworld.h"
#include "promises.h"
#include "script.h"
#include "settings.h"
#include "troubledbrowser.h"
#include "troubledkeys.h"
#include "troubledroute.h"
#include "virtualtime.h"

#include <QTemporaryDir>

#include <functional>
#include <memory>
#include <optional>

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
    /// Ways to spoil a run: so that it must be found out, or so that the promises hold all the same.
    struct Spoilt {
        FarEnd::Broken farEnd = FarEnd::Broken::No;
        std::function<void(Session &, VirtualTime &)> afterStep = {};
        /// Settings, journal and key store take part as they do in the program.
        bool onDisk = false;
        std::optional<Step> request = std::nullopt; ///< of Do::Fault, there before the first request
        int failingFile = 0;                        ///< which file call; 0: none
        int failingFiles = 1;                       ///< from that one on
        int troubledKeyCall = 0;
        bool keyCallIsSilent = false; ///< in place of being refused
        int troubledRoute = 0;        ///< which look-up of the way
        bool routeIsSilent = false;
        bool doubtsRoute = false; ///< with each request, so that the next looks up the way again
        int troubledName = 0;     ///< which look-up of the service's name
        bool nameIsSilent = false;
        int troubledOpening = 0; ///< for which address there is no browser
        int clockAt = 0;         ///< at which request the clocks are troubled
        qint64 jumpMs = 0;
        qint64 sleepMs = 0;
        int lateTimer = 0;
        bool agreesToShorten = false; ///< every decision says so
        bool keepsToken = false;      ///< in the settings
        bool losesJournal = false;    ///< whenever it is killed
    };
    /// How often each outside interface was called.
    struct Calls {
        int requests = 0;
        int files = 0;
        int keyCalls = 0;
        int timers = 0;
        int routes = 0;
        int names = 0;
        int openings = 0; ///< of addresses in the browser
    };

    explicit ModelRun(const Script &script) : ModelRun(script, Spoilt{}) {}
    ModelRun(const Script &script, const Spoilt &spoilt);
    ~ModelRun();

    /// The broken promise and where, or nothing.
    [[nodiscard]] QString run();
    /// Prints what is done and sent, for whoever looks into a finding.
    void trace() { m_promises.trace(); }
    [[nodiscard]] Calls calls() const;
    [[nodiscard]] const Promises &promises() const { return m_promises; }

private:
    void open(FarEnd &farEnd);
    void startProgram();
    void endProgram();
    void noteSleep();
    void loadCredential();
    void troubleArrivals(FarEnd &farEnd);
    [[nodiscard]] QString journalFolder() const;
    [[nodiscard]] ModelWorld &world() const;
    void searchHome();
    void quit(bool told);
    void kill();
    void perform(const Step &step);
    void submit(const Step &step);
    void retry();
    void opened(const QUrl &address);
    void noticed(const QString &text, const QString &details);
    void signOut();
    void signIn();
    void endWell();
    void recover();
    [[nodiscard]] bool waitsForPerson() const;
    [[nodiscard]] qint64 recoverMs() const;
    [[nodiscard]] bool tableRecovers();
    [[nodiscard]] bool waitUntil(const std::function<bool()> &done, const std::function<qint64()> &limitMs);

    Script m_script;
    Spoilt m_spoilt;
    VirtualTime m_time;
    LateTimers m_timers;
    std::unique_ptr<QTemporaryDir> m_home; ///< only where a script needs it
    std::unique_ptr<Settings> m_settings;
    KeyStoreScript m_keys;
    RouteScript m_route;
    TroubledBrowser m_browser;
    std::unique_ptr<KeychainStore> m_keyStore;
    std::unique_ptr<CredentialKeeper> m_keeper;
    FarEnd m_first;
    std::unique_ptr<FarEnd> m_second;
    FarEnd *m_farEnd = nullptr;
    Promises m_promises;
    std::unique_ptr<Session> m_session;
    std::unique_ptr<QObject> m_loading; ///< lives while a credential is being fetched
    BatchId m_lastBatch = 0;
    int m_asked = 0;
    int m_toOpen = 0; ///< asked for, neither opened nor refused yet
    int m_prolongs = 0;
    int m_signIns = 0; ///< while it recovers
    bool m_watched = true;
    bool m_sleptWaiting = false; ///< while a listing, or the service's pause, went on
    bool m_wasSlowed = false;    ///< while it recovers
};

} // namespace leasekeeper::test::model

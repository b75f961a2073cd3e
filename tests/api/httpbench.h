// SPDX-License-Identifier: MIT
#pragma once

#include "clock.h"
#include "httpclient.h"
#include "scriptedserver.h"
#include "timers.h"
#include "virtualtime.h"

#include <QNetworkAccessManager>
#include <QString>
#include <QUrl>

#include <optional>

namespace leasekeeper::test
{

/// The real client against a scripted server on loopback.
class HttpBench
{
public:
    /// `time` null: the clock and the event loop of this computer.
    explicit HttpBench(VirtualTime *time = nullptr);

    ScriptedServer server;
    QNetworkAccessManager network;
    SystemClock systemClock;
    SystemTimers systemTimers;
    HttpClient client;

    [[nodiscard]] HttpRequest request(const QByteArray &method, const QByteArray &body = {}) const;
    /// Sends and waits for the end. Nothing if it did not end within `limitMs`, or ended more than once.
    [[nodiscard]] std::optional<Result<HttpResponse>> run(const HttpRequest &request, int limitMs = 30'000);
    /// The error of run(); a response or no end at all fails the test and gives a default error.
    [[nodiscard]] ApiError fail(const HttpRequest &request);
    /// The response of run(); an error or no end at all fails the test and gives a default response.
    [[nodiscard]] HttpResponse succeed(const HttpRequest &request);
};

/// One request more through `client`, whose connections share a thread with those of all its others: what the
/// network would send again by itself is on its way before. False if it brings no answer.
[[nodiscard]] bool roundTrip(HttpClient &client, const QUrl &url);
/// How many requests `server` has had by the time that one more is answered. Of the scripts to come none is
/// left then. -1: that one was not.
[[nodiscard]] qsizetype requestsByNow(ScriptedServer &server, HttpClient &client);

/// Collects every line logged, at every level and in every category, while it lives.
class LogCatcher
{
public:
    LogCatcher();
    ~LogCatcher();
    LogCatcher(const LogCatcher &) = delete;
    LogCatcher &operator=(const LogCatcher &) = delete;

    [[nodiscard]] static QString text();
};

} // namespace leasekeeper::test

// SPDX-License-Identifier: MIT
#pragma once

#include "apicall.h"
#include "callrunner.h"

#include <functional>
#include <optional>
#include <utility>

namespace leasekeeper
{

/// An ApiCall on its way: gives a CallRunner a type.
template <typename T> class RunningCall final : public ApiCall<T>
{
public:
    /// Turns a good answer into a value, or says why it cannot in one translated sentence.
    using Decoder = std::function<std::optional<T>(const HttpResponse &, QString *whyNot)>;

    RunningCall(HttpClient &http, Authenticator &authenticator, std::shared_ptr<Traffic> traffic,
                CallPlan plan, Decoder decoder, QObject *parent, RequestGate::Place place = {})
        : ApiCall<T>(parent),
          m_decoder(std::move(decoder)),
          m_runner(new CallRunner(http, authenticator, std::move(traffic), std::move(plan), this))
    {
        QObject::connect(m_runner, &CallRunner::leavingChanged, this, &ApiCallBase::leavingChanged);
        m_runner->start([this](const HttpResponse &response) { return decode(response); },
                        [this](const CallRunner::Outcome &outcome) { end(outcome); }, std::move(place));
    }

    [[nodiscard]] bool mayHaveLeft() const override { return m_runner->mayHaveLeft(); }
    void cancel() override { m_runner->cancel(); }

private:
    std::optional<QString> decode(const HttpResponse &response)
    {
        QString whyNot;
        std::optional<T> value = m_decoder(response, &whyNot);
        if (!value)
            return whyNot;
        this->m_result = Result<T>(std::move(*value));
        return std::nullopt;
    }

    void end(const CallRunner::Outcome &outcome)
    {
        if (outcome.error)
            this->m_result = Result<T>(*outcome.error);
        this->m_sentAtMs = outcome.sentAtMs;
        this->m_receivedAtMs = outcome.receivedAtMs;
        this->deleteLater();
        // Last, since whoever hears it may destroy this object.
        Q_EMIT this->finished();
    }

    Decoder m_decoder;
    CallRunner *m_runner; ///< child
};

} // namespace leasekeeper

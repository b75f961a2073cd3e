// SPDX-License-Identifier: MIT
#pragma once

#include <QHash>
#include <QObject>
#include <QtGlobal>

namespace leasekeeper
{

/// What an authenticator remembers of each call it serves, until the call goes. A call is known by the
/// context object it comes with.
class ServedCalls final : public QObject
{
    Q_OBJECT
public:
    struct Call {
        int generation = 0;     ///< of the credentials it was authorised with last
        bool isRenewed = false; ///< it was sent again after a 401
        qint64 signedAtMs = 0;  ///< by the service's clock; 0 if not signed
    };

    using QObject::QObject;
    /// The record of a call, made on first sight. Valid until the next call of this function.
    [[nodiscard]] Call &of(QObject *context);
    [[nodiscard]] qsizetype count() const { return m_calls.size(); }

private:
    QHash<QObject *, Call> m_calls;
};

} // namespace leasekeeper

// SPDX-License-Identifier: MIT
#pragma once

#include <QList>
#include <QString>
#include <QtGlobal>

#include <functional>

namespace leasekeeper
{

/// How much a message matters.
enum class MessageLevel { Info, Warning, Error };

/// A button of a message.
struct MessageAction {
    QString objectName;
    QString text;           ///< whole, translated; also its accessible name unless that is given
    QString accessibleName; ///< empty: the text
    std::function<void()> run;
    bool closes = false; ///< the message is over once this is pressed
};

/// One inline message. A value.
struct Message {
    QString key; ///< one per cause: showing it again replaces, and what was closed stays closed
    MessageLevel level = MessageLevel::Info;
    QString text;    ///< plain text
    QString details; ///< offered by "Copy details"; empty: no such button
    /// To quote to the vendor's support: shown in smaller print below the text. Foreign text, may be empty.
    QString requestId = {};
    QList<MessageAction> actions;
    bool closable = true;
    bool stands = false;        ///< tells a state, not an event: above those, and never folded away
    qint64 vanishesAfterMs = 0; ///< 0: stays until closed or withdrawn
};

} // namespace leasekeeper

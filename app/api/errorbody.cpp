// SPDX-License-Identifier: MIT
#include "errorbody.h"

#include "apierrors.h"
#include "jsonvalues.h"

#include <QJsonObject>
#include <QJsonValue>

namespace leasekeeper
{

using namespace Qt::StringLiterals;

namespace
{

/// IAM writes its codes as numbers.
QString codeOf(const QJsonValue &value)
{
    const QString code = value.isDouble() ? QString::number(value.toInteger()) : value.toString();
    return code == "0"_L1 ? QString() : code;
}

bool readLevel(const QJsonObject &object, ErrorBody &found)
{
    const auto take = [&](QLatin1StringView codeKey, QLatin1StringView textKey) {
        const QString code = codeOf(object.value(codeKey));
        if (code.isEmpty())
            return false;
        found.code = code;
        found.text = object.value(textKey).toString();
        return true;
    };
    const QString olderText = object.value("error_message"_L1).toString();
    const bool any = take("error_code"_L1, "error_msg"_L1) || take("errorCode"_L1, "errorMsg"_L1) ||
                     (object.contains("message"_L1) && take("code"_L1, "message"_L1));
    if (found.text.isEmpty())
        found.text = olderText;
    // Texts that come without a code of their own.
    for (const auto key : {"error_msg"_L1, "errorMsg"_L1}) {
        if (found.text.isEmpty())
            found.text = object.value(key).toString();
    }
    return any || !found.text.isEmpty();
}

/// A text of an error, and neither a record nor a list beside it that it could belong to.
bool saysNothingElse(const QJsonObject &object)
{
    const auto says = [&object](QLatin1StringView key) { return !object.value(key).toString().isEmpty(); };
    return (says("error_msg"_L1) || says("errorMsg"_L1) || says("error_message"_L1)) &&
           !object.contains("id"_L1) && !object.contains("data"_L1);
}

} // namespace

ErrorBody readErrorBody(const QByteArray &body)
{
    ErrorBody found;
    const std::optional<QJsonObject> object = parseJsonObject(body, nullptr);
    if (!object) {
        const QByteArray text = body.trimmed();
        // A cut record could hold the instance's token, so what looks like JSON is never quoted.
        if (!text.startsWith('{') && !text.startsWith('[') && !looksLikeHtml(text))
            found.text = QString::fromUtf8(text);
        return found;
    }
    found.isJson = true;
    found.requestId = object->value("request_id"_L1).toString();
    found.deniedByPolicy = object->contains("encoded_authorization_message"_L1);
    const bool saysNo = object->value("is_success"_L1) == QJsonValue(false);
    if (readLevel(*object, found)) {
        found.isFailure = saysNo || !codeOf(object->value("error_code"_L1)).isEmpty() ||
                          !codeOf(object->value("errorCode"_L1)).isEmpty() || saysNothingElse(*object);
        return found;
    }
    found.isFailure = saysNo;
    for (auto it = object->constBegin(); it != object->constEnd(); ++it) {
        if (!it.value().isObject())
            continue;
        const QJsonObject inner = it.value().toObject();
        if (!readLevel(inner, found))
            continue;
        found.isFailure |= it.key() == "error"_L1;
        found.deniedByPolicy |= inner.contains("encoded_authorization_message"_L1);
        if (found.requestId.isEmpty())
            found.requestId = inner.value("request_id"_L1).toString();
        break;
    }
    return found;
}

} // namespace leasekeeper

// SPDX-License-Identifier: MIT
#include "errorcodes.h"

#include "plaintext.h"

#include <QCoreApplication>

#include <algorithm>

namespace leasekeeper
{

using namespace Qt::StringLiterals;

namespace
{

using Kind = ApiError::Kind;

constexpr char Context[] = "leasekeeper::ErrorCodes";

struct Entry {
    QLatin1StringView family;
    QLatin1StringView numbers; ///< separated by spaces
    Kind kind;
    const char *sentence; ///< %1 is the code
    bool saysTooLittle = false;
};

// One place for all documented codes; how long to wait after a 429 says its header. The order has no meaning;
// no number stands twice in a family.
const Entry Entries[] = {
    // The API gateway in front of the service.
    {"APIG"_L1, "0101"_L1, Kind::BadRequest,
     QT_TRANSLATE_NOOP("leasekeeper::ErrorCodes",
                       "The service does not know this address (%1). Check endpoint, region and project.")},
    {"APIG"_L1, "0201"_L1, Kind::Server,
     QT_TRANSLATE_NOOP("leasekeeper::ErrorCodes",
                       "The service could not be reached behind its gateway (%1). Try again later.")},
    {"APIG"_L1, "0301"_L1, Kind::Unauthorised,
     QT_TRANSLATE_NOOP("leasekeeper::ErrorCodes",
                       "The service does not accept the sign-in (%1). Sign in again.")},
    {"APIG"_L1, "0303 0305"_L1, Kind::Unauthorised,
     QT_TRANSLATE_NOOP("leasekeeper::ErrorCodes",
                       "The service does not accept the credentials (%1). Check them and the clock of this "
                       "computer.")},
    {"APIG"_L1, "0307"_L1, Kind::Unauthorised,
     QT_TRANSLATE_NOOP("leasekeeper::ErrorCodes", "The token has to be renewed (%1). Sign in again.")},
    {"APIG"_L1, "0302 0304 0306"_L1, Kind::Forbidden,
     QT_TRANSLATE_NOOP("leasekeeper::ErrorCodes",
                       "This account is not allowed to call the service (%1). Ask its administrator.")},
    {"APIG"_L1, "0308"_L1, Kind::RateLimited,
     QT_TRANSLATE_NOOP("leasekeeper::ErrorCodes", "The service is being asked too often (%1).")},

    // Signing in.
    {"IAM"_L1, "0001 0066 0067"_L1, Kind::Unauthorised,
     QT_TRANSLATE_NOOP("leasekeeper::ErrorCodes",
                       "The service does not accept the sign-in (%1). Sign in again.")},
    {"IAM"_L1, "0061"_L1, Kind::Unauthorised,
     QT_TRANSLATE_NOOP("leasekeeper::ErrorCodes",
                       "The account is locked (%1). Wait until it is unlocked, then sign in again.")},
    {"IAM"_L1, "0062"_L1, Kind::Unauthorised,
     QT_TRANSLATE_NOOP("leasekeeper::ErrorCodes", "User name or password is wrong (%1).")},
    {"IAM"_L1, "0011"_L1, Kind::BadRequest,
     QT_TRANSLATE_NOOP("leasekeeper::ErrorCodes", "The service does not understand the sign-in (%1).")},
    {"IAM"_L1, "0072"_L1, Kind::BadRequest,
     QT_TRANSLATE_NOOP("leasekeeper::ErrorCodes", "The one-time code is wrong (%1). Enter a fresh one.")},
    {"IAM"_L1, "1061 1104 1105 1106 1107"_L1, Kind::BadRequest,
     QT_TRANSLATE_NOOP("leasekeeper::ErrorCodes",
                       "The access key is blocked, expired, inactive or unknown (%1). Use another key.")},
    {"IAM"_L1, "1108"_L1, Kind::BadRequest,
     QT_TRANSLATE_NOOP("leasekeeper::ErrorCodes",
                       "The security token of the access key has expired (%1). Obtain a new one.")},
    {"IAM"_L1, "1109"_L1, Kind::BadRequest,
     QT_TRANSLATE_NOOP("leasekeeper::ErrorCodes", "The sign-in names no project (%1). Name one.")},
    {"IAM"_L1, "0002 0003 0080 0082 0083"_L1, Kind::Forbidden,
     QT_TRANSLATE_NOOP("leasekeeper::ErrorCodes",
                       "This account is not allowed to do that (%1). Ask its administrator.")},
    {"IAM"_L1, "0081"_L1, Kind::Forbidden,
     QT_TRANSLATE_NOOP("leasekeeper::ErrorCodes",
                       "This user may sign in to the web console only (%1). Ask the administrator for "
                       "programmatic access.")},
    {"IAM"_L1, "0012"_L1, Kind::RateLimited,
     QT_TRANSLATE_NOOP("leasekeeper::ErrorCodes", "Too many sign-ins in a short time (%1).")},
    {"IAM"_L1, "0073"_L1, Kind::BadRequest,
     QT_TRANSLATE_NOOP("leasekeeper::ErrorCodes", "The service refused the sign-in (%1).")},

    // ModelArts: who asks.
    {"ModelArts"_L1, "0201 0202 0203 0205 0207 0208 0212 6401"_L1, Kind::Unauthorised,
     QT_TRANSLATE_NOOP("leasekeeper::ErrorCodes",
                       "The service does not accept the sign-in (%1). Sign in again with a token for this "
                       "project.")},
    {"ModelArts"_L1, "0206"_L1, Kind::Unauthorised,
     QT_TRANSLATE_NOOP("leasekeeper::ErrorCodes",
                       "The service does not accept access key and secret key (%1). Check both.")},
    {"ModelArts"_L1, "0204 0210"_L1, Kind::BadRequest,
     QT_TRANSLATE_NOOP(
         "leasekeeper::ErrorCodes",
         "Token and project do not belong together (%1). Check the project id and the region.")},
    {"ModelArts"_L1, "0108 0112 6407"_L1, Kind::Forbidden,
     QT_TRANSLATE_NOOP("leasekeeper::ErrorCodes",
                       "This account lacks a permission (%1). Ask its administrator.")},
    {"ModelArts"_L1, "6201 6203"_L1, Kind::Unauthorised,
     QT_TRANSLATE_NOOP("leasekeeper::ErrorCodes",
                       "The account is suspended or restricted (%1). Check its state and its bills.")},

    // ModelArts: what is asked.
    {"ModelArts"_L1, "0101 0104 0107 6332 6335 6336 6400"_L1, Kind::BadRequest,
     QT_TRANSLATE_NOOP("leasekeeper::ErrorCodes", "The service does not accept a value it was sent (%1)."),
     true},
    {"ModelArts"_L1, "0102 7004 7005"_L1, Kind::BadRequest,
     QT_TRANSLATE_NOOP("leasekeeper::ErrorCodes",
                       "The workspace does not exist or cannot be used now (%1). Check the workspace.")},
    {"ModelArts"_L1, "0113 0116 0118 6302"_L1, Kind::BadRequest,
     QT_TRANSLATE_NOOP("leasekeeper::ErrorCodes",
                       "The quota is used up (%1). Delete something or have the quota raised.")},
    // Another key pair is to be named: none of our permissions is missing.
    {"ModelArts"_L1, "6789"_L1, Kind::BadRequest,
     QT_TRANSLATE_NOOP("leasekeeper::ErrorCodes",
                       "This account has no right to the SSH key pair (%1). Choose another key pair.")},
    {"ModelArts"_L1, "6303"_L1, Kind::BadRequest,
     QT_TRANSLATE_NOOP("leasekeeper::ErrorCodes", "The service cannot sort by this field (%1).")},
    {"ModelArts"_L1, "6346"_L1, Kind::BadRequest,
     QT_TRANSLATE_NOOP("leasekeeper::ErrorCodes",
                       "The requested stop time is in the past (%1). Choose a later one.")},
    {"ModelArts"_L1, "6348"_L1, Kind::BadRequest,
     QT_TRANSLATE_NOOP("leasekeeper::ErrorCodes", "The service misses the run time (%1). Choose one.")},
    {"ModelArts"_L1, "6349"_L1, Kind::BadRequest,
     QT_TRANSLATE_NOOP("leasekeeper::ErrorCodes",
                       "The requested run time is outside the range the service allows (%1). Choose another "
                       "one.")},

    // ModelArts: the instance is in the wrong state, or not there.
    {"ModelArts"_L1, "6309 6404"_L1, Kind::NotFound,
     QT_TRANSLATE_NOOP("leasekeeper::ErrorCodes", "The service says the instance does not exist (%1).")},
    {"ModelArts"_L1, "6304"_L1, Kind::Conflict,
     QT_TRANSLATE_NOOP("leasekeeper::ErrorCodes",
                       "The service says the instance has to be stopped before it can be deleted (%1).")},
    {"ModelArts"_L1, "6305"_L1, Kind::Conflict,
     QT_TRANSLATE_NOOP("leasekeeper::ErrorCodes", "The service says the instance is already running (%1).")},
    {"ModelArts"_L1, "6306"_L1, Kind::Conflict,
     QT_TRANSLATE_NOOP("leasekeeper::ErrorCodes", "The service says the instance is starting (%1).")},
    {"ModelArts"_L1, "6307"_L1, Kind::Conflict,
     QT_TRANSLATE_NOOP("leasekeeper::ErrorCodes", "The service says the instance is already stopped (%1).")},
    {"ModelArts"_L1, "6308"_L1, Kind::Conflict,
     QT_TRANSLATE_NOOP("leasekeeper::ErrorCodes", "The service says the instance is stopping (%1).")},
    {"ModelArts"_L1, "6326"_L1, Kind::Conflict,
     QT_TRANSLATE_NOOP("leasekeeper::ErrorCodes",
                       "The service says the instance is frozen (%1). Check the account for unpaid bills.")},
    {"ModelArts"_L1, "6327"_L1, Kind::Conflict,
     QT_TRANSLATE_NOOP("leasekeeper::ErrorCodes", "The service says the instance is not running (%1).")},
    {"ModelArts"_L1, "6333"_L1, Kind::Conflict,
     QT_TRANSLATE_NOOP("leasekeeper::ErrorCodes",
                       "The service says the instance is recovering (%1). Try again in a few minutes.")},
    {"ModelArts"_L1, "6355"_L1, Kind::Conflict,
     QT_TRANSLATE_NOOP("leasekeeper::ErrorCodes",
                       "The service says the instance is being initialised (%1). Try again in a few "
                       "minutes.")},
    {"ModelArts"_L1, "6347"_L1, Kind::Conflict,
     QT_TRANSLATE_NOOP("leasekeeper::ErrorCodes",
                       "The service cannot change this while the instance is in its present state (%1).")},
    {"ModelArts"_L1, "6357"_L1, Kind::Conflict,
     QT_TRANSLATE_NOOP("leasekeeper::ErrorCodes",
                       "The service says the instance is busy with another operation, or already in the "
                       "requested state (%1).")},

    // ModelArts: the service cannot do it now.
    {"ModelArts"_L1, "6329 6360 6716"_L1, Kind::Conflict,
     QT_TRANSLATE_NOOP("leasekeeper::ErrorCodes",
                       "The service has no free resources of this flavor (%1). Try again later.")},
    {"ModelArts"_L1, "6101"_L1, Kind::RateLimited,
     QT_TRANSLATE_NOOP("leasekeeper::ErrorCodes", "The service is busy (%1).")},
    {"ModelArts"_L1, "0010 6102 6361"_L1, Kind::Server,
     QT_TRANSLATE_NOOP("leasekeeper::ErrorCodes",
                       "The service reports a fault of its own (%1). Try again later.")},
};

bool lists(QLatin1StringView numbers, QStringView number)
{
    const auto parts = QString(numbers).split(u' ');
    return std::any_of(parts.begin(), parts.end(), [number](const QString &part) { return part == number; });
}

} // namespace

std::optional<CodeMeaning> codeMeaning(const QString &code)
{
    const qsizetype dot = code.indexOf(u'.');
    if (dot < 0)
        return std::nullopt;
    QStringView family = QStringView(code).left(dot);
    if (family.compare("APIGW"_L1, Qt::CaseInsensitive) == 0)
        family = u"APIG";
    const QStringView number = QStringView(code).mid(dot + 1);
    for (const Entry &entry : Entries) {
        if (family.compare(entry.family, Qt::CaseInsensitive) == 0 && lists(entry.numbers, number)) {
            const QString sentence = QCoreApplication::translate(Context, entry.sentence);
            return CodeMeaning{entry.kind, sentence.arg(visibleText(code, 40)), entry.saysTooLittle};
        }
    }
    return std::nullopt;
}

} // namespace leasekeeper

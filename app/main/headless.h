// SPDX-License-Identifier: MIT
#pragma once

#include "exitcode.h"
#include "exporter.h"
#include "instance.h"
#include "instancesapi.h"

#include <QHash>
#include <QObject>
#include <QString>

#include <memory>

namespace leasekeeper
{

class Listing;
class Surroundings;
struct ListingOutcome;

/// `--export`: one complete listing without any window, written into a file. Opens no display, and asks
/// nobody for a passcode. A listing with gaps, or with records that had no id, is written too and says so;
/// one that could not begin writes nothing.
class Headless : public QObject
{
    Q_OBJECT
public:
    /// `surroundings` must outlive this. `filePath` may be "-" for standard output.
    Headless(Surroundings &surroundings, QString filePath, ExportFormat format, QObject *parent = nullptr);
    ~Headless() override;

    void start();

Q_SIGNALS:
    /// Once. `message`: one line for standard error; empty if all went well.
    void finished(leasekeeper::ExitCode code, const QString &message);

private:
    struct Read {
        Instance instance;
        qint64 sentAtMs = 0;
    };
    void list(const Profile &profile);
    void take(const QList<Instance> &instances, qint64 sentAtMs);
    void onListed();
    /// What was refused, and what to do where only the list of all users was.
    [[nodiscard]] QString refusalText(const ApiError &error) const;
    [[nodiscard]] QByteArray document(const ListingOutcome &outcome) const;

    Surroundings &m_surroundings;
    QString m_filePath;
    ExportFormat m_format;
    std::unique_ptr<InstancesApi> m_api; ///< once the project is known
    QHash<QString, Read> m_instances;    ///< by id, as last asked for
    Listing *m_listing = nullptr;        ///< owned as a child
};

} // namespace leasekeeper

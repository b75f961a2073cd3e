// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QIODevice>

namespace leasekeeper
{

/// The body of a request, as a device that can be read once only. Qt repeats one whose connection was
/// closed, DELETE and POST included, unless it would have to rewind such a device.
class UploadOnce final : public QIODevice
{
    Q_OBJECT
public:
    explicit UploadOnce(QByteArray body, QObject *parent = nullptr);
    /// Overwrites the body, which may hold a password.
    ~UploadOnce() override;

    [[nodiscard]] bool isSequential() const override { return true; }
    [[nodiscard]] qint64 bytesAvailable() const override;
    [[nodiscard]] bool atEnd() const override;
    /// Always refused, in silence: this refusal is what the class is for.
    bool reset() override { return false; }

    /// Whether a byte of it has gone anywhere. A body nobody took from here cannot be on the wire.
    [[nodiscard]] bool wasRead() const { return m_given > 0; }
    /// Nothing is given from now on.
    void seal() { m_sealed = true; }

protected:
    qint64 readData(char *data, qint64 maxSize) override;
    qint64 writeData(const char *, qint64) override { return -1; }

private:
    [[nodiscard]] qint64 left() const { return m_sealed ? 0 : m_body.size() - m_given; }

    QByteArray m_body;
    qint64 m_given = 0;
    bool m_sealed = false;
};

} // namespace leasekeeper

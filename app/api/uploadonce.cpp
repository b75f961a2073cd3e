// SPDX-License-Identifier: MIT
#include "uploadonce.h"

#include "secret.h"

#include <algorithm>
#include <cstring>
#include <utility>

namespace leasekeeper
{

UploadOnce::UploadOnce(QByteArray body, QObject *parent) : QIODevice(parent), m_body(std::move(body))
{
    open(QIODevice::ReadOnly | QIODevice::Unbuffered);
}

UploadOnce::~UploadOnce()
{
    overwriteIfUnshared(m_body);
}

qint64 UploadOnce::bytesAvailable() const
{
    return left() + QIODevice::bytesAvailable();
}

bool UploadOnce::atEnd() const
{
    return left() == 0;
}

qint64 UploadOnce::readData(char *data, qint64 maxSize)
{
    const qint64 count = std::min(maxSize, left());
    if (count <= 0)
        return -1;
    std::memcpy(data, m_body.constData() + m_given, size_t(count));
    m_given += count;
    return count;
}

} // namespace leasekeeper

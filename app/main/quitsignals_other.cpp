// SPDX-License-Identifier: MIT
#include "quitsignals.h"

namespace leasekeeper
{

// Where there are no such signals the window is closed by other means.
QuitSignals::QuitSignals(QObject *parent) : QObject(parent) {}

QuitSignals::~QuitSignals() = default;

} // namespace leasekeeper

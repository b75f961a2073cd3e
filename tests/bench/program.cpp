// SPDX-License-Identifier: MIT
//
// The program itself, with an eye in it.

#include "eye.h"
#include "startup.h"

#include <QCoreApplication>

namespace
{

void openEye()
{
    new leasekeeper::bench::Eye(QCoreApplication::instance());
}

} // namespace

Q_COREAPP_STARTUP_FUNCTION(openEye)

int main(int argc, char **argv)
{
    return leasekeeper::runProgram(argc, argv);
}

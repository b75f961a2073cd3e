#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# Measures what Leasekeeper costs, against floors built with the same flags and run in turns with it. Builds
# only what that needs, as users run it; no display, and no network but loopback. Installs what is missing first.
#
#   bash tests/bench/run.sh            the whole table
#   bash tests/bench/run.sh --quick    fewer rounds; the idle minute is a third of one, the day two hours; the refresh
#                                      of 100 000 rows is left out
#   bash tests/bench/run.sh --only view --only sort      some sections alone
#
# Prints the table and writes it with all figures to build/bench/bench.json. Exit code 1: a "must" is missed.
set -euo pipefail
export LC_ALL=C.UTF-8
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

# The log of what was done before the table: to standard error, so that the output is the table alone.
{
    bash installer/linux/setup.sh --bench
    . installer/linux/compilercache.sh
    cmake --preset bench "${launcher[@]}"
    cmake --build --preset bench --target leasekeeper-bench
} >&2

private=$(mktemp -d)
trap 'rm -rf "$private"' EXIT
mkdir -m 700 "$private/runtime"
export HOME=$private XDG_RUNTIME_DIR=$private/runtime XDG_CONFIG_HOME=$private/config
export XDG_DATA_HOME=$private/data XDG_CACHE_HOME=$private/cache QT_QPA_PLATFORM=offscreen TZ=UTC
unset OS_TOKEN DISPLAY WAYLAND_DISPLAY DBUS_SESSION_BUS_ADDRESS
build/bench/tests/bench/leasekeeper-bench --json build/bench/bench.json "$@"

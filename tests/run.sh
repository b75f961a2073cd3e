#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# Builds and runs all tests, without a display. Installs what is missing first.
#
#   bash tests/run.sh              plain
#   bash tests/run.sh --asan       under address and undefined-behaviour sanitizers
#   bash tests/run.sh --faults     and then shows which test covers which fault
#   bash tests/run.sh --long 90    no tests, but random runs, torture and fuzzing for 90 minutes (60 unless told)
#   bash tests/run.sh --keystone   and then against a real Keystone; exit code 77: it cannot be had here
#
# Further arguments go to ctest, for example: bash tests/run.sh -R lease
set -euo pipefail
export LC_ALL=C.UTF-8
cd "$(dirname "${BASH_SOURCE[0]}")/.."

preset=dev
keystone=no
faults=no
long=no
minutes=60
ctest_arguments=()
while [ $# -gt 0 ]; do
    case $1 in
    --asan) preset=asan ;;
    --faults) faults=yes ;;
    --keystone) keystone=yes ;;
    --long)
        long=yes
        if [[ ${2:-} =~ ^[1-9][0-9]*$ ]]; then
            minutes=$2
            shift
        fi
        ;;
    *) ctest_arguments+=("$1") ;;
    esac
    shift
done

bash installer/linux/setup.sh --tests
. installer/linux/compilercache.sh
cmake --preset "$preset" "${launcher[@]}"
cmake --build --preset "$preset"

# Whoever starts the tests keeps their files, and no credential of theirs is in reach.
private=$(mktemp -d)
trap 'rm -rf "$private"' EXIT
mkdir -m 700 "$private/runtime"
export XDG_RUNTIME_DIR=$private/runtime XDG_CONFIG_HOME=$private/config XDG_DATA_HOME=$private/data
export QT_QPA_PLATFORM=offscreen
unset OS_TOKEN DISPLAY WAYLAND_DISPLAY
if [ "$long" = yes ]; then
    bash tests/long.sh --minutes "$minutes" --build-dir "build/$preset"
    exit
fi
# Some tests wait for real time to pass, so one more than the usual two cores.
ctest --preset "$preset" --parallel 3 --output-on-failure --no-tests=error "${ctest_arguments[@]}"
[ "$faults" = no ] || cat "build/$preset/faults.txt"
[ "$keystone" = no ] || bash tests/keystone/run.sh --build-dir "build/$preset"

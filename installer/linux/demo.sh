#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# Shows Leasekeeper at work on its demo cloud; nothing leaves this computer. Installs what is missing, builds,
# and opens the window. Without a display it paints the same window into a picture and prints the table.
# Further arguments go to the program, for example: --demo-instances 200
set -euo pipefail
export LC_ALL=C.UTF-8
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

bash installer/linux/setup.sh
. installer/linux/compilercache.sh
cmake --preset release "${launcher[@]}" >/dev/null
cmake --build --preset release

program=$PWD/build/release/leasekeeper
if [ -n "${DISPLAY:-}" ] || [ -n "${WAYLAND_DISPLAY:-}" ]; then
    exec "$program" --demo "$@"
fi

picture=$PWD/build/release/demo.png
echo
echo "There is no display (neither DISPLAY nor WAYLAND_DISPLAY is set): the window is painted into a picture."
"$program" --demo "$@" --screenshot "$picture"
table=$(mktemp)
trap 'rm -f "$table"' EXIT
"$program" --demo "$@" --export "$table" --format csv
LC_ALL=C awk -f installer/linux/csvtable.awk "$table"
echo
echo "Picture of the window: $picture"

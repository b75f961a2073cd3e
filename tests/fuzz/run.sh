#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# Builds the fuzzers with Clang and runs each for a while, two at a time. Installs what is missing first.
#
#   bash tests/fuzz/run.sh                      each for 5 seconds
#   bash tests/fuzz/run.sh --seconds 3600       each for an hour
#   bash tests/fuzz/run.sh --seconds 60 page csv    these alone
#   bash tests/fuzz/run.sh --runs 20000         each with 20 000 inputs, the same ones every time
#   bash tests/fuzz/run.sh --build              only builds them
#
# What was learnt goes on growing in build/fuzz/corpus. An input that breaks something is kept in
# build/fuzz/findings; run its fuzzer with that file to see it again. Exit code 0: nothing found, 1: findings
# or no fuzzers, 77: Clang or its fuzzing library cannot be had here.
set -euo pipefail
export LC_ALL=C.UTF-8
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

seconds=5
runs=
only_build=no
chosen=()
while [ $# -gt 0 ]; do
    case $1 in
    --seconds)
        seconds=${2:-}
        shift
        ;;
    --runs)
        runs=${2:-}
        shift
        ;;
    --build) only_build=yes ;;
    -*)
        printf 'fuzz: unknown option %s (there are --seconds N, --runs N and --build)\n' "$1" >&2
        exit 1
        ;;
    *) chosen+=("$1") ;;
    esac
    shift
done
check_number() {
    [[ $2 =~ ^[1-9][0-9]*$ ]] && return
    printf 'fuzz: %s takes a whole number, not "%s"\n' "$1" "$2" >&2
    exit 1
}
check_number --seconds "$seconds"
[ -z "$runs" ] || check_number --runs "$runs"

if ! bash installer/linux/setup.sh --tests --fuzz; then
    printf 'fuzz: Clang with its fuzzing library cannot be had here\n' >&2
    exit 77
fi
. installer/linux/compilercache.sh
cmake --preset fuzz "${launcher[@]}"
cmake --build --preset fuzz
[ "$only_build" = no ] || exit 0

tree=$PWD
work=$tree/build/fuzz
mkdir -p "$work/findings" "$work/logs"
# In memory where there is such a place: the settings are written through to the disk each time.
# The name is the first free one, as it is among what the settings' fuzzer learns from: alone, it is always the same.
private=
for number in 0 1 2 3 4 5 6 7 8 9; do
    if mkdir -m 700 "/dev/shm/leasekeeper-fuzz-$number" 2>/dev/null; then
        private=/dev/shm/leasekeeper-fuzz-$number
        break
    fi
done
[ -n "$private" ] || private=$(mktemp -d)
trap 'rm -rf "$private"' EXIT

if [ "${#chosen[@]}" -eq 0 ]; then
    mapfile -t chosen < <(cd tests/fuzz/corpus && printf '%s\n' *)
fi

# How far each goes. The same inputs every time take, beside a seed, addresses and hashes that do not vary, and a
# corpus that did not grow before. What the fuzzer does by the clock must not happen either: each second it reads
# its corpus again and empties the allocator, and a thread beside it watches the memory. Both move the memory of
# the inputs to come, and addresses count among what it learns from. A single large allocation is still noticed.
grown=$work/corpus
if [ -n "$runs" ]; then
    grown=$private/corpus
    until=(-runs="$runs" -seed=1 -reload=0 -purge_allocator_interval=-1 -rss_limit_mb=0 -malloc_limit_mb=2048)
    export QT_HASH_SEED=0
    fixed=()
    if setarch --addr-no-randomize true 2>/dev/null; then
        fixed=(setarch --addr-no-randomize)
    fi
else
    until=(-max_total_time="$seconds" -rss_limit_mb=2048)
    fixed=()
fi

# Runs one fuzzer; its own temporary files go with the rest, under a path that is the same every time.
fuzz() {
    local name=$1
    mkdir -p "$grown/$name" "$private/$name"
    (cd "$private/$name" && TMPDIR=. TZ=UTC exec "${fixed[@]}" "$work/tests/fuzz/fuzz_$name" \
        "${until[@]}" -timeout=10 -max_len=4096 -use_value_profile=1 \
        -dict="$tree/tests/fuzz/service.dict" -artifact_prefix="$work/findings/$name-" -print_final_stats=1 \
        "$grown/$name" "$tree/tests/fuzz/corpus/$name") >"$work/logs/$name" 2>&1
}

stat_of() { sed -n "s/^stat::$2: *//p" "$work/logs/$1" | tail -n 1; }

report() {
    local name=$1 code=$2
    local done rate found corpus
    done=$(stat_of "$name" number_of_executed_units)
    rate=$(stat_of "$name" average_exec_per_sec)
    corpus=$(find "$grown/$name" "$tree/tests/fuzz/corpus/$name" -type f | wc -l)
    found=$([ "$code" -eq 0 ] && printf 0 || printf 1)
    printf '%-18s %12s %10s %10s %10s\n' "$name" "${done:-?}" "${rate:-?}" "$corpus" "$found"
}

printf '\n%-18s %12s %10s %10s %10s\n' target runs exec/s corpus findings
findings=0
total=0
settle() {
    local name=$1 pid=$2 code=0
    wait "$pid" || code=$?
    report "$name" "$code"
    total=$((total + $(stat_of "$name" number_of_executed_units || true) + 0))
    if [ "$code" -ne 0 ]; then
        findings=$((findings + 1))
        grep -aE 'does not hold|^(==|SUMMARY)|ERROR|Test unit written' "$work/logs/$name" | head -n 6 |
            sed 's/^/    /'
    fi
}
for ((at = 0; at < ${#chosen[@]}; at += 2)); do
    fuzz "${chosen[at]}" &
    first=$!
    if [ -n "${chosen[at + 1]:-}" ]; then
        fuzz "${chosen[at + 1]}" &
        settle "${chosen[at]}" "$first"
        settle "${chosen[at + 1]}" $!
    else
        settle "${chosen[at]}" "$first"
    fi
done
printf 'fuzz: %d targets, %d runs, %d with findings\n' "${#chosen[@]}" "$total" "$findings"
if [ "$findings" -gt 0 ]; then
    printf 'fuzz: the inputs are in build/fuzz/findings, the logs in build/fuzz/logs\n'
    exit 1
fi

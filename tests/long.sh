#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# Looks for faults for a stated time: first the torture, then random runs, then fuzzing, the rest of the time
# shared between these two. tests/run.sh --long builds everything and then comes here.
#
#   bash tests/long.sh [--minutes N] [--build-dir build/dev]
#
# Random runs go on from a seed of their own choice, or from LEASEKEEPER_TEST_FIRST_SEED; a run with a finding
# is repeated with that seed and LEASEKEEPER_TEST_SEEDS=1. Logs stay in <build dir>/long. Exit code 0: nothing
# found.
set -euo pipefail
export LC_ALL=C.UTF-8
cd "$(dirname "${BASH_SOURCE[0]}")/.."

# Folder and name of what takes LEASEKEEPER_TEST_SEEDS and LEASEKEEPER_TEST_FIRST_SEED and says
# "runs N, seeds A to B, findings F", once for each kind of runs.
random_runs=(model/tst_modelruns)
# What runs through once, however long it takes.
torture=(model/tst_torture)

minutes=60
build=build/dev
while [ $# -gt 0 ]; do
    case $1 in
    --minutes) minutes=${2:-} ;;
    --build-dir) build=${2:-} ;;
    *)
        printf 'long: unknown option %s\n' "$1" >&2
        exit 1
        ;;
    esac
    shift 2
done
[[ $minutes =~ ^[1-9][0-9]*$ ]] || {
    printf 'long: --minutes takes a whole number\n' >&2
    exit 1
}

export QT_QPA_PLATFORM=offscreen TZ=UTC
logs=$build/long
mkdir -p "$logs"
# Built before the time begins to run.
can_fuzz=yes
bash tests/fuzz/run.sh --build >"$logs/fuzz-build" 2>&1 || can_fuzz=no
ends=$((SECONDS + minutes * 60))
findings=0
lines=()

note() {
    lines+=("$(printf '%-28s %10s  %-28s %8s' "$@")")
    printf 'long: %s: runs %s, seeds %s, findings %s\n' "$1" "$2" "$3" "$4"
}

present=()
for name in "${random_runs[@]}"; do
    [ ! -x "$build/tests/$name" ] || present+=("$name")
done
[ "${#present[@]}" -gt 0 ] || {
    printf 'long: nothing is built in %s\n' "$build" >&2
    exit 1
}

for name in "${torture[@]}"; do
    [ -x "$build/tests/$name" ] || continue
    log=$logs/${name##*/}
    found=0
    "$build/tests/$name" >"$log" 2>&1 || found=1
    findings=$((findings + found))
    note "$name" "$(grep -ac '^PASS' "$log" || true)" - "$found"
    [ "$found" -eq 0 ] || grep -a -A 3 '^FAIL' "$log" | head -n 20
done

# The last number after a word of the lines that tell how far a batch got, added up.
sum_of() { sed -n "s/.*runs \([0-9]*\), seeds [0-9]* to \([0-9]*\), findings \([0-9]*\).*/\\$2/p" "$1" | awk '{ n += $1 } END { print n + 0 }'; }

first=${LEASEKEEPER_TEST_FIRST_SEED:-$((RANDOM * 32768 + RANDOM + 1))}
random_until=$((SECONDS + (ends - SECONDS) / 2))
for at in "${!present[@]}"; do
    name=${present[at]}
    log=$logs/${name##*/}
    : >"$log.findings"
    seed=$first
    batch=50
    runs=0
    found=0
    until=$((SECONDS + (random_until - SECONDS) / (${#present[@]} - at)))
    while [ "$SECONDS" -lt "$until" ] && [ "$found" -lt 10 ]; do
        began=$SECONDS
        failed=no
        LEASEKEEPER_TEST_FIRST_SEED=$seed LEASEKEEPER_TEST_SEEDS=$batch "$build/tests/$name" -maxwarnings 0 \
            >"$log" 2>&1 || failed=yes
        runs=$((runs + $(sum_of "$log" 1)))
        if [ "$failed" = yes ]; then
            more=$(sum_of "$log" 3)
            # Failed without a word of a run: a crash is a finding all the same.
            found=$((found + (more > 0 ? more : 1)))
            cat "$log" >>"$log.findings"
            grep -a -A 3 '^FAIL\|^seed ' "$log" | head -n 20
        fi
        seed=$((seed + batch))
        # Batches of about twenty seconds: starting costs little, and the time is kept.
        took=$((SECONDS - began))
        if [ "$took" -lt 10 ]; then
            batch=$((batch * 2))
        elif [ "$took" -gt 40 ] && [ "$batch" -gt 10 ]; then
            batch=$((batch / 2))
        fi
    done
    findings=$((findings + found))
    note "$name" "$runs" "$first to $((seed - 1))" "$found"
done

left=$((ends - SECONDS))
targets=$(find tests/fuzz/corpus -mindepth 1 -maxdepth 1 -type d | wc -l)
# Two run at a time.
each=$((left * 2 / targets))
if [ "$can_fuzz" = no ]; then
    lines+=("fuzzing: not done, the fuzzers could not be built, see $logs/fuzz-build")
elif [ "$each" -lt 1 ]; then
    lines+=("fuzzing: not done, no time was left")
else
    code=0
    bash tests/fuzz/run.sh --seconds "$each" | tee "$logs/fuzz" || code=$?
    # "fuzz: 21 targets, 278138 runs, 0 with findings"
    read -r fuzzed found < <(awk '/^fuzz: .* targets, / { print $4, $6 }' "$logs/fuzz") || true
    if [ "$code" -ne 0 ] && [ "${found:-0}" -eq 0 ]; then
        found=1
    fi
    findings=$((findings + ${found:-1}))
    note fuzzing "${fuzzed:-?}" "$targets targets, $each s each" "${found:-?}"
fi

printf '\n%-28s %10s  %-28s %8s\n' what runs seeds findings
printf '%s\n' "${lines[@]}"
printf 'long: %d minutes, %d findings\n' "$((SECONDS / 60))" "$findings"
[ "$findings" -eq 0 ]

#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# Shows that the tests notice when a protection goes. Each patch beside this script takes one protection out of
# the program; with it at least one test named after the same fault must fail, which passes without it.
#
#   bash tests/mutants/run.sh            all of them
#   bash tests/mutants/run.sh F06 F21    these alone
#
# Works on a copy in build/mutants, never on the files themselves, and compiles there only what changed since.
# A patch begins with two lines: "Protection:" says what it takes away, "Tests:" names the executables, as
# folder/tst_name, that hold the tests. Exit code 0: every mutant was noticed.
set -euo pipefail
export LC_ALL=C.UTF-8
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

fail() {
    printf 'mutants: %s\n' "$*" >&2
    exit 1
}

work=$PWD/build/mutants
copy=$work/tree
# Where and as tests/run.sh builds, so that ccache has most of it already.
built=$copy/build/dev
# Long enough for every single test function, short enough for a mutant that hangs.
limit=120

ids=("$@")
if [ "${#ids[@]}" -eq 0 ]; then
    mapfile -t ids < <(cd tests/mutants && printf '%s\n' F*.patch | sed 's/\.patch$//')
fi
for id in "${ids[@]}"; do
    [ -r "tests/mutants/$id.patch" ] || fail "there is no tests/mutants/$id.patch"
done

header() { sed -n "s/^$2: *//p" "tests/mutants/$1.patch" | head -n 1; }

# Brings the copy to the state of the tree; files that did not change keep their age.
refresh_copy() {
    local file
    mkdir -p "$copy"
    git ls-files -z --cached --others --exclude-standard -- CMakeLists.txt CMakePresets.json LICENSE README.md app \
        cmake installer resources tests ui >"$work/files"
    while IFS= read -r -d '' file; do
        [ -e "$file" ] || continue
        cmp -s "$file" "$copy/$file" && continue
        mkdir -p "$copy/$(dirname "$file")"
        cp "$file" "$copy/$file"
    done <"$work/files"
    # What left the tree leaves the copy.
    (cd "$copy" && find . -path ./build -prune -o -type f -printf '%P\0') | sort -z >"$work/there"
    sort -z "$work/files" | comm -z -13 - "$work/there" | (cd "$copy" && xargs -0 -r rm -f)
}

# The copy is no repository of its own, and must not be taken for a part of this one.
apply() { (cd "$copy" && GIT_CEILING_DIRECTORIES=$work git apply "$@" -); }

targets_of() {
    local test
    for test in $(header "$1" Tests); do
        printf '%s\n' "${test##*/}"
    done
}

build() { cmake --build "$built" --target "$@" >"$work/build.log" 2>&1; }

# Prints the test functions of an executable that are named after a fault.
functions_of() { "$built/tests/$1" -functions 2>/dev/null | sed -n "s/^\($2_[A-Za-z0-9_]*\)()\$/\1/p"; }

run_one() {
    local test=$1 function=$2
    # In a shell of its own, which keeps to itself what it has to say of a crash.
    (
        QT_QPA_PLATFORM=offscreen TZ=UTC LANG=C.UTF-8 timeout "$limit" "$built/tests/$test" "$function" \
            >"$work/test.log" 2>&1
    ) 2>/dev/null
}

bash installer/linux/setup.sh --tests
mkdir -p "$work"
refresh_copy
. installer/linux/compilercache.sh
(cd "$copy" && cmake --preset dev "${launcher[@]}") >"$work/configure.log" 2>&1 ||
    fail "cannot configure, see $work/configure.log"

printf 'mutants: building the program as it is\n'
mapfile -t all_targets < <(for id in "${ids[@]}"; do targets_of "$id"; done | sort -u)
build "${all_targets[@]}" || fail "the program does not build as it is, see $work/build.log"

row() { printf '%-4s  %-62s  %-68s  %4s\n' "$@"; }
table=$work/table.txt
row id 'protection taken away' 'noticed by' s >"$table"
noticed=0
mutant() {
    local id=$1 start=$SECONDS test function killer='' words=''
    local patch=$PWD/tests/mutants/$id.patch
    words=$(header "$id" Protection)
    if ! apply --check <"$patch" 2>"$work/apply.log"; then
        row "$id" "$words" 'ERROR: the patch does not apply any more' "$((SECONDS - start))"
        return 1
    fi
    # A test that fails anyway notices nothing.
    local candidates=()
    for test in $(header "$id" Tests); do
        for function in $(functions_of "$test" "$id"); do
            candidates+=("$test $function")
        done
    done
    apply <"$patch"
    local targets=()
    mapfile -t targets < <(targets_of "$id")
    if ! build "${targets[@]}"; then
        cp "$work/build.log" "$work/$id.log"
        apply -R <"$patch"
        row "$id" "$words" "ERROR: does not compile, see build/mutants/$id.log" "$((SECONDS - start))"
        return 1
    fi
    # What is built now holds the mutant; the copy itself is whole again for the next one.
    apply -R <"$patch"
    for candidate in "${candidates[@]}"; do
        read -r test function <<<"$candidate"
        local code=0
        run_one "$test" "$function" || code=$?
        cp "$work/test.log" "$work/$id.log"
        if grep -aq "^FAIL! *: .*::$function(" "$work/test.log"; then
            killer="$test::$function"
        elif [ "$code" -eq 124 ]; then
            killer="$test::$function (hangs)"
        elif [ "$code" -ge 126 ]; then
            killer="$test::$function (crashes)"
        fi
        [ -z "$killer" ] || break
    done
    row "$id" "$words" "${killer:-NOT NOTICED}" "$((SECONDS - start))"
    [ -n "$killer" ]
}

printf 'mutants: the tests as they are\n'
for id in "${ids[@]}"; do
    found=0
    for test in $(header "$id" Tests); do
        for function in $(functions_of "$test" "$id"); do
            found=1
            run_one "$test" "$function" || fail "$test $function fails without any mutant, see $work/test.log"
        done
    done
    [ "$found" -eq 1 ] || fail "no test in $(header "$id" Tests) is named after $id"
done

head -n 1 "$table"
for id in "${ids[@]}"; do
    if mutant "$id" >"$work/row"; then
        noticed=$((noticed + 1))
    fi
    tee -a "$table" <"$work/row"
done
printf 'mutants: %d of %d noticed\n' "$noticed" "${#ids[@]}" | tee -a "$table"
[ "$noticed" -eq "${#ids[@]}" ]
